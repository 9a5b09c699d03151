// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/drawings/drawinggeometry.h"

#include "ui/chart/scene/chartscene.h"
#include "ui/chart/series/timeindex.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr double HandleReach = 7, LineReach = 5, MagnetReach = 6; // pixels
constexpr double Furthest = 1e9;                                  // pixels
constexpr Timestamp BeginOfTime{1};

using Kind = Drawing::Kind;

double distance(const QPointF &at, const QLineF &line)
{
    const QPointF along = line.p2() - line.p1();
    const double square = QPointF::dotProduct(along, along);
    const double share = square > 0 ? QPointF::dotProduct(at - line.p1(), along) / square : 0;
    return QLineF(at, line.p1() + std::clamp(share, 0.0, 1.0) * along).length();
}

/// The price of the bar at that place that is nearest to it.
std::optional<double> attractingPrice(const ChartScene &scene, const QPointF &at)
{
    const double index = std::round(scene.time().indexOf(at.x()));
    if (index < 0 || index >= static_cast<double>(scene.shown().size()))
        return std::nullopt;
    const Bar &bar = scene.shown()[static_cast<int>(index)];
    std::optional<double> nearest;
    double reach = MagnetReach;
    for (const double price : {bar.open, bar.high, bar.low, bar.close}) {
        const double away = std::abs(scene.mainPane().scale.yOf(price) - at.y());
        if (away <= reach) {
            nearest = price;
            reach = away;
        }
    }
    return nearest;
}

double priceAt(const ChartScene &scene, const QPointF &at, Magnet magnet)
{
    if (magnet == Magnet::On) {
        if (const auto price = attractingPrice(scene, at))
            return *price;
    }
    return scene.mainPane().scale.valueOf(at.y());
}

Timestamp shifted(const ChartModel &model, Timestamp time, double bars)
{
    if (bars == 0)
        return time;
    const double index = std::floor(indexOfTime(model, time));
    const Milliseconds within = time - timeOfIndex(model, index);
    const Timestamp start = timeOfIndex(model, index + bars);
    return std::max(BeginOfTime, within < lengthOf(model.timeframe()) ? start + within : start);
}

/// @param by pixels downwards
/// @param x where the bars are that attract
double draggedPrice(const ChartScene &scene, double price, double by, double x, Magnet magnet)
{
    if (by == 0 && magnet == Magnet::Off)
        return price;
    return priceAt(scene, {x, scene.mainPane().scale.yOf(price) + by}, magnet);
}

ChartPoint draggedPoint(const ChartScene &scene, const ChartPoint &point, const QLineF &path, Magnet magnet)
{
    const double bars = std::round(path.dx() / scene.time().barWidth());
    ChartPoint result{shifted(scene.model(), point.time, bars), point.price};
    result.price = draggedPrice(scene, point.price, path.dy(), pointOf(scene, result).x(), magnet);
    return result;
}

std::optional<DrawingHit> hitOne(const ChartScene &scene, const Drawing &drawing, const QPointF &at)
{
    const auto handles = handlesOf(scene, drawing);
    for (int i = 0; i < handles.size(); ++i) {
        if (QLineF(handles[i], at).length() <= HandleReach)
            return DrawingHit{drawing.id, i};
    }
    const auto lines = outlineOf(scene, drawing);
    if (std::any_of(lines.begin(), lines.end(), [&at](const QLineF &line) { return distance(at, line) <= LineReach; }))
        return DrawingHit{drawing.id, std::nullopt};
    return std::nullopt;
}

} // namespace

QPointF pointOf(const ChartScene &scene, const ChartPoint &point)
{
    const double x = scene.time().xOf(indexOfTime(scene.model(), point.time));
    const double y = scene.mainPane().scale.yOf(point.price);
    return {std::clamp(x, -Furthest, Furthest), std::clamp(y, -Furthest, Furthest)};
}

ChartPoint pointAt(const ChartScene &scene, const QPointF &at, Magnet magnet)
{
    const Timestamp time = timeOfIndex(scene.model(), std::round(scene.time().indexOf(at.x())));
    return {std::max(BeginOfTime, time), priceAt(scene, at, magnet)};
}

QVarLengthArray<QLineF, 4> outlineOf(const ChartScene &scene, const Drawing &drawing)
{
    const QRectF &plot = scene.mainPane().plot;
    const QPointF first = pointOf(scene, drawing.first);
    if (drawing.kind == Kind::HorizontalLine)
        return {QLineF(plot.left(), first.y(), plot.right(), first.y())};
    const QPointF second = pointOf(scene, drawing.second);
    if (drawing.kind == Kind::TrendLine)
        return {QLineF(first, second)};
    const QPointF third(second.x(), first.y()), fourth(first.x(), second.y());
    return {QLineF(first, third), QLineF(third, second), QLineF(second, fourth), QLineF(fourth, first)};
}

QVarLengthArray<QPointF, 2> handlesOf(const ChartScene &scene, const Drawing &drawing)
{
    const QPointF first = pointOf(scene, drawing.first);
    if (drawing.kind == Kind::HorizontalLine)
        return {QPointF(scene.mainPane().plot.center().x(), first.y())};
    return {first, pointOf(scene, drawing.second)};
}

std::optional<DrawingHit> hit(const ChartScene &scene, const std::vector<Drawing> &drawings, const QPointF &at)
{
    if (scene.model().isEmpty() || !scene.mainPane().plot.contains(at))
        return std::nullopt;
    for (auto drawing = drawings.rbegin(); drawing != drawings.rend(); ++drawing) {
        if (const auto found = hitOne(scene, *drawing, at))
            return found;
    }
    return std::nullopt;
}

Drawing dragged(const ChartScene &scene, const Drawing &drawing, std::optional<int> handle, const QLineF &path,
                Magnet magnet)
{
    Drawing result = drawing;
    if (drawing.kind == Kind::HorizontalLine) {
        result.first.price = draggedPrice(scene, drawing.first.price, path.dy(), path.x2(), magnet);
    } else if (handle) {
        ChartPoint &point = *handle == 0 ? result.first : result.second;
        point = draggedPoint(scene, point, path, magnet);
    } else {
        result.first = draggedPoint(scene, drawing.first, path, Magnet::Off);
        result.second = draggedPoint(scene, drawing.second, path, Magnet::Off);
    }
    return result;
}

/// By Liang and Barsky: each edge of the area leaves a range of the line's length.
std::optional<QLineF> clipped(const QLineF &line, const QRectF &area)
{
    double from = 0, to = 1;
    const auto keep = [&from, &to](double speed, double room) {
        if (speed < 0)
            from = std::max(from, room / speed);
        else if (speed > 0)
            to = std::min(to, room / speed);
        return from <= to && (speed != 0 || room >= 0);
    };
    if (keep(-line.dx(), line.x1() - area.left()) && keep(line.dx(), area.right() - line.x1()) &&
        keep(-line.dy(), line.y1() - area.top()) && keep(line.dy(), area.bottom() - line.y1()))
        return QLineF(line.pointAt(from), line.pointAt(to));
    return std::nullopt;
}

} // namespace tickstock
