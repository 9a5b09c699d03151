// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/api/apiserver.h"
#include "core/config/starteruniverses.h"
#include "core/feed/massiveconnection.h"
#include "core/market/newyork.h"
#include "core/storage/sqlitestorage.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QSqlDatabase>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

/// About 60 MB of ticks: several seconds of the whole market while the pipeline catches up.
constexpr std::size_t MaxQueuedTicks = 500'000;
constexpr std::size_t MaxUnstoredTicks = 1'000'000;
constexpr Milliseconds SeedSpan{3 * 86'400'000LL};

} // namespace

/// The pipeline thread's objects.
struct MarketDataService::PipelineHost
{
    PipelineHost(Pipeline::Parts parts, const Settings &settings, const QString &sourceWord)
        : pipeline(parts, settings, sourceWord)
        , inbox(parts.bus, settings.patternChannels, parts.mailbox, parts.store)
    {
    }
    Pipeline pipeline;
    EventInbox inbox;
};

struct MarketDataService::Resolved
{
    std::optional<Error> storageError;
    Expected<QStringList> symbols = QStringList();
};

MarketDataService::MarketDataService(ServiceOptions options)
    : m_options(std::move(options))
    , m_writeQueue(MaxUnstoredTicks)
    , m_tickQueue(MaxQueuedTicks)
{
    QSqlDatabase::drivers(); // the driver list is filled once, before threads could race for it (QTBUG-112961)
    m_healthTimer.setInterval(1'000);
    connect(&m_healthTimer, &QTimer::timeout, this, [this] {
        if (m_storage)
            m_storage->post([this](StorageWorker &worker) { m_health.setStorage(worker.health()); });
    });
}

/// From the source of the data to its sinks, so that what was received is still worked off and stored.
MarketDataService::~MarketDataService()
{
    m_healthTimer.stop();
    if (m_feed)
        m_feed->stop();
    if (m_api)
        m_api->stop();
    if (m_history) {
        // Reads that are under way in the storage thread answer to the history worker, so it must outlive them.
        m_history->postAndWait([](HistoryWorker &history) { history.stopReading(); });
        m_storage->postAndWait([](StorageWorker &) {});
        m_history->stop();
    }
    if (m_pipeline) {
        m_pipeline->postAndWait([](PipelineHost &host) { host.pipeline.drain(); });
        m_pipeline->stop();
    }
    if (m_storage)
        m_storage->stop(); // writes what is queued
}

bool MarketDataService::willOpenFeed() const
{
    return m_options.settings.useMassiveApi && !m_options.settings.apiKey.isEmpty();
}

void MarketDataService::start()
{
    for (const QString &warning : m_options.settings.warnings)
        Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, warning});
    startPipeline();
    startStorage();
}

void MarketDataService::startPipeline()
{
    m_pipeline = std::make_unique<WorkerThread<PipelineHost>>(QStringLiteral("pipeline"));
    m_pipeline->start([this] {
        return std::make_unique<PipelineHost>(
            Pipeline::Parts{m_tickQueue, m_symbols, m_bus, m_writeQueue, m_mailbox, m_health}, m_options.settings,
            m_options.sourceWord);
    });
    m_tickQueue.setWake([this] { m_pipeline->post([](PipelineHost &host) { host.pipeline.drain(); }); });
}

void MarketDataService::startStorage()
{
    m_storage = std::make_unique<WorkerThread<StorageWorker>>(QStringLiteral("storage"));
    m_storage->start([this] {
        auto store = std::make_unique<SqliteStorage>(m_options.databaseFile.isEmpty() ? QStringLiteral(":memory:")
                                                                                      : m_options.databaseFile,
                                                     m_options.sourceWord);
        return std::make_unique<StorageWorker>(std::move(store), m_writeQueue, m_options.settings.ticksRetentionDays);
    });
    m_writeQueue.setWake([this] { m_storage->post([](StorageWorker &worker) { worker.drain(); }); });
    const auto resolved = std::make_shared<Resolved>();
    m_storage->post([this, resolved](StorageWorker &worker) {
        if (const auto opened = worker.open(); !opened)
            resolved->storageError = opened.error();
        if (!resolved->storageError) {
            const auto keys = worker.storage().universeKeys();
            if (keys && keys->isEmpty()) {
                for (const auto &[key, symbols] : starterUniverses())
                    (void)worker.storage().saveUniverse(key, symbols);
            }
            resolved->symbols = resolveSymbols(m_options.settings, worker.storage());
        }
        QMetaObject::invokeMethod(
            this, [this, resolved] { storageReady(resolved); }, Qt::QueuedConnection);
    });
    m_healthTimer.start();
}

void MarketDataService::storageReady(const std::shared_ptr<Resolved> &resolved)
{
    if (resolved->storageError) {
        qCWarning(lcService).noquote() << "nothing is stored:" << resolved->storageError->detail;
        Q_EMIT noticed({ServiceNotice::Kind::StorageFailed, resolved->storageError->detail});
        if (m_options.isUnattended) {
            Q_EMIT failed(*resolved->storageError);
            return;
        }
    }
    QStringList symbols = m_options.extraSymbols;
    if (resolved->symbols) {
        symbols += *resolved->symbols;
    } else {
        Q_EMIT noticed({ServiceNotice::Kind::UnknownUniverse, resolved->symbols.error().detail});
        if (m_options.isUnattended) {
            Q_EMIT failed(resolved->symbols.error());
            return;
        }
    }
    symbols.removeDuplicates();
    begin(symbols);
}

void MarketDataService::begin(const QStringList &symbols)
{
    m_subscribed = symbols;
    startHistory();
    startApi();
    seedFromStore(symbols, [this, symbols] {
        startFeed();
        if (symbols.isEmpty())
            Q_EMIT noticed({ServiceNotice::Kind::NoSymbols, {}});
        qCInfo(lcService) << symbols.size() << "symbol(s)";
        Q_EMIT started();
    });
}

/// Reads where the store ends before the feed can add to it: everything from there on has to be fetched.
void MarketDataService::seedFromStore(const QStringList &symbols, std::function<void()> then)
{
    m_storage->post([this, symbols, then = std::move(then)](StorageWorker &worker) {
        for (const QString &symbol : symbols) {
            const auto id = m_symbols.intern(symbol);
            const auto last = worker.storage().lastMinute(symbol);
            if (!id || !last || !last->isValid())
                continue;
            m_history->post([id = *id, until = *last](HistoryWorker &history) { history.noteStored(id, until); });
            auto minutes = worker.storage().minutes(symbol, *last - SeedSpan, Timestamp{INT64_MAX});
            if (minutes && !minutes->empty()) {
                m_pipeline->post([id = *id, minutes = *std::move(minutes)](PipelineHost &host) {
                    host.pipeline.seedMinutes(id, minutes);
                });
            }
        }
        QMetaObject::invokeMethod(this, then, Qt::QueuedConnection);
    });
}

void MarketDataService::startHistory()
{
    m_history = std::make_unique<WorkerThread<HistoryWorker>>(QStringLiteral("history"));
    m_history->start([this] {
        const Settings &settings = m_options.settings;
        std::unique_ptr<massive::RestClient> rest;
        if (willOpenFeed()) {
            rest = std::make_unique<massive::RestClient>(settings.restUrl, settings.apiKey, settings.restPerMinute,
                                                         settings.caFile);
        }
        return std::make_unique<HistoryWorker>(
            std::move(rest),
            [this](std::function<void(Storage &)> work) {
                m_storage->post([work = std::move(work)](StorageWorker &worker) {
                    worker.drain(); // what was handed over before must be visible to the reader
                    work(worker.storage());
                });
            },
            m_writeQueue, m_symbols, m_health);
    });
    HistoryWorker *worker = m_history->worker();
    connect(worker, &HistoryWorker::historyLoaded, this, &MarketDataSource::historyLoaded);
    connect(
        worker, &HistoryWorker::minutesFetched, worker,
        [this](SymbolId symbol, const std::vector<Bar> &minutes) {
            m_pipeline->post([=](PipelineHost &host) { host.pipeline.applyRest(symbol, minutes); });
        },
        Qt::DirectConnection);
    connect(
        worker, &HistoryWorker::daysReady, worker,
        [this](SymbolId symbol, const std::vector<Bar> &days) {
            m_pipeline->post([=](PipelineHost &host) { host.pipeline.seedDays(symbol, days); });
        },
        Qt::DirectConnection);
    connect(
        worker, &HistoryWorker::serverTimeKnown, worker,
        [this](Timestamp now) { m_pipeline->post([now](PipelineHost &host) { host.pipeline.setServerTime(now); }); },
        Qt::DirectConnection);
    Pipeline *pipeline = &m_pipeline->worker()->pipeline;
    connect(
        pipeline, &Pipeline::unconfirmed, pipeline,
        [this](const std::vector<std::pair<SymbolId, Timestamp>> &minutes) {
            m_history->post([minutes](HistoryWorker &history) {
                for (const auto &[symbol, minute] : minutes)
                    history.repairMinute(symbol, minute);
            });
        },
        Qt::DirectConnection);
    connect(pipeline, &Pipeline::sessionChanged, this, [this] {
        m_history->post([symbols = m_subscribed](HistoryWorker &history) { history.warmUp(symbols); });
        Q_EMIT sessionChanged();
    });
    m_history->post([symbols = m_subscribed](HistoryWorker &history) { history.warmUp(symbols); });
}

void MarketDataService::startFeed()
{
    if (!willOpenFeed()) {
        if (m_options.settings.useMassiveApi)
            Q_EMIT noticed({ServiceNotice::Kind::NoKey, {}});
        return;
    }
    m_feed = std::make_unique<WorkerThread<FeedHost>>(QStringLiteral("feed"));
    m_feed->start([this] {
        const Settings &settings = m_options.settings;
        MassiveConnectionOptions options;
        options.name = settings.connections[0].name;
        options.url = settings.webSocketUrl;
        options.key = settings.apiKey;
        options.caFile = settings.caFile;
        options.channels = settings.channels;
        options.clock = settings.marketClock;
        options.stall = OneSecond * settings.stallSeconds;
        options.retriesEviction = m_options.isUnattended;
        auto connection = std::make_unique<MassiveConnection>(std::move(options), m_symbols);
        return std::make_unique<FeedHost>(std::move(connection), m_tickQueue, m_health);
    });
    FeedHost *host = m_feed->worker();
    connect(
        host, &FeedHost::confirmed, host,
        [this](const std::vector<SymbolId> &symbols) {
            m_pipeline->post([symbols](PipelineHost &pipeline) { pipeline.pipeline.interrupt(symbols); });
            m_history->post([symbols](HistoryWorker &history) { history.repairHoles(symbols); });
        },
        Qt::DirectConnection);
    connect(
        host, &FeedHost::lost, host,
        [this](const std::vector<SymbolId> &symbols, Timestamp since) {
            m_pipeline->post([symbols, since](PipelineHost &pipeline) { pipeline.pipeline.interrupt(symbols, since); });
            m_history->post([symbols, since](HistoryWorker &history) { history.noteLost(symbols, since); });
        },
        Qt::DirectConnection);
    m_feed->post([symbols = m_subscribed](FeedHost &host) {
        host.feed().subscribe(symbols);
        host.feed().open();
    });
}

void MarketDataService::startApi()
{
    const Settings &settings = m_options.settings;
    if (!settings.apiListen)
        return;
    const auto problem = std::make_shared<QString>();
    m_api = std::make_unique<WorkerThread<ApiServer>>(QStringLiteral("api"));
    m_api->start([this, &settings, problem] {
        auto server = std::make_unique<ApiServer>(m_health, settings.apiToken);
        if (const auto listening = server->listen(settings.apiListen->first, settings.apiListen->second); !listening)
            *problem = listening.error().detail;
        return server;
    });
    if (!problem->isEmpty()) {
        m_api.reset();
        qCWarning(lcService).noquote() << "the local interface is off:" << *problem;
        Q_EMIT noticed({ServiceNotice::Kind::ApiUnavailable, *problem});
    }
}

void MarketDataService::subscribe(const QStringList &symbols)
{
    m_subscribed += symbols;
    m_subscribed.removeDuplicates();
    if (m_history) {
        m_history->post([symbols](HistoryWorker &history) { history.warmUp(symbols); });
        seedFromStore(symbols, [this, symbols] {
            if (m_feed)
                m_feed->post([symbols](FeedHost &host) { host.feed().subscribe(symbols); });
        });
    }
    Q_EMIT subscriptionsChanged();
}

void MarketDataService::unsubscribe(const QStringList &symbols)
{
    std::vector<SymbolId> ids;
    for (const QString &symbol : symbols) {
        m_subscribed.removeAll(symbol);
        if (const auto id = m_symbols.intern(symbol))
            ids.push_back(*id);
    }
    if (m_feed)
        m_feed->post([symbols](FeedHost &host) { host.feed().unsubscribe(symbols); });
    m_pipeline->post([ids](PipelineHost &host) { host.pipeline.interrupt(ids); });
    Q_EMIT subscriptionsChanged();
}

void MarketDataService::loadHistory(const QString &symbol)
{
    if (m_history)
        m_history->post([symbol](HistoryWorker &history) { history.load(symbol); });
}

void MarketDataService::reconnect()
{
    if (m_feed)
        m_feed->post([](FeedHost &host) { host.feed().open(); });
}

} // namespace tickstock
