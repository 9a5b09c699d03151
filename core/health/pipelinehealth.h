// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/routingplan.h"

#include <array>

namespace tickstock {

/// What the pipeline thread knows about itself.
struct PipelineHealth
{
    Timestamp marketNow;      ///< market time
    bool followsFeed = false; ///< market time is the feed's, not the wall clock's
    quint64 ticks = 0;
    quint64 closedMinutes = 0;
    quint64 corrections = 0;
    quint64 events = 0;       ///< patterns that this program has confirmed
    quint64 heard = 0;        ///< events and indicators taken from the bus
    quint64 malformed = 0;    ///< messages on the bus that could not be read
    quint64 droppedTicks = 0; ///< did not fit between feed and pipeline
    quint64 queuedTicks = 0;
    std::int64_t latencyP50Us = 0; ///< reception to bar
    std::int64_t latencyP99Us = 0;
    bool isScanning = true; ///< this program looks for patterns itself
    QString scanner;        ///< who does in its place, as it announces itself; empty: nobody is known to
    int patterns = 0;       ///< that are looked for, each counted once a time frame
    int symbols = 0;
    struct ByConnection
    {
        quint64 taken = 0; ///< ticks worked off
        std::int64_t latencyP50Us = 0;
        std::int64_t latencyP99Us = 0;
    };
    std::array<ByConnection, MaxConnections + 1> connections; ///< by ConnectionId
};

} // namespace tickstock
