// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/healthboard.h"

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

HealthBoard::Snapshot HealthBoard::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

} // namespace tickstock
