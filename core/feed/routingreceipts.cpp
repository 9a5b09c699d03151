// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/routingreceipts.h"

#include <QLoggingCategory>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRouting, "tickstock.routing", QtInfoMsg)

constexpr std::size_t Kept = 50;

} // namespace

void RoutingReceipts::open(const RoutingPlan &plan, const QString &cause, Timestamp now)
{
    const auto moves = static_cast<int>(std::count_if(plan.moves.begin(), plan.moves.end(),
                                                      [](const RoutingMove &move) { return move.from.value != 0; }));
    if (moves == 0)
        return;
    const int number = m_receipts.empty() ? 1 : m_receipts.back().number + 1;
    m_receipts.push_back({number, now, cause, moves, moves, Milliseconds(0)});
    if (m_receipts.size() > Kept)
        m_receipts.pop_front();
    for (const RoutingMove &move : plan.moves) {
        if (move.from.value == 0)
            continue;
        close(move.symbol, now); // in a plan that this one overtakes
        m_moving[move.symbol] = number;
    }
    const RoutingMove &first = plan.moves.front();
    qCInfo(lcRouting).noquote() << "plan" << number << cause << "-" << moves << "symbol(s) move, the first"
                                << first.name << shortName(first.from) << "to" << shortName(first.to);
}

void RoutingReceipts::close(SymbolId symbol, Timestamp now)
{
    const auto moving = m_moving.find(symbol);
    if (moving == m_moving.end())
        return;
    const int number = moving->second;
    m_moving.erase(moving);
    const auto receipt = std::find_if(m_receipts.begin(), m_receipts.end(),
                                      [number](const RoutingReceipt &r) { return r.number == number; });
    if (receipt == m_receipts.end() || --receipt->open > 0)
        return;
    receipt->took = now - receipt->at;
    qCInfo(lcRouting) << "plan" << number << "done:" << receipt->moves << "symbol(s) in" << receipt->took.count()
                      << "ms";
}

int RoutingReceipts::openMoves() const
{
    int open = 0;
    for (const RoutingReceipt &receipt : m_receipts)
        open += receipt.open;
    return open;
}

} // namespace tickstock
