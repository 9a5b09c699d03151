// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/connectioncontrol.h"
#include "core/interfaces/healthview.h"
#include "core/interfaces/marketview.h"
#include "core/interfaces/patterncontrol.h"
#include "core/interfaces/symboldirectory.h"
#include "core/interfaces/symbollists.h"
#include "core/interfaces/watchlists.h"

namespace tickstock {

/// All that a window needs of the core, part by part; a view or dialog takes the part it uses. What it refers to must
/// outlive whoever holds it.
struct CoreInterfaces
{
    MarketView &market;
    ConnectionControl &connections;
    SymbolLists &lists;
    Watchlists &watchlists;
    SymbolDirectory &directory;
    PatternControl &patterns;
    HealthView &health;
};

} // namespace tickstock
