// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <utility>

namespace tickstock {

/// What market time follows.
enum class MarketClockMode { Auto, Wall, Feed };

/// Market time decides about sessions, the closing of minutes and the ranges of repairs; wall time decides about
/// timeouts and back-off. In mode Auto, market time is wall time, except while events arrive whose end is more than ten
/// minutes away from wall time (simulation, replay, a delayed plan): then it is the newest event's end. The distance is
/// measured when an event arrives, so a real feed that falls silent overnight stays on wall time. One thread.
class MarketClock
{
public:
    static constexpr Milliseconds AutoThreshold{600'000};

    explicit MarketClock(MarketClockMode mode = MarketClockMode::Auto)
        : m_mode(mode)
    {
    }

    /// An event whose window ended at @p eventEnd was received at @p wall. Time taken from events never runs backwards.
    void observe(Timestamp eventEnd, Timestamp wall)
    {
        if (eventEnd <= m_newestEvent)
            return;
        // One wrong event must not move the clock for good: a leap counts when a second event confirms it.
        if (m_newestEvent.isValid() && eventEnd - m_newestEvent > AutoThreshold) {
            const Timestamp before = std::exchange(m_leap, eventEnd);
            const Milliseconds between = eventEnd > before ? eventEnd - before : before - eventEnd;
            if (!before.isValid() || between > AutoThreshold)
                return;
        }
        m_leap = {};
        m_newestEvent = eventEnd;
        const Milliseconds apart = eventEnd > wall ? eventEnd - wall : wall - eventEnd;
        m_eventsAreApart = apart > AutoThreshold;
    }

    bool followsFeed() const
    {
        return m_newestEvent.isValid() &&
               (m_mode == MarketClockMode::Feed || (m_mode == MarketClockMode::Auto && m_eventsAreApart));
    }

    Timestamp now(Timestamp wall) const { return followsFeed() ? m_newestEvent : wall; }

private:
    MarketClockMode m_mode;
    Timestamp m_newestEvent;
    Timestamp m_leap; // end of an event that leapt ahead and is not confirmed yet
    bool m_eventsAreApart = false;
};

} // namespace tickstock
