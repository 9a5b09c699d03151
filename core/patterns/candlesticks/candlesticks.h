// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/candlesticks/candles.h"

#include <optional>
#include <span>
#include <string_view>

namespace tickstock {

/// One of TA-Lib's candlestick patterns (0.6.4): its name there (without "CDL"), its name for people, and its rule. A
/// value.
struct CandlestickPattern
{
    std::string_view taLibName;
    std::string_view name;
    std::size_t lookback; ///< candles before the first answer
    /// 0: not found; above 0: bullish; below 0: bearish. 100 is a full match, 80 a weaker one, 200 a confirmed one.
    int (*rule)(const Candles &candles, double penetration);
    double penetration = 0; ///< how deep into a body a close must reach, as a part of it; 0: not used by the rule
    bool isNeutral = false; ///< its sign does not give a direction
    int bars = 1;           ///< candles that make up its shape
};

/// All 61, in the order of their TA-Lib names.
std::span<const CandlestickPattern> candlestickPatterns();

/// The pattern's value on the current candle; nothing while there are too few candles.
inline std::optional<int> evaluate(const CandlestickPattern &pattern, const Candles &candles, double penetration)
{
    if (candles.count() <= pattern.lookback)
        return std::nullopt;
    return pattern.rule(candles, penetration);
}

} // namespace tickstock
