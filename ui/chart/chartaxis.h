// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/timeframe.h"
#include "ui/chart/chartviewport.h"

#include <QString>

#include <span>
#include <vector>

namespace tickstock {

/// A round price step (1, 2 or 5 times a power of ten) that gives lines at least @p minPixels apart.
double priceStep(double low, double high, double pixels, double minPixels);
/// All multiples of the step within [low, high].
std::vector<double> priceTicks(double low, double high, double step);

struct TimeTick
{
    int index = 0;
    QString text;
    bool isDayStart = false; ///< the session's first bar: shows the date
};

/// Labels along the time axis: days where they begin, round times between them, none overlapping. Nights and weekends
/// take no room because bars are placed by index.
std::vector<TimeTick> timeTicks(std::span<const Bar> bars, const ChartViewport &viewport, Timeframe timeframe,
                                double minPixels);

} // namespace tickstock
