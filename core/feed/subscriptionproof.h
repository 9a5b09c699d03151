// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/frameparser.h"
#include "core/feed/subscriptions.h"

#include <utility>

namespace tickstock {

struct ConnectionHealth;

/// The subscriptions of one connection, by symbol, and what proves them: answers of the server and data that arrive.
/// Knows as well which symbols have never sent anything. Cheap for each tick: a pair is looked up by name once, at its
/// first event. Times are wall time. A value beside the table.
class SubscriptionProof
{
public:
    /// @param symbols must outlive this
    SubscriptionProof(const QStringList &channels, SymbolTable &symbols);

    /// Only what is in the table of symbols is taken in, so they are in it from here on.
    void add(const QStringList &names)
    {
        m_symbols.internAll(names);
        m_pairs.add(names);
    }
    void remove(const QStringList &names);
    /// The connection is new, or lost.
    void forgetConfirmations();

    /// The server says that it has subscribed these pairs.
    void answer(const QStringList &pairs, Timestamp now);
    /// Data have come.
    void receive(const massive::ParsedFrame &frame, Timestamp now);
    /// The symbols whose first pair was confirmed since the last call.
    std::vector<SymbolId> takeConfirmed() { return std::exchange(m_confirmed, {}); }

    std::vector<SymbolId> symbols() const;
    /// The symbols that have never sent anything, on this connection or an earlier one.
    QStringList silentSymbols() const;
    /// Writes the figures.
    void report(ConnectionHealth &into) const;
    bool isEmpty() const { return m_pairs.symbols().empty(); }

    /// What is asked of the server, and what it has answered.
    const Subscriptions &pairs() const { return m_pairs; }
    Subscriptions &pairs() { return m_pairs; }

private:
    using Channels = std::uint8_t; // bits by TickKind, and the two below

    static constexpr Channels HasSent = 0x80; // anything, ever; the lower bits are of this connection
    static constexpr Channels HasQuoted = 0x20;
    static constexpr Channels HasBand = 0x40;
    static Channels bitOf(TickKind kind) { return static_cast<Channels>(1u << static_cast<unsigned>(kind)); }
    void note(SymbolId symbol, Channels bit, Timestamp now)
    {
        if (symbol.value >= m_proven.size() || !(m_proven[symbol.value] & bit))
            prove(symbol, bit, now);
    }
    void prove(SymbolId symbol, Channels bit, Timestamp now);
    static QString channelOfBit(Channels bit);
    void noteConfirmed(const QString &symbol);

    SymbolTable &m_symbols;
    Subscriptions m_pairs;
    std::vector<Channels> m_proven; // by SymbolId
    std::vector<SymbolId> m_confirmed;
};

} // namespace tickstock
