// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/quotebatch.h"

#include <array>
#include <cstdint>
#include <optional>

/// The one gate for what comes from outside: the feed, REST, the bus and files. What it refuses is counted by its flaw.
namespace tickstock {

/// Why a bar or tick cannot be true.
enum class Flaw : std::uint8_t {
    Time,      ///< before 1990, or further ahead than a clock can be wrong
    Window,    ///< it does not start on a whole second or minute, or its window is impossible
    Range,     ///< outside the time that was asked for
    Price,     ///< missing, not finite, not positive, or open, high, low and close, bid and ask contradict one another
    Volume,    ///< missing, not finite, negative or beyond all markets
    Symbol,    ///< missing, impossible, or of no symbol that this program has asked for
    Unreadable ///< broken, or a field that is needed has the wrong type
};
inline constexpr std::size_t Flaws = 7;
/// How many of each.
using FlawCounts = std::array<std::uint64_t, Flaws>;

/// For the log, in English.
const char *toText(Flaw flaw);
/// "time", "window", ...: the words of the local interface.
const char *nameOf(Flaw flaw);

/// What the start of a bar must keep to. A value.
struct BarLimits
{
    /// The exchange's first electronic records that anybody sells are younger.
    static constexpr Timestamp Earliest{631'152'000'000}; // 1990-01-01
    /// Nobody's clock, and no session that is sent ahead, is further from the server's.
    static constexpr Timestamp Latest{4'102'444'800'000}; // 2100-01-01

    Timestamp from = Earliest; ///< inclusive
    Timestamp to = Latest;     ///< inclusive
    Milliseconds step{0};      ///< it starts on whole multiples of this; 0: anywhere
};

constexpr bool isPossible(Timestamp time)
{
    return time >= BarLimits::Earliest && time <= BarLimits::Latest;
}

/// Nothing: the bar can be true. Volume-weighted prices are not judged: see cleanVwap().
std::optional<Flaw> flawOf(const Bar &bar, const BarLimits &limits = {});
/// The same of a tick; a bar's window is judged by its kind.
std::optional<Flaw> flawOf(const Tick &tick, Timestamp latest = BarLimits::Latest);
/// Of a quote either side may be missing. One whose bid is above its ask is none that anybody could trade by.
std::optional<Flaw> flawOf(const TopOfBook &quote);
/// A band has both prices, or says something by its indicators.
std::optional<Flaw> flawOf(const PriceBand &band);

/// @p vwap, or NoValue when it cannot be the mean of prices like these: it is not needed, and the bar counts without.
/// Prints that may not move high and low may lie outside them, so that a tenth of the price is allowed on either side.
double cleanVwap(double vwap, double high, double low);

} // namespace tickstock
