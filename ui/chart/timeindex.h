// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

namespace tickstock {

class ChartModel;

/// Where an instant lies on a chart, in bars: the index of the bar that holds it, or of the last one before it. Beyond
/// either end, as if bars went on without nights. The chart must have bars.
double indexOfTime(const ChartModel &model, Timestamp t);
/// The start of the bar nearest to @p index; beyond either end, what indexOfTime() would find there.
Timestamp timeOfIndex(const ChartModel &model, double index);

} // namespace tickstock
