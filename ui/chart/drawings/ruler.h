// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QPointF>
#include <QStringList>

class QPainter;

namespace tickstock {

class ChartScene;

/// From one place of a chart to another; less than zero downwards and to the left. A value.
struct Measure
{
    double price = 0;   ///< US dollars
    double percent = 0; ///< of the price it begins at; NaN when that is not above zero
    int bars = 0;
    Milliseconds time{}; ///< between the bars' starts
};

/// Between two pixels of the main pane. The chart must have bars.
Measure measure(const ChartScene &scene, const QPointF &from, const QPointF &to);
/// For people: the prices, then the times. The chart must have bars.
QStringList measureLines(const ChartScene &scene, const Measure &measure);
/// A box from point to point with what it measures, within the main plot. An empty chart shows none.
void paintRuler(QPainter &painter, const ChartScene &scene, const QPointF &from, const QPointF &to);

} // namespace tickstock
