// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternsettings.h"

#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace tickstock {

/// The patterns that are switched on, by time frame, with their numbers, as the scanners use them. A value that never
/// changes: all symbols share one.
class ScanPlan
{
public:
    struct Candlestick
    {
        const CandlestickPattern *pattern;
        double penetration;
    };
    struct Price
    {
        const PricePatternType *type;
        ParameterValues values;
    };
    struct PerTimeframe
    {
        std::vector<Candlestick> candlesticks;
        std::vector<Price> prices;
    };

    explicit ScanPlan(const PatternSettings &settings);

    const PerTimeframe &of(Timeframe timeframe) const { return m_timeframes.at(timeframe); }
    const CandleSettings &candles() const { return m_candles; }
    /// @param pattern the name of one of patternKinds()
    bool isOn(std::string_view pattern, Timeframe timeframe) const;
    /// How many patterns are on; one that is on in two time frames counts twice.
    std::size_t size() const;

private:
    CandleSettings m_candles;
    std::map<Timeframe, PerTimeframe> m_timeframes;
    std::set<std::pair<Timeframe, std::string_view>> m_on; // names of kinds
};

} // namespace tickstock
