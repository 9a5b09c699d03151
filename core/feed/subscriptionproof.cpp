// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/subscriptionproof.h"

#include "core/feed/serveranswer.h"
#include "core/health/connectionhealth.h"

#include <utility>

namespace tickstock {

SubscriptionProof::SubscriptionProof(const QStringList &channels, SymbolTable &symbols)
    : m_symbols(symbols)
    , m_pairs(channels)
{
}

void SubscriptionProof::remove(const QStringList &names)
{
    m_pairs.remove(names);
    for (const QString &name : names) {
        const auto id = m_symbols.find(name);
        if (id && id->value < m_proven.size())
            m_proven[id->value] &= HasSent;
    }
}

void SubscriptionProof::forgetConfirmations()
{
    m_pairs.forgetConfirmations();
    m_confirmed.clear();
    for (Channels &channels : m_proven)
        channels &= HasSent;
}

void SubscriptionProof::answer(const QStringList &pairs, Timestamp now)
{
    for (const QString &pair : pairs)
        noteConfirmed(m_pairs.confirm(pair, now));
}

void SubscriptionProof::receive(const std::vector<Tick> &ticks, Timestamp now)
{
    for (const Tick &tick : ticks) {
        const bool isKnown = tick.symbol.value < m_proven.size() && (m_proven[tick.symbol.value] & bitOf(tick.kind));
        if (!isKnown)
            prove(tick, now);
    }
}

void SubscriptionProof::prove(const Tick &tick, Timestamp now)
{
    const QString pair = channelOf(tick.kind) + u'.' + m_symbols.qname(tick.symbol);
    noteConfirmed(m_pairs.confirmByData(pair, now));
    if (!m_pairs.isConfirmed(pair))
        return;
    if (tick.symbol.value >= m_proven.size())
        m_proven.resize(tick.symbol.value + 1);
    m_proven[tick.symbol.value] |= static_cast<Channels>(HasSent | bitOf(tick.kind));
}

void SubscriptionProof::noteConfirmed(const QString &symbol)
{
    if (symbol.isEmpty())
        return;
    if (const auto id = m_symbols.intern(symbol))
        m_confirmed.push_back(*id);
}

std::vector<SymbolId> SubscriptionProof::symbols() const
{
    std::vector<SymbolId> ids;
    for (const QString &symbol : m_pairs.symbols()) {
        if (const auto id = m_symbols.intern(symbol))
            ids.push_back(*id);
    }
    return ids;
}

QStringList SubscriptionProof::silentSymbols() const
{
    QStringList silent;
    for (const QString &symbol : m_pairs.symbols()) {
        const auto id = std::as_const(m_symbols).find(symbol);
        if (!id || id->value >= m_proven.size() || !(m_proven[id->value] & HasSent))
            silent.append(symbol);
    }
    return silent;
}

void SubscriptionProof::report(ConnectionHealth &into) const
{
    into.tickers = m_pairs.confirmedSymbols();
    into.refusedPairs = m_pairs.refusedPairs();
    into.unconfirmedPairs = m_pairs.waitingPairs();
}

} // namespace tickstock
