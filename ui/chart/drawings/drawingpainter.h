// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/drawings/drawing.h"

#include <optional>
#include <vector>

class QPainter;

namespace tickstock {

class ChartScene;

/// Paints over the bars, within the main plot; prices of horizontal lines on its axis. An empty chart shows none.
/// @param draft what the mouse is at: on top, with handles, instead of the drawing with the same id
/// @param selected has handles
void paintDrawings(QPainter &painter, const ChartScene &scene, const std::vector<Drawing> &drawings,
                   const std::optional<Drawing> &draft = std::nullopt,
                   const std::optional<QUuid> &selected = std::nullopt);

} // namespace tickstock
