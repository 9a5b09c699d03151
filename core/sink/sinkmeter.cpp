// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sink/sinkmeter.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tickstock {

namespace {

constexpr std::int64_t ShortestRateMs = 500;
constexpr std::int64_t LagPeriodMs = 10'000;

std::int64_t monotonicMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace

SinkMeter::SinkMeter(QString name, QString endpoint)
    : m_lag(LagPeriodMs)
    , m_ratedAtMs(monotonicMs())
{
    m_health.name = std::move(name);
    m_health.endpoint = std::move(endpoint);
}

void SinkMeter::setState(SinkState state, const QString &error)
{
    const std::lock_guard lock(m_mutex);
    m_health.state = state;
    m_health.lastError = error;
}

void SinkMeter::delivered(quint64 entries, std::int64_t lagUs)
{
    const std::lock_guard lock(m_mutex);
    m_health.written += entries;
    if (lagUs >= 0)
        m_lag.record(lagUs);
}

void SinkMeter::dropped(quint64 entries)
{
    const std::lock_guard lock(m_mutex);
    m_health.dropped += entries;
}

void SinkMeter::setBacklog(quint64 waiting, quint64 spooled)
{
    const std::lock_guard lock(m_mutex);
    m_waiting = waiting;
    m_health.spooled = spooled;
}

SinkState SinkMeter::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_health.state;
}

SinkHealth SinkMeter::health()
{
    const std::lock_guard lock(m_mutex);
    const std::int64_t now = monotonicMs();
    if (now - m_ratedAtMs >= ShortestRateMs) {
        const quint64 written = m_health.written - std::exchange(m_writtenAtLastRate, m_health.written);
        m_health.ratePerSecond = static_cast<double>(written) * 1'000 / static_cast<double>(now - m_ratedAtMs);
        m_ratedAtMs = now;
    }
    m_lag.roll(now);
    m_health.lagP50Us = m_lag.percentile(0.5);
    m_health.lagP99Us = m_lag.percentile(0.99);
    m_health.backlog = m_waiting + m_health.spooled;
    return m_health;
}

} // namespace tickstock
