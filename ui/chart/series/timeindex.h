// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/series/viewposition.h"

namespace tickstock {

class ChartModel;

/// Where an instant lies on a chart, in bars: the index of the bar that holds it, or of the last one before it. Beyond
/// either end, as if bars went on without nights. The chart must have bars.
double indexOfTime(const ChartModel &model, Timestamp t);
/// The bar that stands for one of another chart: the one that holds its start; for one of a longer time frame, the
/// first within it. -1 when all are later.
int indexOfBar(const ChartModel &model, Timestamp start, Timeframe timeframe);
/// The right edge of a chart that goes along with another one, in bars.
double edgeOf(const ChartModel &model, const ViewPosition &position);
/// The start of the bar nearest to @p index; beyond either end, what indexOfTime() would find there.
Timestamp timeOfIndex(const ChartModel &model, double index);

} // namespace tickstock
