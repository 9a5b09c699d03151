// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/pooledconnection.h"

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

/// A connection that is being opened for the first time counts as usable for this long.
constexpr Milliseconds StartGrace{10'000};

bool isWell(ConnectionStatus status)
{
    return isConnected(status) && status != ConnectionStatus::Degraded;
}

} // namespace

void PooledConnection::setStatus(ConnectionStatus next, Timestamp now)
{
    const ConnectionStatus before = std::exchange(status, next);
    if (!isConnected(next))
        m_connectedAt = {};
    else if (!isConnected(before))
        m_connectedAt = now;
    if (isWell(next) && !isWell(before))
        m_usableFrom = isStarting ? now : now + m_returnPause;
    if (!isWell(next) && isWell(before))
        noteFailure(now);
    if (!isConnecting())
        isStarting = isStarting && next == ConnectionStatus::Off;
}

void PooledConnection::restart(Timestamp now)
{
    isStarting = true;
    startedAt = now;
}

/// A connection that fails again soon after it came back has to prove itself for longer.
void PooledConnection::noteFailure(Timestamp now)
{
    const bool isSoon = m_failedAt.isValid() && now - m_failedAt < m_returnPause * 6;
    m_returnPause = isSoon ? std::min(m_returnPause * 2, LongestReturnPause) : ReturnPause;
    m_failedAt = now;
}

bool PooledConnection::isConnecting() const
{
    return status == ConnectionStatus::Connecting || status == ConnectionStatus::Authenticating;
}

bool PooledConnection::isFresh(Timestamp now) const
{
    return isConnecting() || (isConnected(status) && m_connectedAt.isValid() && now - m_connectedAt < Fresh);
}

bool PooledConnection::isUsable(Timestamp now) const
{
    if (isPaused || isDrained || isLimited || isBeingRemoved)
        return false;
    return isStarting ? now - startedAt < StartGrace : isWell(status);
}

ConnectionHealth PooledConnection::health(int limit) const
{
    ConnectionHealth health = feed->health().front();
    health.priority = priority;
    health.isDrained = isDrained;
    if (health.status == ConnectionStatus::Off) {
        health.reason = isLimited ? StatusReason::PlanLimit : isPaused ? StatusReason::Paused : health.reason;
        if (isLimited)
            health.detail = QString::number(limit);
    }
    return health;
}

} // namespace tickstock
