// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/api/apiserver.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/service/pipelinehost.h"

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
constexpr std::chrono::seconds AnswerPatience{2};
/// A database that does not answer must not keep the program from ending.
constexpr Milliseconds LastPatience{3'000};

} // namespace

MarketDataService::MarketDataService(ServiceOptions options)
    : m_options(std::move(options))
    , m_isReader(m_options.settings.tickSource == TickSource::Redis)
    , m_writeQueue(MaxUnstoredTicks)
    , m_tickQueue(MaxQueuedTicks)
    , m_storageMeter(QStringLiteral("storage"), storageName())
    , m_sessions([this](std::function<void(Storage &)> work) { onStore(std::move(work)); })
    , m_rollup([this](std::function<void(Storage &)> work) { onStore(std::move(work)); })
{
    if (isScanWorker())
        m_writeQueue.keepFindings();
    else if (m_isReader)
        m_writeQueue.turnOff();
    makeBus();
    QSqlDatabase::drivers(); // the driver list is filled once, before threads could race for it (QTBUG-112961)
    m_healthTimer.setInterval(1'000);
    connect(&m_healthTimer, &QTimer::timeout, this, &MarketDataService::beat);
    connect(&m_rollup, &NightlyRollup::rolledUp, this, [this](QDate date) {
        if (m_history)
            m_history->post(
                [symbols = m_subscribed, date](HistoryWorker &history) { history.fetchMissingDay(symbols, date); });
    });
}

/// From the source of the data to its sinks, so that what was received is still worked off and stored.
MarketDataService::~MarketDataService()
{
    m_healthTimer.stop();
    if (m_storage)
        m_storage->worker()->storage().hurry(LastPatience);
    const GapHealth gaps = m_health.snapshot().gaps; // the end of the program is none of the session's
    m_findings.reset();
    if (m_scan) {
        m_scan->postAndWait([](ScanShards &scan) { scan.finish(LastPatience); });
        m_scan->stop();
    }
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
        m_pipeline->postAndWait([](PipelineHost &host) {
            host.pipeline.drain();
            host.pipeline.reportHealth();
        });
        m_pipeline->stop();
    }
    if (m_storage && !m_isReader) {
        HealthBoard::Snapshot last = m_health.snapshot();
        last.gaps = gaps;
        m_sessions.finish(last);
    }
    if (m_storage)
        m_storage->stop(); // writes what is queued, or keeps it on disk
    m_bus.reset();         // likewise
}

void MarketDataService::start()
{
    for (const QString &warning : m_options.settings.warnings)
        Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, warning});
    loadPatterns();
    startPipeline();
    startStorage();
}

void MarketDataService::startPipeline()
{
    m_pipeline = std::make_unique<WorkerThread<PipelineHost>>(QStringLiteral("pipeline"));
    m_pipeline->start([this] {
        return std::make_unique<PipelineHost>(
            Pipeline::Parts{m_tickQueue, m_symbols, *m_bus, m_writeQueue, m_mailbox, m_health}, m_options.settings,
            m_options.sourceWord, m_patterns, m_options.role, scannerRank());
    });
    // Market time may be known before anything else has been started.
    connect(&m_pipeline->worker()->pipeline, &Pipeline::sessionChanged, this,
            [this](QDate session) { m_session = session; });
    m_tickQueue.setWake([this] { m_pipeline->post([](PipelineHost &host) { host.pipeline.drain(); }); });
}

void MarketDataService::storageReady(const std::shared_ptr<Resolved> &resolved)
{
    if (resolved->storageError) {
        // A server that is away comes back, and what is due is kept for it. Anything else needs somebody.
        const ErrorCode code = resolved->storageError->code;
        const bool comesBack = code == ErrorCode::Unreachable || code == ErrorCode::Denied;
        qCWarning(lcService).noquote() << (comesBack ? "kept on disk for now:" : "nothing is stored:")
                                       << resolved->storageError->detail;
        Q_EMIT noticed({comesBack ? ServiceNotice::Kind::StorageAway : ServiceNotice::Kind::StorageFailed,
                        resolved->storageError->detail});
        if (m_options.isUnattended && !comesBack) {
            Q_EMIT failed(*resolved->storageError);
            return;
        }
    }
    QStringList symbols = m_options.extraSymbols;
    if (isScanWorker()) {
        m_connections = {}; // what it works on is shared out among the workers
    } else if (resolved->connections) {
        m_connections = *resolved->connections;
        symbols += m_connections.symbols;
        for (const QString &warning : m_connections.warnings) {
            qCWarning(lcService).noquote() << warning;
            Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, warning});
        }
    } else {
        Q_EMIT noticed({ServiceNotice::Kind::UnknownUniverse, resolved->connections.error().detail});
        if (resolved->storageError && m_options.isUnattended) { // it comes back, and knows the list
            qCWarning(lcService).noquote() << "waiting for the store:" << resolved->connections.error().detail;
            m_awaitsStore = true;
            return;
        }
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
    restoreGaps(resolved->openGaps);
}

void MarketDataService::begin(const QStringList &symbols)
{
    m_subscribed = symbols;
    followIndicators();
    tellPresence();
    startHistory();
    startApi();
    seedFromStore(symbols, [this, symbols] {
        startFeed();
        startScan();
        if (symbols.isEmpty() && !isScanWorker())
            Q_EMIT noticed({ServiceNotice::Kind::NoSymbols, {}});
        qCInfo(lcService) << symbols.size() << "symbol(s)";
        Q_EMIT started();
    });
}

/// Reads where the store ends before the feed can add to it: everything from there on has to be fetched.
void MarketDataService::seedFromStore(const QStringList &symbols, std::function<void()> then)
{
    m_storage->post([this, symbols, session = m_session, then = std::move(then)](StorageWorker &worker) {
        QStringList unread;
        std::vector<PatternEvent> told;
        worker.read([&](Storage &storage) {
            for (const QString &symbol : symbols) {
                const auto id = m_symbols.intern(symbol);
                const auto minutes = lastMinutes(storage, symbol);
                if (id && minutes && !minutes->empty()) {
                    m_history->post([id = *id, until = minutes->back().start](HistoryWorker &history) {
                        history.repairs().noteStored(id, until);
                    });
                    m_pipeline->post(
                        [id = *id, minutes = *minutes](PipelineHost &host) { host.pipeline.seedMinutes(id, minutes); });
                }
                if (!minutes || !seedPatterns(storage, symbol, session, *minutes, told))
                    unread.append(symbol);
            }
        });
        showStored(std::move(told));
        QMetaObject::invokeMethod(
            this,
            [this, symbols, unread, then] {
                settlePatterns(symbols);
                if (isScanWorker())
                    forgetPatterns(unread);
                then();
                seedPatternsLater(unread);
            },
            Qt::QueuedConnection);
    });
}

void MarketDataService::startHistory()
{
    m_history = std::make_unique<WorkerThread<HistoryWorker>>(QStringLiteral("history"));
    m_history->start([this] {
        const Settings &settings = m_options.settings;
        std::unique_ptr<massive::RestClient> rest;
        const bool repairsFromStore = m_isReader && !settings.databaseUrl.isEmpty();
        if (settings.useMassiveApi && !settings.apiKey.isEmpty() && !repairsFromStore) {
            rest = std::make_unique<massive::RestClient>(settings.restUrl, settings.apiKey, settings.restPerMinute,
                                                         settings.caFile);
        }
        return std::make_unique<HistoryWorker>(
            std::move(rest), [this](std::function<void(Storage &)> work) { onStore(std::move(work)); }, m_writeQueue,
            m_symbols, m_health, repairsFromStore);
    });
    HistoryWorker *worker = m_history->worker();
    connect(worker, &HistoryWorker::historyLoaded, this, &MarketDataSource::historyLoaded);
    connect(worker, &HistoryWorker::recordsReady, this, &MarketDataSource::recordsRead);
    connect(
        worker, &HistoryWorker::minutesFetched, worker,
        [this](SymbolId symbol, const std::vector<Bar> &minutes) {
            m_pipeline->post([=](PipelineHost &host) { host.pipeline.applyRest(symbol, minutes); });
        },
        Qt::DirectConnection);
    connect(
        &worker->warmUps(), &WarmUp::daysReady, worker,
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
    connect(worker, &HistoryWorker::serverTimeKnown, this, [this](Timestamp now) {
        const Milliseconds ahead = now - Timestamp{QDateTime::currentMSecsSinceEpoch()};
        m_isRealTime = ahead < MarketClock::AutoThreshold && ahead > -MarketClock::AutoThreshold;
    });
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
        seedPatternsFromStore(m_subscribed);
        Q_EMIT sessionChanged();
    });
    connect(&worker->warmUps(), &WarmUp::minutesWarmed, this,
            [this](const QStringList &symbols) { seedPatternsFromStore(stillSubscribed(symbols)); });
    connect(&worker->warmUps(), &WarmUp::splitsChanged, this, [this](const QStringList &symbols) {
        const QStringList watched = stillSubscribed(symbols);
        m_history->post([watched](HistoryWorker &history) { history.warmUp(watched); });
        seedPatternsFromStore(watched);
        for (const QString &symbol : symbols) {
            if (m_visible.contains(symbol))
                loadHistory(symbol);
        }
    });
    m_history->post([symbols = m_subscribed](HistoryWorker &history) { history.warmUp(symbols); });
}

void MarketDataService::startApi()
{
    const Settings &settings = m_options.settings;
    if (!settings.apiListen)
        return;
    const auto problem = std::make_shared<QString>();
    m_api = std::make_unique<WorkerThread<ApiServer>>(QStringLiteral("api"));
    m_api->start([this, &settings, problem] {
        ApiServer::Parts parts{m_health, *m_bus, settings.tickChannel.toUtf8(), {}, {}};
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
                m_feed->post([wanted = stillSubscribed(symbols)](FeedHost &host) { host.feed().subscribe(wanted); });
        });
    }
    tellPresence();
    Q_EMIT subscriptionsChanged();
}

/// Some may have been unsubscribed while the store was read.
QStringList MarketDataService::stillSubscribed(QStringList symbols) const
{
    symbols.removeIf([this](const QString &symbol) { return !m_subscribed.contains(symbol); });
    return symbols;
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
    m_pipeline->post([ids](PipelineHost &host) {
        host.pipeline.interrupt(ids);
        host.pipeline.forgetPatterns(ids);
    });
    tellPresence();
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
    followIndicators();
    if (m_history)
        m_history->post([symbols](HistoryWorker &history) { history.repairs().setVisible(symbols); });
}

template<class T>
std::optional<T> MarketDataService::askFeed(std::function<T(MultiConnectionManager &)> question)
{
    if (!m_manager)
        return std::nullopt;
    const auto answer = std::make_shared<std::promise<T>>();
    auto future = answer->get_future();
    m_feed->post(
        [this, answer, question = std::move(question)](FeedHost &) { answer->set_value(question(*m_manager)); });
    if (future.wait_for(AnswerPatience) != std::future_status::ready)
        return std::nullopt;
    return future.get();
}

} // namespace tickstock
