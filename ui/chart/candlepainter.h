// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "ui/chart/chartviewport.h"
#include "ui/common/theme.h"

#include <QRectF>

#include <span>
#include <vector>

class QPainter;

namespace tickstock {

/// Draws candles and volume in a handful of calls, whatever their number: shapes are gathered by colour, and bars that
/// share a pixel column are drawn as one, with the column's exact extremes. Keeps its buffers from frame to frame.
class CandlePainter
{
public:
    /// Bars [first, last) into the viewport's plot.
    void paintCandles(QPainter &painter, const Theme &theme, const ChartViewport &viewport, std::span<const Bar> bars,
                      int first, int last);
    /// Volume into @p area, scaled so that @p highest fills it.
    void paintVolume(QPainter &painter, const Theme &theme, const ChartViewport &viewport, std::span<const Bar> bars,
                     int first, int last, const QRectF &area, double highest);

private:
    void addCandle(const ChartViewport &viewport, const Bar &bar, double x, double width);
    void addColumn(const ChartViewport &viewport, const Bar &merged, double x);
    void flush(QPainter &painter, const QColor &up, const QColor &down);

    std::vector<QRectF> m_up;
    std::vector<QRectF> m_down;
};

} // namespace tickstock
