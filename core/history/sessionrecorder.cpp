// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/sessionrecorder.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>

namespace tickstock {

SessionRecorder::SessionRecorder(OnStore onStore)
    : m_onStore(std::move(onStore))
{
}

SessionCounts SessionRecorder::countsOf(const HealthBoard::Snapshot &health)
{
    SessionCounts counts;
    counts.ticks = health.pipeline.ticks;
    counts.bars = health.pipeline.closedMinutes;
    counts.events = health.pipeline.events;
    counts.gaps = std::accumulate(health.gaps.count.begin(), health.gaps.count.end(), quint64(0));
    return counts;
}

/// A session begins with its first event: before that, market time may still be wall time although the market is a
/// simulated one.
void SessionRecorder::poll(const HealthBoard::Snapshot &health, int symbols)
{
    m_thread.assertHere();
    m_symbols = std::max(symbols, m_date.isValid() ? m_symbols : 0);
    const Timestamp now = health.pipeline.marketNow;
    if (!now.isValid())
        return;
    const SessionHours hours = m_calendar.currentOrPrevious(now);
    const SessionCounts counts = countsOf(health);
    const bool isUnderWay = now < hours.postClose + Corrections;
    if (m_date.isValid() && (m_date != hours.date || !isUnderWay)) {
        const auto own = m_calendar.hours(m_date);
        // What has come since the last poll belongs to the new session, if there is one.
        end(own ? std::min(now, own->postClose + Corrections) : now, m_date == hours.date ? counts : m_lastCounts);
    }
    const bool hasEvents = counts.ticks > m_lastCounts.ticks;
    if (!m_date.isValid() && isUnderWay && hasEvents)
        begin(hours, now);
    m_lastCounts = counts;
}

void SessionRecorder::begin(const SessionHours &hours, Timestamp at)
{
    m_date = hours.date;
    m_begunAt = at;
    m_before = m_lastCounts; // what came since the last poll belongs to it
    m_row = std::make_shared<qint64>(0);
    m_onStore([row = m_row, at, symbols = m_symbols](Storage &storage) {
        if (const auto id = storage.beginSession(at, symbols))
            *row = *id;
    });
}

void SessionRecorder::end(Timestamp at, SessionCounts counts)
{
    m_date = {};
    counts.ticks -= m_before.ticks;
    counts.bars -= m_before.bars;
    counts.events -= m_before.events;
    counts.gaps -= m_before.gaps;
    counts.symbols = m_symbols;
    m_onStore([row = std::move(m_row), begunAt = m_begunAt, at, counts](Storage &storage) {
        if (*row == 0) { // the store was away when it began
            if (const auto id = storage.beginSession(begunAt, counts.symbols))
                *row = *id;
        }
        (void)storage.endSession(*row, at, counts);
    });
}

void SessionRecorder::finish(const HealthBoard::Snapshot &health)
{
    m_thread.assertHere();
    if (m_date.isValid())
        end(health.pipeline.marketNow, countsOf(health));
}

} // namespace tickstock
