// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/api/apiserver.h"
#include "core/config/starteruniverses.h"
#include "core/feed/massiveconnection.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/market/newyork.h"
#include "core/service/connectiontester.h"
#include "core/storage/sqlitestorage.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QSqlDatabase>

#include <algorithm>
#include <future>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

/// About 60 MB of ticks: several seconds of the whole market while the pipeline catches up.
constexpr std::size_t MaxQueuedTicks = 500'000;
constexpr std::size_t MaxUnstoredTicks = 1'000'000;
constexpr Milliseconds SeedSpan{3 * 86'400'000LL};
/// Without a connection for so long, REST is asked for what is on screen, once a minute.
constexpr qint64 PollAfterMs = 5'000;
constexpr qint64 PollEveryMs = 60'000;
constexpr int MaxPolled = 100;
constexpr std::chrono::seconds AnswerPatience{2};

Expected<QStringList> lookUp(Storage &storage, const QString &key)
{
    const auto list = storage.universe(key);
    if (list || list.error().code != ErrorCode::NotFound)
        return list;
    const auto known = storage.universeKeys();
    return Error{ErrorCode::NotFound,
                 QStringLiteral("there is no universe '%1'; known are %2")
                     .arg(key, known ? (*known).join(QStringLiteral(", ")) : QStringLiteral("none"))};
}

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
    Expected<ConnectionSet> connections = ConnectionSet();
    std::vector<Gap> openGaps;
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
        pollWhenAlone();
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
            resolved->connections = resolveConnections(
                m_options.settings, [&](const QString &key) { return lookUp(worker.storage(), key); });
            if (auto gaps = worker.storage().openGaps({}))
                resolved->openGaps = *std::move(gaps);
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
    if (resolved->connections) {
        m_connections = *resolved->connections;
        symbols += m_connections.symbols;
        for (const QString &warning : m_connections.warnings) {
            qCWarning(lcService).noquote() << warning;
            Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, warning});
        }
    } else {
        Q_EMIT noticed({ServiceNotice::Kind::UnknownUniverse, resolved->connections.error().detail});
        if (m_options.isUnattended) {
            Q_EMIT failed(resolved->connections.error());
            return;
        }
    }
    if (m_connections.connections.empty())
        m_connections.connections.push_back({{1}, m_options.settings.connections[0].name, 1, {}});
    symbols.removeDuplicates();
    m_feed = std::make_unique<WorkerThread<FeedHost>>(QStringLiteral("feed")); // started when the store has been read
    begin(symbols);
    m_history->post([gaps = resolved->openGaps, symbols](HistoryWorker &history) {
        for (const Gap &gap : gaps) {
            if (symbols.contains(gap.symbol)) // the others cannot be repaired now, and stay as they are in the store
                history.repairs().restore(gap);
        }
    });
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
            m_history->post(
                [id = *id, until = *last](HistoryWorker &history) { history.repairs().noteStored(id, until); });
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
    connect(
        &worker->repairs(), &GapRepair::givenUp, &worker->repairs(),
        [this](SymbolId symbol, Timestamp minute) {
            m_pipeline->post([=](PipelineHost &host) { host.pipeline.release(symbol, minute); });
        },
        Qt::DirectConnection);
    Pipeline *pipeline = &m_pipeline->worker()->pipeline;
    connect(
        pipeline, &Pipeline::unconfirmed, pipeline,
        [this](const std::vector<std::pair<SymbolId, Timestamp>> &minutes) {
            m_history->post([minutes](HistoryWorker &history) {
                for (const auto &[symbol, minute] : minutes)
                    history.repairs().repairMinute(symbol, minute);
            });
        },
        Qt::DirectConnection);
    connect(
        pipeline, &Pipeline::settled, pipeline,
        [this](const std::vector<std::pair<SymbolId, Timestamp>> &minutes) {
            m_history->post([minutes](HistoryWorker &history) { history.repairs().noteSettled(minutes); });
        },
        Qt::DirectConnection);
    connect(
        pipeline, &Pipeline::overloaded, pipeline,
        [this](const std::vector<SymbolId> &symbols, Timestamp since, Timestamp until) {
            m_history->post([=](HistoryWorker &history) { history.repairs().noteOverload(symbols, since, until); });
        },
        Qt::DirectConnection);
    connect(pipeline, &Pipeline::correctionsOver, this, [this](Timestamp preOpen, Timestamp close) {
        m_history->post([symbols = m_subscribed, preOpen, close](HistoryWorker &history) {
            history.repairs().takeCorrections(symbols, preOpen, close);
        });
    });
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
    m_feed->start([this] { return std::make_unique<FeedHost>(makeFeed(), m_tickQueue, m_health); });
    connectFeed(m_feed->worker());
    m_feed->post([this, symbols = m_subscribed](FeedHost &host) {
        for (const ConnectionShare &share : m_connections.connections)
            m_manager->subscribe(share.symbols, share.id);
        host.feed().subscribe(symbols);
        host.feed().open();
    });
}

/// In the feed thread.
std::unique_ptr<MarketFeed> MarketDataService::makeFeed()
{
    const Settings &settings = m_options.settings;
    MultiConnectionOptions options;
    options.router = {m_connections.strategy, settings.maxTickersPerConnection, settings.failover};
    options.criticalSymbols = m_connections.criticalSymbols;
    options.tiers = m_connections.tiers;
    options.autoRebalance = settings.autoRebalance;
    options.retriesLimit = m_options.isUnattended;
    options.rebalanceInterval = OneSecond * settings.healthCheckSeconds;
    auto manager = std::make_unique<MultiConnectionManager>(std::move(options), m_symbols);
    for (const ConnectionShare &share : m_connections.connections) {
        MassiveConnectionOptions connection;
        connection.id = share.id;
        connection.name = share.name;
        connection.url = settings.webSocketUrl;
        connection.key = settings.apiKey;
        connection.caFile = settings.caFile;
        connection.channels = settings.channels;
        connection.clock = settings.marketClock;
        connection.stall = OneSecond * settings.stallSeconds;
        connection.retriesEviction = m_options.isUnattended;
        manager->addConnection(std::make_unique<MassiveConnection>(std::move(connection), m_symbols), share.priority);
    }
    m_manager = manager.get();
    return manager;
}

void MarketDataService::connectFeed(FeedHost *host)
{
    connect(
        host, &FeedHost::confirmed, host,
        [this](const std::vector<SymbolId> &symbols) {
            m_pipeline->post([symbols](PipelineHost &pipeline) { pipeline.pipeline.interrupt(symbols); });
            m_history->post([symbols](HistoryWorker &history) { history.repairHoles(symbols); });
        },
        Qt::DirectConnection);
    connect(
        host, &FeedHost::unsure, host,
        [this](const std::vector<SymbolId> &symbols, Timestamp since) {
            m_pipeline->post([symbols, since](PipelineHost &pipeline) { pipeline.pipeline.interrupt(symbols, since); });
        },
        Qt::DirectConnection);
    connect(
        host, &FeedHost::lost, host,
        [this](const Loss &loss) {
            m_pipeline->post([loss](PipelineHost &pipeline) { pipeline.pipeline.interrupt(loss.symbols, loss.since); });
            m_history->post([loss](HistoryWorker &history) { history.repairs().noteLost(loss); });
        },
        Qt::DirectConnection);
    connect(
        host, &FeedHost::resumed, host,
        [this](const std::vector<Resumption> &symbols) {
            std::vector<std::pair<SymbolId, Timestamp>> begun;
            for (const Resumption &resumption : symbols)
                begun.emplace_back(resumption.symbol, resumption.at);
            // The ledger first: the pipeline may know the minute already.
            m_history->post([symbols](HistoryWorker &history) { history.repairs().noteResumed(symbols); });
            m_pipeline->post([begun](PipelineHost &pipeline) { pipeline.pipeline.beginWith(begun); });
        },
        Qt::DirectConnection);
}

void MarketDataService::startApi()
{
    const Settings &settings = m_options.settings;
    if (!settings.apiListen)
        return;
    const auto problem = std::make_shared<QString>();
    m_api = std::make_unique<WorkerThread<ApiServer>>(QStringLiteral("api"));
    m_api->start([this, &settings, problem] {
        ApiServer::Parts parts{m_health, m_bus, settings.tickChannel.toUtf8(), {}, {}};
        parts.rebalance = [this](bool isDryRun) {
            return askFeed<RoutingPlan>([isDryRun](MultiConnectionManager &manager) {
                return isDryRun ? manager.plan() : manager.rebalance();
            });
        };
        parts.tickers = [this](ConnectionId id) {
            return askFeed<QStringList>([id](MultiConnectionManager &manager) { return manager.tickers(id); });
        };
        auto server = std::make_unique<ApiServer>(std::move(parts), settings.apiToken);
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

void MarketDataService::setVisible(const QStringList &symbols)
{
    m_visible = symbols;
    if (m_history)
        m_history->post([symbols](HistoryWorker &history) { history.repairs().setVisible(symbols); });
}

/// The clock of a simulated market stands still while nothing comes, so the session is not asked about.
void MarketDataService::pollWhenAlone()
{
    const HealthBoard::Snapshot health = m_health.snapshot();
    const bool hasConnection =
        health.connections.empty() ||
        std::any_of(health.connections.begin(), health.connections.end(),
                    [](const ConnectionHealth &connection) { return isConnected(connection.status); });
    if (hasConnection || !m_sinceConnected.isValid()) {
        m_sinceConnected.start();
        m_sincePoll.invalidate();
    }
    const bool isAlone = m_sinceConnected.elapsed() >= PollAfterMs && !m_visible.isEmpty() && m_history != nullptr;
    m_health.setPolled(isAlone);
    if (!isAlone || (m_sincePoll.isValid() && m_sincePoll.elapsed() < PollEveryMs))
        return;
    m_sincePoll.start();
    m_history->post([symbols = m_visible.mid(0, MaxPolled)](HistoryWorker &history) { history.poll(symbols); });
}

void MarketDataService::control(ConnectionId connection, ConnectionAction action)
{
    if (!m_feed)
        return;
    m_feed->post([this, connection, action](FeedHost &host) {
        switch (action) {
        case ConnectionAction::Pause: m_manager->pause(connection); break;
        case ConnectionAction::Resume: m_manager->resume(connection); break;
        case ConnectionAction::Reconnect: m_manager->reconnect(connection); break;
        case ConnectionAction::Drain: m_manager->drain(connection, true); break;
        case ConnectionAction::Undrain: m_manager->drain(connection, false); break;
        }
        host.report();
    });
}

void MarketDataService::requestPlan(bool apply)
{
    if (!m_feed)
        return;
    m_feed->post([this, apply](FeedHost &) {
        const RoutingPlan plan = apply ? m_manager->rebalance() : m_manager->plan();
        QMetaObject::invokeMethod(
            this, [this, plan, apply] { Q_EMIT planReady(plan, apply); }, Qt::QueuedConnection);
    });
}

template<class T>
std::optional<T> MarketDataService::askFeed(std::function<T(MultiConnectionManager &)> question)
{
    const auto answer = std::make_shared<std::promise<T>>();
    auto future = answer->get_future();
    m_feed->post(
        [this, answer, question = std::move(question)](FeedHost &) { answer->set_value(question(*m_manager)); });
    if (future.wait_for(AnswerPatience) != std::future_status::ready)
        return std::nullopt;
    return future.get();
}

void MarketDataService::testConnection(ConnectionId connection, const ConnectionTestRequest &request)
{
    const auto start = [this, connection, request](QPointer<ConnectionTester> &tester, auto make) {
        if (!tester) {
            tester = make();
            connect(tester, &ConnectionTester::tested, this, &MarketDataSource::connectionTested);
        }
        tester->start(connection, request);
    };
    if (m_manager) {
        m_feed->post([this, start](FeedHost &) {
            start(m_tester, [this] { return new ConnectionTester(m_manager, m_symbols, m_manager); });
        });
    } else if (m_history) {
        m_history->post([this, start](HistoryWorker &history) {
            start(m_tester, [&] { return new ConnectionTester(nullptr, m_symbols, &history); });
        });
    }
}

void MarketDataService::cancelTest()
{
    const auto cancel = [this](auto &) {
        if (m_tester)
            m_tester->cancel();
    };
    if (m_manager)
        m_feed->post(cancel);
    else if (m_history)
        m_history->post(cancel);
}

void MarketDataService::readUniverses()
{
    m_storage->post([this](StorageWorker &worker) {
        std::map<QString, QStringList> found;
        if (const auto keys = worker.storage().universeKeys()) {
            for (const QString &key : *keys) {
                if (const auto symbols = worker.storage().universe(key))
                    found[key] = *symbols;
            }
        }
        QMetaObject::invokeMethod(
            this, [this, found] { Q_EMIT universesRead(found); }, Qt::QueuedConnection);
    });
}

} // namespace tickstock
