// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/candles.h"

#include <span>
#include <string_view>

namespace tickstock {

/// One candlestick pattern: its name in TA-Lib (without "CDL"), its name for people, and its rule.
struct CandlestickPattern
{
    std::string_view taLibName;
    std::string_view name;
    std::size_t lookback; ///< bars before the current one that the rule needs
    /// 0: nothing; above 0 bullish, below 0 bearish; 100 a full match, 80 a weaker one.
    int (*rule)(const Candles &candles);
};

/// All patterns we know, in the order of their TA-Lib names.
std::span<const CandlestickPattern> candlestickPatterns();

/// The rule's answer on the last bar; nothing while there are too few bars.
std::optional<int> evaluate(const CandlestickPattern &pattern, std::span<const Bar> bars);

} // namespace tickstock
