// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/connectionrouter.h"
#include "core/feed/marketfeed.h"
#include "core/feed/tickdeduplicator.h"
#include "core/net/backoff.h"

#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

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

/// Up to three connections as one feed. Each symbol has one owner, a critical one two; each event leaves once. What
/// changes is first subscribed and confirmed on the new connection and only then dropped from the old one. The symbols
/// of a connection that is lost or stalls go to the others at once and come back when it has been well for a while,
/// longer each time it fails again soon. Lives in the feed thread.
class MultiConnectionManager final : public MarketFeed
{
    Q_OBJECT

public:
    /// A connection that came back must stay well for this long before its symbols return.
    static constexpr Milliseconds ReturnPause{10'000};
    static constexpr Milliseconds LongestReturnPause{600'000};
    /// A connection younger than this may be why another one was refused.
    static constexpr Milliseconds Fresh{10'000};

    /// @param symbols must outlive the manager
    MultiConnectionManager(MultiConnectionOptions options, SymbolTable &symbols, QObject *parent = nullptr);
    ~MultiConnectionManager() override;

    /// Takes the connection over, with the id that its health tells; opens it if the manager is open.
    void addConnection(std::unique_ptr<MarketFeed> connection, int priority);
    /// Its symbols are moved first, then it is closed.
    void removeConnection(ConnectionId id);

    void open() override;
    void close() override;
    void subscribe(const QStringList &symbols) override { subscribe(symbols, ConnectionId()); }
    /// @param connection where manual routing puts them; none: anywhere
    void subscribe(const QStringList &symbols, ConnectionId connection);
    void unsubscribe(const QStringList &symbols) override;
    std::vector<ConnectionHealth> health() const override;
    RoutingHealth routing() const override;

    /// The connection that owns the symbol; none when nobody carries it.
    ConnectionId connectionFor(SymbolId symbol) const
    {
        return symbol.value < m_symbols.size() ? m_symbols[symbol.value].route.owner : ConnectionId();
    }
    ConnectionId connectionFor(const QString &symbol) const;
    /// Confirmed symbols of one connection, in the order of their subscription.
    QStringList tickers(ConnectionId id) const;
    /// Distinct symbols that at least one connection has confirmed.
    int confirmedTickers() const;

    /// What a rebalance would change now.
    RoutingPlan plan() const;
    /// Applies it.
    RoutingPlan rebalance();
    const std::deque<RoutingReceipt> &receipts() const { return m_receipts; }

    /// Moves its symbols away and closes it, until resumed.
    void pause(ConnectionId id);
    /// Opens it again, also after a limit, and lets symbols return.
    void resume(ConnectionId id);
    /// Closes and opens it at once; waits for nothing.
    void reconnect(ConnectionId id);
    /// Ends a pause, and nothing else.
    void giveBack(ConnectionId id);
    /// Keeps its symbols on the others while it stays open.
    void drain(ConnectionId id, bool drained);

    /// How many connections the account seems to allow; 0 while no limit has been met.
    int connectionLimit() const { return m_limit; }
    RoutingStrategy strategy() const { return m_router.options().strategy; }

    /// What has to be done from time to time; called once a second.
    void housekeep();

private:
    struct Connection
    {
        std::unique_ptr<MarketFeed> feed;
        ConnectionId id;
        int priority = 1;
        ConnectionStatus status = ConnectionStatus::Off;
        bool isStarting = false; // first attempt: expected to come up in a moment
        bool isPaused = false;
        bool isDrained = false;
        bool isLimited = false;
        bool isLeaving = false; // being removed
        Timestamp startedAt;    // wall times from here on
        Timestamp openedAt;
        Timestamp connectedAt; // not valid while not connected
        Timestamp usableFrom;
        Timestamp failedAt;
        Milliseconds returnPause = ReturnPause;
    };
    /// What one connection does for one symbol.
    struct Carrier
    {
        bool isSubscribed = false;
        bool isConfirmed = false;
        Timestamp intactSince; // market time from which on nothing is missing; not valid: broken
    };
    struct Symbol
    {
        QString name;
        bool isSubscribed = false;
        bool isCritical = false;
        bool isMissing = true; // no data of it comes, or what came before has not been asked for
        int tier = 0;
        ConnectionId assigned; // by the user
        ConnectionId home;     // where round-robin has put it
        Route route;
        std::array<Carrier, MaxConnections + 1> carriers; // by ConnectionId
        int receipt = 0;                                  // number of the plan that moves it, 0: none
        quint64 events = 0;
        quint64 eventsAtLastCount = 0;
        double rate = 0; // events per second
    };

    void take(ConnectionId id, const TickBatchPtr &batch);
    void handleStatus(ConnectionId id, const ConnectionHealth &health);
    void handleConfirmed(ConnectionId id, const std::vector<SymbolId> &symbols);
    void handleLost(const Loss &loss);
    void handleUnsure(ConnectionId id, const std::vector<SymbolId> &symbols, Timestamp since);
    void meetLimit(Connection &connection);
    void forgetLimit(Connection &connection);
    void retryLimit();
    void noteFailure(Connection &connection);
    void openNext();
    void letGo();
    void forget(ConnectionId id);
    void reroute(const QString &cause);
    void rerouteIfNeeded(const QString &cause);
    std::vector<Route> wantedRoutes() const;
    RoutingPlan planFor(const std::vector<Route> &routes) const;
    RoutingPlan apply(const std::vector<Route> &routes, const QString &cause);
    void reconcile(const std::vector<SymbolId> &symbols);
    void noteReceipt(Symbol &symbol);
    void countRates();
    void watchBalance();
    std::vector<RoutedConnection> routedConnections() const;
    std::vector<bool> usable() const;
    bool isUsable(const Connection &connection) const;
    void leave(ConnectionId newId, const std::vector<SymbolId> &moved);
    bool isElsewhere(const Symbol &symbol, ConnectionId lost) const;
    bool isCovered(const Symbol &symbol, ConnectionId lost, Timestamp since) const;
    Symbol &symbol(SymbolId id) { return m_symbols[id.value]; }
    const Symbol &symbol(SymbolId id) const { return m_symbols[id.value]; }
    Connection *find(ConnectionId id);
    const Connection *find(ConnectionId id) const;
    int tierOf(const QString &name) const;
    Timestamp wallNow() const;
    ConnectionHealth shown(const Connection &connection) const;

    const MultiConnectionOptions m_options;
    SymbolTable &m_table;
    ConnectionRouter m_router;
    TickDeduplicator m_deduplicator;
    std::vector<Connection> m_connections; // by priority as added
    std::vector<Symbol> m_symbols;         // by SymbolId
    std::vector<SymbolId> m_order;         // subscribed ones, in order
    std::unordered_map<std::string, int> m_tiers;
    std::unordered_map<SymbolId, Timestamp> m_unwatchAt; // wall time at which one carrier is enough to trust again
    std::vector<bool> m_usable;                          // at the last routing
    std::deque<RoutingReceipt> m_receipts;
    QTimer m_timer;
    Timestamp m_marketNow; // end of the newest event
    Timestamp m_countedAt;
    Timestamp m_balancedAt;
    bool m_isUnbalanced = false;
    bool m_isOpen = false;
    int m_limit = 0;
    Backoff m_limitPause{15 * OneMinute, 4 * OneHour};
    Timestamp m_limitRetryAt; // wall time
};

} // namespace tickstock
