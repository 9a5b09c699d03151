// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <utility>
#include <vector>

namespace tickstock {

/// What happened to a minute that is over. A value.
struct ClosedMinute
{
    enum class Kind {
        Closed,    ///< became final
        Corrected, ///< its values changed afterwards; the revision rose
        Confirmed  ///< the same values came from a source of higher rank
    };
    SymbolId symbol;
    Bar bar;
    Kind kind = Kind::Closed;
};

/// What a batch of ticks, or the passing of time, changed in the bar book. A value.
struct BarChanges
{
    std::vector<SymbolId> moved;                             ///< forming minute or last price changed; each symbol once
    std::vector<ClosedMinute> closed;                        ///< in the order in which they were decided
    std::vector<std::pair<SymbolId, Timestamp>> unconfirmed; ///< ended without the AM they need: REST must be asked
    std::vector<std::pair<SymbolId, Timestamp>> confirmed;   ///< suspect minutes that AM or REST has made certain
    bool isEmpty() const { return moved.empty() && closed.empty() && unconfirmed.empty() && confirmed.empty(); }
};

} // namespace tickstock
