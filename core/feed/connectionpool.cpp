// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectionpool.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRouting, "tickstock.routing", QtInfoMsg)

/// The next connection is not opened while this one has been trying for less than this.
constexpr Milliseconds OpenPatience{3'000};

} // namespace

ConnectionPool::ConnectionPool(bool retriesLimit, WallClock wallClock)
    : m_retriesLimit(retriesLimit)
    , m_wallNow(std::move(wallClock))
{
}

void ConnectionPool::add(std::unique_ptr<MarketFeed> feed, int priority)
{
    m_thread.assertHere();
    PooledConnection connection;
    connection.id = feed->health().front().id;
    connection.feed = std::move(feed);
    connection.priority = priority;
    connection.restart(m_wallNow());
    m_connections.push_back(std::move(connection));
}

std::unique_ptr<MarketFeed> ConnectionPool::take(ConnectionId id)
{
    m_thread.assertHere();
    std::unique_ptr<MarketFeed> feed = std::move(find(id)->feed);
    std::erase_if(m_connections, [id](const PooledConnection &connection) { return connection.id == id; });
    return feed;
}

const PooledConnection *ConnectionPool::find(ConnectionId id) const
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(),
                                 [id](const PooledConnection &connection) { return connection.id == id; });
    return it == m_connections.end() ? nullptr : &*it;
}

PooledConnection *ConnectionPool::find(ConnectionId id)
{
    return const_cast<PooledConnection *>(std::as_const(*this).find(id));
}

std::vector<ConnectionId> ConnectionPool::ids() const
{
    std::vector<ConnectionId> ids;
    for (const PooledConnection &connection : m_connections)
        ids.push_back(connection.id);
    return ids;
}

std::vector<ConnectionHealth> ConnectionPool::health() const
{
    std::vector<ConnectionHealth> all;
    for (const PooledConnection &connection : m_connections)
        all.push_back(connection.health(m_limit));
    return all;
}

ConnectionHealth ConnectionPool::health(ConnectionId id) const
{
    return find(id)->health(m_limit);
}

// --- opening

void ConnectionPool::open()
{
    m_thread.assertHere();
    m_isOpen = true;
    for (PooledConnection &connection : m_connections) {
        connection.isStarting = !isConnected(connection.status);
        connection.startedAt = m_wallNow();
    }
    openNext();
}

void ConnectionPool::close()
{
    m_thread.assertHere();
    m_isOpen = false;
    for (PooledConnection &connection : m_connections)
        connection.feed->close();
}

/// One after the other: if the account allows fewer, as few evictions as possible are spent on finding that out.
void ConnectionPool::openNext()
{
    m_thread.assertHere();
    const Timestamp now = m_wallNow();
    const bool isBusy =
        std::any_of(m_connections.begin(), m_connections.end(), [now](const PooledConnection &connection) {
            return connection.isConnecting() && now - connection.openedAt < OpenPatience;
        });
    if (isBusy || !m_isOpen)
        return;
    PooledConnection *best = nullptr;
    for (PooledConnection &connection : m_connections) {
        const bool isKeptOff = connection.isPaused || connection.isLimited || connection.isBeingRemoved;
        if (connection.isWaitingToOpen() && !isKeptOff && (!best || connection.priority < best->priority))
            best = &connection;
    }
    if (!best)
        return;
    best->openedAt = now;
    best->feed->open();
}

void ConnectionPool::setStatus(ConnectionId id, const ConnectionHealth &health)
{
    m_thread.assertHere();
    PooledConnection &connection = *find(id);
    connection.setStatus(health.status, m_wallNow());
    if (health.reason == StatusReason::TooManyConnections)
        meetLimit(connection);
}

// --- by hand

void ConnectionPool::pause(ConnectionId id)
{
    m_thread.assertHere();
    find(id)->isPaused = true;
}

void ConnectionPool::endPause(ConnectionId id)
{
    m_thread.assertHere();
    PooledConnection &connection = *find(id);
    if (std::exchange(connection.isPaused, false) && connection.status == ConnectionStatus::Off && m_isOpen)
        connection.feed->open();
}

void ConnectionPool::resume(ConnectionId id)
{
    m_thread.assertHere();
    PooledConnection &connection = *find(id);
    connection.isPaused = connection.isDrained = false;
    liftLimit(connection);
    if (isConnected(connection.status))
        return;
    connection.resetReturnPause();
    connection.feed->open();
}

void ConnectionPool::reconnect(ConnectionId id)
{
    m_thread.assertHere();
    PooledConnection &connection = *find(id);
    connection.isPaused = false;
    liftLimit(connection);
    connection.feed->open();
}

void ConnectionPool::drain(ConnectionId id)
{
    m_thread.assertHere();
    find(id)->isDrained = true;
}

void ConnectionPool::endDrain(ConnectionId id)
{
    m_thread.assertHere();
    find(id)->isDrained = false;
}

void ConnectionPool::beginRemoval(ConnectionId id)
{
    m_thread.assertHere();
    find(id)->isBeingRemoved = true;
}

std::vector<ConnectionId> ConnectionPool::vacating() const
{
    std::vector<ConnectionId> ids;
    for (const PooledConnection &connection : m_connections) {
        if (connection.isPaused || connection.isBeingRemoved)
            ids.push_back(connection.id);
    }
    return ids;
}

// --- the account's limit

/// The server threw one of ours out. If another of ours has just come, the account allows no more than the others:
/// trying again would throw out the next.
void ConnectionPool::meetLimit(PooledConnection &connection)
{
    const Timestamp now = m_wallNow();
    int others = 0;
    bool isOwnFault = false;
    for (const PooledConnection &other : m_connections) {
        if (&other == &connection || other.isLimited)
            continue;
        others += other.holdsSocket();
        isOwnFault = isOwnFault || other.isFresh(now);
    }
    if (!isOwnFault)
        return;
    m_limit = std::max(1, others);
    qCWarning(lcRouting) << "the account allows" << m_limit << "connection(s); the others stay off";
    // Those that wait for their first opening would be refused for the same reason. One that was up before stays.
    std::vector<PooledConnection *> limited{&connection};
    for (PooledConnection &other : m_connections) {
        if (&other != &connection && other.isWaitingToOpen() && !other.isLimited)
            limited.push_back(&other);
    }
    for (PooledConnection *refused : limited) {
        refused->isLimited = true;
        refused->isStarting = false;
    }
    m_limitRetryAt = now + m_limitPause.ceiling();
    m_limitPause.next(1);
    for (PooledConnection *refused : limited)
        refused->feed->close();
}

/// The limit is known to hold only while it keeps a connection off.
void ConnectionPool::liftLimit(PooledConnection &connection)
{
    connection.isLimited = false;
    if (std::none_of(m_connections.begin(), m_connections.end(), [](const PooledConnection &c) { return c.isLimited; }))
        m_limit = 0;
}

void ConnectionPool::retryLimit()
{
    m_thread.assertHere();
    if (!m_retriesLimit || m_limit == 0 || m_wallNow() < m_limitRetryAt)
        return;
    // One at a time: it costs an eviction if the limit still holds.
    const auto limited =
        std::find_if(m_connections.begin(), m_connections.end(), [](const PooledConnection &c) { return c.isLimited; });
    if (limited != m_connections.end()) {
        limited->restart(m_wallNow());
        liftLimit(*limited);
    }
    m_limitRetryAt = m_wallNow() + m_limitPause.ceiling();
}

// --- who may carry symbols

/// Those that have been well for a while; those that have just come back only if there is nothing better.
std::vector<bool> ConnectionPool::usable() const
{
    const Timestamp now = m_wallNow();
    std::vector<bool> well, proven;
    for (const PooledConnection &connection : m_connections) {
        well.push_back(connection.isUsable(now));
        proven.push_back(well.back() && connection.isProven(now));
    }
    return std::find(proven.begin(), proven.end(), true) == proven.end() ? well : proven;
}

std::vector<RoutedConnection> ConnectionPool::routed() const
{
    const std::vector<bool> isUsable = usable();
    std::vector<RoutedConnection> routed;
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        if (!m_connections[i].isBeingRemoved)
            routed.push_back({m_connections[i].id, m_connections[i].priority, isUsable[i]});
    }
    return routed;
}

bool ConnectionPool::hasUsable() const
{
    const std::vector<bool> isUsable = usable();
    return std::find(isUsable.begin(), isUsable.end(), true) != isUsable.end();
}

bool ConnectionPool::isRoutingDue() const
{
    const std::vector<bool> isUsable = usable();
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        if (isUsable[i] != m_connections[i].wasUsable)
            return true;
    }
    return false;
}

void ConnectionPool::noteRouted()
{
    m_thread.assertHere();
    const std::vector<bool> isUsable = usable();
    for (std::size_t i = 0; i < m_connections.size(); ++i)
        m_connections[i].wasUsable = isUsable[i];
}

} // namespace tickstock
