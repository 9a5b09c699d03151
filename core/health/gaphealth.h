// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/routingplan.h"
#include "core/market/gap.h"

#include <array>

namespace tickstock {

/// The state of the gap ledger. A value.
struct GapHealth
{
    GapList list;
    std::array<quint64, MaxConnections + 1> count{}, repaired{}; ///< by ConnectionId; none: no connection lost it
    quint64 unexplained = 0;                                     ///< have ended without being repaired
};

/// The state of the repair of holes. A value.
struct RepairHealth
{
    int waiting = 0;      ///< symbols whose missing minutes are still being fetched
    int unasked = 0;      ///< symbols with missing minutes that have not been asked for yet
    quint64 repaired = 0; ///< repairs that succeeded
    quint64 failed = 0;
    QString lastError;
};

} // namespace tickstock
