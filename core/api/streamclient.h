// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"

#include <QJsonObject>
#include <QSet>
#include <QTimer>

#include <map>

class QWebSocket;

namespace tickstock {

/// One reader of /ws. It subscribes with
/// {"action":"subscribe","channels":["ticks","bars"],"symbols":["AAPL"]} (no symbols: all), and gets
/// {"channel":"ticks","data":{...}} for each message. The channels are ticks, bars, events, quotes, halts, prints and
/// health. A reader that is too slow loses messages and gets a notice with
/// their number. Lives in the interface's thread.
class StreamClient final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        MessageBus &bus;
        MessageBus &desk; ///< quotes, halts and prints, inside of this program
        QByteArray tickChannel;
        std::function<QJsonObject()> health;
    };

    StreamClient(std::unique_ptr<QWebSocket> socket, Parts parts, QObject *parent);
    ~StreamClient() override;

Q_SIGNALS:
    void closed();

private:
    void handleMessage(const QString &text);
    /// What a channel of /ws stands for.
    struct Topic
    {
        MessageBus *bus = nullptr; ///< null: it comes from no bus
        QByteArray channel;
    };

    std::map<QString, Topic> topics() const;
    void change(const QJsonObject &message, bool subscribe);
    void listen(const QString &name, const Topic &topic);
    bool isWanted(const QByteArray &payload) const;
    void send(const QByteArray &channel, const QByteArray &payload);
    void refuse(const QString &why);

    std::unique_ptr<QWebSocket> m_socket;
    const Parts m_parts;
    std::map<QString, std::unique_ptr<MessageBus::Subscription>> m_subscriptions;
    QSet<QByteArray> m_symbols; // empty: all
    QTimer m_healthTimer;
    quint64 m_dropped = 0;
    quint64 m_droppedReported = 0; // to the reader
};

} // namespace tickstock
