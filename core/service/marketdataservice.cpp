// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/bus/redis/redisbus.h"
#include "core/service/startplan.h"
#include "core/service/wiring.h"
#include "core/types/threadcheck.h"

#include <QSqlDatabase>

namespace tickstock {

MarketDataService::MarketDataService(ServiceOptions options)
    : m_options(std::move(options))
    , m_bus(makeBus(m_options))
    , m_store(m_options)
    , m_watchlists(m_store.port(), !m_options.settings.databaseUrl.isEmpty(),
                   m_options.settings.databaseUrl.isEmpty() ? QString()
                                                            : m_options.besideStore(QStringLiteral("watchlists.json")))
    , m_pipeline(m_options, m_symbols, m_subscriptions)
    , m_history(m_options, m_subscriptions, m_health, m_store.port())
    , m_feed(m_options, m_symbols, m_subscriptions)
    , m_scan(m_options, m_subscriptions)
    , m_patterns(
          {m_options, m_symbols, m_subscriptions, m_pipeline.port(), m_store.port(),
           [this](const QString &symbol, const PatternSettings &settings) { m_history.readRecords(symbol, settings); }})
    , m_seeding({m_symbols, m_subscriptions, m_mailbox, m_store.port(), m_store.readerPort(), m_pipeline.port(),
                 m_history.port(), !m_options.isUnattended, !m_options.isReader(), m_options.isScanWorker()})
    , m_market(m_symbols, m_mailbox, m_subscriptions, m_history)
    , m_stop({m_store, m_pipeline, m_history, m_feed, m_scan, m_api, m_bus, m_health, !m_options.isReader()})
{
    QSqlDatabase::drivers(); // the driver list is filled once, before threads could race for it (QTBUG-112961)
    m_heartbeat.setInterval(OneSecond);
    connect(&m_heartbeat, &QTimer::timeout, this, &MarketDataService::heartbeat);
    connectOwners();
}

MarketDataService::~MarketDataService()
{
    disconnectOwners();
    m_stop.finish();
}

void MarketDataService::connectOwners()
{
    connect(&m_store, &StoreController::answered, this,
            [this](const std::shared_ptr<const StoreAnswer> &answer) { takeAnswer(*answer); });
    connect(&m_store, &StoreController::cameLate, this, &MarketDataService::handleLateStore);
    connect(&m_store, &StoreController::gapsRead, &m_history, &HistoryController::restoreGaps);
    connect(&m_subscriptions, &SubscriptionList::preparedNow, this, &MarketDataService::openFeed);
    connect(&m_history, &HistoryController::serverAheadKnown, &m_feed, &FeedController::setServerAhead);
    connect(&m_history, &HistoryController::pastChanged, &m_seeding, &Seeding::readPatterns);
    connect(&m_seeding, &Seeding::progressed, this,
            [this](int ready, int symbols) { m_health.setPatternsReady(ready, symbols); });
    connect(&m_history, &HistoryController::symbolsListed, &m_directory, &LiveSymbolDirectory::take);
    connect(&m_history, &HistoryController::recordsReady, &m_patterns, &PatternControl::recordsRead);
    connect(&m_scan, &ScanController::received, &m_feed, &FeedController::shardTicks, Qt::DirectConnection);
    connect(&m_scan, &ScanController::missed, &m_feed, &FeedController::shardTicksMissed);
    connect(&m_store, &StoreController::noticed, this, &HealthView::noticed);
    connect(&m_feed, &FeedController::noticed, this, &HealthView::noticed);
    connect(&m_patterns, &PatternController::noticed, this, &HealthView::noticed);
    connect(&m_scan, &ScanController::noticed, this, &HealthView::noticed);
}

void MarketDataService::start()
{
    assertThreadOf(this);
    for (const QString &warning : m_options.settings.warnings)
        Q_EMIT noticed({ServiceNotice::Kind::SettingWarning, warning});
    startPipeline();
    m_feed.start(m_pipeline.queue(), m_pipeline.quotes(), m_health);
    wireFeed(m_feed.worker(), m_pipeline.port(), m_history.port());
    m_store.start();
    m_watchlists.start(); // after the store has been opened, in its thread
    m_patterns.start();
    m_heartbeat.start();
    heartbeat();
}

void MarketDataService::startPipeline()
{
    m_pipeline.start(*m_bus.bus, m_deskBus, m_store.queue(), m_mailbox, m_health);
    m_presence = std::make_unique<Presence>(m_options, m_bus.redis, m_subscriptions, m_pipeline.origin());
    if (m_options.isScanWorker())
        connect(m_presence.get(), &Presence::feederRead, &m_scan, &ScanController::setPresence);
    Pipeline &pipeline = m_pipeline.host().pipeline;
    wirePipeline(pipeline, m_history.port());
    connect(&pipeline, &Pipeline::sessionChanged, this, &MarketDataService::beginSession);
    connect(&pipeline, &Pipeline::correctionsOver, &m_history, &HistoryController::takeCorrections);
}

/// Market time may be known before anything else has been started.
void MarketDataService::beginSession(QDate session)
{
    m_seeding.setSession(session);
    if (!m_history.isStarted()) // there are no symbols yet
        return;
    m_history.warmUpAll();
    m_seeding.readPatterns(m_subscriptions.symbols());
    Q_EMIT m_market.sessionChanged();
}

void MarketDataService::takeAnswer(const StoreAnswer &answer)
{
    const StartPlan plan = planStart(m_options, answer);
    for (const ServiceNotice &notice : plan.notices)
        Q_EMIT noticed(notice);
    m_awaitsStore = plan.awaitsStore;
    if (plan.failure)
        Q_EMIT failed(*plan.failure);
    if (plan.failure || plan.awaitsStore)
        return;
    m_connections = plan.connections;
    m_history.start(m_store.queue(), m_symbols);
    wireHistory(m_history.worker(), m_pipeline.port());
    const auto listening =
        m_api.start(m_options.settings, m_health, *m_bus.bus, m_deskBus, m_feed, m_pipeline, m_watchlists);
    if (!listening)
        Q_EMIT noticed({ServiceNotice::Kind::ApiUnavailable, listening.error().detail});
    m_subscriptions.begin(plan.symbols); // which are read from the store, and prepared
    m_history.restoreGaps(answer.openGaps);
}

/// The first symbols are prepared, or it is known that there are none yet.
void MarketDataService::openFeed()
{
    if (std::exchange(m_hasBegun, true))
        return;
    m_feed.open(m_connections, m_bus.redis);
    if (m_options.isScanWorker() && m_bus.redis)
        m_scan.start(m_pipeline.origin(), m_pipeline.host(), *m_bus.bus);
    if (m_subscriptions.symbols().isEmpty() && !m_options.isScanWorker())
        Q_EMIT noticed({ServiceNotice::Kind::NoSymbols, {}});
    Q_EMIT started();
}

/// The program began without the store: what is in it is read now, and everything since its last minute fetched.
void MarketDataService::handleLateStore()
{
    m_watchlists.readLists();
    if (std::exchange(m_awaitsStore, false)) { // nothing has begun yet
        m_store.askAgain();                    // the answer has the open holes
        return;
    }
    m_store.readGaps();
    m_seeding.read(m_subscriptions.symbols(), [this] {
        m_history.repairAll(m_symbols);
        Q_EMIT m_market.sessionChanged(); // charts read their history again
    });
}

/// Once a second.
void MarketDataService::heartbeat()
{
    std::vector<SinkHealth> sinks{m_store.health()};
    if (m_bus.redis)
        sinks.push_back(m_bus.redis->health());
    m_health.setSinks(std::move(sinks));
    const PipelineHealth pipeline = m_health.snapshot().pipeline;
    const bool scans = m_options.isScanWorker() ? m_scan.hasShards() : pipeline.isScanning;
    m_presence->announceScanner(scans ? m_pipeline.announcement() : QByteArray());
    m_patterns.decideWhoScans(m_presence->scannerAlive());
    m_pipeline.port()(
        [](PipelineHost &host) { host.pipeline.noteReceived(host.inbox.accepted(), host.inbox.malformed()); });
    m_history.poll(m_feed.isOpened());
    m_feed.followHours(pipeline, m_history.isRealTime());
}

void MarketDataService::stop()
{
    assertThreadOf(this);
    disconnectOwners();
    m_stop.begin([this] { Q_EMIT stopped(); });
}

/// Answers of the owners that are still under way must begin nothing any more.
void MarketDataService::disconnectOwners()
{
    m_store.disconnect(this);
    m_subscriptions.disconnect(this);
    m_seeding.stop();
    m_watchlists.stop();
    m_heartbeat.stop();
    m_presence.reset();
}

} // namespace tickstock
