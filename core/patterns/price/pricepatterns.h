// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/price/pricepattern.h"

namespace tickstock {

/// A set of time frames.
class Timeframes
{
public:
    constexpr Timeframes(std::initializer_list<Timeframe> timeframes)
    {
        for (const Timeframe timeframe : timeframes)
            m_bits |= 1U << static_cast<unsigned>(timeframe);
    }
    constexpr bool contains(Timeframe timeframe) const { return m_bits & (1U << static_cast<unsigned>(timeframe)); }

private:
    unsigned m_bits = 0;
};

/// One kind of pattern of prices and volumes over many bars: reference rules in the file of its name.
struct PricePatternType
{
    std::string_view name;
    std::string_view shortName; ///< of the bearish one; the same where the direction alone tells them apart
    std::span<const Parameter> parameters;
    Timeframes timeframes;  ///< where it makes sense
    Timeframes onByDefault; ///< where it is looked for out of the box
    std::unique_ptr<PricePattern> (*make)(const ParameterValues &values);
    std::string_view furtherName{}; ///< of what may follow it; empty: nothing
};

template<class Pattern>
std::unique_ptr<PricePattern> makePattern(const ParameterValues &values)
{
    return std::make_unique<Pattern>(values);
}

/// All of them. Those of the bearish side have their rules upside down.
std::span<const PricePatternType> pricePatterns();

PricePatternType day1Breakout();
PricePatternType openingRangeBreakout();
PricePatternType vwapCross();
PricePatternType flag();
PricePatternType doubleBottom();
PricePatternType headAndShoulders();
PricePatternType insideDay();
PricePatternType gap();
PricePatternType newHighOfDay();
PricePatternType volumeSpike();
PricePatternType averagesCross();
PricePatternType rsiDivergence();
PricePatternType squeeze();
PricePatternType dayBeforeBreak();
PricePatternType higherHighsTrend();
PricePatternType pullback();
PricePatternType narrowRange();
PricePatternType momentumBurst();

} // namespace tickstock
