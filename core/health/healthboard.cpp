// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/health/healthboard.h"

#include <algorithm>
#include <numeric>

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

void HealthBoard::setQuotes(const QuoteHealth &value)
{
    const std::lock_guard lock(m_mutex);
    m_state.quotes = value;
}

void HealthBoard::setSinks(std::vector<SinkHealth> value)
{
    const std::lock_guard lock(m_mutex);
    m_state.sinks = std::move(value);
}

void HealthBoard::setRepair(const RepairHealth &value)
{
    const std::lock_guard lock(m_mutex);
    m_state.repair = value;
}

void HealthBoard::setRestLimit(const QString &limit)
{
    const std::lock_guard lock(m_mutex);
    m_state.restLimit = limit;
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

void HealthBoard::setPatternsReady(int ready, int symbols)
{
    const std::lock_guard lock(m_mutex);
    m_state.patternsReady = ready;
    m_state.patternsWanted = symbols;
}

void HealthBoard::setLeftCold(int symbols)
{
    const std::lock_guard lock(m_mutex);
    m_state.symbolsLeftCold = symbols;
}

void HealthBoard::setPolled(bool isPolled)
{
    const std::lock_guard lock(m_mutex);
    m_state.isPolled = isPolled;
}

quint64 HealthBoard::Snapshot::droppedBySinks() const
{
    return std::accumulate(sinks.begin(), sinks.end(), quint64(0),
                           [](quint64 sum, const SinkHealth &sink) { return sum + sink.dropped; });
}

SinkHealth HealthBoard::Snapshot::sink(QStringView name) const
{
    const auto found = std::find_if(sinks.begin(), sinks.end(), [&](const SinkHealth &s) { return s.name == name; });
    return found == sinks.end() ? SinkHealth() : *found;
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
