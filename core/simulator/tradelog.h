// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/simulator/tapeevent.h"

#include <map>
#include <memory>
#include <vector>

namespace tickstock::simulator {

/// A trade that was added to the market on request. A value.
struct AddedTrade
{
    std::size_t symbol;
    SimTrade trade;
};

/// All trades of the simulated market: those of the source and those added on request. Answers what a bar looks like
/// with the trades that have been reported by a given time, so that stream, REST and truth agree. One thread.
class TradeLog
{
public:
    explicit TradeLog(std::unique_ptr<TradeSource> source);

    TradeSource &source() { return *m_source; }
    const TradeSource &source() const { return *m_source; }

    /// All trades of the symbol in the minute that starts at @p minute, those reported late included, by time.
    void trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out);
    void add(const AddedTrade &added);

    /// The bar of [from, from + length) by what has been reported until @p now. Nothing without trades.
    std::optional<SimBar> bar(std::size_t symbol, Timestamp from, Milliseconds length, Timestamp now);
    /// The regular session's bar of a trading day, by what has been reported until @p now.
    std::optional<SimBar> dayBar(std::size_t symbol, QDate date, Timestamp now);

private:
    std::unique_ptr<TradeSource> m_source;
    ExchangeCalendar m_calendar;
    std::map<std::pair<std::size_t, Timestamp>, std::vector<SimTrade>> m_added; // by symbol and minute
    std::map<std::pair<std::size_t, qint64>, SimBar> m_days;                    // finished days, computed once
    std::vector<SimTrade> m_scratch;
};

} // namespace tickstock::simulator
