// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionrouter.h"
#include "core/feed/pooledconnection.h"
#include "core/net/backoff.h"
#include "core/types/threadcheck.h"

#include <functional>
#include <memory>
#include <vector>

namespace tickstock {

/// The connections of one account. Opens them one after the other, finds out how many the account allows, and judges
/// which of them may carry symbols: those that have been well for a while, longer each time they fail again soon. Knows
/// no symbols. The words pause, drain and remove are explained at MultiConnectionManager. Lives in the thread that made
/// it, the feed thread; its connections may emit signals while one of its functions runs.
class ConnectionPool
{
public:
    using WallClock = std::function<Timestamp()>;

    /// @param retriesLimit whether a connection that the account's limit keeps off is tried again by itself
    ConnectionPool(bool retriesLimit, WallClock wallClock);

    /// Its health names its id.
    void add(std::unique_ptr<MarketFeed> feed, int priority);
    std::unique_ptr<MarketFeed> take(ConnectionId id);
    bool has(ConnectionId id) const { return find(id) != nullptr; }
    std::vector<ConnectionId> ids() const; ///< as added
    MarketFeed &feed(ConnectionId id) const { return *find(id)->feed; }
    std::vector<ConnectionHealth> health() const;
    ConnectionHealth health(ConnectionId id) const;

    bool isOpen() const { return m_isOpen; }
    void open();
    void close();
    /// Opens the best connection that still has to be, unless another one has just begun to open.
    void openNext();
    /// A connection reports a change of its state.
    void setStatus(ConnectionId id, const ConnectionHealth &health);

    void pause(ConnectionId id);
    void endPause(ConnectionId id);
    void resume(ConnectionId id);
    void reconnect(ConnectionId id);
    void drain(ConnectionId id);
    void endDrain(ConnectionId id);
    /// It carries no symbols from now on; take() it when nothing depends on it any more.
    void beginRemoval(ConnectionId id);
    bool isBeingRemoved(ConnectionId id) const { return find(id)->isBeingRemoved; }
    /// Those that are to be closed as soon as no symbol depends on them.
    std::vector<ConnectionId> vacating() const;

    /// How many connections the account seems to allow; 0 while no limit has been met.
    int limit() const { return m_limit; }
    /// Lets one connection that the limit keeps off try again, if that is due.
    void retryLimit();

    /// What the router is asked with. Without those that are being removed.
    std::vector<RoutedConnection> routed() const;
    bool hasUsable() const;
    /// Whether other connections may carry symbols than at the last noteRouted().
    bool isRoutingDue() const;
    /// The symbols have been routed to those that may carry them now.
    void noteRouted();

private:
    const PooledConnection *find(ConnectionId id) const;
    PooledConnection *find(ConnectionId id);
    std::vector<bool> usable() const;
    void meetLimit(PooledConnection &connection);
    void liftLimit(PooledConnection &connection);

    const bool m_retriesLimit;
    const WallClock m_wallNow;
    const ThreadCheck m_thread;
    std::vector<PooledConnection> m_connections; // as added
    bool m_isOpen = false;
    int m_limit = 0;
    Backoff m_limitPause{15 * OneMinute, 4 * OneHour};
    Timestamp m_limitRetryAt; // wall time
};

} // namespace tickstock
