// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/volumecontinuity.h"

#include <cmath>

namespace tickstock {

namespace {

constexpr double Rounding = 0.5; // shares; av is sent without fractions where dav is absent

} // namespace

VolumeContinuity::State &VolumeContinuity::state(SymbolId symbol)
{
    if (symbol.value >= m_states.size())
        m_states.resize(symbol.value + 1);
    return m_states[symbol.value];
}

void VolumeContinuity::suspect(const std::vector<SymbolId> &symbols, Timestamp since)
{
    for (const SymbolId symbol : symbols) {
        State &known = state(symbol);
        if (known.isSuspect)
            continue; // since the earlier silence
        known.isSuspect = true;
        known.since = since;
    }
}

bool VolumeContinuity::proveLoss(const Tick &tick)
{
    if (tick.kind == TickKind::Trade)
        return false;
    State &known = state(tick.symbol);
    known.hasSeconds = known.hasSeconds || tick.kind == TickKind::SecondBar;
    const bool isOther = known.hasSeconds && tick.kind == TickKind::MinuteBar;
    if (isOther || tick.start <= known.start) // the other channel, or a bar that was sent again
        return false;
    bool isMissing = false;
    if (known.isSuspect) {
        const bool isNewDay = tick.dayVolume < known.dayVolume;
        const double before = isNewDay ? 0 : known.dayVolume;
        isMissing = !(tick.dayVolume - tick.volume <= before + Rounding); // also true when a volume is not known
    }
    known.isSuspect = false;
    known.dayVolume = tick.dayVolume;
    known.start = tick.start;
    return isMissing;
}

} // namespace tickstock
