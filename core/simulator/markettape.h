// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/simulator/bandtape.h"
#include "core/simulator/haltschedule.h"
#include "core/simulator/quotetape.h"
#include "core/simulator/tapeevent.h"
#include "core/simulator/tradelog.h"

#include <functional>
#include <map>
#include <memory>
#include <unordered_map>

namespace tickstock::simulator {

/// Runs market time over a source of trades and hands out what the vendor would send, when it would send it: T at once,
/// A two seconds after its end, AM at its end, and A and AM once more when a late trade changes them. Also answers what
/// the bars look like by now (for REST and the truth), from the same trades. One thread.
class MarketTape
{
public:
    static constexpr Milliseconds HoldBack{2'000};
    using Sink = std::function<void(const TapeEvent &)>;

    explicit MarketTape(std::unique_ptr<TradeSource> source);

    TradeSource &source() { return m_log.source(); }
    const std::vector<std::string> &symbols() const { return m_log.source().symbols(); }
    std::optional<std::size_t> find(std::string_view symbol) const;
    Timestamp now() const { return m_now; }
    Timestamp start() const { return m_start; }

    /// Only followed symbols give events; the first is the first that ends after now. Quotes and bands are only made
    /// once somebody follows that channel.
    void follow(std::size_t symbol, Channel channel = Channel::A);
    /// Runs market time up to @p to and hands the events that fall due to @p sink, in order.
    void advanceTo(Timestamp to, const Sink &sink);
    /// The next time at which an event can fall due, hours without trade left out; nothing after a recording's end.
    std::optional<Timestamp> nextDue();
    /// Jumps to the minute of @p to. No event may fall due before it.
    void skipTo(Timestamp to);
    /// Time passes, and others send what happens in it: no event is handed out.
    void passTo(Timestamp to) { m_now = to; }
    /// Adds a late trade to the second that ended @p ago before now; its A and AM are sent again, at once.
    /// Returns false when the symbol did not trade at that time.
    bool correct(std::size_t symbol, Milliseconds ago, const Sink &sink);

    /// The symbol does not trade from now on for so long. Whoever follows its bands is told.
    void halt(std::size_t symbol, Milliseconds span, const Sink &sink);

    /// The bar of [from, from + length) by what has been reported until now. Nothing without trades.
    std::optional<SimBar> bar(std::size_t symbol, Timestamp from, Milliseconds length)
    {
        return m_log.bar(symbol, from, length, m_now);
    }
    /// All trades that were added on request until now, in that order.
    const std::vector<AddedTrade> &added() const { return m_added; }

private:
    struct Second
    {
        SimBar bar;
        DayTotals day; // with this second, and with what was reported late before it is sent
    };
    struct MinuteTape
    {
        Timestamp start;
        std::vector<SimTrade> trades; // those that were reported at once, by time
        std::vector<Second> seconds;
        std::size_t nextTrade = 0;
        std::size_t nextSecond = 0;
    };
    struct Followed
    {
        bool active = false;
        MinuteTape current, previous;
        QDate date;
        DayTotals day;  // with all of the current minute
        DayTotals sent; // by the newest event that was sent
        std::int64_t sequence = 0;

        /// What is sent next tells of at least as much as what was sent before.
        const DayTotals &sentWith(const DayTotals &totals)
        {
            if (totals.volume > sent.volume)
                sent = totals;
            return sent;
        }
    };
    struct LateTrade
    {
        std::size_t symbol;
        SimTrade trade;
    };

    void enterMinute(std::size_t symbol, Timestamp minute);
    void reenterMinute(std::size_t symbol);
    void skipSent(Followed &followed);
    void queueLate(std::size_t symbol, Timestamp minute);
    void enterDay(std::size_t symbol, Timestamp minute);
    void emitTrades(std::size_t symbol, Timestamp until, const Sink &sink);
    void emitSecond(std::size_t symbol, Timestamp end, const Sink &sink);
    void emitMinute(std::size_t symbol, Timestamp end, const Sink &sink);
    void emitLate(Timestamp until, const Sink &sink);
    void reportLate(const LateTrade &late, const Sink &sink);
    void sendCorrection(const LateTrade &late, const Sink &sink);
    static void emitBar(Channel channel, std::size_t symbol, const SimBar &bar, const DayTotals &day, const Sink &sink);

    const std::shared_ptr<HaltSchedule> m_halts = std::make_shared<HaltSchedule>();
    TradeLog m_log;
    std::vector<AddedTrade> m_added;
    ExchangeCalendar m_calendar;
    Timestamp m_start;
    Timestamp m_now;
    std::unordered_map<std::string_view, std::size_t> m_bySymbol; // the source owns the names
    std::vector<Followed> m_followed;                             // by symbol
    std::vector<std::size_t> m_active;
    QuoteTape m_quotes;
    BandTape m_bands;
    std::multimap<Timestamp, LateTrade> m_late; // of followed symbols, by the time of their report
};

} // namespace tickstock::simulator
