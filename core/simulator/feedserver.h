// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/eventfaults.h"
#include "core/simulator/feedclient.h"
#include "core/simulator/markettape.h"
#include "core/simulator/subscriptionanswers.h"
#include "core/simulator/subscriptionmasks.h"
#include "core/types/expected.h"

#include <QHash>
#include <QHostAddress>
#include <QPointer>
#include <QSslConfiguration>

#include <optional>

class QTcpServer;
class QTcpSocket;
class QWebSocketServer;

namespace tickstock::simulator {

/// Which connection is closed when a key holds too many.
enum class Evict { Older, Newer };

/// A value.
struct FeedServerOptions
{
    quint16 port = 0;       ///< 0: any free port
    QStringList keys;       ///< empty: every key is accepted
    int maxConnections = 3; ///< per key
    Evict evict = Evict::Older;
    Milliseconds authTimeout{10'000};
    std::optional<QSslConfiguration> tls;
};

/// The server side of the vendor's WebSocket protocol: handshake, authentication, subscriptions with one answer per
/// pair of channel and symbol, the limit on connections, and frames of events; for up to 64 clients. Lives in the
/// simulator's thread.
class FeedServer final : public QObject
{
    Q_OBJECT

public:
    /// @param tape and @p misbehaviour must outlive the server
    FeedServer(MarketTape &tape, Misbehaviour &misbehaviour, FeedServerOptions options, QObject *parent = nullptr);
    ~FeedServer() override;

    Expected<quint16> listen();

    /// Queues the event for every client that has subscribed to it; flush() sends it.
    void publish(const TapeEvent &event);
    void flush();
    /// What has been sent past publish(): frames, and the symbol of each event.
    void noteSent(quint64 frames, const std::vector<std::size_t> &symbols)
    {
        m_frames += frames;
        for (const std::size_t symbol : symbols)
            ++m_eventsBySymbol[symbol];
    }
    /// As flush(), and what is being held to come late or in another order.
    void sendHeld();
    /// Whether any client reads more slowly than it is sent to.
    bool isAnyClientBacklogged() const;
    /// Whether any authenticated client has subscribed to anything.
    bool hasReader() const;

    /// Open connections in order of acceptance.
    const std::vector<FeedClient *> &clients() const { return m_clients; }
    /// @param number from 1. Null if there is no such connection.
    FeedClient *client(int number) const;
    /// For this long, new connections get an HTTP error instead of a WebSocket.
    void refuseFor(Milliseconds span);
    void setLimit(int maxConnections, Evict evict);
    /// Sends frames that are no valid messages, to every client.
    void sendMalformed(int count);

    quint64 accepted() const { return m_accepted; }
    quint64 frames() const { return m_frames; }
    quint64 acks() const { return m_answers.count(); }
    const std::vector<quint64> &eventsBySymbol() const { return m_eventsBySymbol; }

Q_SIGNALS:
    /// A client's pairs have been confirmed.
    void subscribed();
    /// A slow client has caught up, or is gone: more can be sent.
    void drained();

private:
    void acceptTcp();
    void acceptWebSocket();
    void handleMessage(FeedClient *client, const QString &text);
    void authenticate(FeedClient *client, const QString &key);
    void changeSubscriptions(FeedClient *client, const QString &pairs, bool subscribe);
    bool changePair(FeedClient *client, std::string_view channel, const std::string &symbol, bool subscribe);
    void deliver(Channel channel, std::size_t symbol, std::string_view json);
    void setReader(Channel channel, const std::string &symbol, int slot, bool isOn);
    void enforceLimit(const QString &key);
    void forget(FeedClient *client);

    MarketTape &m_tape;
    Misbehaviour &m_misbehaviour;
    EventFaults m_eventFaults{m_misbehaviour};
    SubscriptionAnswers m_answers{m_misbehaviour};
    FeedServerOptions m_options;
    std::unique_ptr<QTcpServer> m_tcp;
    std::unique_ptr<QWebSocketServer> m_server;
    QHash<quint16, QPointer<QTcpSocket>> m_handshakes; // by the port of the other side
    std::vector<FeedClient *> m_clients;               // owned as QObject children
    SubscriptionMasks m_masks;
    quint64 m_usedSlots = 0;
    quint64 m_accepted = 0;
    quint64 m_frames = 0;
    std::vector<quint64> m_eventsBySymbol;
    QElapsedTimer m_refusing;
    Milliseconds m_refuseSpan{0};
    std::string m_json; // reused
};

} // namespace tickstock::simulator
