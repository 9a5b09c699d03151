// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/paint/rectbatch.h"
#include "ui/chart/scene/chartstyle.h"
#include "ui/chart/scene/pricescale.h"
#include "ui/chart/scene/timescale.h"
#include "ui/chart/series/barseries.h"
#include "ui/common/theme.h"

#include <QPolygonF>

namespace tickstock {

/// Draws bars in a handful of calls, whatever their number: shapes are gathered by colour, and bars that share a
/// pixel column are drawn as one, with the column's exact extremes. Keeps its buffers from frame to frame. GUI
/// thread.
class SeriesPainter
{
public:
    /// Where and how; all of it as the painter is set up.
    struct Frame
    {
        const Theme &theme;
        const TimeScale &time;
        const PriceScale &prices;
        DeviceGrid grid;
    };

    /// Bars [first, last) of what is shown, in the painter's clip.
    void paint(QPainter &painter, const Frame &frame, ChartStyle style, const BarSeries &series, int first, int last);
    /// Volume of the bars, on a scale of its own.
    void paintVolume(QPainter &painter, const Frame &frame, const BarSeries &series, int first, int last);

private:
    void addColumns(const Frame &frame, const BarSeries &series, int first, int last);
    void addCandle(const Frame &frame, RectBatch &shapes, const Bar &bar, double x);
    void addHollow(const Frame &frame, const Bar &bar, double closeBefore, double x);
    void addOhlc(const Frame &frame, const Bar &bar, double x);
    void paintLine(QPainter &painter, const Frame &frame, const BarSeries &series, int first, int last, bool isArea);
    RectBatch &batchOf(double open, double close) { return close >= open ? m_up : m_down; }

    RectBatch m_up, m_down;
    QPolygonF m_line, m_area;
};

/// Odd, so that a body sits evenly on its wick; in device pixels.
int bodyWidth(const TimeScale &time, const DeviceGrid &grid);

/// Calls @p use(column, first, last) for each device pixel column that holds bars of [first, last).
template<class Use>
void forEachColumn(const TimeScale &time, const DeviceGrid &grid, int first, int last, Use use)
{
    for (int i = first; i < last;) {
        const int column = grid.pixel(time.xOf(i));
        const double nextX = (column + 1) / grid.ratio();
        int end = std::max(i + 1, std::min(last, static_cast<int>(std::ceil(time.indexOf(nextX)))));
        // Rounding must not put a bar into two columns or none.
        while (end < last && grid.pixel(time.xOf(end)) == column)
            ++end;
        while (end > i + 1 && grid.pixel(time.xOf(end - 1)) != column)
            --end;
        use(column, i, end);
        i = end;
    }
}

} // namespace tickstock
