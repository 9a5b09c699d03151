// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/volumecontinuity.h"

#include <algorithm>
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

bool VolumeContinuity::isNoNews(const State &known, const Tick &tick)
{
    return (known.hasSeconds && tick.kind == TickKind::MinuteBar) || tick.start <= known.start;
}

VolumeContinuity::Evidence VolumeContinuity::evidence(const Tick &tick) const
{
    if (tick.kind == TickKind::Trade || tick.symbol.value >= m_states.size())
        return Evidence::None;
    const State &known = m_states[tick.symbol.value];
    const double between = tick.dayVolume - tick.volume - known.dayVolume;
    if (isNoNews(known, tick) || std::isnan(between) || tick.dayVolume < known.dayVolume)
        return Evidence::None;
    return between > Rounding ? Evidence::Gap : Evidence::Continuous;
}

VolumeContinuity::Evidence VolumeContinuity::evidence(const std::vector<Tick> &ticks) const
{
    Evidence strongest = Evidence::None;
    for (const Tick &tick : ticks)
        strongest = std::max(strongest, evidence(tick));
    return strongest;
}

bool VolumeContinuity::proveLoss(const Tick &tick)
{
    if (tick.kind == TickKind::Trade)
        return false;
    State &known = state(tick.symbol);
    known.hasSeconds = known.hasSeconds || tick.kind == TickKind::SecondBar;
    if (isNoNews(known, tick))
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
