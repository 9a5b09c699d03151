// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/redisbus.h"
#include "core/config/connectionset.h"
#include "core/config/settings.h"
#include "core/config/universecache.h"
#include "core/feed/feedhost.h"
#include "core/history/historyworker.h"
#include "core/history/nightlyrollup.h"
#include "core/history/sessionrecorder.h"
#include "core/interfaces/marketdatasource.h"
#include "core/relay/eventinbox.h"
#include "core/scan/scandecision.h"
#include "core/scan/scanshards.h"
#include "core/service/pipeline.h"
#include "core/storage/datadirectory.h"
#include "core/storage/storageworker.h"
#include "core/types/workerthread.h"

#include <QElapsedTimer>
#include <QPointer>

#include <memory>

namespace tickstock {

class ApiServer;
class ConnectionTester;
class MultiConnectionManager;

/// What a program does of the whole.
enum class ServiceRole {
    All,    ///< collects, stores, forwards, and looks for patterns
    Ingest, ///< the same without patterns: scan workers look for them
    Scan    ///< looks for patterns in its part of the streams of ticks
};

struct ServiceOptions
{
    Settings settings;
    QString databaseFile;                           ///< SQLite; empty: nothing is stored
    QString sourceWord = QStringLiteral("massive"); ///< or simulated, replay
    QStringList extraSymbols;                       ///< subscribed besides what the settings say
    QString patternsFile;                           ///< which patterns are looked for; empty: the usual ones
    ServiceRole role = ServiceRole::All;
    bool isUnattended = false; ///< comes back by itself after an eviction
};

/// The whole core, wired: feed, pipeline, store, history and local interface, each in its own thread. Made, used and
/// destroyed in one thread, which is never blocked by it except while it shuts down.
class MarketDataService final : public MarketDataSource
{
    Q_OBJECT

public:
    explicit MarketDataService(ServiceOptions options);
    ~MarketDataService() override;

    /// Opens the store, finds the symbols, opens the feed. started() or failed() follows.
    void start();

    SymbolTable &symbols() override { return m_symbols; }
    MarketMailbox &mailbox() override { return m_mailbox; }
    HealthBoard::Snapshot health() const override { return m_health.snapshot(); }
    QStringList subscribedSymbols() const override { return m_subscribed; }
    void subscribe(const QStringList &symbols) override;
    void unsubscribe(const QStringList &symbols) override;
    void loadHistory(const QString &symbol) override;
    void setVisible(const QStringList &symbols) override;
    void control(ConnectionId connection, ConnectionAction action) override;
    void requestPlan(bool apply) override;
    std::vector<int> expectedShares(const ConnectionSet &set, const Settings &settings) const override;
    void testConnection(ConnectionId connection, const ConnectionTestRequest &request) override;
    void cancelTest() override;
    void readUniverses() override;
    void saveUniverse(const QString &key, const QStringList &symbols) override;
    PatternSettings patternSettings() const override { return m_patterns; }
    void setPatternSettings(const PatternSettings &settings) override;
    void readRecords(const QString &symbol, const PatternSettings &settings) override;

Q_SIGNALS:
    /// The settings name something that does not exist; a service without a user should end.
    void failed(const tickstock::Error &error);

private:
    /// Stored minutes that a start reads: five sessions, weekends and holidays between, as patterns look back to.
    static constexpr Milliseconds SeedSpan = 9 * OneDay;
    /// A store that cannot be read is asked again after this time.
    static constexpr int SeedRetryMs = 2'000;
    /// Stored events that belong to the session of the last stored minute.
    static constexpr Milliseconds EventSpan = OneDay;

    struct Resolved
    {
        std::optional<Error> storageError;
        Expected<ConnectionSet> connections = ConnectionSet();
        std::vector<Gap> openGaps;
    };

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
    void fence(const BusMessage &message);
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
    void followHours();
    void connectFeed(FeedHost *host);
    void pollWhenAlone();
    /// Runs in the feed thread and waits for the answer, at most two seconds. Never call it from that thread.
    template<class T>
    std::optional<T> askFeed(std::function<T(MultiConnectionManager &)> question);

    const ServiceOptions m_options;
    const bool m_isReader; // ticks come from another program, which also stores and forwards them
    SymbolTable m_symbols;
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    std::unique_ptr<MessageBus> m_bus;
    RedisBus *m_redis = nullptr; // the bus, where it is one between programs
    WriteQueue m_writeQueue;
    BoundedQueue<TickBatchPtr> m_tickQueue;
    SinkMeter m_storageMeter;
    SessionRecorder m_sessions;
    NightlyRollup m_rollup;
    ExchangeCalendar m_calendar;
    bool m_isRealTime = false; // the server's clock says that the market is not a simulated one
    bool m_isFeedDue = true;
    bool m_awaitsStore = false; // only it knows the symbols
    QElapsedTimer m_sinceStart;
    QStringList m_subscribed;
    QStringList m_visible;
    QDate m_session; // trading day of market time; not valid before it is known
    PatternSettings m_patterns;
    std::optional<QByteArray> m_scannerAlive; // what the scanners' key holds; nothing: not known yet
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
    std::unique_ptr<MessageBus::Subscription> m_findings;
    QList<int> m_shards;
    QString m_scanProblem; // why this worker gets no stream
    QStringList m_carried; // by whoever feeds the streams
    struct PipelineHost;
    std::unique_ptr<WorkerThread<PipelineHost>> m_pipeline;
    std::unique_ptr<WorkerThread<StorageWorker>> m_storage;
};

} // namespace tickstock
