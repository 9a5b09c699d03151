// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/marketfeed.h"
#include "core/feed/massive/frameparser.h"
#include "core/feed/silencewatch.h"
#include "core/feed/subscriptions.h"
#include "core/feed/volumecontinuity.h"
#include "core/market/exchangecalendar.h"
#include "core/market/marketclock.h"
#include "core/net/backoff.h"
#include "core/types/histogram.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QUrl>

#include <memory>

class QWebSocket;

namespace tickstock {

struct MassiveConnectionOptions
{
    ConnectionId id{1};
    QString name = QStringLiteral("primary");
    QUrl url;
    QString key;
    QString caFile; ///< an extra certificate authority (PEM)
    QStringList channels{QStringLiteral("A"), QStringLiteral("AM")};
    MarketClockMode clock = MarketClockMode::Auto;
    Milliseconds stall{15'000};       ///< silence while data is expected
    Milliseconds openTimeout{15'000}; ///< from the first packet to the answer to the key
    Milliseconds closeTimeout{2'000}; ///< a peer that does not answer our close frame
    Milliseconds firstRetry{500};
    Milliseconds longestRetry = OneMinute;
    bool retriesEviction = false; ///< a server without a user comes back by itself after 15 minutes, doubling to 4 h
};

/// One WebSocket connection to the vendor's feed, kept alive: connects, authenticates by message, subscribes and checks
/// every answer, notices silence, and comes back with growing pauses. Lives in the feed thread.
class MassiveConnection final : public MarketFeed
{
    Q_OBJECT

public:
    /// @param symbols must outlive the connection
    MassiveConnection(MassiveConnectionOptions options, SymbolTable &symbols, QObject *parent = nullptr);
    ~MassiveConnection() override;

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;

private:
    void connectSocket();
    void dropSocket(bool politely);
    void handleFrame(const QString &frame);
    void handleStatus(const massive::StatusMessage &status);
    void handleAnswer(const QString &pair);
    void handleSocketError(int error, const QString &text);
    void handleDisconnected();
    void handleLimit(const QString &words);
    void connectionLost(StatusReason reason, const QString &detail);
    void block(StatusReason reason, const QString &detail);
    void retryAfter(Milliseconds pause, StatusReason reason, const QString &detail);
    void setStatus(ConnectionStatus status, StatusReason reason, const QString &detail = {});
    void noteTicks();
    void sendSubscriptions();
    void housekeep();
    void watchForSilence(Timestamp now);
    void rejectFuture(Timestamp received);
    void reportRejects();
    bool send(const char *action, const QString &params);
    bool isMarketOpen() const;
    std::vector<SymbolId> subscribedIds();
    void announceLoss(StatusReason reason);
    void announceReturn();
    void followVolumes();

    const MassiveConnectionOptions m_options;
    SymbolTable &m_symbols;
    massive::FrameParser m_parser;
    massive::ParsedFrame m_frame;
    Subscriptions m_subscriptions;
    SilenceWatch m_silence;
    VolumeContinuity m_volumes;
    ExchangeCalendar m_calendar;
    MarketClock m_clock;
    Backoff m_backoff;
    Backoff m_limitPause;
    Backoff m_evictionPause;
    ConnectionHealth m_health;
    Histogram m_latency;
    std::unique_ptr<QWebSocket> m_socket;
    QTimer m_openTimer;
    QTimer m_retryTimer;
    QTimer m_housekeeping;
    QElapsedTimer m_sinceAuthenticated;
    QElapsedTimer m_sinceFrame;
    QElapsedTimer m_sinceData; // since the first tick of this connection
    quint64 m_ticksAtLastReport = 0;
    Timestamp m_lastDataEnd; // market time of the newest data of this connection
    std::vector<SymbolId> m_newlyConfirmed;
    std::vector<SymbolId> m_missing; // lost data, by the frame at hand
    bool m_hasAnnouncedLoss = false; // of all symbols, and data has not come again since
};

} // namespace tickstock
