// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/historypainter.h"

#include "ui/common/format.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// Days narrower than this are not shaded, pixels.
constexpr double NarrowestDay = 10;
constexpr double PriceLines = 48, PaneLines = 26;
constexpr double LeastLines = 3.2; // a pane
constexpr double LabelMargin = 6;
/// Values of less than this apart need more digits.
constexpr double FineSpan = 1;

double timeLabelWidth(const ChartScene &scene)
{
    return QFontMetricsF(scene.font()).horizontalAdvance(QStringLiteral("Wed 00 Mmm")) + 18;
}

bool countsShares(const Study &study)
{
    return study.type().name == "Volume" || study.type().name == "OBV";
}

/// In the middle of a day, which one it is.
QString firstDay(const ChartScene &scene)
{
    const int first = std::max(0, static_cast<int>(std::ceil(scene.time().indexOf(scene.plot().left()))));
    return first < scene.model().count() ? format::day(scene.model().series()[first].start) : QString();
}

/// None where they are too narrow.
std::span<const SessionSpan> shadedDays(const ChartScene &scene)
{
    const auto [first, last] = scene.time().visible();
    const auto days = scene.model().sessions().among(first, last);
    const double width = (last - first) * scene.time().barWidth();
    return width < NarrowestDay * static_cast<double>(days.size()) ? std::span<const SessionSpan>() : days;
}

/// Bars that share a pixel column with this one have its colour in common.
int firstOfColumn(const ChartScene &scene, int index)
{
    const double column = scene.grid().pixel(scene.time().xOf(index)) / scene.grid().ratio();
    return std::min(index, static_cast<int>(std::ceil(scene.time().indexOf(column))));
}

} // namespace

QString paneText(const ChartScene &scene, std::size_t pane, double value)
{
    if (pane == 0)
        return scene.priceText(value);
    const Study &study = *scene.panes()[pane].studies.front().study;
    if (countsShares(study))
        return format::volume(value);
    const PriceScale &scale = scene.panes()[pane].scale;
    return format::number(value, scale.high() - scale.low() < FineSpan ? 4 : 2);
}

void HistoryPainter::paintHistory(QPainter &painter, const ChartScene &scene, const QString &watermark)
{
    const QRectF plot = scene.plot();
    painter.setFont(scene.font());
    m_ticks = timeTicks(scene.model(), scene.time(), timeLabelWidth(scene));
    painter.setClipRect(plot);
    paintSessions(painter, scene);
    if (!watermark.isEmpty()) {
        const QRectF &main = scene.mainPane().plot;
        QFont large = scene.font();
        large.setPixelSize(std::max(18, static_cast<int>(main.width() / 12)));
        large.setBold(true);
        painter.setFont(large);
        painter.setPen(scene.theme().watermark);
        painter.drawText(main, Qt::AlignCenter, watermark);
        painter.setFont(scene.font());
    }
    paintTimeGrid(painter, scene);
    painter.setClipping(false);
    for (std::size_t i = 0; i < scene.panes().size(); ++i)
        paintPriceGrid(painter, scene, i);
    const auto [first, last] = scene.time().visible();
    paintBars(painter, scene, first, std::min(last, scene.model().count() - 1));
    painter.setClipRect(plot);
    paintGaps(painter, scene);
    painter.setClipping(false);
    paintTimeAxis(painter, scene);
}

void HistoryPainter::paintLastBar(QPainter &painter, const ChartScene &scene)
{
    const int last = scene.model().count() - 1;
    const auto [first, end] = scene.time().visible();
    if (last >= first && last < end)
        paintBars(painter, scene, std::max(first, firstOfColumn(scene, last)), last + 1);
}

void HistoryPainter::paintBars(QPainter &painter, const ChartScene &scene, int first, int last)
{
    if (first >= last)
        return;
    for (std::size_t i = 0; i < scene.panes().size(); ++i) {
        const ChartPane &pane = scene.panes()[i];
        painter.setClipRect(pane.plot);
        if (i == 0)
            m_series.paint(painter, {scene.theme(), scene.time(), pane.scale, scene.grid()}, scene.style(),
                           scene.shown(), first, last);
        m_studies.paint(painter, scene, pane, first, last);
    }
    painter.setClipping(false);
}

/// Pre- and after-market are shaded, an early close's afternoon too. Each pixel is filled once: that is most of what a
/// frame costs.
void HistoryPainter::paintSessions(QPainter &painter, const ChartScene &scene) const
{
    const QRectF plot = scene.plot();
    double filled = plot.left();
    const auto fill = [&](double right, const QColor &colour) {
        if (right > filled)
            painter.fillRect(QRectF(QPointF(filled, plot.top()), QPointF(right, plot.bottom())), colour);
        filled = std::max(filled, right);
    };
    const double half = scene.time().barWidth() / 2;
    const auto shade = [&](int begin, int end) {
        if (begin >= end)
            return;
        fill(std::min(scene.time().xOf(begin) - half, plot.right()), scene.theme().window);
        fill(std::min(scene.time().xOf(end - 1) + half, plot.right()), scene.theme().outsideHours);
    };
    for (const SessionSpan &day : shadedDays(scene)) {
        if (day.regularFirst == day.regularEnd) {
            shade(day.first, day.end);
            continue;
        }
        shade(day.first, day.regularFirst);
        shade(day.regularEnd, day.end);
    }
    fill(plot.right(), scene.theme().window);
}

void HistoryPainter::paintPriceGrid(QPainter &painter, const ChartScene &scene, std::size_t index) const
{
    const ChartPane &pane = scene.panes()[index];
    const Theme &theme = scene.theme();
    const QRectF axis = scene.priceAxis(index), &plot = pane.plot;
    painter.fillRect(axis, theme.window);
    // A low pane has fewer lines, but never less than two or three.
    const double apart = std::min(index == 0 ? PriceLines : PaneLines, plot.height() / LeastLines);
    const bool isPercent = index == 0 && pane.scale.mode() == PriceScale::Mode::Percent;
    const std::vector<double> ticks =
        isPercent ? percentTicks(pane.scale, scene.percentBase(), apart) : priceTicks(pane.scale, apart);
    const QFontMetricsF metrics(scene.font());
    const double height = metrics.height();
    const double line = scene.grid().length(1) / scene.grid().ratio();
    for (const double tick : ticks) {
        const double y = scene.grid().snapped(pane.scale.yOf(tick));
        painter.fillRect(QRectF(plot.left(), y, plot.width(), line), theme.grid);
        const QRectF label(axis.left(), y - height / 2, axis.width() - LabelMargin, height);
        if (label.top() < plot.top() || label.bottom() > plot.bottom())
            continue;
        painter.setPen(theme.dimText);
        const QString text = paneText(scene, index, tick);
        painter.drawText(QPointF(label.right() - metrics.horizontalAdvance(text), label.top() + metrics.ascent()),
                         text);
    }
    if (index > 0) {
        painter.fillRect(QRectF(0, plot.top(), scene.size().width(), line), theme.border);
        QColor faint = theme.dimText;
        faint.setAlpha(110);
        painter.setPen(QPen(faint, 1, Qt::DashLine));
        for (const double level : pane.studies.front().study->type().levels) {
            const double y = scene.grid().snapped(pane.scale.yOf(level));
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        }
    }
    painter.fillRect(QRectF(axis.left(), plot.top(), line, plot.height()), theme.border);
}

void HistoryPainter::paintTimeGrid(QPainter &painter, const ChartScene &scene) const
{
    const QRectF plot = scene.plot();
    const double line = scene.grid().length(1) / scene.grid().ratio();
    for (const TimeTick &tick : m_ticks) {
        const double x = scene.grid().pixel(scene.time().xOf(tick.index)) / scene.grid().ratio();
        painter.fillRect(QRectF(x, plot.top(), line, plot.height()),
                         tick.isDayStart ? scene.theme().border : scene.theme().grid);
    }
}

void HistoryPainter::paintTimeAxis(QPainter &painter, const ChartScene &scene) const
{
    const QRectF &axis = scene.timeAxis();
    const double right = scene.plot().right();
    painter.fillRect(axis, scene.theme().window);
    painter.fillRect(QRectF(0, axis.top(), axis.width(), scene.grid().length(1) / scene.grid().ratio()),
                     scene.theme().border);
    QFont bold = scene.font();
    bold.setBold(true);
    const bool hasDay =
        std::any_of(m_ticks.begin(), m_ticks.end(), [](const TimeTick &tick) { return tick.isDayStart; });
    const QString zoneText = hasDay ? tr("ET") : tr("ET") + u' ' + firstDay(scene);
    const double zone = QFontMetricsF(scene.font()).horizontalAdvance(zoneText) + 2 * LabelMargin; // keeps its place
    double free = zone;
    for (const TimeTick &tick : m_ticks) {
        const QFont &font = tick.isDayStart ? bold : scene.font();
        painter.setFont(font);
        painter.setPen(tick.isDayStart ? scene.theme().text : scene.theme().dimText);
        const QFontMetricsF metrics(font);
        const double width = metrics.horizontalAdvance(tick.text);
        double left = std::min(scene.time().xOf(tick.index) - width / 2, right - width - 2);
        if (tick.isDayStart)
            left = std::max(left, zone); // a day may stand beside its line, a time may not
        if (left < free)
            continue;
        const double middle = axis.top() + (axis.height() - metrics.height()) / 2;
        painter.drawText(QPointF(left, middle + metrics.ascent()), tick.text);
        free = left + width + LabelMargin;
    }
    painter.setFont(scene.font());
    painter.setPen(scene.theme().dimText);
    painter.drawText(QRectF(LabelMargin, axis.top(), right, axis.height()), Qt::AlignVCenter, zoneText);
}

/// A hole is hatched until it is repaired; then a small tick remains at the bottom.
void HistoryPainter::paintGaps(QPainter &painter, const ChartScene &scene) const
{
    const ChartModel &model = scene.model();
    if (model.timeframe() == Timeframe::Daily)
        return;
    const auto [first, last] = scene.time().visible();
    const double half = scene.time().barWidth() / 2;
    const QRectF &plot = scene.mainPane().plot;
    const double textHeight = QFontMetricsF(scene.font()).height();
    for (const Gap &gap : model.gaps()) {
        if (gap.to.isValid() && gap.to <= model.bars().front().start)
            continue;
        const int from = std::max(0, model.indexAt(gap.from));
        const int to = gap.to.isValid() ? std::max(from, model.indexAt(gap.to)) : model.count() - 1;
        if (to < first || from >= last)
            continue;
        const QRectF hole(QPointF(scene.time().xOf(from) - half, plot.top()),
                          QPointF(scene.time().xOf(to) + half, plot.bottom()));
        if (gap.isRepaired()) {
            painter.setPen(scene.theme().good);
            painter.drawText(QRectF(hole.center().x() - 20, plot.bottom() - textHeight - 2, 40, textHeight),
                             Qt::AlignHCenter | Qt::AlignTop, QStringLiteral("\u2713"));
        } else {
            painter.fillRect(hole, QBrush(scene.theme().warn, Qt::BDiagPattern));
        }
    }
}

} // namespace tickstock
