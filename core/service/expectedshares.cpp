// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/expectedshares.h"

#include "core/feed/connectionrouter.h"

namespace tickstock {

std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings)
{
    std::vector<RoutedConnection> connections;
    std::vector<RoutedSymbol> symbols;
    for (const ConnectionShare &share : set.connections)
        connections.push_back({share.id, share.priority, true});
    for (const QString &name : set.symbols) {
        RoutedSymbol symbol;
        symbol.symbol = {static_cast<std::uint32_t>(symbols.size())};
        symbol.tier = static_cast<int>(set.tiers.size());
        for (std::size_t tier = set.tiers.size(); tier-- > 0;) {
            if (set.tiers[tier].contains(name))
                symbol.tier = static_cast<int>(tier);
        }
        symbol.isCritical = set.criticalSymbols.contains(name);
        for (const ConnectionShare &share : set.connections) {
            if (share.symbols.contains(name))
                symbol.assigned = share.id;
        }
        symbols.push_back(symbol);
    }
    const ConnectionRouter router({set.strategy, settings.maxTickersPerConnection, settings.failover});
    std::vector<int> counts(set.connections.size() + 1, 0); // the last: nobody's
    for (const Route &route : router.routes(connections, symbols)) {
        for (std::size_t i = 0; i < connections.size(); ++i)
            counts[i] += route.has(connections[i].id);
        counts.back() += route.owner.value == 0;
    }
    return counts;
}

} // namespace tickstock
