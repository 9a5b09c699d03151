// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/balancewatch.h"
#include "core/feed/carrierbook.h"
#include "core/feed/connectionpool.h"
#include "core/feed/marketfeed.h"
#include "core/feed/routingtable.h"
#include "core/feed/tickdeduplicator.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace tickstock {

struct MultiConnectionOptions
{
    RouterOptions router;
    QStringList criticalSymbols;    ///< carried by two connections, delivered once
    std::vector<QStringList> tiers; ///< for priority routing, the most important first
    bool autoRebalance = true;
    Milliseconds rebalanceInterval{30'000};
    bool retriesLimit = false; ///< tries by itself, ever less often, whether more connections are allowed now
    std::function<Timestamp()> wallClock; ///< empty: the system's
};

/// Up to three connections as one feed. Each symbol has one owner, a critical one two; each event leaves once. What
/// changes is first subscribed and confirmed on the new connection and only then dropped from the old one. The symbols
/// of a connection that is lost or stalls go to the others at once and come back when it has been well for a while,
/// longer each time it fails again soon. Lives in the feed thread.
///
/// It ties three parts: ConnectionPool (which connections are open and may carry symbols), RoutingTable (where each
/// symbol belongs, by ConnectionRouter) and CarrierBook (who carries it right now, and what is missing).
///
/// Words: a connection is *drained* when its symbols are kept on the others while it stays open; *paused* when it is
/// also closed as soon as no symbol depends on it; *removed* when it is then deleted. *Resuming* ends all of that for a
/// connection that was not removed, and a limit as well. A route says where a symbol *belongs*; its carriers are the
/// connections that it is *subscribed* on, and only what the server has *confirmed* counts.
class MultiConnectionManager final : public MarketFeed
{
    Q_OBJECT

public:
    /// @param symbols must outlive the manager
    MultiConnectionManager(MultiConnectionOptions options, SymbolTable &symbols, QObject *parent = nullptr);
    ~MultiConnectionManager() override;

    /// Takes the connection over, with the id that its health names; opens it if the manager is open.
    void addConnection(std::unique_ptr<MarketFeed> connection, int priority);
    /// Its symbols are moved first, then it is closed and deleted.
    void removeConnection(ConnectionId id) { steer(id, &ConnectionPool::beginRemoval, "removed"); }

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override { subscribe(symbols, ConnectionId()); }
    /// @param connection where manual routing puts them; none: anywhere
    void subscribe(const QStringList &symbols, ConnectionId connection);
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;
    RoutingHealth routing() const override;

    /// The connection that owns the symbol; none when nobody carries it.
    ConnectionId connectionFor(SymbolId symbol) const { return m_table.route(symbol).owner; }
    ConnectionId connectionFor(const QString &symbol) const;
    /// Confirmed symbols of one connection, in the order of their subscription.
    QStringList tickers(ConnectionId id) const;
    /// Distinct symbols that at least one connection has confirmed.
    int confirmedTickers() const { return m_carriers.confirmedSymbols(); }

    /// What a rebalance would change now.
    RoutingPlan plan() const;
    /// Applies it.
    RoutingPlan rebalance();
    const std::deque<RoutingReceipt> &receipts() const { return m_table.receipts().all(); }

    /// Moves its symbols away and closes it, until resumed.
    void pause(ConnectionId id) { steer(id, &ConnectionPool::pause, "paused"); }
    /// Ends a pause and nothing else: a limit or a drain stays.
    void endPause(ConnectionId id) { steer(id, &ConnectionPool::endPause, "not paused any more"); }
    /// Ends a pause, a drain and a limit, and opens it if it is not open.
    void resume(ConnectionId id) { steer(id, &ConnectionPool::resume, "resumed"); }
    /// Closes and opens it at once, without moving its symbols first. Ends a pause and a limit.
    void reconnect(ConnectionId id) { steer(id, &ConnectionPool::reconnect, "reconnects"); }
    /// Moves its symbols away while it stays open, or takes that back.
    void drain(ConnectionId id, bool isDrained);

    /// How many connections the account seems to allow; 0 while no limit has been met.
    int connectionLimit() const { return m_pool.limit(); }
    RoutingStrategy strategy() const { return m_table.strategy(); }

    /// What has to be done from time to time; called once a second.
    void housekeep();

private:
    void receive(ConnectionId id, const TickBatchPtr &batch);
    void handleStatus(ConnectionId id, const ConnectionHealth &health);
    void handleConfirmed(ConnectionId id, const std::vector<SymbolId> &symbols);
    void handleUnsure(ConnectionId id, const std::vector<SymbolId> &symbols, Timestamp since);
    void handleLost(const Loss &loss);
    void reportMoved(ConnectionId newId, const std::vector<SymbolId> &symbols);

    void steer(ConnectionId id, void (ConnectionPool::*action)(ConnectionId id), const char *words);
    void reroute(const QString &cause);
    void rerouteIfDue(const QString &cause);
    RoutingPlan apply(const QString &cause);
    void reconcile(const std::vector<SymbolId> &symbols);
    void watchBalance();
    void closeVacated();
    void finishRemoval(ConnectionId id);

    const MultiConnectionOptions m_options;
    const std::function<Timestamp()> m_wallNow;
    SymbolTable &m_symbols;
    ConnectionPool m_pool;
    RoutingTable m_table;
    CarrierBook m_carriers;
    TickDeduplicator m_deduplicator;
    QTimer m_timer;
    Timestamp m_marketNow; // end of the newest event
    BalanceWatch m_balance;
};

} // namespace tickstock
