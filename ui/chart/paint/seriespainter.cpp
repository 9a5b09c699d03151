// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/seriespainter.h"

#include <QLinearGradient>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// Below this many device pixels a bar, bars share columns.
constexpr double NarrowestBar = 1.5;
/// Below this a body cannot be told from its wick.
constexpr int NarrowestBody = 3;
constexpr double BodyShare = 0.75;
constexpr double LineWidth = 1.5;
constexpr int AreaAlpha = 70;

bool sharesColumns(const SeriesPainter::Frame &frame)
{
    return frame.time.barWidth() * frame.grid.ratio() < NarrowestBar;
}

/// Two heights on the screen, the upper one first: on an inverted scale it is the lower value's.
struct Extent
{
    int top, bottom;
};

Extent extent(const SeriesPainter::Frame &frame, double one, double other)
{
    const int y = frame.grid.edge(frame.prices.yOf(one)), otherY = frame.grid.edge(frame.prices.yOf(other));
    return {std::min(y, otherY), std::max(y, otherY)};
}

} // namespace

int bodyWidth(const TimeScale &time, const DeviceGrid &grid)
{
    const int wick = grid.length(1);
    int width = static_cast<int>(time.barWidth() * grid.ratio() * BodyShare);
    if (width < NarrowestBody * grid.ratio())
        return wick;
    return (width - wick) % 2 == 0 ? width : width - 1;
}

void SeriesPainter::paint(QPainter &painter, const Frame &frame, ChartStyle style, const BarSeries &series, int first,
                          int last)
{
    if (style == ChartStyle::Line || style == ChartStyle::Area) {
        paintLine(painter, frame, series, first, last, style == ChartStyle::Area);
        return;
    }
    m_up.clear();
    m_down.clear();
    if (sharesColumns(frame)) {
        addColumns(frame, series, first, last);
    } else {
        for (int i = first; i < last; ++i) {
            const Bar &bar = series[i];
            const double x = frame.time.xOf(i);
            if (style == ChartStyle::HollowCandles)
                addHollow(frame, bar, i > 0 ? series[i - 1].close : bar.open, x);
            else if (style == ChartStyle::OhlcBars)
                addOhlc(frame, bar, x);
            else
                addCandle(frame, batchOf(bar.open, bar.close), bar, x);
        }
    }
    const DevicePixels devicePixels(painter, frame.grid);
    m_up.draw(painter, frame.theme.up);
    m_down.draw(painter, frame.theme.down);
}

void SeriesPainter::addColumns(const Frame &frame, const BarSeries &series, int first, int last)
{
    forEachColumn(frame.time, frame.grid, first, last, [&](int column, int begin, int end) {
        const BarSummary merged = end - begin == 1 ? BarSummary::of(series[begin]) : series.summary(begin, end);
        const auto [top, bottom] = extent(frame, merged.high, merged.low);
        batchOf(merged.open, merged.close).add(column, top, 1, std::max(1, bottom - top));
    });
}

void SeriesPainter::addCandle(const Frame &frame, RectBatch &shapes, const Bar &bar, double x)
{
    const DeviceGrid &grid = frame.grid;
    const int wick = grid.length(1), body = bodyWidth(frame.time, grid), middle = grid.pixel(x);
    const auto [high, low] = extent(frame, bar.high, bar.low);
    shapes.add(middle, high, wick, std::max(1, low - high));
    if (body == wick)
        return;
    const auto [top, bottom] = extent(frame, bar.open, bar.close);
    shapes.add(middle - (body - wick) / 2, top, body, std::max(wick, bottom - top));
}

/// Filled when it closed below its own open; its colour says whether it closed above or below the bar before.
void SeriesPainter::addHollow(const Frame &frame, const Bar &bar, double closeBefore, double x)
{
    const DeviceGrid &grid = frame.grid;
    const int wick = grid.length(1), body = bodyWidth(frame.time, grid), middle = grid.pixel(x);
    RectBatch &shapes = batchOf(closeBefore, bar.close);
    if (bar.close < bar.open || body < NarrowestBody * wick) {
        addCandle(frame, shapes, bar, x);
        return;
    }
    const auto [high, low] = extent(frame, bar.high, bar.low);
    const auto [top, end] = extent(frame, bar.open, bar.close);
    const int bottom = std::max(top + wick, end);
    const int left = middle - (body - wick) / 2;
    shapes.add(middle, high, wick, std::max(0, top - high));
    shapes.add(middle, bottom, wick, std::max(0, low - bottom));
    shapes.add(left, top, body, wick);
    shapes.add(left, bottom - wick, body, wick);
    shapes.add(left, top, wick, bottom - top);
    shapes.add(left + body - wick, top, wick, bottom - top);
}

void SeriesPainter::addOhlc(const Frame &frame, const Bar &bar, double x)
{
    const DeviceGrid &grid = frame.grid;
    RectBatch &shapes = batchOf(bar.open, bar.close);
    const int wick = grid.length(1), arm = (bodyWidth(frame.time, grid) - wick) / 2, middle = grid.pixel(x);
    const auto [high, low] = extent(frame, bar.high, bar.low);
    shapes.add(middle, high, wick, std::max(wick, low - high));
    if (arm <= 0)
        return;
    shapes.add(middle - arm, grid.edge(frame.prices.yOf(bar.open)), arm, wick);
    shapes.add(middle + wick, grid.edge(frame.prices.yOf(bar.close)), arm, wick);
}

/// Closes; where bars share a column, the column's extremes as well, so that no spike is lost.
void SeriesPainter::paintLine(QPainter &painter, const Frame &frame, const BarSeries &series, int first, int last,
                              bool isArea)
{
    m_line.clear();
    const auto y = [&](double price) { return frame.prices.yOf(price); };
    const int before = std::max(0, first - 1); // a line that comes from off the screen
    if (sharesColumns(frame)) {
        forEachColumn(frame.time, frame.grid, before, last, [&](int column, int begin, int end) {
            const BarSummary merged = series.summary(begin, end);
            const double x = (column + 0.5) / frame.grid.ratio();
            for (const double price : {merged.open, merged.high, merged.low, merged.close})
                m_line.append({x, y(price)});
        });
    } else {
        for (int i = before; i < last; ++i)
            m_line.append({frame.time.xOf(i), y(series[i].close)});
    }
    if (m_line.isEmpty())
        return;
    if (isArea) {
        m_area = m_line;
        m_area.append({m_line.last().x(), frame.prices.bottom()});
        m_area.append({m_line.first().x(), frame.prices.bottom()});
        QLinearGradient fade(0, frame.prices.top(), 0, frame.prices.bottom());
        QColor colour = frame.theme.accent;
        colour.setAlpha(AreaAlpha);
        fade.setColorAt(0, colour);
        colour.setAlpha(0);
        fade.setColorAt(1, colour);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fade);
        painter.drawPolygon(m_area);
    }
    painter.setRenderHint(QPainter::Antialiasing, !sharesColumns(frame));
    painter.setPen(QPen(frame.theme.accent, sharesColumns(frame) ? 1 : LineWidth));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(m_line);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void SeriesPainter::paintVolume(QPainter &painter, const Frame &frame, const BarSeries &series, int first, int last)
{
    m_up.clear();
    m_down.clear();
    const DeviceGrid &grid = frame.grid;
    const int bottom = grid.edge(frame.prices.yOf(0));
    const auto add = [&](const BarSummary &bar, int left, int width) {
        if (!(bar.highestVolume > 0))
            return;
        const int top = std::min(bottom - 1, grid.edge(frame.prices.yOf(bar.highestVolume)));
        batchOf(bar.open, bar.close).add(left, top, width, bottom - top);
    };
    if (sharesColumns(frame)) {
        forEachColumn(frame.time, grid, first, last,
                      [&](int column, int begin, int end) { add(series.summary(begin, end), column, 1); });
    } else {
        const int wick = grid.length(1), body = bodyWidth(frame.time, grid);
        for (int i = first; i < last; ++i)
            add(BarSummary::of(series[i]), grid.pixel(frame.time.xOf(i)) - (body - wick) / 2, body);
    }
    const DevicePixels devicePixels(painter, grid);
    m_up.draw(painter, frame.theme.upVolume);
    m_down.draw(painter, frame.theme.downVolume);
}

} // namespace tickstock
