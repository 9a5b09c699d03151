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
/// {"action":"subscribe","channels":["ticks","bars","events","health"],"symbols":["AAPL"]} (no symbols: all), and gets
/// {"channel":"ticks","data":{...}} for each message. A reader that is too slow loses messages and gets a notice with
/// their number. Lives in the interface's thread.
class StreamClient final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        MessageBus &bus;
        QByteArray tickChannel;
        std::function<QJsonObject()> health;
    };

    StreamClient(std::unique_ptr<QWebSocket> socket, Parts parts, QObject *parent);
    ~StreamClient() override;

Q_SIGNALS:
    void closed();

private:
    void handleMessage(const QString &text);
    void change(const QJsonObject &message, bool subscribe);
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
