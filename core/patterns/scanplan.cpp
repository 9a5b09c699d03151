// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/scanplan.h"

#include "core/patterns/datablender.h"

namespace tickstock {

ScanPlan::ScanPlan(const PatternSettings &settings)
    : m_candles(settings.candles())
{
    for (const Timeframe timeframe : DataBlender::Scanned) {
        PerTimeframe &per = m_timeframes[timeframe];
        for (const PatternKind &kind : patternKinds()) {
            if (settings.isOn(kind.name, timeframe))
                m_on.emplace(timeframe, kind.name);
        }
        for (const CandlestickPattern &pattern : candlestickPatterns()) {
            if (settings.isOn(pattern.name, timeframe))
                per.candlesticks.push_back({&pattern, settings.penetration(pattern, timeframe)});
        }
        for (const PricePatternType &type : pricePatterns()) {
            if (settings.isOn(type.name, timeframe))
                per.prices.push_back({&type, settings.values(type, timeframe)});
        }
    }
}

bool ScanPlan::isOn(std::string_view pattern, Timeframe timeframe) const
{
    return m_on.contains({timeframe, pattern});
}

std::size_t ScanPlan::size() const
{
    std::size_t count = 0;
    for (const auto &[timeframe, per] : m_timeframes)
        count += per.candlesticks.size() + per.prices.size();
    return count;
}

} // namespace tickstock
