// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionrouter.h"
#include "core/feed/routingreceipts.h"
#include "core/market/quotebatch.h"

#include <QStringList>

#include <string>
#include <unordered_map>
#include <vector>

namespace tickstock {

/// The subscribed symbols: what is wished for each, how busy it is, and on which connection it belongs. Asks
/// ConnectionRouter, keeps its answer as the routes, and keeps receipts of what moved. A value; times are wall time.
class RoutingTable
{
public:
    /// @param critical symbols that two connections carry
    /// @param tiers for priority routing, the most important first
    RoutingTable(RouterOptions options, QStringList critical, const std::vector<QStringList> &tiers);

    /// False if it is subscribed already. @param assigned where the user wants it; none: anywhere
    bool add(SymbolId symbol, const QString &name, ConnectionId assigned);
    /// False if it was not subscribed.
    bool remove(SymbolId symbol, Timestamp now);
    /// In the order of their subscription.
    const std::vector<SymbolId> &symbols() const { return m_order; }
    QStringList names(const std::vector<SymbolId> &symbols) const;
    Route route(SymbolId symbol) const { return knows(symbol) ? m_entries[symbol.value].route : Route(); }

    /// An event of the symbol has come.
    void count(SymbolId symbol)
    {
        if (knows(symbol))
            ++m_entries[symbol.value].events;
    }
    /// Quotes and bands are load like any other event.
    void countAll(const QuoteBatch &batch)
    {
        for (const TopOfBook &quote : batch.quotes)
            count(quote.symbol);
        for (const PriceBand &band : batch.bands)
            count(band.symbol);
    }
    /// Takes the events counted since the last measurement into the rates, every few seconds.
    void measureRates(Timestamp now);

    /// What would change if the symbols were routed over these connections.
    RoutingPlan plan(const std::vector<RoutedConnection> &connections) const;
    /// Routes the symbols over these connections.
    RoutingPlan apply(const std::vector<RoutedConnection> &connections, const QString &cause, Timestamp now);
    /// The symbol's move is done: the connection it belongs on has confirmed it.
    void closeMove(SymbolId symbol, Timestamp now) { m_receipts.close(symbol, now); }

    const RoutingReceipts &receipts() const { return m_receipts; }
    RoutingStrategy strategy() const { return m_router.options().strategy; }

private:
    struct Entry
    {
        QString name;
        bool isSubscribed = false;
        bool isCritical = false;
        int tier = 0;
        ConnectionId assigned; // by the user
        ConnectionId home;     // where round-robin has put it
        Route route;
        quint64 events = 0;
        quint64 eventsAtLastCount = 0;
        double rate = 0; // events per second
    };

    bool knows(SymbolId symbol) const { return symbol.value < m_entries.size(); }
    std::vector<Route> routes(const std::vector<RoutedConnection> &connections) const;
    RoutingPlan planFor(const std::vector<RoutedConnection> &connections, const std::vector<Route> &routes) const;

    const ConnectionRouter m_router;
    const QStringList m_critical;
    const int m_lastTier; // of symbols that are in none
    std::unordered_map<std::string, int> m_tiers;
    std::vector<Entry> m_entries; // by SymbolId
    std::vector<SymbolId> m_order;
    RoutingReceipts m_receipts;
    Timestamp m_countedAt;
};

} // namespace tickstock
