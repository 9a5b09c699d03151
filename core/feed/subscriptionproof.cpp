// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/subscriptionproof.h"

#include "core/feed/serveranswer.h"
#include "core/health/connectionhealth.h"

#include <bit>
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

void SubscriptionProof::receive(const massive::ParsedFrame &frame, Timestamp now)
{
    for (const Tick &tick : frame.ticks)
        note(tick.symbol, bitOf(tick.kind), now);
    for (const TopOfBook &quote : frame.quotes)
        note(quote.symbol, HasQuoted, now);
    for (const PriceBand &band : frame.bands)
        note(band.symbol, HasBand, now);
}

QString SubscriptionProof::channelOfBit(Channels bit)
{
    if (bit == HasQuoted)
        return QStringLiteral("Q");
    if (bit == HasBand)
        return QStringLiteral("LULD");
    return channelOf(static_cast<TickKind>(std::countr_zero(bit)));
}

void SubscriptionProof::prove(SymbolId symbol, Channels bit, Timestamp now)
{
    const QString pair = channelOfBit(bit) + u'.' + m_symbols.qname(symbol);
    noteConfirmed(m_pairs.confirmByData(pair, now));
    if (!m_pairs.isConfirmed(pair))
        return;
    if (symbol.value >= m_proven.size())
        m_proven.resize(symbol.value + 1);
    m_proven[symbol.value] |= static_cast<Channels>(HasSent | bit);
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
