// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/pipelinehealth.h"
#include "core/types/histogram.h"
#include "core/types/monotonicclock.h"

#include <array>

namespace tickstock {

/// How long it takes from the reception of ticks to their bars, over all and by connection: in the last half to whole
/// minute. Lives in the pipeline thread.
class LatencyFigures
{
public:
    void record(ConnectionId connection, std::int64_t microseconds)
    {
        m_all.record(microseconds);
        m_connections[connection.value].record(microseconds);
    }
    void report(PipelineHealth &health)
    {
        const std::int64_t now = monotonicUs() / 1'000;
        m_all.roll(now);
        health.latencyP50Us = m_all.percentile(0.5);
        health.latencyP99Us = m_all.percentile(0.99);
        for (std::size_t id = 0; id < m_connections.size(); ++id) {
            m_connections[id].roll(now);
            health.connections[id].latencyP50Us = m_connections[id].percentile(0.5);
            health.connections[id].latencyP99Us = m_connections[id].percentile(0.99);
        }
    }

private:
    RecentHistogram m_all; // microseconds
    std::array<RecentHistogram, MaxConnections + 1> m_connections;
};

} // namespace tickstock
