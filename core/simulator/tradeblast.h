// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/preparedtrades.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>
#include <unordered_map>

namespace tickstock::simulator {

class FeedClient;
class FeedServer;
class MarketTape;

/// A value.
struct TradeBlastOptions
{
    int perSecond = 1; ///< over all symbols, each of which gets as many as the others
    int perFrame = 100;
};

/// Sends so many prepared trades a second, at the market's own pace, to the connections that have subscribed to T, and
/// the minutes that they make to those that have subscribed to AM: a busy market that costs its sender little. What a
/// connection reads too slowly for is left out, and counted. Lives in the simulator's thread.
class TradeBlast final : public QObject
{
    Q_OBJECT

public:
    /// A connection that is further behind gets nothing of what lies before that.
    static constexpr double MostBehindSeconds = 1;

    /// @param feed and @p tape must outlive this
    TradeBlast(FeedServer &feed, MarketTape &tape, const TradeBlastOptions &options, QObject *parent = nullptr);
    ~TradeBlast() override;

    void setPaused(bool isPaused);
    /// Trades that have not been sent, because a connection did not read fast enough.
    quint64 leftOut() const { return m_leftOut; }

private:
    class Stream;
    /// A symbol's running minute and day.
    struct Running
    {
        SimBar minute;
        DayTotals day;
    };
    void chooseSymbols();
    void run();
    void sendDue(FeedClient &client, Stream &stream, Timestamp now);
    void closeMinute(Timestamp start);

    FeedServer &m_feed;
    MarketTape &m_tape;
    const TradeBlastOptions m_options;
    const PreparedTrades m_trades;
    std::unordered_map<FeedClient *, std::unique_ptr<Stream>> m_streams; // of open connections
    std::vector<Running> m_running;                                      // by symbol
    QTimer m_timer;
    QElapsedTimer m_wall; // runs while trades are sent
    Timestamp m_anchor;   // market time at its start
    double m_lastRun = 0; // seconds of m_wall
    quint64 m_leftOut = 0;
    bool m_isPaused = false;
};

} // namespace tickstock::simulator
