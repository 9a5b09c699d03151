// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <utility>

namespace tickstock {

/// What market time follows.
enum class MarketClockMode { Auto, Wall, Feed };

/// Market time rules sessions, the closing of minutes and repair ranges (wall time rules timeouts and back-off).
/// In Auto it is wall time, except that it follows the newest event's end while events come in whose end is more than
/// ten minutes away from wall time: simulation, replay or a delayed plan. How far away is judged when an event arrives,
/// so a real feed that falls silent overnight stays on wall time. One thread.
class MarketClock
{
public:
    static constexpr Milliseconds AutoThreshold{600'000};

    explicit MarketClock(MarketClockMode mode = MarketClockMode::Auto)
        : m_mode(mode)
    {
    }

    /// An event whose window ended at @p eventEnd came in at @p wall. Time taken from events never runs backwards.
    void observe(Timestamp eventEnd, Timestamp wall)
    {
        if (eventEnd <= m_newestEvent)
            return;
        // One event from nowhere must not move the clock for good: a leap needs a second witness.
        if (m_newestEvent.isValid() && eventEnd - m_newestEvent > AutoThreshold) {
            const Timestamp witness = std::exchange(m_leapWitness, eventEnd);
            const Milliseconds between = eventEnd > witness ? eventEnd - witness : witness - eventEnd;
            if (!witness.isValid() || between > AutoThreshold)
                return;
        }
        m_leapWitness = {};
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
    Timestamp m_leapWitness;
    bool m_eventsAreApart = false;
};

} // namespace tickstock
