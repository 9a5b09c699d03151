// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/multiconnectionmanager.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRouting, "tickstock.routing", QtInfoMsg)

/// The next connection is not opened while this one has been trying for less than this.
constexpr Milliseconds OpenPatience{3'000};
/// What the vendor holds back when a subscription begins is sent to the new connection too.
constexpr Milliseconds HoldBack{3'000};
/// Stands for "from the first event on" while no event has told the market's time.
constexpr Timestamp Beginning{1};

bool isConnecting(ConnectionStatus status)
{
    return status == ConnectionStatus::Connecting || status == ConnectionStatus::Authenticating;
}

} // namespace

MultiConnectionManager::MultiConnectionManager(MultiConnectionOptions options, SymbolTable &symbols, QObject *parent)
    : MarketFeed(parent)
    , m_options(std::move(options))
    , m_table(symbols)
    , m_router(m_options.router)
{
    for (std::size_t tier = 0; tier < m_options.tiers.size(); ++tier) {
        for (const QString &name : m_options.tiers[tier])
            m_tiers.try_emplace(name.toStdString(), static_cast<int>(tier));
    }
    m_timer.setInterval(1'000);
    connect(&m_timer, &QTimer::timeout, this, &MultiConnectionManager::housekeep);
}

MultiConnectionManager::~MultiConnectionManager()
{
    for (const Connection &connection : m_connections)
        connection.feed->disconnect(this);
}

void MultiConnectionManager::addConnection(std::unique_ptr<MarketFeed> feed, int priority)
{
    const ConnectionId id = feed->health().front().id;
    connect(feed.get(), &MarketFeed::ticks, this, [this, id](const TickBatchPtr &batch) { take(id, batch); });
    connect(feed.get(), &MarketFeed::statusChanged, this,
            [this, id](const ConnectionHealth &health) { handleStatus(id, health); });
    connect(feed.get(), &MarketFeed::confirmed, this,
            [this, id](const std::vector<SymbolId> &symbols) { handleConfirmed(id, symbols); });
    connect(feed.get(), &MarketFeed::unsure, this,
            [this, id](const std::vector<SymbolId> &symbols, Timestamp since) { handleUnsure(id, symbols, since); });
    connect(feed.get(), &MarketFeed::lost, this, &MultiConnectionManager::handleLost);
    Connection connection;
    connection.feed = std::move(feed);
    connection.id = id;
    connection.priority = priority;
    connection.isStarting = true;
    connection.startedAt = wallNow();
    m_connections.push_back(std::move(connection));
    reroute(QStringLiteral("%1 added").arg(shortName(id)));
    if (m_isOpen)
        openNext();
}

void MultiConnectionManager::removeConnection(ConnectionId id)
{
    if (Connection *connection = find(id)) {
        connection->isLeaving = true;
        rerouteIfNeeded(QStringLiteral("%1 removed").arg(shortName(id)));
    }
}

void MultiConnectionManager::open()
{
    m_isOpen = true;
    m_timer.start();
    for (Connection &connection : m_connections) {
        connection.isStarting = !isConnected(connection.status);
        connection.startedAt = wallNow();
    }
    openNext();
}

/// One after the other: if the account allows fewer, as few as possible are thrown out to find that out.
void MultiConnectionManager::openNext()
{
    const Timestamp now = wallNow();
    const bool isBusy = std::any_of(m_connections.begin(), m_connections.end(), [now](const Connection &connection) {
        return isConnecting(connection.status) && now - connection.openedAt < OpenPatience;
    });
    if (isBusy || !m_isOpen)
        return;
    const auto isDue = [](const Connection &connection) {
        return connection.isStarting && !isConnected(connection.status) && !isConnecting(connection.status) &&
               !connection.isPaused && !connection.isLimited && !connection.isLeaving;
    };
    Connection *best = nullptr;
    for (Connection &connection : m_connections) {
        if (isDue(connection) && (!best || connection.priority < best->priority))
            best = &connection;
    }
    if (!best)
        return;
    best->openedAt = now;
    best->feed->open();
}

void MultiConnectionManager::close()
{
    m_isOpen = false;
    m_timer.stop();
    for (Connection &connection : m_connections)
        connection.feed->close();
}

int MultiConnectionManager::tierOf(const QString &name) const
{
    const auto tier = m_tiers.find(name.toStdString());
    return tier == m_tiers.end() ? static_cast<int>(m_options.tiers.size()) : tier->second;
}

void MultiConnectionManager::subscribe(const QStringList &symbols, ConnectionId connection)
{
    for (const QString &name : symbols) {
        const auto id = m_table.intern(name);
        if (!id)
            continue;
        if (id->value >= m_symbols.size())
            m_symbols.resize(id->value + 1);
        Symbol &entry = symbol(*id);
        if (std::exchange(entry.isSubscribed, true))
            continue; // the lower connection has it already
        entry.name = name;
        entry.assigned = connection;
        entry.tier = tierOf(name);
        entry.isCritical = m_options.criticalSymbols.contains(name);
        entry.isMissing = true;
        m_order.push_back(*id);
    }
    reroute(QStringLiteral("subscribed"));
}

void MultiConnectionManager::unsubscribe(const QStringList &symbols)
{
    std::vector<SymbolId> ids;
    for (const QString &name : symbols) {
        const auto id = m_table.intern(name);
        if (!id || id->value >= m_symbols.size() || !symbol(*id).isSubscribed)
            continue;
        Symbol &entry = symbol(*id);
        entry.isSubscribed = false;
        entry.route = {};
        entry.home = {};
        noteReceipt(entry);
        ids.push_back(*id);
        std::erase(m_order, *id);
    }
    reconcile(ids);
}

ConnectionId MultiConnectionManager::connectionFor(const QString &name) const
{
    const std::string text = name.toStdString();
    const auto id = m_table.find(std::string_view(text));
    return id ? connectionFor(*id) : ConnectionId();
}

QStringList MultiConnectionManager::tickers(ConnectionId id) const
{
    QStringList names;
    for (const SymbolId entry : m_order) {
        if (id.value <= MaxConnections && symbol(entry).carriers[id.value].isConfirmed)
            names.append(symbol(entry).name);
    }
    return names;
}

int MultiConnectionManager::confirmedTickers() const
{
    return static_cast<int>(std::count_if(m_order.begin(), m_order.end(), [this](SymbolId id) {
        const auto &carriers = symbol(id).carriers;
        return std::any_of(carriers.begin(), carriers.end(), [](const Carrier &c) { return c.isConfirmed; });
    }));
}

std::vector<ConnectionHealth> MultiConnectionManager::health() const
{
    std::vector<ConnectionHealth> all;
    for (const Connection &connection : m_connections)
        all.push_back(shown(connection));
    return all;
}

RoutingHealth MultiConnectionManager::routing() const
{
    RoutingHealth routing;
    routing.strategy = strategy();
    routing.limit = m_limit;
    routing.tickers = confirmedTickers();
    routing.lastMoves = m_receipts.empty() ? 0 : m_receipts.back().moves;
    for (const RoutingReceipt &receipt : m_receipts)
        routing.openMoves += receipt.open;
    return routing;
}

ConnectionHealth MultiConnectionManager::shown(const Connection &connection) const
{
    ConnectionHealth health = connection.feed->health().front();
    health.priority = connection.priority;
    health.isDrained = connection.isDrained;
    if (health.status == ConnectionStatus::Off) {
        health.reason = connection.isLimited  ? StatusReason::PlanLimit
                        : connection.isPaused ? StatusReason::Paused
                                              : health.reason;
        if (connection.isLimited)
            health.detail = QString::number(m_limit);
    }
    return health;
}

MultiConnectionManager::Connection *MultiConnectionManager::find(ConnectionId id)
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(),
                                 [id](const Connection &connection) { return connection.id == id; });
    return it == m_connections.end() ? nullptr : &*it;
}

const MultiConnectionManager::Connection *MultiConnectionManager::find(ConnectionId id) const
{
    const auto it = std::find_if(m_connections.begin(), m_connections.end(),
                                 [id](const Connection &connection) { return connection.id == id; });
    return it == m_connections.end() ? nullptr : &*it;
}

Timestamp MultiConnectionManager::wallNow() const
{
    return m_options.wallClock ? m_options.wallClock() : Timestamp{QDateTime::currentMSecsSinceEpoch()};
}

// --- what the connections report

void MultiConnectionManager::take(ConnectionId id, const TickBatchPtr &batch)
{
    bool isWatched = false;
    for (const Tick &tick : batch->ticks) {
        m_marketNow = std::max(m_marketNow, tick.end);
        if (tick.symbol.value >= m_symbols.size())
            continue;
        ++m_symbols[tick.symbol.value].events;
        isWatched = isWatched || m_deduplicator.isWatched(tick.symbol);
    }
    if (!isWatched) {
        Q_EMIT ticks(batch);
        return;
    }
    auto rest = std::make_shared<TickBatch>(*batch);
    std::erase_if(rest->ticks, [&](const Tick &tick) { return m_deduplicator.isDuplicate(tick, id); });
    if (!rest->ticks.empty())
        Q_EMIT ticks(rest);
}

void MultiConnectionManager::handleStatus(ConnectionId id, const ConnectionHealth &health)
{
    Connection &connection = *find(id);
    const bool wasConnected = isConnected(connection.status);
    const bool wasWell = wasConnected && connection.status != ConnectionStatus::Degraded;
    connection.status = health.status;
    const bool isWell = isConnected(health.status) && health.status != ConnectionStatus::Degraded;
    if (isConnected(health.status) && !wasConnected)
        connection.connectedAt = wallNow();
    if (isWell && !wasWell)
        connection.usableFrom = connection.isStarting ? wallNow() : wallNow() + connection.returnPause;
    if (!isWell && wasWell)
        noteFailure(connection);
    if (!isConnected(health.status)) {
        for (const SymbolId entry : m_order)
            symbol(entry).carriers[id.value].isConfirmed = false;
    }
    if (!isConnecting(health.status))
        connection.isStarting = connection.isStarting && health.status == ConnectionStatus::Off;
    if (health.reason == StatusReason::TooManyConnections)
        meetLimit(connection);
    if (!isConnected(connection.status))
        connection.connectedAt = {};
    if (m_isOpen) {
        rerouteIfNeeded(QStringLiteral("%1 %2: %3").arg(shortName(id), toText(health.status), toText(health.reason)));
        openNext();
    }
    Q_EMIT statusChanged(shown(connection));
}

/// A connection that fails again soon after it came back has to prove itself for longer.
void MultiConnectionManager::noteFailure(Connection &connection)
{
    const Timestamp now = wallNow();
    const bool isSoon = connection.failedAt.isValid() && now - connection.failedAt < connection.returnPause * 6;
    connection.returnPause = isSoon ? std::min(connection.returnPause * 2, LongestReturnPause) : ReturnPause;
    connection.failedAt = now;
}

/// The server threw one of ours out. If another of ours has just come, the account allows no more than the others:
/// trying again would throw out the next.
void MultiConnectionManager::meetLimit(Connection &connection)
{
    const Timestamp now = wallNow();
    int others = 0;
    bool isOwnFault = false;
    for (const Connection &other : m_connections) {
        if (&other == &connection || other.isLimited)
            continue;
        const bool isThere = isConnected(other.status) || isConnecting(other.status);
        others += isThere;
        isOwnFault = isOwnFault || isConnecting(other.status) ||
                     (isConnected(other.status) && other.connectedAt.isValid() && now - other.connectedAt < Fresh);
    }
    if (!isOwnFault)
        return;
    m_limit = std::max(1, others);
    qCWarning(lcRouting) << "the account allows" << m_limit << "connection(s); the others stay off";
    // Those that wait for their first opening would meet the same. One that was up before is only refused itself.
    std::vector<ConnectionId> limited{connection.id};
    for (const Connection &other : m_connections) {
        const bool waits = other.isStarting && !isConnected(other.status) && !isConnecting(other.status);
        if (waits && other.id != connection.id && !other.isLimited)
            limited.push_back(other.id);
    }
    for (const ConnectionId id : limited) {
        find(id)->isLimited = true;
        find(id)->isStarting = false;
    }
    m_limitRetryAt = now + m_limitPause.ceiling();
    m_limitPause.next(1);
    for (const ConnectionId id : limited)
        find(id)->feed->close();
}

/// The limit is known to hold only while somebody is kept off by it.
void MultiConnectionManager::forgetLimit(Connection &connection)
{
    connection.isLimited = false;
    if (std::none_of(m_connections.begin(), m_connections.end(), [](const Connection &c) { return c.isLimited; }))
        m_limit = 0;
}

void MultiConnectionManager::retryLimit()
{
    if (!m_options.retriesLimit || m_limit == 0 || wallNow() < m_limitRetryAt)
        return;
    for (Connection &connection : m_connections) {
        if (!connection.isLimited)
            continue;
        connection.isStarting = true;
        connection.startedAt = wallNow();
        forgetLimit(connection);
        break; // one at a time: it costs an eviction if the limit still holds
    }
    m_limitRetryAt = wallNow() + m_limitPause.ceiling();
}

void MultiConnectionManager::handleConfirmed(ConnectionId id, const std::vector<SymbolId> &symbols)
{
    std::vector<SymbolId> returned, moved;
    for (const SymbolId entry : symbols) {
        if (entry.value >= m_symbols.size() || !symbol(entry).carriers[id.value].isSubscribed)
            continue;
        Symbol &confirmedSymbol = symbol(entry);
        Carrier &carrier = confirmedSymbol.carriers[id.value];
        carrier.isConfirmed = true;
        carrier.intactSince = m_marketNow.isValid() ? m_marketNow + HoldBack : Beginning;
        noteReceipt(confirmedSymbol);
        (std::exchange(confirmedSymbol.isMissing, false) ? returned : moved).push_back(entry);
    }
    if (!returned.empty())
        Q_EMIT confirmed(returned);
    leave(id, moved);
    reconcile(symbols);
}

/// Symbols that were carried until now by another connection: since that one's last event nothing is certain. If it has
/// been silent for unusually long, it was about to be found out, and what it should have brought is lost.
void MultiConnectionManager::leave(ConnectionId newId, const std::vector<SymbolId> &moved)
{
    for (const Connection &old : m_connections) {
        std::vector<SymbolId> left;
        std::copy_if(moved.begin(), moved.end(), std::back_inserter(left), [&](SymbolId entry) {
            return old.id != newId && symbol(entry).carriers[old.id.value].isConfirmed;
        });
        if (left.empty())
            continue;
        const ConnectionHealth health = old.feed->health().front();
        if (!health.isSilent) {
            Q_EMIT unsure(left, health.dataEnd);
            continue;
        }
        std::erase_if(left, [&](SymbolId entry) { return isCovered(symbol(entry), old.id, health.dataEnd); });
        if (left.empty())
            continue;
        Q_EMIT lost({old.id, left, health.dataEnd, StatusReason::ShortSilence});
        Q_EMIT confirmed(left);
    }
}

void MultiConnectionManager::handleLost(const Loss &loss)
{
    Loss missing{loss.connection, {}, loss.since, loss.reason};
    for (const SymbolId entry : loss.symbols) {
        if (entry.value >= m_symbols.size())
            continue;
        Symbol &lostSymbol = symbol(entry);
        Carrier &carrier = lostSymbol.carriers[loss.connection.value];
        if (!carrier.isSubscribed || !carrier.isConfirmed)
            continue;
        // A subscription that has seen no market time yet began nowhere.
        const Timestamp begun = carrier.intactSince > Beginning ? carrier.intactSince : Timestamp();
        const Timestamp since = loss.since.isValid() ? loss.since : begun;
        carrier.intactSince = {};
        if (isCovered(lostSymbol, loss.connection, since))
            continue;
        lostSymbol.isMissing = true;
        missing.symbols.push_back(entry);
        if (since.isValid()) // of one that began nowhere nothing is known that could be fetched
            missing.since = missing.since.isValid() ? std::min(missing.since, since) : since;
    }
    if (missing.symbols.empty())
        return;
    Q_EMIT lost(missing);
    // A second carrier that came too late to cover the hole brings what follows it.
    std::vector<SymbolId> flowing;
    for (const SymbolId entry : missing.symbols) {
        if (isElsewhere(symbol(entry), loss.connection)) {
            symbol(entry).isMissing = false;
            flowing.push_back(entry);
        }
    }
    if (!flowing.empty())
        Q_EMIT confirmed(flowing);
}

bool MultiConnectionManager::isElsewhere(const Symbol &lostSymbol, ConnectionId lost) const
{
    return std::any_of(m_connections.begin(), m_connections.end(), [&](const Connection &other) {
        return other.id != lost && isConnected(other.status) && other.status != ConnectionStatus::Degraded &&
               lostSymbol.carriers[other.id.value].isConfirmed;
    });
}

void MultiConnectionManager::handleUnsure(ConnectionId id, const std::vector<SymbolId> &symbols, Timestamp since)
{
    std::vector<SymbolId> doubtful;
    std::copy_if(symbols.begin(), symbols.end(), std::back_inserter(doubtful), [&](SymbolId entry) {
        return entry.value < m_symbols.size() && symbol(entry).carriers[id.value].isConfirmed &&
               !isCovered(symbol(entry), id, since);
    });
    if (!doubtful.empty())
        Q_EMIT unsure(doubtful, since);
}

/// Another connection has carried the symbol without a break since then.
bool MultiConnectionManager::isCovered(const Symbol &lostSymbol, ConnectionId lost, Timestamp since) const
{
    return std::any_of(m_connections.begin(), m_connections.end(), [&](const Connection &other) {
        const Carrier &carrier = lostSymbol.carriers[other.id.value];
        return other.id != lost && isConnected(other.status) && other.status != ConnectionStatus::Degraded &&
               carrier.isConfirmed && carrier.intactSince.isValid() && carrier.intactSince <= since;
    });
}

// --- by hand

void MultiConnectionManager::pause(ConnectionId id)
{
    if (Connection *connection = find(id)) {
        connection->isPaused = true;
        rerouteIfNeeded(QStringLiteral("%1 paused").arg(shortName(id)));
    }
}

void MultiConnectionManager::resume(ConnectionId id)
{
    Connection *connection = find(id);
    if (!connection)
        return;
    connection->isPaused = connection->isDrained = false;
    forgetLimit(*connection);
    if (isConnected(connection->status)) {
        rerouteIfNeeded(QStringLiteral("%1 resumed").arg(shortName(id)));
        return;
    }
    connection->returnPause = ReturnPause;
    connection->feed->open();
}

void MultiConnectionManager::reconnect(ConnectionId id)
{
    if (Connection *connection = find(id)) {
        connection->isPaused = false;
        forgetLimit(*connection);
        connection->feed->open();
    }
}

void MultiConnectionManager::giveBack(ConnectionId id)
{
    Connection *connection = find(id);
    if (!connection || !std::exchange(connection->isPaused, false))
        return;
    if (connection->status == ConnectionStatus::Off && m_isOpen)
        connection->feed->open();
    else
        rerouteIfNeeded(QStringLiteral("%1 given back").arg(shortName(id)));
}

void MultiConnectionManager::drain(ConnectionId id, bool drained)
{
    if (Connection *connection = find(id)) {
        connection->isDrained = drained;
        rerouteIfNeeded(QStringLiteral("%1 %2").arg(shortName(id), drained ? QStringLiteral("drained")
                                                                           : QStringLiteral("takes symbols again")));
    }
}

/// Closes what is paused or removed once nothing depends on it any more, or nothing else could take its symbols.
void MultiConnectionManager::letGo()
{
    const std::vector<bool> canCarry = usable();
    const bool hasOther = std::find(canCarry.begin(), canCarry.end(), true) != canCarry.end();
    std::vector<ConnectionId> leaving;
    for (Connection &connection : m_connections) {
        const bool isNeeded = hasOther && std::any_of(m_order.begin(), m_order.end(), [&](SymbolId id) {
                                  const Carrier &carrier = symbol(id).carriers[connection.id.value];
                                  return carrier.isConfirmed && !symbol(id).route.has(connection.id);
                              });
        if (isNeeded || !(connection.isPaused || connection.isLeaving))
            continue;
        if (connection.isLeaving)
            leaving.push_back(connection.id);
        if (connection.status != ConnectionStatus::Off)
            connection.feed->close();
    }
    for (const ConnectionId id : leaving)
        forget(id);
}

void MultiConnectionManager::forget(ConnectionId id)
{
    for (const SymbolId entry : m_order)
        symbol(entry).carriers[id.value] = {};
    Connection *connection = find(id);
    connection->feed->disconnect(this);
    connection->feed.release()->deleteLater();
    std::erase_if(m_connections, [id](const Connection &candidate) { return candidate.id == id; });
    reroute(QStringLiteral("%1 removed").arg(shortName(id)));
}

// --- from time to time

void MultiConnectionManager::housekeep()
{
    const Timestamp now = wallNow();
    std::erase_if(m_unwatchAt, [&](const auto &entry) {
        if (entry.second > now)
            return false;
        m_deduplicator.forget(entry.first);
        return true;
    });
    countRates();
    retryLimit();
    rerouteIfNeeded(QStringLiteral("health"));
    watchBalance();
    openNext();
}

} // namespace tickstock
