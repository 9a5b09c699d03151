// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/connectioncontrol.h"
#include "core/interfaces/servicenotice.h"
#include "core/market/exchangecalendar.h"
#include "core/market/serverclock.h"
#include "core/service/feedworker.h"
#include "core/service/serviceoptions.h"
#include "core/types/workerthread.h"

namespace tickstock {

class RedisBus;
class SubscriptionList;

/// Owns the feed thread: opens the feed that the settings name, keeps it at the symbols that are prepared, and passes
/// on what a user wants of connections. Lives in the thread of its service.
class FeedController final : public ConnectionControl
{
    Q_OBJECT

public:
    FeedController(const ServiceOptions &options, SymbolTable &symbols, SubscriptionList &subscriptions);

    /// The thread runs, and connections can be tested; there is no feed yet.
    void start(BoundedQueue<TickBatchPtr> &ticks, QuoteHandover &quotes, HealthBoard &health);
    /// Opens the feed. @param redis null where there is none; must outlive the controller
    void open(const ConnectionSet &set, RedisBus *redis);
    /// Once a second: opens and closes a feed without a user by the exchange's hours.
    /// @param isRealTime the server's clock has told that its market is not a simulated one
    void followHours(const PipelineHealth &pipeline, bool isRealTime);
    /// By how much this machine's clock is behind the server's. Thread-safe.
    void setServerAhead(Milliseconds ahead) { m_serverClock->setAhead(ahead); }
    /// Closes the feed with a close frame and ends the thread. From any thread.
    void stop() { m_thread.stop(); }

    bool isOpened() const { return m_isOpened; }
    /// For connecting signals after start().
    FeedWorker &worker() { return *m_thread.worker(); }
    /// Ask the feed thread and wait for its answer, at most two seconds; nothing when it does not answer or has no
    /// connections. Thread-safe, but not for the feed thread itself.
    std::optional<RoutingPlan> askPlan(bool apply);
    std::optional<QStringList> askTickers(ConnectionId connection);

    void control(ConnectionId connection, ConnectionAction action) override;
    void requestPlan(bool apply) override;
    std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings) const override;
    void testConnection(ConnectionId connection, const ConnectionTestRequest &request) override;
    void cancelTest() override;

Q_SIGNALS:
    /// For the feed of a scan worker: ticks of its streams as JSON, and that some have been missed. Thread-safe to
    /// emit.
    void shardTicks(const std::vector<QByteArray> &ticks);
    void shardTicksMissed();
    void noticed(const tickstock::ServiceNotice &notice);

private:
    void openRedisFeed(RedisBus &redis);
    void openShardFeed(RedisBus &redis);
    void noteNotCarried(const QStringList &symbols);

    const ServiceOptions &m_options;
    SymbolTable &m_symbols;
    const std::shared_ptr<ServerClock> m_serverClock = std::make_shared<ServerClock>();
    SubscriptionList &m_subscriptions;
    ExchangeCalendar m_calendar;
    bool m_isOpened = false;
    bool m_isDue = true; // by the exchange's hours
    WorkerThread<FeedWorker> m_thread;
};

} // namespace tickstock
