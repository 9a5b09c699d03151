// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <utility>

namespace tickstock {

/// Which bars are on screen, and at which x. Bars are placed by index, so that nights and weekends take no room. Pure
/// geometry; x in device-independent pixels.
class TimeScale
{
public:
    static constexpr double MinBarWidth = 0.0005;
    static constexpr double MaxBarWidth = 80;
    static constexpr double DefaultBarWidth = 7;
    /// Free room right of the last bar, in bars.
    static constexpr double RightMargin = 4;

    void setRange(double left, double right);
    double left() const { return m_leftX; }
    double width() const { return m_rightX - m_leftX; }

    /// There are @p count bars now. While live, the view moves along; while scrolled back, it stays.
    void setCount(int count);
    int count() const { return m_count; }

    double barWidth() const { return m_barWidth; }
    double xOf(double index) const { return m_rightX - (m_right - index) * m_barWidth; }
    double indexOf(double x) const { return m_right - (m_rightX - x) / m_barWidth; }
    /// First and one past the last index that can touch the plot.
    std::pair<int, int> visible() const;

    /// @param anchor x that keeps its place
    void zoom(double factor, double anchor);
    void panBars(double bars);
    void centreOn(int index);
    /// The index at the right edge.
    double right() const { return m_right; }
    void setRight(double index);
    /// The same, but the first bar stays at the left edge at least: nothing is left empty before it.
    void setRightWithin(double index);
    void goLive();
    /// The first bar at the left edge.
    void goToStart();
    void resetZoom();
    /// The last bar is whole on the screen.
    bool isLive() const { return barsBehind() == 0; }
    /// How many bars are hidden to the right, in whole or in part.
    int barsBehind() const;

private:
    void clamp();

    double m_leftX = 0, m_rightX = 1;
    int m_count = 0;
    double m_barWidth = DefaultBarWidth;
    double m_right = RightMargin; // index at the right edge
};

} // namespace tickstock
