// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/tradelog.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock::simulator {

namespace {

/// After a day's post-market, late trades may still change its bar for this long.
constexpr Milliseconds DayIsFinalAfter = 15 * OneMinute;

} // namespace

TradeLog::TradeLog(std::unique_ptr<TradeSource> source)
    : m_source(std::move(source))
{
}

void TradeLog::trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out)
{
    m_source->trades(symbol, minute, out);
    if (m_added.empty())
        return;
    if (const auto added = m_added.find({symbol, minute}); added != m_added.end()) {
        out.insert(out.end(), added->second.begin(), added->second.end());
        std::stable_sort(out.begin(), out.end(), [](const SimTrade &a, const SimTrade &b) { return a.time < b.time; });
    }
}

void TradeLog::add(const AddedTrade &added)
{
    const auto &[symbol, trade] = added;
    m_added[{symbol, trade.time.floorTo(OneMinute)}].push_back(trade);
    m_days.erase({symbol, static_cast<qint64>(newyork::date(trade.time).toJulianDay())});
}

std::optional<SimBar> TradeLog::bar(std::size_t symbol, Timestamp from, Milliseconds length, Timestamp now)
{
    const Timestamp to = from + length;
    SimBar out;
    out.start = from;
    out.end = to;
    for (Timestamp minute = from.floorTo(OneMinute); minute < to; minute = minute + OneMinute) {
        trades(symbol, minute, m_scratch);
        for (const SimTrade &trade : m_scratch) {
            if (trade.time >= from && trade.time < to && trade.reported <= now)
                out.add(trade);
        }
    }
    if (out.trades == 0)
        return std::nullopt;
    return out;
}

std::optional<SimBar> TradeLog::dayBar(std::size_t symbol, QDate date, Timestamp now)
{
    const auto hours = m_calendar.hours(date);
    if (!hours)
        return std::nullopt;
    const auto compute = [&] { return bar(symbol, hours->open, hours->close - hours->open, now); };
    if (hours->postClose + DayIsFinalAfter > now)
        return compute();
    const auto key = std::pair(symbol, static_cast<qint64>(date.toJulianDay()));
    if (const auto known = m_days.find(key); known != m_days.end())
        return known->second;
    const auto day = compute();
    if (day)
        m_days.emplace(key, *day);
    return day;
}

} // namespace tickstock::simulator
