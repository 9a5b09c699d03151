// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QString>

#include <memory>
#include <vector>

namespace tickstock {

/// A hole in one symbol's data: from the last good event to the first new one. All times but repairedAt are market
/// time.
struct Gap
{
    ConnectionId connection;
    QString symbol;
    Timestamp from;
    Timestamp to; ///< not valid while nothing has come again
    QString cause;
    QString repairedBy;   ///< "rest"; empty while open
    Timestamp repairedAt; ///< wall time

    bool isRepaired() const { return repairedAt.isValid(); }
};

/// Copied between threads, therefore immutable. The oldest first.
using GapList = std::shared_ptr<const std::vector<Gap>>;

} // namespace tickstock
