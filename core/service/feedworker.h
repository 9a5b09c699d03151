// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/config/connectionset.h"
#include "core/feed/feedhost.h"
#include "core/interfaces/connectioncontrol.h"

#include <memory>
#include <optional>

namespace tickstock {

class ConnectionTester;
class MultiConnectionManager;

/// Everything that lives in the feed thread: the feed, once there is one, and tests of connections, which need none.
/// All of it is used in that thread only.
class FeedWorker final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        SymbolTable &symbols;
        BoundedQueue<TickBatchPtr> &ticks;
        QuoteHandover &quotes;
        HealthBoard &health;
    };

    explicit FeedWorker(const Parts &parts);
    ~FeedWorker() override;

    /// Takes the feed and opens it with these symbols. Once.
    /// @param manager the feed itself where it is one over connections of our own; else null
    /// @param shares which connection was given which symbols
    void open(std::unique_ptr<MarketFeed> feed, MultiConnectionManager *manager,
              const std::vector<ConnectionShare> &shares, const QStringList &symbols);
    void subscribe(const QStringList &symbols);
    void unsubscribe(const QStringList &symbols);
    /// Outside of the exchange's hours a feed without a user is closed.
    void setOpen(bool isOpen);
    void control(ConnectionId connection, ConnectionAction action);
    /// What a rebalance would change, or has changed if @p apply; nothing without connections of our own.
    std::optional<RoutingPlan> plan(bool apply);
    /// Symbols that this connection carries; nothing without connections of our own.
    std::optional<QStringList> tickers(ConnectionId connection) const;
    void test(ConnectionId connection, const ConnectionTestRequest &request);
    void cancelTest();

Q_SIGNALS:
    /// As FeedHost's signals.
    void confirmed(const std::vector<tickstock::SymbolId> &symbols);
    void unsure(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since);
    void lost(const tickstock::Loss &loss);
    void resumed(const std::vector<tickstock::Resumption> &symbols);
    void tested(tickstock::ConnectionId connection, const tickstock::ConnectionTestResult &result);

private:
    const Parts m_parts;
    std::unique_ptr<FeedHost> m_host;            // null: no feed has been opened
    MultiConnectionManager *m_manager = nullptr; // the host's feed
    std::vector<std::pair<ConnectionId, QSet<QString>>> m_shares;
    std::unique_ptr<ConnectionTester> m_tester;        // null until it is needed
    MultiConnectionManager *m_testedManager = nullptr; // the one that the tester knows
};

} // namespace tickstock
