// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/feedclient.h"
#include "core/types/expected.h"

#include <QHostAddress>
#include <QSslConfiguration>

#include <optional>

class QTcpServer;
class QWebSocketServer;

namespace tickstock::simulator {

enum class Evict { Older, Newer };

struct FeedServerOptions
{
    quint16 port = 0;       ///< 0: any free port
    QStringList keys;       ///< empty: every key is good
    int maxConnections = 3; ///< per key
    Evict evict = Evict::Older;
    Milliseconds authTimeout{10'000};
    std::optional<QSslConfiguration> tls;
};

/// The vendor's WebSocket protocol, server side: handshake, authentication, subscriptions with one answer per pair,
/// the limit on connections, and frames of events. Speaks to any number of clients. One thread.
class FeedServer final : public QObject
{
    Q_OBJECT

public:
    FeedServer(MarketTape &tape, FeedServerOptions options, QObject *parent = nullptr);
    ~FeedServer() override;

    Expected<quint16> listen();

    /// Sends the event to everyone who subscribed to it (with the next flush).
    void publish(const TapeEvent &event);
    void flush();
    bool isAnyoneBacklogged() const;
    /// Whether anybody holds a pair.
    bool hasReader() const;

    /// Open connections in order of acceptance.
    const std::vector<FeedClient *> &clients() const { return m_clients; }
    FeedClient *client(int number) const; ///< from 1; null if there is none
    void refuseFor(Milliseconds span);
    void setLimit(int maxConnections, Evict evict);
    void sendMalformed(int count);

    quint64 accepted() const { return m_accepted; }
    quint64 frames() const { return m_frames; }
    quint64 acks() const { return m_acks; }
    const std::vector<quint64> &eventsBySymbol() const { return m_eventsBySymbol; }

Q_SIGNALS:
    /// Somebody's pairs were confirmed.
    void subscribed();
    /// Somebody reads again; more can be sent.
    void drained();

private:
    void acceptTcp();
    void acceptWebSocket();
    void handleMessage(FeedClient *client, const QString &text);
    void authenticate(FeedClient *client, const QString &key);
    void changeSubscriptions(FeedClient *client, const QString &pairs, bool subscribe);
    bool changePair(FeedClient *client, std::string_view channel, const std::string &symbol, bool subscribe);
    void setMask(std::size_t channel, const std::string &symbol, int slot, bool on);
    void rebuildMasks(std::size_t channel, FeedClient *client);
    void enforceLimit(const QString &key);
    void evict(FeedClient *client);
    void forget(FeedClient *client);

    MarketTape &m_tape;
    FeedServerOptions m_options;
    std::unique_ptr<QTcpServer> m_tcp;
    std::unique_ptr<QWebSocketServer> m_server;
    std::vector<FeedClient *> m_clients;                    // owned as QObject children
    std::array<std::vector<quint64>, ChannelCount> m_masks; // by channel and symbol: bit per client slot
    quint64 m_usedSlots = 0;
    quint64 m_accepted = 0;
    quint64 m_frames = 0;
    quint64 m_acks = 0;
    std::vector<quint64> m_eventsBySymbol;
    QElapsedTimer m_refusing;
    Milliseconds m_refuseSpan{0};
    std::string m_json; // reused
};

} // namespace tickstock::simulator
