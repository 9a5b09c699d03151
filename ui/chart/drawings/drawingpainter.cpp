// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/drawings/drawingpainter.h"

#include "ui/chart/drawings/drawinggeometry.h"
#include "ui/chart/paint/axislabel.h"

#include <QFontMetricsF>
#include <QPainter>

namespace tickstock {

namespace {

constexpr double LineWidth = 1.4, HandleRadius = 4;
/// So much further than the plot lines are drawn, so that their ends do not show.
constexpr double Overhang = 8;
constexpr int FillAlpha = 28;

using Kind = Drawing::Kind;

/// On the middle of device pixels, if it lies along them. Near the screen.
QLineF sharp(const DeviceGrid &grid, const QLineF &line)
{
    const auto middle = [&grid](double coordinate) { return (grid.pixel(coordinate) + 0.5) / grid.ratio(); };
    if (line.dy() == 0)
        return {line.x1(), middle(line.y1()), line.x2(), middle(line.y1())};
    if (line.dx() == 0)
        return {middle(line.x1()), line.y1(), middle(line.x1()), line.y2()};
    return line;
}

QRectF around(const QRectF &plot)
{
    return plot.adjusted(-Overhang, -Overhang, Overhang, Overhang);
}

void paintHandles(QPainter &painter, const ChartScene &scene, const Drawing &drawing)
{
    painter.setBrush(scene.theme().window);
    for (const QPointF &handle : handlesOf(scene, drawing)) {
        if (around(scene.mainPane().plot).contains(handle))
            painter.drawEllipse(handle, HandleRadius, HandleRadius);
    }
    painter.setBrush(Qt::NoBrush);
}

void paintShape(QPainter &painter, const ChartScene &scene, const Drawing &drawing, bool hasHandles)
{
    const QRectF &plot = scene.mainPane().plot;
    const QColor accent = scene.theme().accent;
    if (drawing.kind == Kind::Rectangle) {
        QColor fill = accent;
        fill.setAlpha(FillAlpha);
        const QRectF body(pointOf(scene, drawing.first), pointOf(scene, drawing.second));
        painter.fillRect(body.normalized().intersected(plot), fill);
    }
    painter.setPen(QPen(accent, LineWidth, Qt::SolidLine, Qt::RoundCap));
    for (const QLineF &line : outlineOf(scene, drawing)) {
        if (const auto visible = clipped(line, around(plot)))
            painter.drawLine(sharp(scene.grid(), *visible));
    }
    if (hasHandles)
        paintHandles(painter, scene, drawing);
}

void paintPrice(QPainter &painter, const ChartScene &scene, const Drawing &drawing)
{
    const QRectF axis = scene.priceAxis(0);
    const double y = pointOf(scene, drawing.first).y();
    if (y < axis.top() || y > axis.bottom())
        return;
    paintAxisLabel(painter, axisLabel(scene, 0, y), scene.priceText(drawing.first.price), scene.theme().accent);
}

} // namespace

void paintDrawings(QPainter &painter, const ChartScene &scene, const std::vector<Drawing> &drawings,
                   const std::optional<Drawing> &draft, const std::optional<QUuid> &selected)
{
    if (scene.model().isEmpty())
        return;
    const auto forEach = [&](auto paint) {
        for (const Drawing &drawing : drawings) {
            if (!draft || drawing.id != draft->id)
                paint(drawing);
        }
        if (draft)
            paint(*draft);
    };
    painter.save();
    painter.setFont(scene.font());
    painter.setClipRect(scene.mainPane().plot);
    painter.setRenderHint(QPainter::Antialiasing);
    forEach([&](const Drawing &drawing) {
        paintShape(painter, scene, drawing, drawing.id == selected || (draft && drawing.id == draft->id));
    });
    painter.setClipping(false);
    painter.setRenderHint(QPainter::Antialiasing, false);
    forEach([&](const Drawing &drawing) {
        if (drawing.kind == Kind::HorizontalLine)
            paintPrice(painter, scene, drawing);
    });
    painter.restore();
}

} // namespace tickstock
