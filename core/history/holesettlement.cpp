// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/holesettlement.h"

#include <algorithm>

namespace tickstock {

namespace {

QString percent(double share)
{
    return QString::number(share * 100, 'f', 1);
}

} // namespace

std::optional<Timestamp> HoleSettlement::settle(SymbolId symbol, bool isClosed, Timestamp wallNow)
{
    std::optional<Timestamp> from;
    for (const GapLedger::Open &hole : m_ledger.open(nameOf(symbol))) {
        if (!hole.to.isValid() || !hole.isFetched)
            continue; // data has not come again, or a request for it is under way
        if (const auto needed = judge(hole, symbol, isClosed, wallNow))
            from = from ? std::min(*from, *needed) : *needed;
    }
    closeIfSettled(symbol);
    return from;
}

/// From when on the hole has to be fetched again, if it has to be.
std::optional<Timestamp> HoleSettlement::judge(const GapLedger::Open &hole, SymbolId symbol, bool isClosed,
                                               Timestamp wallNow)
{
    using State = VolumeAccount::State;
    auto [state, missingShare] = m_account.judge(symbol, hole.from, hole.to);
    if (state == State::Waiting && isClosed)
        state = State::Unknown;
    if (state == State::Missing) {
        m_ledger.explain(hole.number,
                         QStringLiteral("%1 % of its volume is not in what REST gave").arg(percent(missingShare)));
        return hole.from.floorTo(OneMinute) - GapLedger::BeforeLoss; // as far back as is compared
    }
    if (!hole.isRechecked) {
        m_ledger.explain(hole.number, QStringLiteral("its newest minutes are fetched once more"));
        return hole.to.floorTo(OneMinute) - GapLedger::BeforeLoss;
    }
    if (state == State::Waiting)
        m_ledger.explain(hole.number, QStringLiteral("the feed's next bar tells what must lie in it"));
    else if (!hole.isAccountedFor)
        m_ledger.account(hole.number, wallNow);
    return std::nullopt;
}

void HoleSettlement::end(SymbolId symbol, Timestamp from, Timestamp to, Timestamp wallNow)
{
    for (const GapLedger::Open &hole : m_ledger.open(nameOf(symbol))) {
        if (!hole.to.isValid() || !hole.isFetched || hole.from < from || hole.to > to)
            continue;
        const auto [state, missingShare] = m_account.judge(symbol, hole.from, hole.to);
        if (state == VolumeAccount::State::Missing)
            m_ledger.endUnexplained(hole.number,
                                    QStringLiteral("fetched, %1 % of volume unexplained").arg(percent(missingShare)));
        else
            m_ledger.account(hole.number, wallNow);
    }
    closeIfSettled(symbol);
}

void HoleSettlement::explain(SymbolId symbol, const QString &why)
{
    for (const GapLedger::Open &hole : m_ledger.open(nameOf(symbol)))
        m_ledger.explain(hole.number, why);
}

void HoleSettlement::closeIfSettled(SymbolId symbol)
{
    if (m_ledger.hasOpen(nameOf(symbol)))
        return;
    m_account.close(symbol);
    m_attempts.erase(symbol);
}

} // namespace tickstock
