// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <vector>

namespace tickstock {

/// Tells whether a silence has cost a symbol data, by the day's accumulated volume that every bar carries: what traded
/// between two consecutive bars and is in neither of them was lost. Judges by A where it comes, else by AM. A value.
class VolumeContinuity
{
public:
    enum class Evidence {
        None,       ///< the event tells nothing about what came before it
        Continuous, ///< nothing traded between it and the symbol's last bar
        Gap         ///< something did
    };

    /// What an event tells, before it is taken.
    Evidence evidence(const Tick &tick) const;
    /// What all of them tell: a gap of one is a gap.
    Evidence evidence(const std::vector<Tick> &ticks) const;
    /// There was a silence from market time @p since; each of these symbols is judged by its next bar.
    void suspect(const std::vector<SymbolId> &symbols, Timestamp since);
    /// Takes the next event. True when it proves that something before it is missing.
    bool proveLoss(const Tick &tick);
    /// Begin of the silence that the symbol was last suspected for.
    Timestamp silentSince(SymbolId symbol) const { return m_states[symbol.value].since; }

private:
    struct State
    {
        double dayVolume = NoValue;
        Timestamp start; // of the newest bar
        Timestamp since;
        bool isSuspect = false;
        bool hasSeconds = false;
    };
    State &state(SymbolId symbol);
    /// The other channel than that which is judged by, or a bar that was sent again.
    static bool isNoNews(const State &known, const Tick &tick);

    std::vector<State> m_states; // by SymbolId
};

} // namespace tickstock
