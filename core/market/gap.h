// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QString>

#include <memory>
#include <vector>

namespace tickstock {

/// A hole in one symbol's data, from the last good event to the first new one. All times but repairedAt are market
/// time. A value.
struct Gap
{
    ConnectionId connection;
    QString symbol;
    Timestamp from;
    Timestamp to; ///< not valid while no event has come again
    QString cause;
    QString repairedBy;    ///< "rest"; what is left unexplained where that is the end of it; empty while open
    Timestamp repairedAt;  ///< wall time; not valid unless everything is accounted for
    QString openBecause{}; ///< what it waits for, in English; of this run only

    bool isRepaired() const { return repairedAt.isValid(); }
    /// Nothing more is done about it: it is repaired, or all there is has been fetched and does not account for it.
    bool isEnded() const { return !repairedBy.isEmpty(); }
};

/// Oldest first. Shared between threads, therefore immutable.
using GapList = std::shared_ptr<const std::vector<Gap>>;

} // namespace tickstock
