// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/feedcontroller.h"

#include "core/history/sessionrecorder.h"
#include "core/service/expectedshares.h"
#include "core/service/makefeed.h"
#include "core/service/subscriptionlist.h"
#include "core/types/askthread.h"
#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <QDateTime>
#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

/// A feed without a user opens so long before the pre-market, and closes when the last corrections are over.
constexpr Milliseconds OpensEarly = 5 * OneMinute;

} // namespace

FeedController::FeedController(const ServiceOptions &options, SymbolTable &symbols, SubscriptionList &subscriptions)
    : m_options(options)
    , m_symbols(symbols)
    , m_subscriptions(subscriptions)
    , m_thread(QStringLiteral("feed"))
{
    connect(&subscriptions, &SubscriptionList::preparedNow, this, [this](const QStringList &prepared) {
        if (m_isOpened)
            m_thread.tryPost([prepared](FeedWorker &worker) { worker.subscribe(prepared); });
    });
    connect(&subscriptions, &SubscriptionList::removed, this, [this](const QStringList &removed) {
        m_thread.tryPost([removed](FeedWorker &worker) { worker.unsubscribe(removed); });
    });
}

void FeedController::start(BoundedQueue<TickBatchPtr> &ticks, QuoteHandover &quotes, HealthBoard &health)
{
    assertThreadOf(this);
    m_thread.start([&] { return std::make_unique<FeedWorker>(FeedWorker::Parts{m_symbols, ticks, quotes, health}); });
    connect(m_thread.worker(), &FeedWorker::tested, this, &ConnectionControl::connectionTested);
}

void FeedController::open(const ConnectionSet &set, RedisBus *redis)
{
    assertThreadOf(this);
    qCInfo(lcService) << m_subscriptions.symbols().size() << "symbol(s)";
    if (!m_options.opensFeed()) {
        if (m_options.settings.useMassiveApi)
            Q_EMIT noticed({ServiceNotice::Kind::NoKey, {}});
        return;
    }
    m_isOpened = true;
    if (m_options.isScanWorker()) {
        openShardFeed(*redis);
        return;
    }
    if (m_options.isReader()) {
        openRedisFeed(*redis);
        return;
    }
    m_thread.post([this, set, symbols = m_subscriptions.prepared()](FeedWorker &worker) {
        auto manager = makeConnections(m_options, set, m_symbols, m_serverClock);
        MultiConnectionManager *const connections = manager.get();
        worker.open(std::move(manager), connections, set.connections, symbols);
    });
}

void FeedController::openRedisFeed(RedisBus &redis)
{
    m_thread.post([this, &redis, symbols = m_subscriptions.prepared()](FeedWorker &worker) {
        auto feed = makeRedisFeed(m_options.settings, redis, m_symbols);
        connect(feed.get(), &RedisFeed::notCarried, this, &FeedController::noteNotCarried);
        worker.open(std::move(feed), nullptr, {}, symbols);
    });
}

void FeedController::openShardFeed(RedisBus &redis)
{
    m_thread.post([this, &redis, symbols = m_subscriptions.prepared()](FeedWorker &worker) {
        auto feed = makeShardFeed(m_options.settings, redis, m_symbols);
        connect(feed.get(), &ShardFeed::notCarried, this, &FeedController::noteNotCarried);
        connect(this, &FeedController::shardTicks, feed.get(), &ShardFeed::receive);
        connect(this, &FeedController::shardTicksMissed, feed.get(), &ShardFeed::noteMissed);
        worker.open(std::move(feed), nullptr, {}, symbols);
    });
}

void FeedController::noteNotCarried(const QStringList &symbols)
{
    if (!symbols.isEmpty())
        Q_EMIT noticed({ServiceNotice::Kind::NotCarried, symbols.join(QStringLiteral(", "))});
}

/// Outside of the exchange's hours nobody needs a connection. Only when the server's clock has told that the market is
/// a real one.
void FeedController::followHours(const PipelineHealth &pipeline, bool isRealTime)
{
    assertThreadOf(this);
    const bool knowsHours = m_options.isUnattended && !m_options.isReader() && isRealTime && !pipeline.followsFeed &&
                            m_options.settings.marketClock != MarketClockMode::Feed;
    bool isDue = true;
    if (knowsHours) {
        const Timestamp now{QDateTime::currentMSecsSinceEpoch()};
        const SessionHours hours = m_calendar.currentOrPrevious(now);
        isDue = now < hours.postClose + SessionRecorder::Corrections || now >= m_calendar.nextPreOpen(now) - OpensEarly;
    }
    if (!m_isOpened || m_options.isReader() || std::exchange(m_isDue, isDue) == isDue)
        return;
    qCInfo(lcService) << (isDue ? "the session is about to begin: the feed is opened"
                                : "no session: the feed is closed until the next");
    m_thread.post([isDue](FeedWorker &worker) { worker.setOpen(isDue); });
}

std::optional<RoutingPlan> FeedController::askPlan(bool apply)
{
    return askThread<RoutingPlan>(m_thread, [apply](FeedWorker &worker) { return worker.plan(apply); });
}

std::optional<QStringList> FeedController::askTickers(ConnectionId connection)
{
    return askThread<QStringList>(m_thread,
                                  [connection](const FeedWorker &worker) { return worker.tickers(connection); });
}

void FeedController::control(ConnectionId connection, ConnectionAction action)
{
    assertThreadOf(this);
    m_thread.tryPost([connection, action](FeedWorker &worker) { worker.control(connection, action); });
}

void FeedController::requestPlan(bool apply)
{
    assertThreadOf(this);
    m_thread.tryPost([this, apply](FeedWorker &worker) {
        if (const auto plan = worker.plan(apply))
            postTo(this, [this, plan = *plan, apply] { Q_EMIT planReady(plan, apply); });
    });
}

std::vector<int> FeedController::expectedShares(const ConnectionSet &set, const Settings &settings) const
{
    return tickstock::expectedShares(set, settings);
}

void FeedController::testConnection(ConnectionId connection, const ConnectionTestRequest &request)
{
    assertThreadOf(this);
    if (m_options.isReader()) { // the account's connections are another program's, and one more would throw it out
        ConnectionTestResult refused;
        refused.outcome = TestOutcome::Failed;
        refused.detail = QStringLiteral("ticks come from Redis: the program that sends them holds the connections");
        refused.isLast = true;
        Q_EMIT connectionTested(connection, refused);
        return;
    }
    m_thread.tryPost([connection, request](FeedWorker &worker) { worker.test(connection, request); });
}

void FeedController::cancelTest()
{
    assertThreadOf(this);
    m_thread.tryPost([](FeedWorker &worker) { worker.cancelTest(); });
}

} // namespace tickstock
