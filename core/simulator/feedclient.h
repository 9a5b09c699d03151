// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/misbehaviour.h"
#include "core/simulator/tapeevent.h"

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>

#include <array>
#include <deque>
#include <memory>
#include <set>
#include <string>

namespace tickstock::simulator {

/// One open connection of the simulated feed: its authentication, its subscriptions and what waits to be sent. Lives in
/// the simulator's thread.
class FeedClient final : public QObject
{
    Q_OBJECT

public:
    /// @param misbehaviour must outlive the client
    /// @param tcp what the WebSocket is over
    FeedClient(std::unique_ptr<QWebSocket> socket, QTcpSocket *tcp, int slot, Misbehaviour &misbehaviour,
               QObject *parent);
    ~FeedClient() override;

    int slot() const { return m_slot; } ///< stable while the connection is open, 0 to 63
    const QString &key() const { return m_key; }
    void setAuthenticated(const QString &key) { m_key = key; }
    bool isAuthenticated() const { return !m_key.isEmpty(); }
    bool isOpen() const { return m_open; }
    quint64 eventsSent() const { return m_events; }

    void sendStatus(std::string_view status, std::string_view message);
    /// Both queue until flush(). They return false when the message is lost: the connection stalls or is gone.
    bool queueEvent(std::string_view json);
    bool queueAck(std::string_view json);
    /// Sends what waits, in frames of under 1,000,000 bytes, and returns their number. A client that reads slowly gets
    /// more events a frame; one that reads far too slowly is cut off without a close frame, as the vendor does.
    int flush();
    void sendRaw(const QByteArray &frame);
    /// Sends frames that are written as they are on the wire, past the WebSocket, between two of its own.
    /// Returns false when they are lost: the connection stalls or is gone.
    bool sendPrepared(const QByteArray &wire, quint64 events);
    /// Sends what late frames are being held, at once.
    void sendLate();
    void stallFor(Milliseconds span);
    bool isStalled() const;
    bool isBacklogged() const;
    void abort();
    void close(int code, const QString &reason = {});

    /// The subscribed symbols of one channel.
    struct Subscription
    {
        std::set<std::string> names; ///< as asked for; "*" stands for all
    };
    std::array<Subscription, ChannelCount> subscriptions; ///< by channel
    std::set<std::string> silentPairs;                    ///< of channels that are known but not simulated (NOI, ...)

Q_SIGNALS:
    void messageReceived(tickstock::simulator::FeedClient *client, const QString &message);
    void drained();
    void closed(tickstock::simulator::FeedClient *client);

private:
    void handleDisconnected();
    void send(const QByteArray &frame);
    void sendFaulty(const QByteArray &frame, Fault fault);
    void holdBack(const QByteArray &frame, Milliseconds by);
    void sendDue();

    std::unique_ptr<QWebSocket> m_socket;
    QPointer<QTcpSocket> m_tcp; // m_socket's own
    const int m_slot;
    Misbehaviour &m_misbehaviour;
    QString m_key;
    std::string m_pending;
    bool m_open = true;
    quint64 m_events = 0;
    QElapsedTimer m_stalled;
    Milliseconds m_stallSpan{0};

    struct LateFrame
    {
        qint64 due; // by m_lateClock, ms
        QByteArray frame;
    };
    std::deque<LateFrame> m_late; // in order; none is due before the one ahead of it
    Milliseconds m_lateness{0};   // of the last late frame
    QElapsedTimer m_lateClock;
    QTimer m_lateTimer;
};

} // namespace tickstock::simulator
