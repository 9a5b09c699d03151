// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"

#include <QPointF>

#include <functional>
#include <optional>

namespace tickstock {

class ChartScene;

/// A pattern's arrow on the screen. A value; the event belongs to the chart's model.
struct MarkerPlace
{
    static constexpr double ArrowWidth = 9, ArrowHeight = 7;

    const PatternEvent *event = nullptr;
    QPointF tip;
    bool isAbove = false;
};

/// Calls @p use(MarkerPlace) for each marker on the screen, from left to right; of those that fall on one another, for
/// the first three.
void forEachMarker(const ChartScene &scene, const std::function<void(const MarkerPlace &)> &use);
/// The marker that a mouse at @p position points to, if there is one.
std::optional<MarkerPlace> markerAt(const ChartScene &scene, const QPointF &position);
/// The first marker on the bar that starts at @p barStart, if it is on the screen.
std::optional<MarkerPlace> markerOn(const ChartScene &scene, Timestamp barStart);

} // namespace tickstock
