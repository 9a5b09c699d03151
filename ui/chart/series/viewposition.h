// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timeframe.h"

namespace tickstock {

/// Where a chart stands on its time axis, whatever becomes of the bars before and after: what charts of a link group
/// have in common, and what a chart keeps when more history comes. A value.
struct ViewPosition
{
    bool isLive = true;  ///< the last bar is whole on the screen
    double room = 0;     ///< live: from the last bar to the right edge, in bars
    Timestamp bar;       ///< the one nearest to the right edge
    double fraction = 0; ///< how far the edge lies from it, in bars of this time frame
    Timeframe timeframe = Timeframe::Min1;
};

} // namespace tickstock
