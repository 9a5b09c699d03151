// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/newyork.h"

#include <vector>

namespace tickstock {

/// What of the running bars' @p minutes has closed, or may have been corrected, since the store was read up to
/// @p lastStored; of today only, whose shares are those of now. Pure.
inline std::vector<Bar> closedSince(const std::vector<Bar> &minutes, Timestamp lastStored, Timestamp now)
{
    const QDate today = newyork::date(now);
    std::vector<Bar> closed;
    for (auto it = lowerBoundByStart(minutes, lastStored - BarBook::CorrectionWindow); it != minutes.end(); ++it) {
        const bool isOver = it->start + OneMinute + BarBook::CloseGrace <= now;
        if (isOver && newyork::date(it->start) == today)
            closed.push_back(*it);
    }
    return closed;
}

} // namespace tickstock
