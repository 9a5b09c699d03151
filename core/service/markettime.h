// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/marketclock.h"

#include <QDateTime>

namespace tickstock {

/// The time on the market, by this machine's clock, the server's and that of the events. Lives in the pipeline thread.
class MarketTime
{
public:
    explicit MarketTime(MarketClockMode mode)
        : m_clock(mode)
    {
    }

    static Timestamp wallNow() { return {QDateTime::currentMSecsSinceEpoch()}; }

    /// The server's clock: its distance from ours when both are real clocks, the time itself when it simulates.
    void setServerTime(Timestamp server, bool isSimulated, Timestamp wall = wallNow())
    {
        m_isKnown = true;
        if (!isSimulated)
            m_skew = server - wall;
        else
            m_clock.observe(server, wall);
    }
    /// An event whose window ended at @p end came in at @p wall; the market time of its reception.
    Timestamp observe(Timestamp end, Timestamp wall)
    {
        m_isKnown = true;
        m_clock.observe(end, wall + m_skew);
        return at(wall);
    }
    /// The market time when this machine's clock shows @p wall.
    Timestamp at(Timestamp wall) const { return m_clock.now(wall + m_skew); }
    Timestamp now() const { return at(wallNow()); }
    /// An event or the server has told what time it is.
    bool isKnown() const { return m_isKnown; }
    bool followsFeed() const { return m_clock.followsFeed(); }

private:
    MarketClock m_clock;
    Milliseconds m_skew{0}; // what our clock lacks to the server's
    bool m_isKnown = false;
};

} // namespace tickstock
