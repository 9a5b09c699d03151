// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/routingtable.h"

#include <utility>

namespace tickstock {

namespace {

constexpr Milliseconds RateInterval{5'000};
constexpr double NewRateWeight = 0.3; // against the rate so far

} // namespace

RoutingTable::RoutingTable(RouterOptions options, QStringList critical, const std::vector<QStringList> &tiers)
    : m_router(options)
    , m_critical(std::move(critical))
    , m_lastTier(static_cast<int>(tiers.size()))
{
    for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
        for (const QString &name : tiers[tier])
            m_tiers.try_emplace(name.toStdString(), static_cast<int>(tier));
    }
}

bool RoutingTable::add(SymbolId symbol, const QString &name, ConnectionId assigned)
{
    if (!knows(symbol))
        m_entries.resize(symbol.value + 1);
    Entry &entry = m_entries[symbol.value];
    if (std::exchange(entry.isSubscribed, true))
        return false;
    const auto tier = m_tiers.find(name.toStdString());
    entry.name = name;
    entry.assigned = assigned;
    entry.tier = tier == m_tiers.end() ? m_lastTier : tier->second;
    entry.isCritical = m_critical.contains(name);
    m_order.push_back(symbol);
    return true;
}

bool RoutingTable::remove(SymbolId symbol, Timestamp now)
{
    if (!knows(symbol) || !std::exchange(m_entries[symbol.value].isSubscribed, false))
        return false;
    m_entries[symbol.value].route = {};
    m_entries[symbol.value].home = {};
    m_receipts.close(symbol, now);
    std::erase(m_order, symbol);
    return true;
}

QStringList RoutingTable::names(const std::vector<SymbolId> &symbols) const
{
    QStringList names;
    for (const SymbolId symbol : symbols)
        names.append(m_entries[symbol.value].name);
    return names;
}

void RoutingTable::measureRates(Timestamp now)
{
    const Milliseconds span = now - m_countedAt;
    if (m_countedAt.isValid() && span < RateInterval)
        return;
    for (const SymbolId symbol : m_order) {
        Entry &entry = m_entries[symbol.value];
        const quint64 events = entry.events - std::exchange(entry.eventsAtLastCount, entry.events);
        const double rate =
            m_countedAt.isValid() ? static_cast<double>(events) * 1'000 / static_cast<double>(span.count()) : 0;
        entry.rate = entry.rate > 0 ? entry.rate * (1 - NewRateWeight) + rate * NewRateWeight : rate;
    }
    m_countedAt = now;
}

std::vector<Route> RoutingTable::routes(const std::vector<RoutedConnection> &connections) const
{
    std::vector<RoutedSymbol> routed;
    routed.reserve(m_order.size());
    for (const SymbolId symbol : m_order) {
        const Entry &entry = m_entries[symbol.value];
        const ConnectionId wished = strategy() == RoutingStrategy::RoundRobin ? entry.home : entry.assigned;
        routed.push_back({symbol, wished, entry.route.owner, entry.tier, entry.isCritical, entry.rate});
    }
    return m_router.routes(connections, routed);
}

RoutingPlan RoutingTable::planFor(const std::vector<RoutedConnection> &connections,
                                  const std::vector<Route> &routes) const
{
    RoutingPlan plan;
    for (const RoutedConnection &connection : connections)
        plan.loads.push_back({connection.id});
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        const Entry &entry = m_entries[m_order[i].value];
        const Route &before = entry.route, &after = routes[i];
        for (RoutingPlan::Load &load : plan.loads) {
            if (before.has(load.connection)) {
                ++load.symbolsBefore;
                load.before += entry.rate;
            }
            if (after.has(load.connection)) {
                ++load.symbolsAfter;
                load.after += entry.rate;
            }
        }
        if (before.owner != after.owner && !before.has(after.owner))
            plan.moves.push_back({m_order[i], entry.name, before.owner, after.owner, entry.rate});
        else if (before.second != after.second && !before.has(after.second))
            plan.moves.push_back({m_order[i], entry.name, before.second, after.second, entry.rate});
    }
    return plan;
}

RoutingPlan RoutingTable::plan(const std::vector<RoutedConnection> &connections) const
{
    return planFor(connections, routes(connections));
}

RoutingPlan RoutingTable::apply(const std::vector<RoutedConnection> &connections, const QString &cause, Timestamp now)
{
    const std::vector<Route> wanted = routes(connections);
    RoutingPlan applied = planFor(connections, wanted);
    m_receipts.open(applied, cause, now);
    for (std::size_t i = 0; i < m_order.size(); ++i) {
        Entry &entry = m_entries[m_order[i].value];
        entry.route = wanted[i];
        if (entry.home.value == 0)
            entry.home = wanted[i].owner;
    }
    return applied;
}

} // namespace tickstock
