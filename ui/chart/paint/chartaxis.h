// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/scene/pricescale.h"
#include "ui/chart/scene/timescale.h"
#include "ui/chart/series/chartmodel.h"

#include <QString>

#include <vector>

namespace tickstock {

/// A round price step (1, 2 or 5 times a power of ten) that gives lines at least @p minPixels apart.
double priceStep(double low, double high, double pixels, double minPixels);
/// Round values on the scale, at least @p minPixels apart: multiples of a step, on a logarithmic scale of wide range
/// round ones of each power of ten.
std::vector<double> priceTicks(const PriceScale &scale, double minPixels);
/// The same for changes in percent from @p base; the values are prices.
std::vector<double> percentTicks(const PriceScale &scale, double base, double minPixels);

/// A labelled line on the time axis. A value.
struct TimeTick
{
    int index = 0;
    QString text;
    bool isDayStart = false; ///< the session's first bar: shows the date
};

/// Labels along the time axis: days where they begin, round times between them, none overlapping. Nights and weekends
/// take no room because bars are placed by index.
std::vector<TimeTick> timeTicks(const ChartModel &model, const TimeScale &time, double minPixels);

} // namespace tickstock
