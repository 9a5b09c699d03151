// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/studypainter.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr double LineWidth = 1.3;
constexpr int FaintAlpha = 140;
/// Narrower bars share pixel columns; device pixels.
constexpr double NarrowestBar = 1.5;
/// From here on lines are smoothed; device pixels a bar.
constexpr double FineBar = 4;
/// With more bars on screen, levels of single sessions cannot be told apart.
constexpr int MostBarsWithSteps = 20'000;

bool sharesColumns(const ChartScene &scene)
{
    return scene.time().barWidth() * scene.grid().ratio() < NarrowestBar;
}

} // namespace

QColor StudyPainter::colourOf(const ChartScene &scene, const ShownStudy &shown, std::size_t line)
{
    const StudyLineStyle &style = shown.study->type().lines[line];
    const auto &colours = scene.theme().studies;
    QColor colour = colours[static_cast<std::size_t>(shown.colour + style.colour) % colours.size()];
    if (style.isFaint)
        colour.setAlpha(FaintAlpha);
    return colour;
}

void StudyPainter::paint(QPainter &painter, const ChartScene &scene, const ChartPane &pane, int first, int last)
{
    for (const ShownStudy &shown : pane.studies) {
        for (std::size_t i = 0; i < shown.study->type().lines.size(); ++i) {
            const ValueSeries &values = shown.study->line(i);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(colourOf(scene, shown, i), 1));
            switch (shown.study->type().lines[i].kind) {
            case StudyLineStyle::Kind::Line:
                paintLine(painter, scene, pane, values, first, last, colourOf(scene, shown, i));
                break;
            case StudyLineStyle::Kind::Steps: paintSteps(painter, scene, pane, values, first, last); break;
            case StudyLineStyle::Kind::Histogram: paintHistogram(painter, scene, pane, values, first, last); break;
            case StudyLineStyle::Kind::Volume:
                m_volume.paintVolume(painter, {scene.theme(), scene.time(), pane.scale, scene.grid()},
                                     scene.model().series(), first, last);
                break;
            }
        }
    }
}

/// Where bars share a column, the column's extremes, joined to those beside it.
void StudyPainter::paintColumns(QPainter &painter, const ChartScene &scene, const ChartPane &pane,
                                const ValueSeries &values, int first, int last, const QColor &colour)
{
    const DeviceGrid &grid = scene.grid();
    m_up.clear();
    int topBefore = 0, bottomBefore = 0;
    bool isJoined = false;
    forEachColumn(scene.time(), grid, std::max(0, first - 1), last, [&](int column, int begin, int end) {
        const ValueRange range = values.range(begin, end);
        if (range.isEmpty()) {
            isJoined = false;
            return;
        }
        const int high = grid.edge(pane.scale.yOf(range.high)), low = grid.edge(pane.scale.yOf(range.low));
        int top = std::min(high, low), bottom = std::max(top + 1, std::max(high, low));
        const int ownTop = top, ownBottom = bottom;
        if (isJoined) {
            top = std::min(top, bottomBefore);
            bottom = std::max(bottom, topBefore);
        }
        m_up.add(column, top, grid.length(1), bottom - top);
        topBefore = ownTop;
        bottomBefore = ownBottom;
        isJoined = true;
    });
    const DevicePixels devicePixels(painter, grid);
    m_up.draw(painter, colour);
}

void StudyPainter::paintLine(QPainter &painter, const ChartScene &scene, const ChartPane &pane,
                             const ValueSeries &values, int first, int last, const QColor &colour)
{
    const double width = scene.time().barWidth() * scene.grid().ratio();
    if (width < NarrowestBar) {
        paintColumns(painter, scene, pane, values, first, last, colour);
        return;
    }
    // Thin lines are drawn many times faster; where bars are narrow, the difference cannot be seen.
    const bool isFine = width >= FineBar;
    painter.setPen(QPen(colour, isFine ? LineWidth : 1));
    painter.setRenderHint(QPainter::Antialiasing, isFine);
    m_points.clear();
    const auto draw = [&] {
        if (m_points.size() > 1)
            painter.drawPolyline(m_points);
        m_points.clear();
    };
    for (int i = std::max(0, first - 1); i < last; ++i) {
        if (std::isnan(values[i]))
            draw();
        else
            m_points.append({scene.time().xOf(i), pane.scale.yOf(values[i])});
    }
    draw();
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void StudyPainter::paintSteps(QPainter &painter, const ChartScene &scene, const ChartPane &pane,
                              const ValueSeries &values, int first, int last)
{
    if (last - first > MostBarsWithSteps)
        return;
    const double half = scene.time().barWidth() / 2;
    for (int i = first; i < last;) {
        int end = i + 1;
        while (end < last && values[end] == values[i])
            ++end;
        if (!std::isnan(values[i])) {
            const double y = scene.grid().snapped(pane.scale.yOf(values[i]));
            painter.drawLine(QPointF(scene.time().xOf(i) - half, y), QPointF(scene.time().xOf(end - 1) + half, y));
        }
        i = end;
    }
}

void StudyPainter::paintHistogram(QPainter &painter, const ChartScene &scene, const ChartPane &pane,
                                  const ValueSeries &values, int first, int last)
{
    m_up.clear();
    m_down.clear();
    const DeviceGrid &grid = scene.grid();
    const int zero = grid.edge(pane.scale.yOf(0));
    const auto add = [&](double value, int left, int width) {
        const int y = grid.edge(pane.scale.yOf(value));
        if (value >= 0)
            m_up.add(left, std::min(y, zero - 1), width, std::max(1, zero - y));
        else
            m_down.add(left, zero, width, std::max(1, y - zero));
    };
    if (sharesColumns(scene)) {
        forEachColumn(scene.time(), grid, first, last, [&](int column, int begin, int end) {
            const ValueRange range = values.range(begin, end);
            if (!range.isEmpty() && range.high >= 0)
                add(range.high, column, 1);
            if (!range.isEmpty() && range.low < 0)
                add(range.low, column, 1);
        });
    } else {
        const int wick = grid.length(1), body = bodyWidth(scene.time(), grid);
        for (int i = first; i < last; ++i) {
            if (!std::isnan(values[i]))
                add(values[i], grid.pixel(scene.time().xOf(i)) - (body - wick) / 2, body);
        }
    }
    const DevicePixels devicePixels(painter, grid);
    m_up.draw(painter, scene.theme().upVolume);
    m_down.draw(painter, scene.theme().downVolume);
}

} // namespace tickstock
