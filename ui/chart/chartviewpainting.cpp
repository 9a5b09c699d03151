// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How the chart looks: the painting half of ChartView. Its state, geometry and input are in chartview.cpp.

#include "core/market/newyork.h"
#include "ui/chart/chartaxis.h"
#include "ui/chart/chartview.h"
#include "ui/common/format.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

QString timeframeName(Timeframe timeframe)
{
    switch (timeframe) {
    case Timeframe::Min1: return ChartView::tr("1 min");
    case Timeframe::Min2: return ChartView::tr("2 min");
    case Timeframe::Min5: return ChartView::tr("5 min");
    case Timeframe::Min15: return ChartView::tr("15 min");
    case Timeframe::Min30: return ChartView::tr("30 min");
    case Timeframe::Daily: return ChartView::tr("1 day");
    }
    return {};
}

} // namespace

void ChartView::paintHistory()
{
    const qreal ratio = devicePixelRatioF();
    if (m_history.size() != size() * ratio)
        m_history = QPixmap(size() * ratio);
    m_history.setDevicePixelRatio(ratio);
    rescale();
    QPainter painter(&m_history);
    painter.setFont(font());
    painter.fillRect(rect(), m_theme.window);
    paintSessions(painter);
    paintGrid(painter);
    if (!m_watermark.isEmpty()) {
        QFont large = font();
        large.setPixelSize(std::clamp(width() / 12, 24, 84));
        large.setBold(true);
        painter.setFont(large);
        painter.setPen(m_theme.watermark);
        painter.drawText(m_viewport.plot(), Qt::AlignCenter, m_watermark);
        painter.setFont(font());
    }
    const auto [first, last] = m_viewport.visible();
    const int closed = std::min(last, m_viewport.count() - 1);
    painter.setClipRect(m_viewport.plot());
    m_candles.paintVolume(painter, m_theme, m_viewport, m_model.bars(), first, closed, volumeArea(), m_highestVolume);
    m_candles.paintCandles(painter, m_theme, m_viewport, m_model.bars(), first, closed);
    paintGaps(painter);
    painter.setClipping(false);
    paintTimeAxis(painter);
    const int edge = std::clamp(static_cast<int>(std::lround(m_viewport.right())), 0, m_viewport.count() - 1);
    m_heldAt = m_model.bars()[static_cast<std::size_t>(edge)].start;
    m_historyIsStale = false;
}

/// A hole is hatched until it is repaired; then a small tick remains at the bottom.
void ChartView::paintGaps(QPainter &painter) const
{
    if (m_model.timeframe() == Timeframe::Daily)
        return;
    const auto [first, last] = m_viewport.visible();
    const double half = m_viewport.barWidth() / 2, bottom = m_viewport.plot().bottom();
    for (const Gap &gap : m_model.gaps()) {
        const int from = std::max(0, m_model.indexAt(gap.from));
        const int to = gap.to.isValid() ? std::max(from, m_model.indexAt(gap.to)) : m_viewport.count() - 1;
        if (to < first || from >= last)
            continue;
        const QRectF hole(QPointF(m_viewport.xOf(from) - half, 0), QPointF(m_viewport.xOf(to) + half, bottom));
        if (gap.isRepaired()) {
            painter.setPen(m_theme.good);
            painter.drawText(QRectF(hole.center().x() - 20, bottom - QFontMetricsF(font()).height() - 2, 40, 20),
                             Qt::AlignHCenter | Qt::AlignTop, QStringLiteral("\u2713"));
        } else {
            painter.fillRect(hole, QBrush(m_theme.warn, Qt::BDiagPattern));
        }
    }
}

void ChartView::paintSessions(QPainter &painter) const
{
    if (m_model.timeframe() == Timeframe::Daily)
        return;
    const auto [first, last] = m_viewport.visible();
    const double half = m_viewport.barWidth() / 2;
    const auto isOutside = [&](int i) {
        const int minute = newyork::minuteOfDay(m_model.bars()[static_cast<std::size_t>(i)].start);
        return minute < 9 * 60 + 30 || minute >= 16 * 60;
    };
    for (int i = first; i < last;) {
        int end = i + 1;
        while (end < last && isOutside(end) == isOutside(i))
            ++end;
        if (isOutside(i)) {
            painter.fillRect(QRectF(QPointF(m_viewport.xOf(i) - half, 0),
                                    QPointF(m_viewport.xOf(end - 1) + half, m_viewport.plot().bottom())),
                             m_theme.outsideHours);
        }
        i = end;
    }
}

void ChartView::paintGrid(QPainter &painter) const
{
    const QRectF &plot = m_viewport.plot();
    const double step = priceStep(m_viewport.low(), m_viewport.high(), plot.height(), 48);
    painter.fillRect(m_priceAxis, m_theme.window);
    for (const double tick : priceTicks(m_viewport.low(), m_viewport.high(), step)) {
        const double y = std::round(m_viewport.yOf(tick));
        painter.fillRect(QRectF(0, y, plot.width(), 1), m_theme.grid);
        painter.setPen(m_theme.dimText);
        const QRectF label(m_priceAxis.left(), y - 10, m_priceAxis.width() - 6, 20);
        if (label.top() > 0 && label.bottom() < plot.bottom())
            painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter, format::price(tick));
    }
    const double minPixels = QFontMetricsF(font()).horizontalAdvance(QStringLiteral("Wed 00 Mmm")) + 18;
    for (const TimeTick &tick : timeTicks(m_model.bars(), m_viewport, m_model.timeframe(), minPixels)) {
        const double x = std::floor(m_viewport.xOf(tick.index));
        painter.fillRect(QRectF(x, 0, 1, plot.height()), tick.isDayStart ? m_theme.border : m_theme.grid);
    }
}

void ChartView::paintTimeAxis(QPainter &painter) const
{
    painter.fillRect(m_timeAxis, m_theme.window);
    painter.fillRect(QRectF(0, m_timeAxis.top(), width(), 1), m_theme.border);
    painter.fillRect(QRectF(m_priceAxis.left(), 0, 1, m_timeAxis.top()), m_theme.border);
    const double minPixels = QFontMetricsF(font()).horizontalAdvance(QStringLiteral("Wed 00 Mmm")) + 18;
    QFont bold = font();
    bold.setBold(true);
    for (const TimeTick &tick : timeTicks(m_model.bars(), m_viewport, m_model.timeframe(), minPixels)) {
        painter.setFont(tick.isDayStart ? bold : font());
        painter.setPen(tick.isDayStart ? m_theme.text : m_theme.dimText);
        const double x = m_viewport.xOf(tick.index);
        const double width = painter.fontMetrics().horizontalAdvance(tick.text);
        const double left = std::clamp(x - width / 2, 2.0, std::max(2.0, m_priceAxis.left() - width - 2));
        painter.drawText(QRectF(left, m_timeAxis.top(), width + 2, m_timeAxis.height()), Qt::AlignVCenter, tick.text);
    }
    painter.setFont(font());
    painter.setPen(m_theme.dimText);
    painter.drawText(QRectF(m_priceAxis.left(), m_timeAxis.top(), m_priceAxis.width() - 6, m_timeAxis.height()),
                     Qt::AlignRight | Qt::AlignVCenter, tr("ET"));
}

void ChartView::paintEvent(QPaintEvent *)
{
    layoutAreas();
    QPainter painter(this);
    if (m_model.isEmpty()) {
        paintEmpty(painter);
        return;
    }
    if (m_historyIsStale || m_history.size() != size() * devicePixelRatioF())
        paintHistory();
    painter.drawPixmap(0, 0, m_history);
    const int last = m_viewport.count() - 1;
    const auto [first, end] = m_viewport.visible();
    if (last >= first && last < end) {
        painter.setClipRect(m_viewport.plot());
        m_candles.paintVolume(painter, m_theme, m_viewport, m_model.bars(), last, last + 1, volumeArea(),
                              m_highestVolume);
        m_candles.paintCandles(painter, m_theme, m_viewport, m_model.bars(), last, last + 1);
        painter.setClipping(false);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintMarkers(painter);
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintLastPrice(painter);
    paintCrosshair(painter);
    paintLegend(painter);
    paintLiveBadge(painter);
    if (!m_trouble.isEmpty()) {
        const QRectF room(8, m_viewport.plot().height() * 0.12, m_viewport.plot().width() - 16,
                          m_viewport.plot().height() / 2);
        constexpr int Flags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
        const double height = QFontMetricsF(font()).boundingRect(room, Flags, m_trouble).height();
        painter.fillRect(QRectF(0, room.top() - 3, m_viewport.plot().width(), height + 6), m_theme.warn);
        painter.setPen(Qt::black);
        painter.drawText(room, Flags, m_trouble);
    }
    if (hasFocus()) {
        painter.setPen(m_theme.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(0, 0, width() - 1, height() - 1));
    }
}

void ChartView::paintEmpty(QPainter &painter) const
{
    painter.fillRect(rect(), m_theme.window);
    painter.setPen(m_theme.dimText);
    painter.drawText(rect().adjusted(40, 40, -40, -40), Qt::AlignCenter | Qt::TextWordWrap,
                     m_model.symbol().isEmpty() ? tr("Choose a symbol in the watchlist.") : m_emptyText);
}

void ChartView::paintMarkers(QPainter &painter) const
{
    const auto [first, last] = m_viewport.visible();
    painter.setClipRect(m_viewport.plot());
    if (m_highlight) {
        const int index = m_model.indexAt(*m_highlight);
        if (index >= first && index < last) {
            const double width = std::max(9.0, m_viewport.barWidth() + 4);
            QColor band = m_theme.accent;
            band.setAlpha(60);
            painter.fillRect(QRectF(m_viewport.xOf(index) - width / 2, 0, width, m_viewport.plot().height()), band);
        }
    }
    painter.setPen(Qt::NoPen);
    for (const ChartMarker &marker : m_model.markers()) {
        const int index = m_model.indexAt(marker.barStart);
        if (index < first || index >= last)
            continue;
        const Bar &bar = m_model.bars()[static_cast<std::size_t>(index)];
        const double x = std::floor(m_viewport.xOf(index)) + 0.5;
        const bool isShort = marker.direction == Direction::Short;
        const double y = isShort ? m_viewport.yOf(bar.high) - 6 : m_viewport.yOf(bar.low) + 6;
        const double size = isShort ? -7 : 7;
        QPainterPath arrow;
        arrow.moveTo(x, y);
        arrow.lineTo(x - 4.5, y + size);
        arrow.lineTo(x + 4.5, y + size);
        painter.setBrush(isShort ? m_theme.down : m_theme.up);
        painter.drawPath(arrow);
    }
    painter.setClipping(false);
}

void ChartView::paintPriceLabel(QPainter &painter, double y, const QString &text, const QColor &colour) const
{
    const double height = QFontMetricsF(font()).height() * (text.contains(u'\n') ? 2 : 1) + 4;
    const QRectF box(m_priceAxis.left() + 1, y - (QFontMetricsF(font()).height() + 4) / 2, m_priceAxis.width() - 1,
                     height);
    painter.fillRect(box, colour);
    painter.setPen(Qt::white);
    painter.drawText(box.adjusted(0, 1, -6, -1), Qt::AlignRight | Qt::AlignVCenter, text);
}

/// Time until the running bar ends, or nothing to count.
QString ChartView::countdown() const
{
    if (m_model.timeframe() == Timeframe::Daily || !m_marketNow.isValid())
        return {};
    const Timestamp end = m_model.bars().back().start + lengthOf(m_model.timeframe());
    const auto seconds = (end - m_marketNow).count() / 1'000;
    if (seconds < 0 || end - m_marketNow > lengthOf(m_model.timeframe()))
        return {};
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

void ChartView::paintLastPrice(QPainter &painter) const
{
    const Bar &last = m_model.bars().back();
    const double y = std::round(m_viewport.yOf(last.close));
    const QColor direction = last.close >= last.open ? m_theme.up : m_theme.down;
    const QColor colour = m_isStale ? m_theme.dimText : direction;
    if (y < 0 || y > m_viewport.plot().bottom())
        return;
    painter.setPen(QPen(colour, 1, Qt::DotLine));
    painter.drawLine(QPointF(0, y), QPointF(m_viewport.plot().right(), y));
    const QString second = m_isStale ? tr("stale") : countdown();
    paintPriceLabel(painter, y, format::price(last.close) + (second.isEmpty() ? QString() : u'\n' + second), colour);
}

int ChartView::focusedIndex() const
{
    if (m_cursor && m_viewport.plot().contains(*m_cursor)) {
        const int index = static_cast<int>(std::lround(m_viewport.indexOf(m_cursor->x())));
        return std::clamp(index, 0, m_viewport.count() - 1);
    }
    if (m_keyboardFocus && *m_keyboardFocus < m_viewport.count())
        return *m_keyboardFocus;
    return -1;
}

void ChartView::paintCrosshair(QPainter &painter) const
{
    const int index = focusedIndex();
    if (index < 0)
        return;
    const Bar &bar = m_model.bars()[static_cast<std::size_t>(index)];
    const QRectF &plot = m_viewport.plot();
    const double x = std::floor(m_viewport.xOf(index));
    const bool byMouse = m_cursor && plot.contains(*m_cursor);
    const double y = byMouse ? m_cursor->y() : m_viewport.yOf(bar.close);
    painter.setPen(QPen(m_theme.dimText, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, 0), QPointF(x, plot.bottom()));
    painter.drawLine(QPointF(0, y), QPointF(plot.right(), y));
    const QColor label = m_theme.isDark ? QColor(0x3d, 0x48, 0x59) : QColor(0x4a, 0x55, 0x66);
    paintPriceLabel(painter, y, format::price(m_viewport.priceOf(y)), label);
    const QString time =
        m_model.timeframe() == Timeframe::Daily ? format::day(bar.start) : format::dayAndMinute(bar.start);
    const double width = painter.fontMetrics().horizontalAdvance(time) + 12;
    const QRectF box(std::clamp(x - width / 2, 0.0, plot.right() - width), m_timeAxis.top() + 1, width,
                     m_timeAxis.height() - 1);
    painter.fillRect(box, label);
    painter.setPen(Qt::white);
    painter.drawText(box, Qt::AlignCenter, time);
}

void ChartView::paintLegend(QPainter &painter) const
{
    const int focused = focusedIndex();
    const Bar &bar = focused >= 0 ? m_model.bars()[static_cast<std::size_t>(focused)] : m_model.bars().back();
    double x = 10;
    const double top = 6;
    const double height = QFontMetricsF(font()).height();
    const auto write = [&](const QString &text, const QColor &colour, bool isBold = false) {
        QFont written = font();
        written.setBold(isBold);
        painter.setFont(written);
        painter.setPen(colour);
        const double width = QFontMetricsF(written).horizontalAdvance(text);
        painter.drawText(QRectF(x, top, width + 2, height), Qt::AlignVCenter, text);
        x += width + 8;
    };
    const QColor direction = bar.close >= bar.open ? m_theme.up : m_theme.down;
    write(m_model.symbol(), m_theme.text, true);
    write(timeframeName(m_model.timeframe()), m_theme.dimText);
    const std::pair<QString, double> values[] = {{tr("O", "open price"), bar.open},
                                                 {tr("H", "high price"), bar.high},
                                                 {tr("L", "low price"), bar.low},
                                                 {tr("C", "close price"), bar.close}};
    for (const auto &[name, value] : values) {
        write(name, m_theme.dimText);
        write(format::price(value), direction);
    }
    const double reference = m_model.referenceClose(bar);
    if (std::isfinite(reference))
        write(format::percent(bar.close / reference - 1), bar.close >= reference ? m_theme.up : m_theme.down);
    write(tr("V", "volume"), m_theme.dimText);
    write(format::volume(bar.volume), m_theme.text);
    if (!m_sourceName.isEmpty())
        write(tr("via %1").arg(m_sourceName), m_theme.dimText);
    painter.setFont(font());
    QStringList patterns;
    for (const ChartMarker &marker : m_model.markers()) {
        if (focused >= 0 && marker.barStart == bar.start)
            patterns.append(marker.text);
    }
    if (!patterns.isEmpty()) {
        painter.setPen(m_theme.warn);
        painter.drawText(QPointF(10, top + height * 2), patterns.join(QStringLiteral(", ")));
    }
}

/// While scrolled back: how far, and the way to the present.
void ChartView::paintLiveBadge(QPainter &painter)
{
    m_liveBadge = {};
    const int behind = m_viewport.barsBehind();
    if (behind == 0)
        return;
    const QString text = tr("%n bar(s) behind \u00bb live", nullptr, behind);
    const double width = painter.fontMetrics().horizontalAdvance(text) + 20;
    const double height = painter.fontMetrics().height() + 8;
    const QRectF &plot = m_viewport.plot();
    m_liveBadge = QRectF(plot.right() - width - 10, plot.bottom() - height - 10, width, height);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.accent);
    painter.drawRoundedRect(m_liveBadge, 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Qt::white);
    painter.drawText(m_liveBadge, Qt::AlignCenter, text);
}

} // namespace tickstock
