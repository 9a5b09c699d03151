// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/minuteseries.h"

#include "core/market/secondseries.h"

#include <algorithm>

namespace tickstock {

std::optional<Bar> MinuteTrades::addedTo(const TrackedMinute &minute, const Tick &tick)
{
    Bar trade = barFrom(tick);
    trade.start = tick.start.floorTo(OneMinute);
    trade.tradeCount = 1;
    if (!tick.updatesVolume)
        trade.volume = 0;
    const bool mayOpen = tick.updatesHighLow && tick.updatesLast;
    if (!minute.hasValues && !mayOpen) {
        heldVolume += trade.volume;
        heldValue += trade.volume * tick.close;
        ++heldTrades;
        return std::nullopt;
    }
    Bar rolled = trade;
    if (!minute.hasValues) {
        rolled.volume += heldVolume;
        rolled.tradeCount += heldTrades;
        if (rolled.volume > 0)
            rolled.vwap = (heldValue + trade.volume * tick.close) / rolled.volume;
        first = last = tick.start;
        return rolled;
    }
    const Bar &bar = minute.bar;
    rolled = bar;
    rolled.extend(trade);
    if (!tick.updatesHighLow) {
        rolled.high = bar.high;
        rolled.low = bar.low;
    }
    if (mayOpen && tick.start < first) {
        rolled.open = tick.close;
        first = tick.start;
    }
    if (!tick.updatesLast || tick.start < last)
        rolled.close = bar.close;
    else
        last = tick.start;
    return rolled;
}

std::vector<TrackedMinute>::iterator MinuteSeries::lowerBound(Timestamp start)
{
    return std::lower_bound(m_minutes.begin(), m_minutes.end(), start,
                            [](const TrackedMinute &minute, Timestamp wanted) { return minute.bar.start < wanted; });
}

TrackedMinute *MinuteSeries::find(Timestamp start)
{
    const auto at = lowerBound(start);
    return at != m_minutes.end() && at->bar.start == start ? &*at : nullptr;
}

TrackedMinute &MinuteSeries::at(Timestamp start, bool &isNew)
{
    isNew = false;
    if (!m_minutes.empty() && m_minutes.back().bar.start == start)
        return m_minutes.back();
    auto at = lowerBound(start);
    if (at != m_minutes.end() && at->bar.start == start)
        return *at;
    if (at == m_minutes.end() && !m_minutes.empty()) {
        forgetOld(start);
        at = m_minutes.end();
    }
    isNew = true;
    if (m_minutes.size() == m_minutes.capacity()) {
        m_minutes.reserve(m_minutes.size() + GrowsBy);
        at = lowerBound(start);
    }
    at = m_minutes.insert(at, TrackedMinute());
    at->bar.start = start;
    return *at;
}

/// Erases those of sessions before, an hour of them at once, so that it happens seldom. Where there are more than a
/// session has, half of them; but a minute that may still be corrected stays.
void MinuteSeries::forgetOld(Timestamp newest)
{
    constexpr Milliseconds Session = 16 * OneHour; // from 04:00 to 20:00
    if (m_minutes.front().bar.start + Session + OneHour <= newest)
        m_minutes.erase(m_minutes.begin(), lowerBound(newest - Session));
    if (m_minutes.size() < MaxMinutes)
        return;
    const auto keepFrom = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(m_minutes.size()) -
                                                          static_cast<std::ptrdiff_t>(MaxMinutes / 2));
    const auto firstKept =
        std::find_if(m_minutes.begin(), m_minutes.begin() + keepFrom, [newest](const TrackedMinute &minute) {
            return minute.bar.start + SecondSeries::CorrectionWindow + OneMinute > newest;
        });
    m_minutes.erase(m_minutes.begin(), firstKept);
}

MinuteTrades &MinuteSeries::trades(const TrackedMinute &minute)
{
    const Timestamp start = minute.bar.start;
    const auto known = m_trades.find(start);
    if (known != m_trades.end())
        return known->second;
    while (!m_trades.empty() &&
           m_trades.begin()->first + SecondSeries::CorrectionWindow + OneMinute <= m_minutes.back().bar.start)
        m_trades.erase(m_trades.begin());
    MinuteTrades &trades = m_trades[start];
    if (minute.hasValues)
        trades = {start, start + OneMinute, 0, 0, 0};
    return trades;
}

std::size_t MinuteSeries::memory() const
{
    return m_minutes.capacity() * sizeof(TrackedMinute) + m_trades.size() * sizeof(MinuteTrades);
}

} // namespace tickstock
