// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/scene/markerplace.h"

#include "ui/chart/scene/chartscene.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cmath>

namespace tickstock {

namespace {

constexpr double ArrowGap = 6;
constexpr int MostStacked = 3;
/// A mouse this near points to an arrow, in pixels.
constexpr double MarkerReach = 9;

} // namespace

void forEachMarker(const ChartScene &scene, const std::function<void(const MarkerPlace &)> &use)
{
    const ChartModel &model = scene.model();
    const auto [first, last] = scene.time().visible();
    if (first >= last)
        return;
    const auto &markers = model.markers();
    auto marker = std::lower_bound(markers.begin(), markers.end(), model.series()[first].start,
                                   [](const PatternEvent &event, Timestamp t) { return event.barStart < t; });
    const Timestamp end = model.series()[last - 1].start;
    std::array<int, 2> columns{INT_MIN, INT_MIN}, stacked{};
    for (; marker != markers.end() && marker->barStart <= end; ++marker) {
        const int index = model.indexOf(marker->barStart);
        if (index < 0)
            continue; // not among the shown hours
        const bool isBearish = marker->direction == Direction::Short;
        const bool isAbove = isBearish != scene.mainPane().scale.isInverted();
        const double x = scene.time().xOf(index);
        const int column = static_cast<int>(std::floor(x));
        const std::size_t side = isAbove ? 1 : 0;
        stacked[side] = columns[side] == column ? stacked[side] + 1 : 0;
        columns[side] = column;
        if (stacked[side] >= MostStacked)
            continue;
        const Bar &bar = scene.shown()[index];
        const double away = ArrowGap + stacked[side] * (MarkerPlace::ArrowHeight + 1);
        const double edge = scene.mainPane().scale.yOf(isBearish ? bar.high : bar.low);
        const double y = isAbove ? edge - away : edge + away;
        use({&*marker, {std::floor(x) + 0.5, y}, isAbove});
    }
}

std::optional<MarkerPlace> markerAt(const ChartScene &scene, const QPointF &position)
{
    std::optional<MarkerPlace> nearest;
    double distance = MarkerReach;
    if (scene.model().isEmpty())
        return nearest;
    forEachMarker(scene, [&](const MarkerPlace &place) {
        const double to = (place.tip - position).manhattanLength();
        if (to < distance) {
            distance = to;
            nearest = place;
        }
    });
    return nearest;
}

std::optional<MarkerPlace> markerOn(const ChartScene &scene, Timestamp barStart)
{
    std::optional<MarkerPlace> found;
    forEachMarker(scene, [&](const MarkerPlace &place) {
        if (!found && place.event->barStart == barStart)
            found = place;
    });
    return found;
}

} // namespace tickstock
