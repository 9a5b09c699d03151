// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionhealth.h"
#include "core/feed/connectionrouter.h"
#include "core/market/gap.h"
#include "core/sink/sinkhealth.h"

#include <array>
#include <mutex>
#include <vector>

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

/// The gap ledger as it stands.
struct GapHealth
{
    GapList list;
    std::array<quint64, MaxConnections + 1> count{}, repaired{}; ///< by ConnectionId; none: the program was not running
};

struct RepairHealth
{
    int waiting = 0;      ///< symbols whose missing minutes are still being fetched
    int unasked = 0;      ///< symbols whose missing minutes are known, but cannot be asked for yet
    quint64 repaired = 0; ///< repairs done
    quint64 failed = 0;
    QString lastError;
};

/// The latest health of everything, written by each thread for its own part and copied by whoever shows it.
class HealthBoard
{
public:
    struct Snapshot
    {
        std::vector<ConnectionHealth> connections;
        PipelineHealth pipeline;
        std::vector<SinkHealth> sinks; ///< the store first
        RepairHealth repair;
        GapHealth gaps;
        RoutingHealth routing;
        std::int64_t clockSkewMs = 0; ///< server's clock minus ours, when it is a real clock
        bool isPolled = false;        ///< no connection is up: what is on screen comes from REST, each minute

        /// Lost for good on the way to any sink.
        quint64 droppedBySinks() const;
        /// The named one; one that is off if there is none.
        SinkHealth sink(QStringView name) const;
    };

    void setConnections(std::vector<ConnectionHealth> value);
    void setPipeline(const PipelineHealth &value);
    void setSinks(std::vector<SinkHealth> value);
    void setRepair(const RepairHealth &value);
    void setGaps(GapHealth value);
    void setRouting(const RoutingHealth &value);
    void setClockSkew(std::int64_t ms);
    void setPolled(bool isPolled);
    /// Connections carry what feed, pipeline and ledger know about them.
    Snapshot snapshot() const;

private:
    mutable std::mutex m_mutex; // protects m_state
    Snapshot m_state;
};

} // namespace tickstock
