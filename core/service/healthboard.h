// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionhealth.h"
#include "core/storage/storageworker.h"

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
    quint64 events = 0;
    quint64 droppedTicks = 0; ///< did not fit between feed and pipeline
    quint64 queuedTicks = 0;
    std::int64_t latencyP50Us = 0; ///< reception to bar
    std::int64_t latencyP99Us = 0;
    int symbols = 0;
};

struct RepairHealth
{
    int waiting = 0;      ///< symbols whose missing minutes are still being fetched
    quint64 repaired = 0; ///< repairs done
    quint64 failed = 0;
    QString lastError;
    std::int64_t clockSkewMs = 0; ///< server's clock minus ours, when it is a real clock
};

/// The latest health of everything, written by each thread for its own part and copied by whoever shows it.
class HealthBoard
{
public:
    struct Snapshot
    {
        std::vector<ConnectionHealth> connections;
        PipelineHealth pipeline;
        SinkHealth storage;
        RepairHealth repair;
    };

    void setConnections(std::vector<ConnectionHealth> value);
    void setPipeline(const PipelineHealth &value);
    void setStorage(const SinkHealth &value);
    void setRepair(const RepairHealth &value);
    Snapshot snapshot() const;

private:
    mutable std::mutex m_mutex; // protects m_state
    Snapshot m_state;
};

} // namespace tickstock
