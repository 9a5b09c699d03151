// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawing.h"

#include <QLineF>
#include <QPointF>
#include <QRectF>
#include <QVarLengthArray>

#include <optional>
#include <vector>

/// Where drawings lie on the screen, and back. Pure functions of a scene; screen coordinates are device-independent
/// pixels of the chart. The chart must have bars, unless a function says otherwise.
namespace tickstock {

class ChartScene;

/// Whether a place near a bar's open, high, low or close becomes that price.
enum class Magnet { Off, On };

/// Lies far off the screen at most so far that sums of coordinates keep their precision.
QPointF pointOf(const ChartScene &scene, const ChartPoint &point);
/// The bar nearest to @p at, beyond either end as if bars went on, and the price at its height.
ChartPoint pointAt(const ChartScene &scene, const QPointF &at, Magnet magnet = Magnet::Off);

/// The lines that make up a drawing, also off the screen: one, or a rectangle's four.
QVarLengthArray<QLineF, 4> outlineOf(const ChartScene &scene, const Drawing &drawing);
/// Where its points are taken hold of; a horizontal line in the middle of the plot.
QVarLengthArray<QPointF, 2> handlesOf(const ChartScene &scene, const Drawing &drawing);

/// What of a drawing a mouse points to. A value.
struct DrawingHit
{
    QUuid id;
    std::optional<int> handle; ///< 0: the first point, 1: the second; nothing: the drawing's lines
};

/// The topmost drawing (the last one of @p drawings) under the mouse. An empty chart has none.
std::optional<DrawingHit> hit(const ChartScene &scene, const std::vector<Drawing> &drawings, const QPointF &at);

/// What a drag makes of a drawing: of one point of it, or without a handle of all. Times go by whole bars, so that a
/// drawing of a smaller time frame keeps its minutes within them. The magnet does not hold what moves as a whole.
Drawing dragged(const ChartScene &scene, const Drawing &drawing, std::optional<int> handle, const QLineF &path,
                Magnet magnet = Magnet::Off);

/// The part of a line that lies in @p area.
std::optional<QLineF> clipped(const QLineF &line, const QRectF &area);

} // namespace tickstock
