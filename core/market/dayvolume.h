// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

namespace tickstock {

/// The day's accumulated volume about one minute, as the feed's own bar of that minute tells it. A value.
struct DayVolume
{
    SymbolId symbol;
    Timestamp minute;  ///< its start
    double before = 0; ///< shares, up to the minute's start; NoValue: not told
    double volume = 0; ///< of the minute

    static DayVolume of(const Tick &minuteBar)
    {
        return {minuteBar.symbol, minuteBar.start, minuteBar.dayVolume - minuteBar.volume, minuteBar.volume};
    }
};

} // namespace tickstock
