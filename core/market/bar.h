// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tickstock {

/// Where a bar's values come from. Decides which version of a minute wins, by rankOf().
enum class BarSource : std::uint8_t {
    Trades,  ///< built from T
    Seconds, ///< built from A
    Minute,  ///< the vendor's AM
    Rest,    ///< fetched from the vendor's REST interface
    Rollup   ///< days only: made of stored minutes
};

/// AM and REST above A above T. A lower rank never overwrites a higher one.
constexpr int rankOf(BarSource source)
{
    switch (source) {
    case BarSource::Trades: return 1;
    case BarSource::Seconds: return 2;
    case BarSource::Minute:
    case BarSource::Rest:
    case BarSource::Rollup: return 3;
    }
    return 0;
}

/// The word stored in the database.
std::string_view toText(BarSource source);
std::optional<BarSource> barSourceFromText(std::string_view text);

/// Open, high, low, close and volume of one window of time. A value.
struct Bar
{
    Timestamp start;
    double open = 0; ///< US dollars
    double high = 0;
    double low = 0;
    double close = 0;
    double volume = 0;     ///< shares
    double vwap = NoValue; ///< volume-weighted average price, if known
    int tradeCount = -1;   ///< -1: not known (the socket does not send it)
    BarSource source = BarSource::Minute;
    int revision = 0; ///< rises with every correction

    bool hasSameValues(const Bar &other) const
    {
        return open == other.open && high == other.high && low == other.low && close == other.close &&
               volume == other.volume;
    }
    /// Adds a later part of the same window.
    void extend(const Bar &part);
};

/// The first of @p bars, which are sorted by time, that starts at or after @p start.
template<class Bars>
auto lowerBoundByStart(Bars &bars, Timestamp start)
{
    return std::lower_bound(bars.begin(), bars.end(), start,
                            [](const auto &bar, Timestamp wanted) { return bar.start < wanted; });
}

Bar barFrom(const Tick &tick);

} // namespace tickstock
