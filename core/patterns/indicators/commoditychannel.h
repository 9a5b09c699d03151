// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barview.h"
#include "core/patterns/indicators/pricemeasures.h"

#include <array>

namespace tickstock {

/// Commodity channel index: the typical price's distance from its mean over the last @p Period of @p bars, in mean
/// distances; NoValue while there are fewer. They are added up in the order in which TA-Lib keeps them, in a ring that
/// the first bar begins.
template<std::size_t Period>
double commodityChannel(BarView bars)
{
    if (bars.size() < Period)
        return NoValue;
    std::array<double, Period> prices{};
    std::size_t place = bars.size() % Period;
    for (std::size_t i = bars.size() - Period; i < bars.size(); ++i) {
        prices[place] = typicalPrice(bars[i]);
        place = place + 1 == Period ? 0 : place + 1;
    }
    constexpr double period = Period;
    double mean = 0;
    for (const double value : prices)
        mean += value;
    mean /= period;
    double distances = 0;
    for (const double value : prices)
        distances += std::abs(value - mean);
    const double distance = typicalPrice(bars.back()) - mean;
    return distance != 0 && distances != 0 ? distance / (0.015 * (distances / period)) : 0;
}

} // namespace tickstock
