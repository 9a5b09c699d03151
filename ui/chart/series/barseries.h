// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "ui/chart/series/rangepyramid.h"

#include <cmath>
#include <vector>

namespace tickstock {

/// A run of bars as one: where it opened and closed, its extremes, and the highest volume of a bar in it. A value.
struct BarSummary
{
    double open = NoValue;
    double high = -HUGE_VAL;
    double low = HUGE_VAL;
    double close = NoValue;
    double highestVolume = 0;

    bool isEmpty() const { return high < low; }
    void merge(const BarSummary &later)
    {
        if (isEmpty())
            open = later.open;
        high = std::max(high, later.high);
        low = std::min(low, later.low);
        close = later.isEmpty() ? close : later.close;
        highestVolume = std::max(highestVolume, later.highestVolume);
    }
    static BarSummary of(const Bar &bar) { return {bar.open, bar.high, bar.low, bar.close, bar.volume}; }
};

/// Bars in order of time, and exact summaries of any run of them, fast enough for a chart of a million. A value.
class BarSeries
{
public:
    const std::vector<Bar> &bars() const { return m_bars; }
    /// Changes to these must be followed by changed().
    std::vector<Bar> &editable() { return m_bars; }
    /// Bars from this index on are new or different.
    void changed(std::size_t from)
    {
        m_pyramid.update(m_bars.size(), from, [this](std::size_t i) { return BarSummary::of(m_bars[i]); });
    }

    std::size_t size() const { return m_bars.size(); }
    bool isEmpty() const { return m_bars.empty(); }
    const Bar &operator[](int index) const { return m_bars[static_cast<std::size_t>(index)]; }
    /// Of the bars [first, last).
    BarSummary summary(int first, int last) const
    {
        return m_pyramid.range(static_cast<std::size_t>(first), static_cast<std::size_t>(std::max(first, last)),
                               [this](std::size_t i) { return BarSummary::of(m_bars[i]); });
    }

private:
    std::vector<Bar> m_bars;
    RangePyramid<BarSummary> m_pyramid;
};

/// Heikin-Ashi bars from index @p from on, made from @p bars: close is the mean of the bar's four prices, open the mean
/// of the bar's before; @p averaged holds those before already. Source: D. Valcu, "Using the Heikin-Ashi Technique",
/// Stocks & Commodities 22:2 (2004).
void updateHeikinAshi(const std::vector<Bar> &bars, std::size_t from, std::vector<Bar> &averaged);

} // namespace tickstock
