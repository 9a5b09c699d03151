// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/routingplan.h"

#include <array>

namespace tickstock {

/// The state of the pipeline thread. A value.
struct PipelineHealth
{
    Timestamp marketNow;      ///< market time
    bool followsFeed = false; ///< market time is the feed's, not the wall clock's
    quint64 ticks = 0;
    quint64 closedMinutes = 0;
    quint64 corrections = 0;
    quint64 events = 0;       ///< patterns that this program has confirmed
    quint64 received = 0;     ///< events and indicators of others, and those of this program's scan worker
    quint64 malformed = 0;    ///< messages from the bus that could not be read
    quint64 droppedTicks = 0; ///< the queue between feed and pipeline had no room for them
    quint64 queuedTicks = 0;
    std::int64_t latencyP50Us = 0; ///< reception to bar
    std::int64_t latencyP99Us = 0;
    bool isScanning = true; ///< this program looks for patterns itself
    QString scanner;        ///< the name of the program that does so instead; empty: none has announced itself
    int patterns = 0;       ///< switched on; one that is on in two time frames counts twice
    int symbols = 0;
    quint64 barsBytes = 0;     ///< in memory: minutes of the session, seconds of the last quarter of an hour
    quint64 patternsBytes = 0; ///< of the time frames that are scanned: their bars, and what has been judged of them
    struct ByConnection
    {
        quint64 taken = 0; ///< ticks processed
        std::int64_t latencyP50Us = 0;
        std::int64_t latencyP99Us = 0;
    };
    std::array<ByConnection, MaxConnections + 1> connections; ///< by ConnectionId
};

} // namespace tickstock
