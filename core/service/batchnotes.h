// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/dayvolume.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

/// What a batch says besides its ticks. Pure.
namespace tickstock {

/// What the vendor's own bars of minutes tell of the day's volume.
inline std::vector<DayVolume> dayVolumesIn(const TickBatch &batch)
{
    std::vector<DayVolume> told;
    for (const Tick &tick : batch.ticks) {
        if (tick.kind == TickKind::MinuteBar && std::isfinite(tick.dayVolume))
            told.push_back(DayVolume::of(tick));
    }
    return told;
}

/// Minutes in which something is missing now. Times far from the market's are nothing to go by.
inline std::vector<ThrownAway> recentlyThrownAway(const TickBatch &batch, Timestamp marketNow)
{
    std::vector<ThrownAway> recent;
    std::copy_if(
        batch.thrownAway.begin(), batch.thrownAway.end(), std::back_inserter(recent),
        [marketNow](const ThrownAway &each) { return each.minute <= marketNow && marketNow - each.minute < OneDay; });
    return recent;
}

} // namespace tickstock
