// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

namespace tickstock {

std::span<const PricePatternType> pricePatterns()
{
    static const std::array all{day1Breakout(), openingRangeBreakout(), vwapCross(),        flag(),
                                doubleBottom(), headAndShoulders(),     insideDay(),        gap(),
                                newHighOfDay(), volumeSpike(),          averagesCross(),    rsiDivergence(),
                                squeeze(),      dayBeforeBreak(),       higherHighsTrend(), pullback(),
                                narrowRange(),  momentumBurst()};
    return all;
}

} // namespace tickstock
