// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionrouter.h"
#include "core/feed/marketfeed.h"

#include <array>
#include <vector>

namespace tickstock {

/// Which connection carries which symbol at the moment, and what is missing when one fails. A connection carries a
/// symbol from the subscription on; its data counts once the server has confirmed it, and is intact from a market time
/// on until the connection breaks. A value: it knows no socket, sends nothing and emits nothing.
class CarrierBook
{
public:
    /// What the vendor holds back when a subscription begins is sent to the new carrier too.
    static constexpr Milliseconds HoldBack{3'000};
    /// Stands for "from the first event on" while no event has told the market's time.
    static constexpr Timestamp Beginning{1};

    /// Subscriptions to change, by ConnectionId.
    struct Changes
    {
        std::array<std::vector<SymbolId>, MaxConnections + 1> added, removed;
    };
    struct Confirmation
    {
        std::vector<SymbolId> returned; ///< no data of them came until now
        std::vector<SymbolId> moved;    ///< another connection has brought their data so far
    };
    struct Hole
    {
        Loss loss;                       ///< what no other connection has covered; without symbols: nothing is missing
        std::vector<SymbolId> continued; ///< those of them whose data continues by another connection
    };

    /// A connection that is not open any more confirms nothing.
    void setStatus(ConnectionId id, ConnectionStatus status);
    void removeConnection(ConnectionId id);

    void add(SymbolId symbol);
    /// Its carriers are ended by the next reconcile().
    void remove(SymbolId symbol);

    /// Brings the carriers of a symbol to its route and appends what has to be sent for that. The new carrier is
    /// subscribed first; the old one is given up only when the new one has confirmed.
    void reconcile(SymbolId symbol, const Route &route, Changes &changes);
    /// The server has confirmed the symbols on this connection. @p marketNow: end of the newest event
    Confirmation confirm(ConnectionId id, const std::vector<SymbolId> &symbols, Timestamp marketNow);
    /// Data of a connection has stopped.
    Hole lose(const Loss &loss);

    /// Those that the connection has confirmed and no other connection has carried without a break since then.
    std::vector<SymbolId> uncovered(ConnectionId id, const std::vector<SymbolId> &symbols, Timestamp since) const;
    std::vector<SymbolId> confirmedOn(ConnectionId id, const std::vector<SymbolId> &symbols) const;
    bool isConfirmed(SymbolId symbol, ConnectionId id) const;
    /// Distinct symbols that at least one connection has confirmed.
    int confirmedSymbols() const;
    /// The connection still brings the data of a symbol that belongs to another one.
    bool isNeeded(ConnectionId id) const;
    /// How many connections it is subscribed on.
    int carriers(SymbolId symbol) const;

private:
    struct Carrier
    {
        bool isRouted = false; // the symbol belongs here
        bool isSubscribed = false;
        bool isConfirmed = false;
        Timestamp intactSince; // market time from which on nothing is missing; not valid: broken
    };
    struct Entry
    {
        bool isWanted = false;
        bool isMissing = true; // no data of it comes, or what came before has not been asked for
        std::array<Carrier, MaxConnections + 1> carriers; // by ConnectionId
    };

    bool knows(SymbolId symbol) const { return symbol.value < m_entries.size(); }
    bool isWell(std::size_t connection) const;
    bool isElsewhere(const Entry &entry, ConnectionId lost) const;
    bool isCovered(const Entry &entry, ConnectionId lost, Timestamp since) const;

    std::vector<Entry> m_entries; // by SymbolId
    std::array<ConnectionStatus, MaxConnections + 1> m_status{};
};

} // namespace tickstock
