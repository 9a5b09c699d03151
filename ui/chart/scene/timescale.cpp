// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/scene/timescale.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

void TimeScale::setRange(double left, double right)
{
    m_leftX = left;
    m_rightX = std::max(right, left + 1);
}

void TimeScale::setCount(int count)
{
    const bool wasLive = isLive() || m_count == 0;
    const int added = count - m_count;
    m_count = count;
    if (wasLive && added != 0)
        m_right = added > 0 && added < 10 ? m_right + added : count - 1 + RightMargin;
    clamp();
}

std::pair<int, int> TimeScale::visible() const
{
    const int first = std::clamp(static_cast<int>(std::floor(indexOf(m_leftX) - 1)), 0, m_count);
    const int last = std::clamp(static_cast<int>(std::ceil(m_right + 1)), first, m_count);
    return {first, last};
}

void TimeScale::zoom(double factor, double anchor)
{
    const double index = indexOf(anchor);
    // Further out than all bars there is nothing to see.
    const double all = m_count > 0 ? width() / (m_count + 2 * RightMargin) : DefaultBarWidth;
    const double smallest = std::clamp(all, MinBarWidth, DefaultBarWidth);
    m_barWidth = std::clamp(m_barWidth * factor, smallest, MaxBarWidth);
    m_right = index + (m_rightX - anchor) / m_barWidth;
    clamp();
}

void TimeScale::panBars(double bars)
{
    m_right += bars;
    clamp();
}

void TimeScale::centreOn(int index)
{
    m_right = std::min(index + width() / m_barWidth / 2, m_count - 1 + RightMargin); // no room is left empty
    clamp();
}

void TimeScale::setRight(double index)
{
    m_right = index;
    clamp();
}

void TimeScale::setRightWithin(double index)
{
    const double first = width() / m_barWidth - 0.5;
    setRight(std::max(index, std::min(first, m_count - 1 + RightMargin)));
}

void TimeScale::goLive()
{
    m_right = m_count - 1 + RightMargin;
}

void TimeScale::goToStart()
{
    setRight(width() / m_barWidth - 0.5);
}

void TimeScale::resetZoom()
{
    m_barWidth = DefaultBarWidth;
    goLive();
}

int TimeScale::barsBehind() const
{
    return std::max(0, static_cast<int>(std::ceil(m_count - 0.5 - m_right)));
}

/// At least a few bars stay on screen on either side, and no room is wasted once all bars fit.
void TimeScale::clamp()
{
    const double bars = width() / m_barWidth;
    const double furthest = m_count - 1 + std::max(RightMargin, std::min(bars * 0.5, m_count - bars));
    const double nearest = bars >= m_count ? furthest : std::min(static_cast<double>(m_count - 1), 5.0);
    m_right = std::clamp(m_right, std::min(nearest, furthest), furthest);
}

} // namespace tickstock
