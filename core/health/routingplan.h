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
