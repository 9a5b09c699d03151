// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/overlaypainter.h"

#include "ui/chart/paint/axislabel.h"
#include "ui/chart/paint/historypainter.h"
#include "ui/chart/scene/markerplace.h"
#include "ui/common/format.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

struct CrosshairHeight
{
    std::size_t pane = 0;
    double y = 0;
};

/// Of the mouse, of a linked chart's, or of the close that is read by keyboard; nothing when it is off the screen.
std::optional<CrosshairHeight> crosshairHeight(const ChartScene &scene, const ChartOverlay &overlay)
{
    if (!overlay.focused)
        return std::nullopt;
    if (overlay.cursor) {
        const double y = overlay.cursor->y();
        return CrosshairHeight{static_cast<std::size_t>(std::max(0, scene.paneAt(y))), y};
    }
    const ChartPane &main = scene.mainPane();
    const double close = scene.model().series()[*overlay.focused].close;
    const double y = main.scale.yOf(overlay.linkedPrice.value_or(close));
    if (y < main.plot.top() || y > main.plot.bottom())
        return std::nullopt;
    return CrosshairHeight{0, y};
}

/// Time until the running bar ends, or nothing to count.
QString countdown(const ChartScene &scene, Timestamp now)
{
    const ChartModel &model = scene.model();
    if (model.timeframe() == Timeframe::Daily || !now.isValid())
        return {};
    const Timestamp end = model.bars().back().start + lengthOf(model.timeframe());
    const auto seconds = (end - now).count() / 1'000;
    if (seconds < 0 || end - now > lengthOf(model.timeframe()))
        return {};
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

void OverlayPainter::paint(QPainter &painter, const ChartScene &scene, const ChartOverlay &overlay)
{
    const QRectF &plot = scene.mainPane().plot;
    painter.setFont(scene.font());
    painter.setClipRect(plot);
    if (overlay.highlight)
        paintHighlight(painter, scene, *overlay.highlight);
    paintMarkers(painter, scene);
    painter.setClipping(false);
    paintLastPrice(painter, scene, overlay);
    paintCrosshair(painter, scene, overlay);
    m_legend.paint(painter, scene, overlay.focused, overlay.sourceName);
    paintLiveBadge(painter, scene);
    if (!overlay.trouble.isEmpty())
        paintTrouble(painter, scene, overlay.trouble);
    if (overlay.hasFocus) {
        painter.setPen(scene.theme().accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(0, 0, scene.size().width() - 1, scene.size().height() - 1));
    }
}

void OverlayPainter::paintHighlight(QPainter &painter, const ChartScene &scene, Timestamp barStart) const
{
    const int index = scene.model().indexAt(barStart);
    const auto [first, last] = scene.time().visible();
    if (index < first || index >= last)
        return;
    const double width = std::max(9.0, scene.time().barWidth() + 4);
    QColor band = scene.theme().accent;
    band.setAlpha(60);
    const QRectF &plot = scene.mainPane().plot;
    painter.fillRect(QRectF(scene.time().xOf(index) - width / 2, plot.top(), width, plot.height()), band);
}

void OverlayPainter::paintMarkers(QPainter &painter, const ChartScene &scene) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    forEachMarker(scene, [&](const MarkerPlace &place) {
        const double size = place.isAbove ? -MarkerPlace::ArrowHeight : MarkerPlace::ArrowHeight;
        const QPointF arrow[] = {place.tip, place.tip + QPointF(-MarkerPlace::ArrowWidth / 2, size),
                                 place.tip + QPointF(MarkerPlace::ArrowWidth / 2, size)};
        const bool isNeutral = place.event->direction == Direction::Neutral;
        const bool isBearish = place.event->direction == Direction::Short;
        QColor colour = isNeutral ? scene.theme().warn : (isBearish ? scene.theme().down : scene.theme().up);
        if (place.event->state == EventState::Forming)
            colour.setAlpha(120);
        painter.setBrush(colour);
        painter.drawPolygon(arrow, 3);
    });
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// With its age, where there is room for it.
QString OverlayPainter::staleness(const ChartScene &scene, Milliseconds age)
{
    const QString aged = tr("stale %1").arg(format::age(age));
    const double room = scene.priceAxis(0).width() - 2;
    const bool fits = QFontMetricsF(scene.font()).horizontalAdvance(aged) < room;
    return age > Milliseconds(0) && fits ? aged : tr("stale");
}

std::optional<double> OverlayPainter::lastPriceY(const ChartScene &scene)
{
    const ChartPane &pane = scene.mainPane();
    const double y = scene.grid().snapped(pane.scale.yOf(scene.model().bars().back().close));
    if (y < pane.plot.top() || y > pane.plot.bottom())
        return std::nullopt;
    return y;
}

/// The true last price, also while older bars are on the screen.
void OverlayPainter::paintLastPrice(QPainter &painter, const ChartScene &scene, const ChartOverlay &overlay) const
{
    const auto y = lastPriceY(scene);
    if (!y)
        return;
    const Bar &last = scene.model().bars().back();
    const QColor direction = last.close >= last.open ? scene.theme().up : scene.theme().down;
    const QColor colour = overlay.isStale ? scene.theme().dimText : direction;
    painter.setPen(QPen(colour, 1, Qt::DotLine));
    painter.drawLine(QPointF(0, *y), QPointF(scene.mainPane().plot.right(), *y));
    const QString second = overlay.isStale ? staleness(scene, overlay.age) : countdown(scene, overlay.marketNow);
    QRectF label = axisLabel(scene, 0, *y, second.isEmpty() ? 1 : 2);
    if (const auto cross = crosshairHeight(scene, overlay);
        cross && cross->pane == 0) { // whose label must not cover it
        const QRectF other = axisLabel(scene, 0, cross->y, 1);
        if (label.intersects(other) && label.center().y() < other.center().y())
            label.moveBottom(other.top());
        else if (label.intersects(other))
            label.moveTop(other.bottom());
    }
    paintAxisLabel(painter, label, scene.priceText(last.close) + (second.isEmpty() ? QString() : u'\n' + second),
                   colour);
}

void OverlayPainter::paintCrosshair(QPainter &painter, const ChartScene &scene, const ChartOverlay &overlay) const
{
    if (!overlay.focused)
        return;
    const int index = *overlay.focused;
    const Bar &bar = scene.model().series()[index];
    const QRectF plot = scene.plot();
    const double x = scene.grid().pixel(scene.time().xOf(index)) / scene.grid().ratio();
    if (x < plot.left() || x > plot.right())
        return;
    painter.setPen(QPen(scene.theme().dimText, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const QColor label = scene.theme().crosshairLabel;
    if (const auto height = crosshairHeight(scene, overlay)) {
        const auto [pane, y] = *height;
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        const QString value = paneText(scene, pane, scene.panes()[pane].scale.valueOf(y));
        paintAxisLabel(painter, axisLabel(scene, pane, y, 1), value, label);
    }
    const QString time =
        scene.model().timeframe() == Timeframe::Daily ? format::date(bar.start) : format::dayAndMinute(bar.start);
    const double width = QFontMetricsF(scene.font()).horizontalAdvance(time) + 12;
    const QRectF box(std::clamp(x - width / 2, 0.0, std::max(0.0, plot.right() - width)), scene.timeAxis().top() + 1,
                     width, scene.timeAxis().height() - 1);
    painter.fillRect(box, label);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, time);
}

/// While scrolled back: how far, and the way to the present.
void OverlayPainter::paintLiveBadge(QPainter &painter, const ChartScene &scene)
{
    m_liveBadge = {};
    const int behind = scene.time().barsBehind();
    if (behind == 0)
        return;
    const QString text = tr("%n bar(s) behind \u00bb live", nullptr, behind);
    const QFontMetricsF metrics(scene.font());
    const double width = metrics.horizontalAdvance(text) + 20, height = metrics.height() + 8;
    const QRectF &plot = scene.mainPane().plot;
    m_liveBadge = QRectF(plot.right() - width - 10, plot.bottom() - height - 10, width, height);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(scene.theme().accent);
    painter.drawRoundedRect(m_liveBadge, 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::white);
    painter.drawText(m_liveBadge, Qt::AlignCenter, text);
}

/// A thin band over the plot.
void OverlayPainter::paintTrouble(QPainter &painter, const ChartScene &scene, const QString &text) const
{
    const QRectF &plot = scene.mainPane().plot;
    const QRectF room(8, plot.height() * 0.12, plot.width() - 16, plot.height() / 2);
    constexpr int flags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
    const double height = QFontMetricsF(scene.font()).boundingRect(room, flags, text).height();
    painter.fillRect(QRectF(0, room.top() - 3, plot.width(), height + 6), scene.theme().warn);
    painter.setPen(Qt::black);
    painter.drawText(room, flags, text);
}

} // namespace tickstock
