// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/dayvolume.h"

#include <cmath>
#include <set>
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

/// Minutes in which something is missing now, each once. Times far from the market's are nothing to go by: what came
/// with such a one was said of the running minute or the one before.
inline std::vector<ThrownAway> minutesThrownAway(const TickBatch &batch, Timestamp marketNow)
{
    std::set<ThrownAway> minutes;
    for (const ThrownAway &each : batch.thrownAway) {
        if (each.minute.isValid() && each.minute <= marketNow && marketNow - each.minute < OneDay) {
            minutes.insert(each);
        } else {
            const Timestamp running = marketNow.floorTo(OneMinute);
            minutes.insert({each.symbol, running - OneMinute});
            minutes.insert({each.symbol, running});
        }
    }
    return {minutes.begin(), minutes.end()};
}

} // namespace tickstock
