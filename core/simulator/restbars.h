// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/stocksplit.h"
#include "core/net/httpserver.h"
#include "core/simulator/aggregatesquery.h"
#include "core/simulator/restfaults.h"
#include "core/simulator/tradelog.h"

#include <QStringList>

#include <atomic>
#include <span>
#include <unordered_map>

namespace tickstock::simulator {

/// A request for bars. Holds what the request had, so that it can go to another thread. A value.
struct BarsQuestion
{
    enum class Kind { Aggregates, PreviousDay, GroupedDay };

    Kind kind;
    HttpRequest request;
    QStringList path; ///< the parts of the request's path

    /// Nothing where the request is not about bars.
    static std::optional<BarsQuestion> parse(const HttpRequest &request);
};

/// Answers what REST is asked about bars, from a copy of the market of its own, so that the feed goes on while a
/// grouped day of thousands of symbols is computed. What is answered is the market at a given time. One thread, but for
/// hurry().
class RestBars
{
public:
    /// @param source a copy of the feed's source
    /// @param misbehaviour must outlive this
    RestBars(std::unique_ptr<TradeSource> source, Misbehaviour &misbehaviour);

    /// Trades that were added to the feed's market since the last answer.
    void add(std::span<const AddedTrade> trades);
    /// @param now market time of the request
    /// @param splits those that were known then
    HttpResponse answer(const BarsQuestion &question, Timestamp now, const std::vector<StockSplit> &splits);
    /// Answers fail from now on, also the one that is being computed. From any thread.
    void hurry() { m_isHurried = true; }

private:
    /// What an answer depends on beside the question. A value.
    struct Moment
    {
        Timestamp now;
        const std::vector<StockSplit> &splits;
    };
    HttpResponse aggregates(const BarsQuestion &question, const Moment &moment);
    HttpResponse previousDay(const QString &ticker, const Moment &moment);
    HttpResponse groupedDay(const BarsQuestion &question, const Moment &moment);
    std::vector<SimBar> intradayBars(std::size_t symbol, const AggregatesQuery &query, int limit, Timestamp now);
    std::vector<SimBar> dayBars(std::size_t symbol, const AggregatesQuery &query, int limit, Timestamp now);
    std::optional<std::size_t> find(const QString &symbol) const;

    TradeLog m_log;
    RestFaults m_faults;
    ExchangeCalendar m_calendar;
    std::unordered_map<std::string_view, std::size_t> m_bySymbol; // the source owns the names
    std::atomic<bool> m_isHurried = false;
};

} // namespace tickstock::simulator
