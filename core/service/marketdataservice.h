// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/inprocessbus.h"
#include "core/interfaces/coreinterfaces.h"
#include "core/service/feedcontroller.h"
#include "core/service/historycontroller.h"
#include "core/service/livemarketview.h"
#include "core/service/livesymboldirectory.h"
#include "core/service/localinterface.h"
#include "core/service/makebus.h"
#include "core/service/patterncontroller.h"
#include "core/service/pipelinecontroller.h"
#include "core/service/presence.h"
#include "core/service/scancontroller.h"
#include "core/service/seeding.h"
#include "core/service/servicestop.h"
#include "core/service/storecontroller.h"
#include "core/service/storedwatchlists.h"
#include "core/service/subscriptionlist.h"

#include <QTimer>

#include <memory>

namespace tickstock {

/// The whole core, wired: makes the owners of feed, pipeline, store, history and patterns, starts them in their order,
/// and stops them in the order in which data runs through them. Made, used and destroyed in one thread. While it
/// runs it blocks that thread only for as long as threads of its own take to start.
class MarketDataService final : public HealthView
{
    Q_OBJECT

public:
    explicit MarketDataService(ServiceOptions options);
    /// Stops, and waits for it, unless that has been done.
    ~MarketDataService() override;

    /// Opens the store, finds the symbols, opens the feed. started() or failed() follows.
    void start();
    /// Ends all threads without waiting for them; stopped() follows, after some seconds where a server does not answer.
    void stop();

    /// Valid as long as the service.
    CoreInterfaces interfaces() { return {m_market, m_feed, m_store, m_watchlists, m_directory, m_patterns, *this}; }
    HealthBoard::Snapshot health() const override { return m_health.snapshot(); }

Q_SIGNALS:
    /// The settings name something that does not exist; a service without a user should end.
    void failed(const tickstock::Error &error);
    void stopped();

private:
    void connectOwners();
    void startPipeline();
    void takeAnswer(const StoreAnswer &answer);
    void openFeed();
    void handleLateStore();
    void beginSession(QDate session);
    void heartbeat();
    void disconnectOwners();

    const ServiceOptions m_options;
    SymbolTable m_symbols;
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    SubscriptionList m_subscriptions;
    ServiceBus m_bus;
    InProcessBus m_deskBus; // quotes, halts and prints for readers of the local interface
    StoreController m_store;
    StoredWatchlists m_watchlists;
    LiveSymbolDirectory m_directory;
    PipelineController m_pipeline;
    HistoryController m_history;
    FeedController m_feed;
    ScanController m_scan; // started in scan workers only
    PatternController m_patterns;
    Seeding m_seeding;
    LiveMarketView m_market;
    LocalInterface m_api;
    ServiceStop m_stop;
    std::unique_ptr<Presence> m_presence;
    ConnectionSet m_connections;
    bool m_awaitsStore = false; // only it knows the symbols
    bool m_hasBegun = false;    // the store has been read, and the feed is being opened
    QTimer m_heartbeat;
};

} // namespace tickstock
