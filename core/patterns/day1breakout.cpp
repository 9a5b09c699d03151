// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/day1breakout.h"

#include <algorithm>

namespace tickstock {

namespace {

double highest(std::span<const Bar> bars)
{
    return std::max_element(bars.begin(), bars.end(), [](const Bar &a, const Bar &b) { return a.high < b.high; })->high;
}

double lowest(std::span<const Bar> bars)
{
    return std::min_element(bars.begin(), bars.end(), [](const Bar &a, const Bar &b) { return a.low < b.low; })->low;
}

} // namespace

void Day1Breakout::setHistory(std::span<const Bar> days)
{
    m_high = m_low = 0;
    if (days.size() < Days + 1)
        return;
    const auto last = days.last(Days);
    const auto before = days.last(Days + 1).first(Days);
    m_high = highest(last);
    m_low = lowest(last);
    m_meanVolume = 0;
    for (const Bar &day : last)
        m_meanVolume += day.volume / static_cast<double>(Days);
    m_wasAbove = days.back().close > highest(before);
    m_wasBelow = days.back().close < lowest(before);
}

bool Day1Breakout::isBeyond(const Bar &minute, Direction direction) const
{
    if (!isReady())
        return false;
    return direction == Direction::Long ? !m_wasAbove && minute.close > m_high : !m_wasBelow && minute.close < m_low;
}

std::optional<Direction> Day1Breakout::onDay(const Bar &day) const
{
    if (!isReady() || day.volume < VolumeRatio * m_meanVolume)
        return std::nullopt;
    const double range = day.high - day.low;
    if (!m_wasAbove && day.close > m_high && day.close >= day.high - OuterShare * range)
        return Direction::Long;
    if (!m_wasBelow && day.close < m_low && day.close <= day.low + OuterShare * range)
        return Direction::Short;
    return std::nullopt;
}

} // namespace tickstock
