// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/carrierbook.h"

#include <algorithm>
#include <utility>

namespace tickstock {

void CarrierBook::setStatus(ConnectionId id, ConnectionStatus status)
{
    m_status[id.value] = status;
    if (isConnected(status))
        return;
    for (Entry &entry : m_entries)
        entry.carriers[id.value].isConfirmed = false;
}

void CarrierBook::removeConnection(ConnectionId id)
{
    m_status[id.value] = ConnectionStatus::Off;
    for (Entry &entry : m_entries)
        entry.carriers[id.value] = {};
}

void CarrierBook::add(SymbolId symbol)
{
    if (!knows(symbol))
        m_entries.resize(symbol.value + 1);
    m_entries[symbol.value].isWanted = true;
    m_entries[symbol.value].isMissing = true;
}

void CarrierBook::remove(SymbolId symbol)
{
    if (knows(symbol))
        m_entries[symbol.value].isWanted = false;
}

void CarrierBook::reconcile(SymbolId symbol, const Route &route, Changes &changes)
{
    if (!knows(symbol))
        return;
    Entry &entry = m_entries[symbol.value];
    const bool hasOwner = route.owner.value != 0;
    bool isServed = hasOwner;
    for (std::size_t id = 1; id <= MaxConnections; ++id) {
        Carrier &carrier = entry.carriers[id];
        carrier.isRouted = entry.isWanted && route.has({static_cast<std::uint8_t>(id)});
        if (!carrier.isRouted)
            continue;
        if (!std::exchange(carrier.isSubscribed, true))
            changes.added[id].push_back(symbol);
        isServed = isServed && carrier.isConfirmed;
    }
    for (std::size_t id = 1; id <= MaxConnections; ++id) {
        Carrier &carrier = entry.carriers[id];
        const bool mayEnd = !entry.isWanted || (hasOwner && (isServed || !isConnected(m_status[id])));
        if (carrier.isSubscribed && !carrier.isRouted && mayEnd) {
            changes.removed[id].push_back(symbol);
            carrier = {};
        }
    }
}

CarrierBook::Confirmation CarrierBook::confirm(ConnectionId id, const std::vector<SymbolId> &symbols,
                                               Timestamp marketNow)
{
    Confirmation confirmation;
    for (const SymbolId symbol : symbols) {
        if (!knows(symbol))
            continue;
        Entry &entry = m_entries[symbol.value];
        Carrier &carrier = entry.carriers[id.value];
        if (!carrier.isSubscribed)
            continue;
        carrier.isConfirmed = true;
        carrier.intactSince = marketNow.isValid() ? marketNow + HoldBack : Beginning;
        (std::exchange(entry.isMissing, false) ? confirmation.returned : confirmation.moved).push_back(symbol);
    }
    return confirmation;
}

CarrierBook::Hole CarrierBook::lose(const Loss &loss)
{
    Hole hole{{loss.connection, {}, loss.since, loss.reason, loss.detail}, {}};
    for (const SymbolId symbol : loss.symbols) {
        if (!isConfirmed(symbol, loss.connection))
            continue;
        Entry &entry = m_entries[symbol.value];
        Carrier &carrier = entry.carriers[loss.connection.value];
        // A subscription that has seen no market time yet has no beginning either.
        const Timestamp begun = carrier.intactSince > Beginning ? carrier.intactSince : Timestamp();
        const Timestamp since = loss.since.isValid() ? loss.since : begun;
        carrier.intactSince = {};
        if (isCovered(entry, loss.connection, since))
            continue;
        hole.loss.symbols.push_back(symbol);
        if (since.isValid()) // without a beginning nothing is known that could be fetched
            hole.loss.since = hole.loss.since.isValid() ? std::min(hole.loss.since, since) : since;
        // A second carrier that came too late to cover the hole brings what follows it.
        entry.isMissing = !isElsewhere(entry, loss.connection);
        if (!entry.isMissing)
            hole.continued.push_back(symbol);
    }
    return hole;
}

std::vector<SymbolId> CarrierBook::uncovered(ConnectionId id, const std::vector<SymbolId> &symbols,
                                             Timestamp since) const
{
    std::vector<SymbolId> found;
    std::copy_if(symbols.begin(), symbols.end(), std::back_inserter(found), [&](SymbolId symbol) {
        return isConfirmed(symbol, id) && !isCovered(m_entries[symbol.value], id, since);
    });
    return found;
}

std::vector<SymbolId> CarrierBook::confirmedOn(ConnectionId id, const std::vector<SymbolId> &symbols) const
{
    std::vector<SymbolId> found;
    std::copy_if(symbols.begin(), symbols.end(), std::back_inserter(found),
                 [&](SymbolId symbol) { return isConfirmed(symbol, id); });
    return found;
}

bool CarrierBook::isConfirmed(SymbolId symbol, ConnectionId id) const
{
    return knows(symbol) && id.value <= MaxConnections && m_entries[symbol.value].carriers[id.value].isConfirmed;
}

int CarrierBook::confirmedSymbols() const
{
    return static_cast<int>(std::count_if(m_entries.begin(), m_entries.end(), [](const Entry &entry) {
        return std::any_of(entry.carriers.begin(), entry.carriers.end(),
                           [](const Carrier &carrier) { return carrier.isConfirmed; });
    }));
}

bool CarrierBook::isNeeded(ConnectionId id) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [id](const Entry &entry) {
        const Carrier &carrier = entry.carriers[id.value];
        return carrier.isConfirmed && !carrier.isRouted;
    });
}

int CarrierBook::carriers(SymbolId symbol) const
{
    if (!knows(symbol))
        return 0;
    const auto &carriers = m_entries[symbol.value].carriers;
    return static_cast<int>(
        std::count_if(carriers.begin(), carriers.end(), [](const Carrier &carrier) { return carrier.isSubscribed; }));
}

bool CarrierBook::isWell(std::size_t connection) const
{
    return isConnected(m_status[connection]) && m_status[connection] != ConnectionStatus::Degraded;
}

bool CarrierBook::isElsewhere(const Entry &entry, ConnectionId lost) const
{
    for (std::size_t id = 1; id <= MaxConnections; ++id) {
        if (id != lost.value && isWell(id) && entry.carriers[id].isConfirmed)
            return true;
    }
    return false;
}

bool CarrierBook::isCovered(const Entry &entry, ConnectionId lost, Timestamp since) const
{
    for (std::size_t id = 1; id <= MaxConnections; ++id) {
        const Carrier &carrier = entry.carriers[id];
        if (id != lost.value && isWell(id) && carrier.isConfirmed && carrier.intactSince.isValid() &&
            carrier.intactSince <= since)
            return true;
    }
    return false;
}

} // namespace tickstock
