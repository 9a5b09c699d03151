// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/marketfeed.h"

#include <memory>

namespace tickstock {

/// One connection of ConnectionPool: its feed, its state, and how far it is trusted. A value beside the feed that it
/// owns; all times are wall time.
struct PooledConnection
{
    /// A connection that came back must stay well for this long before its symbols return.
    static constexpr Milliseconds ReturnPause{10'000};
    static constexpr Milliseconds LongestReturnPause{600'000};
    /// A connection younger than this may be why another one was refused.
    static constexpr Milliseconds Fresh{10'000};

    std::unique_ptr<MarketFeed> feed;
    ConnectionId id;
    int priority = 1;
    ConnectionStatus status = ConnectionStatus::Off;
    bool isStarting = true; ///< first attempt: expected to come up in a moment
    bool isPaused = false;
    bool isDrained = false;
    bool isLimited = false; ///< kept off by the account's limit
    bool isBeingRemoved = false;
    bool wasUsable = false; ///< at the last routing
    Timestamp startedAt;
    Timestamp openedAt;

    /// The feed reports a state.
    void setStatus(ConnectionStatus next, Timestamp now);
    /// From now on it is in its first attempt.
    void restart(Timestamp now);
    /// The user wants it back: earlier failures do not count.
    void resetReturnPause() { m_returnPause = ReturnPause; }

    bool isConnecting() const;
    bool holdsSocket() const { return isConnected(status) || isConnecting(); }
    /// In its first attempt, which has not begun.
    bool isWaitingToOpen() const { return isStarting && !holdsSocket(); }
    /// The server may have thrown another connection out for this one.
    bool isFresh(Timestamp now) const;
    /// May carry symbols.
    bool isUsable(Timestamp now) const;
    /// Has been well for long enough after its last failure.
    bool isProven(Timestamp now) const { return m_usableFrom <= now || wasUsable; }
    /// The feed's own, and what the pool has decided. @p limit: how many connections the account allows
    ConnectionHealth health(int limit) const;

private:
    void noteFailure(Timestamp now);

    Timestamp m_connectedAt; // not valid while not connected
    Timestamp m_usableFrom;
    Timestamp m_failedAt;
    Milliseconds m_returnPause = ReturnPause;
};

} // namespace tickstock
