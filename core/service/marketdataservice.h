// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/coreinterfaces.h"
#include "core/service/feedcontroller.h"
#include "core/service/historycontroller.h"
#include "core/service/livemarketview.h"
#include "core/service/localinterface.h"
#include "core/service/makebus.h"
#include "core/service/patterncontroller.h"
#include "core/service/pipelinecontroller.h"
#include "core/service/presence.h"
#include "core/service/scancontroller.h"
#include "core/service/seeding.h"
#include "core/service/storecontroller.h"
#include "core/service/subscriptionlist.h"

#include <QTimer>

#include <memory>
#include <thread>

namespace tickstock {

/// The whole core, wired: makes the owners of feed, pipeline, store, history and patterns, starts them in their order,
/// and stops them in the order in which data runs through them. Made, used and destroyed in one thread, which it never
/// blocks until it is destroyed.
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
    CoreInterfaces interfaces() { return {m_market, m_feed, m_store, m_patterns, *this}; }
    HealthBoard::Snapshot health() const override { return m_health.snapshot(); }

Q_SIGNALS:
    /// The settings name something that does not exist; a service without a user should end.
    void failed(const tickstock::Error &error);
    void stopped();

private:
    void connectOwners();
    void startPipeline();
    QString storageName() const;
    QString besideStore(const QString &name) const;
    std::unique_ptr<Storage> makeStorage() const;
    void makeBus();
    void startStorage();
    void resolve(StorageWorker &worker, const std::optional<Error> &storageError);
    UniverseCache universeCache() const;
    void storageCameLate();
    std::vector<Gap> openGaps(StorageWorker &worker) const;
    void restoreGaps(const std::vector<Gap> &gaps);
    void onStore(std::function<void(Storage &)> work);
    void answerUniverses(StorageWorker &worker);
    void loadPatterns();
    void startScan();
    void shareSymbols();
    bool isScanWorker() const { return m_options.role == ServiceRole::Scan; }
    void seedPatternsFromStore(const QStringList &symbols);
    static Expected<std::vector<Bar>> lastMinutes(Storage &storage, const QString &symbol);
    static Expected<Pipeline::PatternSeed> patternSeed(Storage &storage, const QString &symbol, QDate session,
                                                       std::vector<Bar> minutes);
    bool seedPatterns(Storage &storage, const QString &symbol, QDate session, const std::vector<Bar> &minutes,
                      std::vector<PatternEvent> &told);
    void seedPatternsLater(const QStringList &unread);
    void forgetPatterns(const QStringList &symbols);
    void showStored(std::vector<PatternEvent> events);
    void settlePatterns(const QStringList &symbols);
    void tellWhoScans();
    ScannerRank scannerRank() const;
    void followIndicators();
    void beat();
    void reportSinks();
    void tellPresence();
    QStringList stillSubscribed(QStringList symbols) const;
    void startHistory();
    void startFeed();
    void startApi();
    void storageReady(const std::shared_ptr<Resolved> &resolved);
    void begin(const QStringList &symbols);
    void seedFromStore(const QStringList &symbols, std::function<void()> then);
    bool willOpenFeed() const;
    std::unique_ptr<MarketFeed> makeFeed();
    std::unique_ptr<MarketFeed> makeRedisFeed();
    std::unique_ptr<MarketFeed> makeShardFeed();
    template<class Feed>
    void connectToBus(Feed *feed);
    void followHours();
    void connectFeed(FeedHost *host);
    void pollWhenAlone();
    /// Runs in the feed thread and waits for the answer, at most two seconds. Never call it from that thread.
    template<class T>
    std::optional<T> askFeed(std::function<T(MultiConnectionManager &)> question);

    const ServiceOptions m_options;
    SymbolTable m_symbols;
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    SubscriptionList m_subscriptions;
    ServiceBus m_bus;
    StoreController m_store;
    PipelineController m_pipeline;
    HistoryController m_history;
    FeedController m_feed;
    ScanController m_scan; // started in scan workers only
    PatternController m_patterns;
    Seeding m_seeding;
    LiveMarketView m_market;
    std::unique_ptr<Presence> m_presence;
    LocalInterface m_api;
    ConnectionSet m_connections;
    MultiConnectionManager *m_manager = nullptr; // lives in the feed thread, owned by its FeedHost
    QTimer m_healthTimer;
    QPointer<ConnectionTester> m_tester; // likewise; in the history thread while no feed is open
    QElapsedTimer m_sinceConnected;
    QElapsedTimer m_sincePoll;
    // Threads, in the order in which data runs through them; stopped in this order too.
    std::unique_ptr<WorkerThread<FeedHost>> m_feed;
    std::unique_ptr<WorkerThread<HistoryWorker>> m_history;
    std::unique_ptr<WorkerThread<ApiServer>> m_api;
    std::unique_ptr<WorkerThread<ScanShards>> m_scan; // scan workers only
    ShardFeed *m_shardFeed = nullptr; // of scan workers; lives in the feed thread, owned by its FeedHost
    QList<int> m_shards;
    QString m_scanProblem; // why this worker gets no stream
    QStringList m_carried; // by whoever feeds the streams
    struct PipelineHost;
    std::unique_ptr<WorkerThread<PipelineHost>> m_pipeline;
    std::unique_ptr<WorkerThread<StorageWorker>> m_storage;
};

} // namespace tickstock
