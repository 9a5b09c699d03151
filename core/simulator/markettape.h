// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/simulator/tradesource.h"

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

namespace tickstock::simulator {

enum class Channel : std::uint8_t { A, AM, T };
inline constexpr std::size_t ChannelCount = 3;

/// A bar of the simulated market.
struct SimBar
{
    Timestamp start;
    Timestamp end;
    double open = 0, high = 0, low = 0, close = 0;
    double volume = 0;
    double value = 0; ///< sum of price times size
    int trades = 0;

    double vwap() const { return volume > 0 ? value / volume : close; }
    void add(const SimTrade &trade);
};

/// Something the feed sends.
struct TapeEvent
{
    Channel channel = Channel::A;
    std::size_t symbol = 0;
    SimBar bar;                ///< A and AM
    SimTrade trade;            ///< T
    std::int64_t sequence = 0; ///< T
    double dayVolume = 0;
    double dayVwap = 0;
    double dayOpen = 0; ///< 0 before the official open
};

/// Runs market time over a source of trades and says what the vendor would send when: T at once, A two seconds after
/// its end, AM at its end, both again when a late trade changes them. Also answers what the bars are by now (REST,
/// truth), so that all of it agrees. One thread.
class MarketTape
{
public:
    static constexpr Milliseconds HoldBack{2'000};
    using Sink = std::function<void(const TapeEvent &)>;

    explicit MarketTape(std::unique_ptr<TradeSource> source);

    TradeSource &source() { return *m_source; }
    const std::vector<std::string> &symbols() const { return m_source->symbols(); }
    std::optional<std::size_t> find(std::string_view symbol) const;
    Timestamp now() const { return m_now; }
    Timestamp start() const { return m_start; }

    /// Only followed symbols give events. Following starts with what ends after now.
    void follow(std::size_t symbol);
    /// Runs market time up to @p to and hands over what fell due, in order.
    void advanceTo(Timestamp to, const Sink &sink);
    /// The next time at which something can fall due, skipping hours without trade; nothing after a recording's end.
    std::optional<Timestamp> nextDue();
    /// Jumps to the minute of @p to, before which nothing may fall due.
    void skipTo(Timestamp to);
    /// A late trade appears in the second that ended @p ago before now: its A and AM are sent again, at once.
    /// False when the symbol did not trade at that time.
    bool correct(std::size_t symbol, Milliseconds ago, const Sink &sink);

    /// The bar of [from, from + length) by what has been reported until now. Nothing without trades.
    std::optional<SimBar> bar(std::size_t symbol, Timestamp from, Milliseconds length);
    /// The regular session's bar of a trading day.
    std::optional<SimBar> dayBar(std::size_t symbol, QDate date);

private:
    struct Second
    {
        SimBar bar;
        double dayVolume = 0;
        double dayValue = 0;
        double dayOpen = 0;
    };
    struct MinuteTape
    {
        Timestamp start;
        std::vector<SimTrade> trades; // as reported in time, by time
        std::vector<Second> seconds;
        std::size_t nextTrade = 0;
        std::size_t nextSecond = 0;
    };
    struct Followed
    {
        bool active = false;
        MinuteTape current, previous;
        QDate day;
        double dayVolume = 0;
        double dayValue = 0;
        double dayOpen = 0;
        std::int64_t sequence = 0;
    };
    struct LateTrade
    {
        std::size_t symbol;
        SimTrade trade;
    };

    void tradesOf(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out);
    void enterMinute(std::size_t symbol, Timestamp minute);
    void queueLate(std::size_t symbol, Timestamp minute);
    void enterDay(std::size_t symbol, Timestamp minute);
    void emitTrades(std::size_t symbol, Timestamp until, const Sink &sink);
    void emitSecond(std::size_t symbol, Timestamp end, const Sink &sink);
    void emitMinute(std::size_t symbol, Timestamp end, const Sink &sink);
    void emitLate(Timestamp until, const Sink &sink);
    void reportLate(const LateTrade &late, const Sink &sink);
    void sendCorrection(const LateTrade &late, const Sink &sink);
    void emitBar(Channel channel, std::size_t symbol, const SimBar &bar, const Second &day, const Sink &sink);
    std::optional<SimBar> wholeDay(std::size_t symbol, const SessionHours &hours);

    std::unique_ptr<TradeSource> m_source;
    ExchangeCalendar m_calendar;
    Timestamp m_start;
    Timestamp m_now;
    std::unordered_map<std::string_view, std::size_t> m_bySymbol; // names belong to the source
    std::vector<Followed> m_followed;                             // by symbol
    std::vector<std::size_t> m_active;
    std::multimap<Timestamp, LateTrade> m_late; // due reports of followed symbols, by time
    std::map<std::pair<std::size_t, Timestamp>, std::vector<SimTrade>> m_added; // by symbol and minute: correct()
    std::map<std::pair<std::size_t, qint64>, SimBar> m_days;                    // finished days, computed once
    std::vector<SimTrade> m_scratch;
};

} // namespace tickstock::simulator
