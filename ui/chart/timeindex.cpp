// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/timeindex.h"

#include "ui/chart/chartmodel.h"

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
