// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/series/timeindex.h"

#include "ui/chart/series/chartmodel.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

double lengthMs(const ChartModel &model)
{
    return static_cast<double>(lengthOf(model.timeframe()).count());
}

} // namespace

double indexOfTime(const ChartModel &model, Timestamp t)
{
    const Timestamp first = model.bars().front().start, last = model.bars().back().start;
    if (t < first)
        return static_cast<double>((t - first).count()) / lengthMs(model);
    if (t > last)
        return model.count() - 1 + static_cast<double>((t - last).count()) / lengthMs(model);
    return model.indexAt(t);
}

int indexOfBar(const ChartModel &model, Timestamp start, Timeframe timeframe)
{
    const int index = model.indexAt(start);
    const bool isLonger = lengthOf(timeframe) > lengthOf(model.timeframe());
    const bool hasBegun = index >= 0 && model.series()[index].start == start;
    if (!isLonger || hasBegun || index + 1 >= model.count())
        return index;
    return model.series()[index + 1].start < start + lengthOf(timeframe) ? index + 1 : index;
}

/// Of another time frame, the edge's time decides, so that it moves steadily: in a bar by the share that has gone by.
double edgeOf(const ChartModel &model, const ViewPosition &position)
{
    if (position.timeframe == model.timeframe() && model.indexOf(position.bar) >= 0)
        return indexOfTime(model, position.bar) + position.fraction;
    const auto beside = static_cast<double>(lengthOf(position.timeframe).count()) * position.fraction;
    const Timestamp edge = position.bar + Milliseconds(std::llround(beside));
    const double index = indexOfTime(model, edge);
    if (index < 0 || index >= model.count() - 1)
        return index;
    const Timestamp start = model.series()[static_cast<int>(index)].start;
    return index + std::min(1.0, static_cast<double>((edge - start).count()) / lengthMs(model));
}

Timestamp timeOfIndex(const ChartModel &model, double index)
{
    const double last = model.count() - 1;
    const auto milliseconds = [&](double bars) { return Milliseconds(std::llround(bars * lengthMs(model))); };
    if (index < 0)
        return model.bars().front().start + milliseconds(index);
    if (index > last)
        return model.bars().back().start + milliseconds(index - last);
    return model.series()[static_cast<int>(std::lround(index))].start;
}

} // namespace tickstock
