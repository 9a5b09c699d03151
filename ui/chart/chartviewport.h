// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <QRectF>

#include <span>
#include <utility>

namespace tickstock {

/// Which bars are on screen and where: index to x, price to y. Pure geometry, no painting.
class ChartViewport
{
public:
    static constexpr double MinBarWidth = 0.05;
    static constexpr double MaxBarWidth = 80;
    static constexpr double DefaultBarWidth = 7;
    /// Free room right of the last bar, in bars.
    static constexpr double RightMargin = 4;

    void setPlot(const QRectF &plot) { m_plot = plot; }
    const QRectF &plot() const { return m_plot; }

    /// The model has @p count bars now. While live, the view moves along; while scrolled back, it stays.
    void setCount(int count);
    int count() const { return m_count; }

    double barWidth() const { return m_barWidth; }
    double xOf(double index) const { return m_plot.right() - (m_right - index) * m_barWidth; }
    double indexOf(double x) const { return m_right - (m_plot.right() - x) / m_barWidth; }
    /// First and one past the last index that can touch the plot.
    std::pair<int, int> visible() const;

    /// @param anchor x that keeps its place
    void zoom(double factor, double anchor);
    void panBars(double bars);
    void centreOn(int index);
    /// The index at the plot's right edge.
    double right() const { return m_right; }
    void setRight(double index);
    void goLive();
    void resetZoom();
    bool isLive() const { return m_right >= m_count - 1 + 0.5; }
    /// How many bars are hidden to the right.
    int barsBehind() const;

    void setPrices(double low, double high);
    double low() const { return m_low; }
    double high() const { return m_high; }
    double yOf(double price) const;
    double priceOf(double y) const;

private:
    void clamp();

    QRectF m_plot;
    int m_count = 0;
    double m_barWidth = DefaultBarWidth;
    double m_right = RightMargin; // index at the plot's right edge
    double m_low = 0;
    double m_high = 1;
};

/// Lowest low and highest high; nothing (low > high) for no bars.
std::pair<double, double> priceRange(std::span<const Bar> bars);

} // namespace tickstock
