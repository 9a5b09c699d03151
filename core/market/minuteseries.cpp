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
    unpackFrom(start);
    const auto at = lowerBound(start);
    return at != m_minutes.end() && at->bar.start == start ? &*at : nullptr;
}

TrackedMinute &MinuteSeries::at(Timestamp start, bool &isNew)
{
    isNew = false;
    if (!m_minutes.empty() && m_minutes.back().bar.start == start)
        return m_minutes.back();
    unpackFrom(start);
    auto at = lowerBound(start);
    if (at != m_minutes.end() && at->bar.start == start)
        return *at;
    isNew = true;
    if (at == m_minutes.end()) {
        forgetOld(start);
        makeRoom(start);
        at = m_minutes.end();
    } else if (m_minutes.size() == m_minutes.capacity()) {
        m_minutes.reserve(m_minutes.size() + GrowsBy);
        at = lowerBound(start);
    }
    at = m_minutes.insert(at, TrackedMinute());
    at->bar.start = start;
    return *at;
}

/// From time to time, packs what can be packed. Then there is room for another one.
void MinuteSeries::makeRoom(Timestamp newest)
{
    if (m_minutes.size() == m_minutes.capacity() || m_minutes.size() % GrowsBy == 0)
        pack(newest);
}

void MinuteSeries::pack()
{
    if (!m_minutes.empty())
        pack(m_minutes.back().bar.start);
}

void MinuteSeries::pack(Timestamp newest)
{
    const auto first = std::find_if(m_minutes.begin(), m_minutes.end(), [newest](const TrackedMinute &minute) {
        return !minute.isSettled() || minute.bar.start + SecondSeries::CorrectionWindow + OneMinute > newest;
    });
    for (auto minute = m_minutes.begin(); minute != first; ++minute) {
        m_packed.push(minute->bar);
        m_isPackedSeeded.push_back(minute->isSeeded);
    }
    m_minutes.erase(m_minutes.begin(), first);
    m_minutes.shrink_to_fit();
    m_minutes.reserve(m_minutes.size() + GrowsBy);
}

/// A minute that is asked for lies behind those that are packed.
void MinuteSeries::unpackFrom(Timestamp start)
{
    if (m_packed.empty() || start > m_packed.back().start)
        return;
    const std::size_t index = m_packed.lowerBound(start);
    std::vector<TrackedMinute> minutes;
    minutes.reserve(m_packed.size() - index + m_minutes.size());
    for (const Bar &bar : m_packed.copy(index, m_packed.size()))
        minutes.push_back({bar, true, true, false, true, m_isPackedSeeded[index + minutes.size()]});
    minutes.insert(minutes.end(), m_minutes.begin(), m_minutes.end());
    m_minutes = std::move(minutes);
    m_packed = PackedBars(m_packed.copy(0, index));
    m_isPackedSeeded.resize(index);
}

/// Erases the first @p count of them.
void MinuteSeries::forgetPacked(std::size_t count)
{
    if (count == 0)
        return;
    m_packed = PackedBars(m_packed.copy(count, m_packed.size()));
    m_isPackedSeeded.erase(m_isPackedSeeded.begin(), m_isPackedSeeded.begin() + static_cast<std::ptrdiff_t>(count));
}

/// Erases those of sessions before, an hour of them at once, so that it happens seldom. Where there are more than a
/// session has, half of them; but a minute that may still be corrected stays.
void MinuteSeries::forgetOld(Timestamp newest)
{
    constexpr Milliseconds Session = 16 * OneHour; // from 04:00 to 20:00
    if (m_packed.empty() && m_minutes.empty())
        return;
    const Timestamp oldest = m_packed.empty() ? m_minutes.front().bar.start : m_packed.firstStart();
    if (oldest + Session + OneHour <= newest) {
        forgetPacked(m_packed.lowerBound(newest - Session));
        m_minutes.erase(m_minutes.begin(), lowerBound(newest - Session));
    }
    const std::size_t count = m_packed.size() + m_minutes.size();
    if (count < MaxMinutes)
        return;
    const std::size_t most = count - MaxMinutes / 2, packed = std::min(most, m_packed.size());
    const auto keepFrom = m_minutes.begin() + static_cast<std::ptrdiff_t>(most - packed);
    const auto firstKept = std::find_if(m_minutes.begin(), keepFrom, [newest](const TrackedMinute &minute) {
        return minute.bar.start + SecondSeries::CorrectionWindow + OneMinute > newest;
    });
    forgetPacked(packed);
    m_minutes.erase(m_minutes.begin(), firstKept);
}

std::vector<TrackedMinute> MinuteSeries::all() const
{
    std::vector<TrackedMinute> minutes;
    minutes.reserve(m_packed.size() + m_minutes.size());
    for (const Bar &bar : m_packed.copy())
        minutes.push_back({bar, true, true, false, true, m_isPackedSeeded[minutes.size()]});
    minutes.insert(minutes.end(), m_minutes.begin(), m_minutes.end());
    return minutes;
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
    return m_packed.memory() + m_minutes.capacity() * sizeof(TrackedMinute) + m_trades.size() * sizeof(MinuteTrades);
}

} // namespace tickstock
