// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of MultiConnectionManager that decides and carries out who carries what.

#include "core/feed/multiconnectionmanager.h"

#include <QLoggingCategory>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRouting, "tickstock.routing", QtInfoMsg)

constexpr Milliseconds StartGrace{10'000};
/// Frames of a connection that no longer carries a symbol may still be on their way.
constexpr Milliseconds Straggling = OneMinute;
constexpr Milliseconds RateInterval{5'000};
constexpr std::size_t ReceiptsKept = 50;

} // namespace

bool MultiConnectionManager::isUsable(const Connection &connection) const
{
    if (connection.isPaused || connection.isDrained || connection.isLimited || connection.isLeaving)
        return false;
    if (connection.isStarting)
        return wallNow() - connection.startedAt < StartGrace;
    return isConnected(connection.status) && connection.status != ConnectionStatus::Degraded;
}

/// Those that have been well for a while; those that have just come back only if there is nothing better.
std::vector<bool> MultiConnectionManager::usable() const
{
    std::vector<bool> now, proven;
    for (const Connection &connection : m_connections) {
        now.push_back(isUsable(connection));
        const std::size_t index = now.size() - 1;
        const bool carriesAlready = index < m_usable.size() && m_usable[index];
        proven.push_back(now.back() && (connection.usableFrom <= wallNow() || carriesAlready));
    }
    return std::find(proven.begin(), proven.end(), true) == proven.end() ? now : proven;
}

std::vector<RoutedConnection> MultiConnectionManager::routedConnections() const
{
    const std::vector<bool> canCarry = usable();
    std::vector<RoutedConnection> routed;
    for (std::size_t i = 0; i < m_connections.size(); ++i) {
        if (!m_connections[i].isLeaving)
            routed.push_back({m_connections[i].id, m_connections[i].priority, canCarry[i]});
    }
    return routed;
}

std::vector<Route> MultiConnectionManager::wantedRoutes() const
{
    std::vector<RoutedSymbol> routed;
    routed.reserve(m_order.size());
    for (const SymbolId id : m_order) {
        const Symbol &entry = symbol(id);
        const bool inTurn = m_router.options().strategy == RoutingStrategy::RoundRobin;
        routed.push_back(
            {id, inTurn ? entry.home : entry.assigned, entry.route.owner, entry.tier, entry.isCritical, entry.rate});
    }
    return m_router.routes(routedConnections(), routed);
}

RoutingPlan MultiConnectionManager::planFor(const std::vector<Route> &routes) const
{
    RoutingPlan plan;
    for (const Connection &connection : m_connections)
        plan.loads.push_back({connection.id});
    const auto count = [&](ConnectionId id, double rate, bool after) {
        for (RoutingPlan::Load &load : plan.loads) {
            if (load.connection == id) {
                ++(after ? load.symbolsAfter : load.symbolsBefore);
                (after ? load.after : load.before) += rate;
            }
        }
    };
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const Symbol &entry = symbol(m_order[i]);
        const Route &before = entry.route, &after = routes[i];
        for (const ConnectionId id : {before.owner, before.second})
            count(id, entry.rate, false);
        for (const ConnectionId id : {after.owner, after.second})
            count(id, entry.rate, true);
        if (before.owner != after.owner && !before.has(after.owner))
            plan.moves.push_back({m_order[i], entry.name, before.owner, after.owner, entry.rate});
        else if (before.second != after.second && !before.has(after.second))
            plan.moves.push_back({m_order[i], entry.name, before.second, after.second, entry.rate});
    }
    return plan;
}

RoutingPlan MultiConnectionManager::plan() const
{
    return planFor(wantedRoutes());
}

RoutingPlan MultiConnectionManager::rebalance()
{
    return apply(wantedRoutes(), QStringLiteral("rebalance"));
}

void MultiConnectionManager::reroute(const QString &cause)
{
    m_usable = usable();
    apply(wantedRoutes(), cause);
}

void MultiConnectionManager::rerouteIfNeeded(const QString &cause)
{
    if (usable() != m_usable)
        reroute(cause);
    if (std::any_of(m_connections.begin(), m_connections.end(),
                    [](const Connection &connection) { return connection.isPaused || connection.isLeaving; }))
        QMetaObject::invokeMethod(this, &MultiConnectionManager::letGo, Qt::QueuedConnection);
}

RoutingPlan MultiConnectionManager::apply(const std::vector<Route> &routes, const QString &cause)
{
    RoutingPlan applied = planFor(routes);
    int moves = 0;
    for (const RoutingMove &move : applied.moves)
        moves += move.from.value != 0;
    if (moves > 0) {
        const int number = m_receipts.empty() ? 1 : m_receipts.back().number + 1;
        m_receipts.push_back({number, wallNow(), cause, moves, moves, Milliseconds(0)});
        if (m_receipts.size() > ReceiptsKept)
            m_receipts.pop_front();
        for (const RoutingMove &move : applied.moves) {
            if (move.from.value == 0)
                continue;
            noteReceipt(symbol(move.symbol)); // a plan that this one overtakes
            symbol(move.symbol).receipt = number;
        }
        qCInfo(lcRouting).noquote() << "plan" << number << cause << "-" << moves << "symbol(s) move, the first"
                                    << applied.moves.front().name << shortName(applied.moves.front().from) << "to"
                                    << shortName(applied.moves.front().to);
    }
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        Symbol &entry = symbol(m_order[i]);
        entry.route = routes[i];
        if (entry.home.value == 0)
            entry.home = routes[i].owner;
    }
    reconcile(m_order);
    for (const RoutingMove &move : applied.moves) {
        if (symbol(move.symbol).carriers[move.to.value].isConfirmed) // had not been dropped there yet
            noteReceipt(symbol(move.symbol));
    }
    return applied;
}

void MultiConnectionManager::noteReceipt(Symbol &moved)
{
    const int number = std::exchange(moved.receipt, 0);
    if (number == 0)
        return;
    for (RoutingReceipt &receipt : m_receipts) {
        if (receipt.number != number || --receipt.open > 0)
            continue;
        receipt.took = wallNow() - receipt.at;
        qCInfo(lcRouting) << "plan" << number << "done:" << receipt.moves << "symbol(s) in" << receipt.took.count()
                          << "ms";
    }
}

/// Brings the subscriptions of the connections to what the routes say: the new one first, the old one dropped only when
/// the new one has confirmed.
void MultiConnectionManager::reconcile(const std::vector<SymbolId> &symbols)
{
    std::array<QStringList, MaxConnections + 1> added, removed;
    for (const SymbolId id : symbols) {
        if (id.value >= m_symbols.size())
            continue;
        Symbol &entry = symbol(id);
        bool isServed = entry.route.owner.value != 0;
        for (const Connection &connection : m_connections) {
            Carrier &carrier = entry.carriers[connection.id.value];
            if (!entry.route.has(connection.id))
                continue;
            if (!std::exchange(carrier.isSubscribed, true))
                added[connection.id.value].append(entry.name);
            isServed = isServed && carrier.isConfirmed;
        }
        int carriers = 0;
        for (const Connection &connection : m_connections) {
            Carrier &carrier = entry.carriers[connection.id.value];
            const bool isWanted = entry.isSubscribed && entry.route.has(connection.id);
            const bool mayGo = isServed || !entry.isSubscribed || !isConnected(connection.status);
            if (carrier.isSubscribed && !isWanted && mayGo && (entry.route.owner.value != 0 || !entry.isSubscribed)) {
                removed[connection.id.value].append(entry.name);
                carrier = {};
            }
            carriers += carrier.isSubscribed;
        }
        if (carriers > 1) {
            m_deduplicator.watch(id);
            m_unwatchAt.erase(id);
        } else if (m_deduplicator.isWatched(id)) {
            m_unwatchAt.try_emplace(id, wallNow() + Straggling);
        }
    }
    for (const Connection &connection : m_connections) {
        if (!added[connection.id.value].isEmpty())
            connection.feed->subscribe(added[connection.id.value]);
        if (!removed[connection.id.value].isEmpty())
            connection.feed->unsubscribe(removed[connection.id.value]);
    }
}

void MultiConnectionManager::countRates()
{
    const Timestamp now = wallNow();
    const Milliseconds span = now - m_countedAt;
    if (m_countedAt.isValid() && span < RateInterval)
        return;
    for (const SymbolId id : m_order) {
        Symbol &entry = symbol(id);
        const quint64 events = entry.events - std::exchange(entry.eventsAtLastCount, entry.events);
        const double rate =
            m_countedAt.isValid() ? static_cast<double>(events) * 1'000 / static_cast<double>(span.count()) : 0;
        entry.rate = entry.rate > 0 ? entry.rate * 0.7 + rate * 0.3 : rate;
    }
    m_countedAt = now;
}

/// Only an imbalance that lasts over two looks is acted upon.
void MultiConnectionManager::watchBalance()
{
    const bool isOn = m_options.autoRebalance && m_router.options().strategy == RoutingStrategy::LoadBalanced;
    const Timestamp now = wallNow();
    if (!isOn || (m_balancedAt.isValid() && now - m_balancedAt < m_options.rebalanceInterval))
        return;
    m_balancedAt = now;
    const bool isUnbalanced = !plan().isEmpty();
    if (std::exchange(m_isUnbalanced, isUnbalanced) && isUnbalanced) {
        m_isUnbalanced = false;
        reroute(QStringLiteral("load"));
    }
}

} // namespace tickstock
