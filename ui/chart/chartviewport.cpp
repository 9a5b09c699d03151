// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartviewport.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

void ChartViewport::setCount(int count)
{
    const bool wasLive = isLive() || m_count == 0;
    const int added = count - m_count;
    m_count = count;
    if (wasLive && added != 0)
        m_right = added > 0 && added < 10 ? m_right + added : count - 1 + RightMargin;
    clamp();
}

std::pair<int, int> ChartViewport::visible() const
{
    const int first = std::clamp(static_cast<int>(std::floor(indexOf(m_plot.left()) - 1)), 0, m_count);
    const int last = std::clamp(static_cast<int>(std::ceil(m_right + 1)), first, m_count);
    return {first, last};
}

void ChartViewport::zoom(double factor, double anchor)
{
    const double index = indexOf(anchor);
    // Further out than all bars there is nothing to see.
    const double all = m_count > 0 ? m_plot.width() / (m_count + 2 * RightMargin) : DefaultBarWidth;
    const double smallest = std::clamp(all, MinBarWidth, DefaultBarWidth);
    m_barWidth = std::clamp(m_barWidth * factor, smallest, MaxBarWidth);
    m_right = index + (m_plot.right() - anchor) / m_barWidth;
    clamp();
}

void ChartViewport::panBars(double bars)
{
    m_right += bars;
    clamp();
}

void ChartViewport::centreOn(int index)
{
    m_right = index + m_plot.width() / m_barWidth / 2;
    clamp();
}

void ChartViewport::setRight(double index)
{
    m_right = index;
    clamp();
}

void ChartViewport::goLive()
{
    m_right = m_count - 1 + RightMargin;
}

void ChartViewport::resetZoom()
{
    m_barWidth = DefaultBarWidth;
    goLive();
}

int ChartViewport::barsBehind() const
{
    return std::max(0, m_count - 1 - static_cast<int>(std::floor(m_right)));
}

void ChartViewport::setPrices(double low, double high)
{
    m_low = low;
    m_high = high > low ? high : low + 1e-4;
}

double ChartViewport::yOf(double price) const
{
    return m_plot.bottom() - (price - m_low) / (m_high - m_low) * m_plot.height();
}

double ChartViewport::priceOf(double y) const
{
    return m_low + (m_plot.bottom() - y) / m_plot.height() * (m_high - m_low);
}

/// At least a few bars stay on screen on either side, and no room is wasted once all bars fit.
void ChartViewport::clamp()
{
    const double width = m_plot.width() / m_barWidth;
    const double furthest = m_count - 1 + std::max(RightMargin, std::min(width * 0.5, m_count - width));
    const double nearest = width >= m_count ? furthest : std::min(static_cast<double>(m_count - 1), 5.0);
    m_right = std::clamp(m_right, std::min(nearest, furthest), furthest);
}

std::pair<double, double> priceRange(std::span<const Bar> bars)
{
    std::pair range{1e300, -1e300};
    for (const Bar &bar : bars) {
        range.first = std::min(range.first, bar.low);
        range.second = std::max(range.second, bar.high);
    }
    return range;
}

} // namespace tickstock
