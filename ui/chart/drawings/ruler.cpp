// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/drawings/ruler.h"

#include "ui/chart/scene/chartscene.h"
#include "ui/chart/series/timeindex.h"
#include "ui/common/format.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr int BoxAlpha = 40;
constexpr double ArrowLength = 6, LabelGap = 8, LabelMargin = 6;
constexpr std::chrono::hours OneDay{24};

struct Ruler
{
    Q_DECLARE_TR_FUNCTIONS(Ruler)
};

QChar signOf(double value)
{
    return value < 0 ? u'-' : u'+';
}

/// Of daily bars, whose starts are whole days apart, but for an hour in spring and autumn.
QString days(Milliseconds span)
{
    const double count = static_cast<double>(span.count()) / static_cast<double>(Milliseconds(OneDay).count());
    return Ruler::tr("%n day(s)", nullptr, static_cast<int>(std::lround(count)));
}

QString duration(Milliseconds span)
{
    const auto minutes = span / OneMinute;
    const auto hours = minutes / 60;
    const auto padded = [](auto number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    if (hours >= 24)
        //: days and hours
        return Ruler::tr("%1 d %2 h").arg(hours / 24).arg(padded(hours % 24));
    if (hours > 0)
        //: hours and minutes
        return Ruler::tr("%1 h %2 m").arg(hours).arg(padded(minutes % 60));
    //: minutes
    return Ruler::tr("%1 m").arg(minutes);
}

void paintArrow(QPainter &painter, const QPointF &from, const QPointF &to)
{
    const QLineF line(from, to);
    if (line.length() < 2 * ArrowLength)
        return;
    const QLineF unit = line.unitVector();
    const QPointF back(-unit.dx() * ArrowLength, -unit.dy() * ArrowLength), aside(back.y() / 2, -back.x() / 2);
    painter.drawLine(line);
    const QPointF head[] = {to + back + aside, to, to + back - aside};
    painter.drawPolyline(head, 3);
}

/// Beyond the end, as far as the plot has room.
QRectF labelBox(const QRectF &plot, const QSizeF &size, const QPointF &to, bool isUp)
{
    const double x = to.x() - size.width() / 2;
    const double y = isUp ? to.y() - LabelGap - size.height() : to.y() + LabelGap;
    return {std::clamp(x, plot.left(), std::max(plot.left(), plot.right() - size.width())),
            std::clamp(y, plot.top(), std::max(plot.top(), plot.bottom() - size.height())), size.width(),
            size.height()};
}

QPointF within(const QRectF &plot, const QPointF &point)
{
    return {std::clamp(point.x(), plot.left(), plot.right()), std::clamp(point.y(), plot.top(), plot.bottom())};
}

void paintBox(QPainter &painter, const QPointF &from, const QPointF &to, const QColor &colour)
{
    QColor fill = colour;
    fill.setAlpha(BoxAlpha);
    const QRectF box = QRectF(from, to).normalized();
    painter.fillRect(box, fill);
    painter.setPen(QPen(colour, 1));
    paintArrow(painter, {from.x(), box.center().y()}, {to.x(), box.center().y()});
    paintArrow(painter, {box.center().x(), from.y()}, {box.center().x(), to.y()});
}

} // namespace

Measure measure(const ChartScene &scene, const QPointF &from, const QPointF &to)
{
    const PriceScale &scale = scene.mainPane().scale;
    const double start = scale.valueOf(from.y()), change = scale.valueOf(to.y()) - start;
    const double first = std::round(scene.time().indexOf(from.x())), last = std::round(scene.time().indexOf(to.x()));
    return {change, start > 0 ? change / start * 100 : NoValue, static_cast<int>(last - first),
            timeOfIndex(scene.model(), last) - timeOfIndex(scene.model(), first)};
}

QStringList measureLines(const ChartScene &scene, const Measure &measure)
{
    const ChartModel &model = scene.model();
    const int decimals = model.bars().back().close < 1 ? 4 : 2;
    const QString price = signOf(measure.price) + format::number(std::abs(measure.price), decimals);
    const Milliseconds span = std::chrono::abs(measure.time);
    const QString time = model.timeframe() == Timeframe::Daily ? days(span) : duration(span);
    //: of bars, and the time from the first to the last one
    const QString bars = Ruler::tr("%n bar(s), %1", nullptr, std::abs(measure.bars)).arg(time);
    //: a price's change in dollars and in per cent
    return {Ruler::tr("%1 (%2)").arg(price, format::percent(measure.percent / 100)),
            measure.bars < 0 ? u'-' + bars : bars};
}

void paintRuler(QPainter &painter, const ChartScene &scene, const QPointF &from, const QPointF &to)
{
    if (scene.model().isEmpty())
        return;
    const QRectF &plot = scene.mainPane().plot;
    const Measure measured = measure(scene, from, to);
    const QColor colour = measured.price < 0 ? scene.theme().down : scene.theme().up;
    const QString text = measureLines(scene, measured).join(u'\n');
    painter.save();
    painter.setFont(scene.font());
    painter.setClipRect(plot);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBox(painter, within(plot, from), within(plot, to), colour);
    const QSizeF size = QFontMetricsF(scene.font()).size(0, text) + QSizeF(2 * LabelMargin, LabelMargin);
    const QRectF label = labelBox(plot, size, within(plot, to), to.y() <= from.y());
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(label, 3, 3);
    painter.setPen(Qt::white);
    painter.drawText(label, Qt::AlignCenter, text);
    painter.restore();
}

} // namespace tickstock
