// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"

#include "core/feed/connectiontester.h"
#include "core/feed/massiveconnection.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/relay/redisfeed.h"
#include "core/service/expectedshares.h"
#include "core/service/pipelinehost.h"

#include <QDateTime>
#include <QLoggingCategory>

#include <algorithm>

/// What the service does with its feed: makes it, follows it, and passes the user's wishes on to it.
namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

/// Without a connection for so long, REST is asked for what is on screen, once a minute.
constexpr qint64 PollAfterMs = 5'000;
constexpr qint64 PollEveryMs = OneMinute.count();
constexpr int MaxPolled = 100;
/// A feed without a user opens so long before the pre-market, and closes when the last corrections are over.
constexpr Milliseconds OpensEarly = 5 * OneMinute;

} // namespace

bool MarketDataService::willOpenFeed() const
{
    return m_isReader || (m_options.settings.useMassiveApi && !m_options.settings.apiKey.isEmpty());
}

void MarketDataService::startFeed()
{
    if (!willOpenFeed()) {
        if (m_options.settings.useMassiveApi)
            Q_EMIT noticed({ServiceNotice::Kind::NoKey, {}});
        return;
    }
    m_feed->start([this] {
        return std::make_unique<FeedHost>(m_isReader ? makeRedisFeed() : makeFeed(), m_tickQueue, m_health);
    });
    connectFeed(m_feed->worker());
    m_feed->post([this, symbols = m_subscribed](FeedHost &host) {
        for (const ConnectionShare &share : m_connections.connections) {
            if (m_manager)
                m_manager->subscribe(share.symbols, share.id);
        }
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

/// In the feed thread.
std::unique_ptr<MarketFeed> MarketDataService::makeRedisFeed()
{
    const Settings &settings = m_options.settings;
    RedisFeed::Options options;
    options.tickChannel = settings.tickChannel.toUtf8();
    options.endpoint = redisAddress(settings.redisUrl)->shown();
    options.stall = OneSecond * settings.stallSeconds;
    options.clock = settings.marketClock;
    options.readsAll = !isScanWorker();
    auto feed = std::make_unique<RedisFeed>(std::move(options), *m_bus, m_symbols);
    RedisFeed *made = feed.get();
    connect(m_redis, &RedisBus::listening, made, [made] { made->setListening(true, {}); });
    connect(m_redis, &RedisBus::listeningLost, made,
            [made](const Error &why) { made->setListening(false, why.detail); });
    connect(m_redis, &RedisBus::valueRead, made, [made](const QByteArray &key, const QByteArray &value) {
        if (key == RedisFeed::presenceKey())
            made->setPresence(value);
    });
    connect(made, &RedisFeed::notCarried, this, [this](const QStringList &symbols) {
        if (!symbols.isEmpty())
            Q_EMIT noticed({ServiceNotice::Kind::NotCarried, symbols.join(QStringLiteral(", "))});
    });
    made->setListening(m_redis->isListening(), {});
    m_redis->watchValue(RedisFeed::presenceKey());
    return feed;
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

/// Outside of the exchange's hours nobody needs a connection. Only when the server's clock has told that the market is
/// a real one.
void MarketDataService::followHours()
{
    const PipelineHealth pipeline = m_health.snapshot().pipeline;
    const bool knowsHours = m_options.isUnattended && !m_isReader && m_isRealTime && !pipeline.followsFeed &&
                            m_options.settings.marketClock != MarketClockMode::Feed;
    bool isDue = true;
    if (knowsHours) {
        const Timestamp now{QDateTime::currentMSecsSinceEpoch()};
        const SessionHours hours = m_calendar.currentOrPrevious(now);
        isDue = now < hours.postClose + SessionRecorder::Corrections || now >= m_calendar.nextPreOpen(now) - OpensEarly;
    }
    if (!m_manager || std::exchange(m_isFeedDue, isDue) == isDue)
        return;
    qCInfo(lcService) << (isDue ? "the session is about to begin: the feed is opened"
                                : "no session: the feed is closed until the next");
    m_feed->post([isDue](FeedHost &host) {
        if (isDue)
            host.feed().open();
        else
            host.feed().close();
    });
}

void MarketDataService::control(ConnectionId connection, ConnectionAction action)
{
    if (!m_manager)
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
    if (!m_manager)
        return;
    m_feed->post([this, apply](FeedHost &) {
        const RoutingPlan plan = apply ? m_manager->rebalance() : m_manager->plan();
        QMetaObject::invokeMethod(
            this, [this, plan, apply] { Q_EMIT planReady(plan, apply); }, Qt::QueuedConnection);
    });
}

std::vector<int> MarketDataService::expectedShares(const ConnectionSet &set, const Settings &settings) const
{
    return tickstock::expectedShares(set, settings);
}

void MarketDataService::testConnection(ConnectionId connection, const ConnectionTestRequest &request)
{
    if (m_isReader) { // the account's connections are another program's, and one more would throw it out
        ConnectionTestResult refused;
        refused.outcome = TestOutcome::Failed;
        refused.detail = QStringLiteral("ticks come from Redis: the program that sends them holds the connections");
        refused.isLast = true;
        Q_EMIT connectionTested(connection, refused);
        return;
    }
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

} // namespace tickstock
