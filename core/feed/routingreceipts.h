// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/routingplan.h"

#include <deque>
#include <unordered_map>

namespace tickstock {

/// What became of an applied plan.
struct RoutingReceipt
{
    int number = 0;
    Timestamp at; ///< wall time
    QString cause;
    int moves = 0;
    int open = 0; ///< moves whose new connection has not confirmed yet
    Milliseconds took{0};
};

/// The receipts of the last plans that moved symbols from one connection to another. A value; times are wall time.
class RoutingReceipts
{
public:
    /// A plan is applied. Moves of symbols that nobody carried before are not counted.
    void open(const RoutingPlan &plan, const QString &cause, Timestamp now);
    /// The symbol's move is done or has been overtaken; nothing happens if no plan moves it.
    void close(SymbolId symbol, Timestamp now);

    const std::deque<RoutingReceipt> &all() const { return m_receipts; }
    int lastMoves() const { return m_receipts.empty() ? 0 : m_receipts.back().moves; }
    int openMoves() const;

private:
    std::deque<RoutingReceipt> m_receipts;
    std::unordered_map<SymbolId, int> m_moving; // number of the plan that moves it
};

} // namespace tickstock
