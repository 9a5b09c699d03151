// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace tickstock {

/// "C1"; "-" for none.
QString shortName(ConnectionId id);

enum class RoutingStrategy {
    Manual,      ///< each symbol on the connection it was given to
    RoundRobin,  ///< one after the other
    Priority,    ///< the first tier on the best connection, the next tiers on the next ones, overflow further on
    LoadBalanced ///< by measured events per second
};

/// "manual", "round-robin", "priority", "load-balanced": the words of the settings.
QString toText(RoutingStrategy strategy);
std::optional<RoutingStrategy> routingStrategyFromText(const QString &text);

/// Up to three connections; a set of them as bits.
inline constexpr std::size_t MaxConnections = 3;

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
    double load = 0; ///< events per second; 0: not measured yet
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

/// One change of a plan.
struct RoutingMove
{
    SymbolId symbol;
    QString name;
    ConnectionId from; ///< none: was carried by nobody
    ConnectionId to;   ///< none: fits nowhere
    double load = 0;   ///< events per second expected to go along
};

/// What would change, to be looked at before it is applied.
struct RoutingPlan
{
    std::vector<RoutingMove> moves;
    struct Load
    {
        ConnectionId connection;
        int symbolsBefore = 0, symbolsAfter = 0;
        double before = 0, after = 0; ///< events per second
    };
    std::vector<Load> loads;
    bool isEmpty() const { return moves.empty(); }
};

/// How the symbols are spread.
struct RoutingHealth
{
    RoutingStrategy strategy = RoutingStrategy::Manual;
    int limit = 0;     ///< connections the account seems to allow; 0: not met yet
    int tickers = 0;   ///< distinct symbols confirmed on at least one connection
    int lastMoves = 0; ///< of the last plan
    int openMoves = 0; ///< of all plans, not confirmed yet
};

} // namespace tickstock
