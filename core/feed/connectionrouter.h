// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/routingplan.h"

#include <vector>

namespace tickstock {

struct RoutedConnection
{
    ConnectionId id;
    int priority = 1;     ///< lower is better
    bool isUsable = true; ///< may carry symbols now
};

struct RoutedSymbol
{
    SymbolId symbol;
    ConnectionId assigned; ///< manual: what the user wants; round-robin: where it has been so far; none: any
    ConnectionId owner;    ///< the one that carries it now; none: nobody
    int tier = 0;          ///< from 0, the most important
    bool isCritical = false;
    double load = 0; ///< events per second; 0: not measured yet, or it has never sent anything
};

/// Where a symbol belongs. The second connection only for critical symbols.
struct Route
{
    ConnectionId owner;
    ConnectionId second;
    bool operator==(const Route &) const = default;
    bool has(ConnectionId id) const { return id.value != 0 && (owner == id || second == id); }
};

struct RouterOptions
{
    RoutingStrategy strategy = RoutingStrategy::Manual;
    int maxTickers = 0;      ///< per connection; 0: no limit
    bool failsOver = true;   ///< symbols of an unusable connection go to the others
    double tolerance = 0.25; ///< load-balanced: how far above the mean a connection may be
};

/// Decides which connection carries which symbol: a pure function of its arguments. With everything healthy each symbol
/// is at home by the strategy; symbols whose home is not usable go to the others, the important ones first, each to the
/// least loaded. A symbol that fits nowhere keeps an empty route.
class ConnectionRouter
{
public:
    explicit ConnectionRouter(RouterOptions options)
        : m_options(options)
    {
    }

    /// One route for each symbol, in their order.
    std::vector<Route> routes(const std::vector<RoutedConnection> &connections,
                              const std::vector<RoutedSymbol> &symbols) const;

    const RouterOptions &options() const { return m_options; }

private:
    const RouterOptions m_options;
};

} // namespace tickstock
