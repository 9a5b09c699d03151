// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/healthboard.h"

#include <algorithm>

namespace tickstock {

void HealthBoard::setConnections(std::vector<ConnectionHealth> value)
{
    const std::lock_guard lock(m_mutex);
    m_state.connections = std::move(value);
}

void HealthBoard::setPipeline(const PipelineHealth &value)
{
    const std::lock_guard lock(m_mutex);
    m_state.pipeline = value;
}

void HealthBoard::setStorage(const SinkHealth &value)
{
    const std::lock_guard lock(m_mutex);
    m_state.storage = value;
}

void HealthBoard::setRepair(const RepairHealth &value)
{
    const std::lock_guard lock(m_mutex);
    m_state.repair = value;
}

void HealthBoard::setGaps(GapHealth value)
{
    const std::lock_guard lock(m_mutex);
    m_state.gaps = std::move(value);
}

void HealthBoard::setRouting(const RoutingHealth &value)
{
    const std::lock_guard lock(m_mutex);
    m_state.routing = value;
}

void HealthBoard::setClockSkew(std::int64_t ms)
{
    const std::lock_guard lock(m_mutex);
    m_state.clockSkewMs = ms;
}

void HealthBoard::setPolled(bool isPolled)
{
    const std::lock_guard lock(m_mutex);
    m_state.isPolled = isPolled;
}

HealthBoard::Snapshot HealthBoard::snapshot() const
{
    Snapshot copy;
    {
        const std::lock_guard lock(m_mutex);
        copy = m_state;
    }
    for (ConnectionHealth &connection : copy.connections) {
        const auto id = connection.id.value;
        const PipelineHealth::ByConnection &pipeline = copy.pipeline.connections[id];
        connection.gaps = copy.gaps.count[id];
        connection.gapsRepaired = copy.gaps.repaired[id];
        connection.barLatencyP50Us = pipeline.latencyP50Us;
        connection.barLatencyP99Us = pipeline.latencyP99Us;
        const quint64 waiting = connection.ticks - std::min(connection.ticks, pipeline.taken);
        connection.queued = std::min(waiting, copy.pipeline.queuedTicks);
    }
    return copy;
}

} // namespace tickstock
