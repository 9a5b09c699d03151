// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/minuteseries.h"

#include "core/market/secondseries.h"

#include <algorithm>

namespace tickstock {

std::optional<Bar> TrackedMinute::with(const Tick &tick)
{
    Bar trade = barFrom(tick);
    trade.start = tick.start.floorTo(OneMinute);
    trade.tradeCount = 1;
    if (!tick.updatesVolume)
        trade.volume = 0;
    const bool mayOpen = tick.updatesHighLow && tick.updatesLast;
    if (!hasValues && !mayOpen) {
        heldVolume += trade.volume;
        heldValue += trade.volume * tick.close;
        ++heldTrades;
        return std::nullopt;
    }
    Bar rolled = trade;
    if (!hasValues) {
        rolled.volume += heldVolume;
        rolled.tradeCount += heldTrades;
        if (rolled.volume > 0)
            rolled.vwap = (heldValue + trade.volume * tick.close) / rolled.volume;
        firstTrade = lastTrade = tick.start;
        return rolled;
    }
    rolled = bar;
    rolled.extend(trade);
    if (!tick.updatesHighLow) {
        rolled.high = bar.high;
        rolled.low = bar.low;
    }
    if (mayOpen && tick.start < firstTrade) {
        rolled.open = tick.close;
        firstTrade = tick.start;
    }
    if (!tick.updatesLast || tick.start < lastTrade)
        rolled.close = bar.close;
    else
        lastTrade = tick.start;
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
    if (at == m_minutes.end() && m_minutes.size() >= MaxMinutes) {
        forgetOld(start);
        at = m_minutes.end();
    }
    isNew = true;
    at = m_minutes.insert(at, TrackedMinute());
    at->bar.start = start;
    return *at;
}

/// Erases half of the minutes at once, so that it happens seldom. A minute that may still be corrected stays.
void MinuteSeries::forgetOld(Timestamp newest)
{
    const auto keepFrom = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(m_minutes.size()) -
                                                          static_cast<std::ptrdiff_t>(MaxMinutes / 2));
    const auto firstKept =
        std::find_if(m_minutes.begin(), m_minutes.begin() + keepFrom, [newest](const TrackedMinute &minute) {
            return minute.bar.start + SecondSeries::CorrectionWindow + OneMinute > newest;
        });
    m_minutes.erase(m_minutes.begin(), firstKept);
}

} // namespace tickstock
