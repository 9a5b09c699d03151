// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/scene/chartscene.h"

class QPainter;

namespace tickstock {

/// A label's place on a pane's price axis; its first line stands at @p y.
QRectF axisLabel(const ChartScene &scene, std::size_t pane, double y, int lines = 1);
void paintAxisLabel(QPainter &painter, const QRectF &box, const QString &text, const QColor &colour);

} // namespace tickstock
