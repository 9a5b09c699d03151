// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QString>

#include <optional>
#include <vector>

namespace tickstock {

/// "C1"; "-" for none.
QString shortName(ConnectionId id);

enum class RoutingStrategy {
    Manual,     ///< each symbol on the connection that the settings name
    RoundRobin, ///< symbols go to the connections in turn
    Priority, ///< the first tier goes to the best connection, the next tier to the next one; what does not fit, further
              ///< on
    LoadBalanced ///< by measured events per second
};

/// "manual", "round-robin", "priority", "load-balanced": the words of the settings.
QString toText(RoutingStrategy strategy);
std::optional<RoutingStrategy> routingStrategyFromText(const QString &text);

/// How many connections there can be.
inline constexpr std::size_t MaxConnections = 3;

/// One symbol's change of connection in a plan. A value.
struct RoutingMove
{
    SymbolId symbol;
    QString name;
    ConnectionId from; ///< none: no connection carried it
    ConnectionId to;   ///< none: no connection has room
    double load = 0;   ///< events per second that are expected to move
};

/// What a rebalance would change, shown before it is applied. A value.
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

/// How the symbols are spread over the connections. A value.
struct RoutingHealth
{
    RoutingStrategy strategy = RoutingStrategy::Manual;
    int limit = 0;     ///< connections that the account seems to allow; 0: no limit has been met yet
    int tickers = 0;   ///< distinct symbols confirmed on at least one connection
    int lastMoves = 0; ///< of the last plan
    int openMoves = 0; ///< of all plans, not confirmed yet
};

} // namespace tickstock
