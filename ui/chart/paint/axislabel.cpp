// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/axislabel.h"

#include <QFontMetricsF>
#include <QPainter>

namespace tickstock {

namespace {

constexpr double LabelMargin = 6;

} // namespace

QRectF axisLabel(const ChartScene &scene, std::size_t pane, double y, int lines)
{
    const QRectF axis = scene.priceAxis(pane);
    const double lineHeight = QFontMetricsF(scene.font()).height();
    return {axis.left() + 1, y - (lineHeight + 4) / 2, axis.width() - 1, lineHeight * lines + 4};
}

void paintAxisLabel(QPainter &painter, const QRectF &box, const QString &text, const QColor &colour)
{
    painter.fillRect(box, colour);
    painter.setPen(Qt::white);
    painter.drawText(box.adjusted(0, 1, -LabelMargin, -1), Qt::AlignRight | Qt::AlignVCenter, text);
}

} // namespace tickstock
