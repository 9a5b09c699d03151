// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/price/pricepattern.h"

#include <map>
#include <string_view>

namespace tickstock {

/// A pattern on a bar, as the scanner reports it. A value.
struct Finding
{
    /// Why it is reported now.
    enum class Why {
        New,           ///< its bar has just ended, or still runs
        Corrected,     ///< its bar, or an earlier one, has been corrected or came late
        Restored,      ///< it had been withdrawn, and a further correction brought it back
        Unconfirmed,   ///< it was found on the running bar and is not there any more
        NotFoundAgain, ///< an earlier run reported it, but the stored bars, with today's settings, do not show it
    };

    std::string_view pattern;
    Direction direction = Direction::Neutral;
    EventState state = EventState::Confirmed;
    Why why = Why::New;
    Bar bar;
    int strength = 0; ///< candlesticks: TA-Lib's value
    Signal signal;
    double volumeRatio = NoValue; ///< the bar's volume over the mean of the twenty bars before it
    double atr = NoValue;         ///< US dollars
};

/// What tells the findings of one series apart. A value.
struct FindingKey
{
    Timestamp start; ///< of the bar
    std::string_view pattern;
    Direction direction;
    auto operator<=>(const FindingKey &) const = default;
};

using Findings = std::map<FindingKey, Finding>;

} // namespace tickstock
