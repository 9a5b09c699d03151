// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/price/pricepattern.h"

namespace tickstock {

/// A set of time frames. A value.
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

/// One kind of pattern of prices and volumes over many bars; its rule is in the file of its name. A value.
struct PricePatternType
{
    std::string_view name;
    std::string_view shortName; ///< name of its bearish form; the same where only the direction differs
    std::span<const Parameter> parameters;
    Timeframes timeframes;  ///< that it is made for
    Timeframes onByDefault; ///< in which it is on by default
    std::unique_ptr<PricePattern> (*make)(const ParameterValues &values);
    std::string_view furtherName{}; ///< name of the event that may follow it; empty: none
};

template<class Pattern>
std::unique_ptr<PricePattern> makePattern(const ParameterValues &values)
{
    return std::make_unique<Pattern>(values);
}

/// All kinds.
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
