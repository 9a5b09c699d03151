// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/routingplan.h"
#include "core/market/gap.h"

#include <array>

namespace tickstock {

/// The gap ledger as it stands.
struct GapHealth
{
    GapList list;
    std::array<quint64, MaxConnections + 1> count{}, repaired{}; ///< by ConnectionId; none: the program was not running
};

/// How the repair of holes stands.
struct RepairHealth
{
    int waiting = 0;      ///< symbols whose missing minutes are still being fetched
    int unasked = 0;      ///< symbols whose missing minutes are known, but cannot be asked for yet
    quint64 repaired = 0; ///< repairs done
    quint64 failed = 0;
    QString lastError;
};

} // namespace tickstock
