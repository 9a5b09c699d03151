// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/historycontroller.h"

#include "core/net/loopback.h"
#include "core/service/subscriptionlist.h"
#include "core/types/threadcheck.h"

#include <QDateTime>

#include <algorithm>

namespace tickstock {

namespace {

/// Without a connection for so long, REST is asked for what is on screen, once a minute.
constexpr qint64 PollAfterMs = 5'000;
constexpr qint64 PollEveryMs = OneMinute.count();
constexpr int MaxPolled = 100;
/// Symbols that the server does not confirm must not keep days from being made for ever.
constexpr qint64 UnaskedPatienceMs = (15 * OneMinute).count();

bool hasConnection(const HealthBoard::Snapshot &health)
{
    return health.connections.empty() ||
           std::any_of(health.connections.begin(), health.connections.end(),
                       [](const ConnectionHealth &connection) { return isConnected(connection.status); });
}

} // namespace

HistoryController::HistoryController(const ServiceOptions &options, SubscriptionList &subscriptions,
                                     HealthBoard &health, OnStore onStore)
    : m_options(options)
    , m_subscriptions(subscriptions)
    , m_health(health)
    , m_onStore(std::move(onStore))
    , m_sessions(m_onStore)
    , m_rollup(m_onStore)
    , m_thread(QStringLiteral("history"))
{
    connect(&subscriptions, &SubscriptionList::added, this, [this](const QStringList &added) {
        m_thread.tryPost([added](HistoryWorker &history) { history.warmUp(added); });
    });
    connect(&subscriptions, &SubscriptionList::removed, this, [this](const QStringList &removed) {
        m_thread.tryPost([removed](HistoryWorker &history) { history.warmUps().forget(removed); });
    });
    connect(&subscriptions, &SubscriptionList::visibleChanged, this, [this](const QStringList &visible) {
        m_thread.tryPost([visible](HistoryWorker &history) { history.setVisible(visible); });
    });
    connect(&m_rollup, &NightlyRollup::rolledUp, this, [this](QDate date) {
        m_thread.tryPost([symbols = m_subscriptions.symbols(), date](HistoryWorker &history) {
            history.fetchMissingDay(symbols, date);
        });
    });
}

void HistoryController::start(WriteQueue &store, SymbolTable &symbols)
{
    assertThreadOf(this);
    m_sinceStart.start();
    m_thread.start([&] {
        const Settings &settings = m_options.settings;
        const bool repairsFromStore = m_options.isReader() && !settings.databaseUrl.isEmpty();
        std::unique_ptr<massive::RestClient> rest;
        if (settings.useMassiveApi && !settings.apiKey.isEmpty() && !repairsFromStore) {
            rest = std::make_unique<massive::RestClient>(settings.restUrl, settings.apiKey, settings.restPerMinute,
                                                         settings.caFile);
        }
        return std::make_unique<HistoryWorker>(std::move(rest), m_onStore, store, symbols, m_health, repairsFromStore,
                                               isLoopbackHost(settings.webSocketUrl.host()));
    });
    connectWorker();
    m_thread.post([visible = m_subscriptions.visible()](HistoryWorker &history) {
        history.setVisible(visible);
        history.names().begin();
    });
}

void HistoryController::connectWorker()
{
    HistoryWorker *const worker = m_thread.worker();
    connect(worker, &HistoryWorker::historyLoaded, this, &HistoryController::historyLoaded);
    connect(&worker->names(), &SymbolNames::listed, this, &HistoryController::symbolsListed);
    connect(worker, &HistoryWorker::recordsReady, this, &HistoryController::recordsReady);
    connect(worker, &HistoryWorker::serverTimeKnown, this, &HistoryController::noteServerTime);
    connect(&worker->warmUps(), &WarmUp::splitsChanged, this, &HistoryController::noteSplits);
    connect(&worker->warmUps(), &WarmUp::minutesWarmed, this,
            [this](const QStringList &symbols) { Q_EMIT pastChanged(m_subscriptions.wantedOf(symbols)); });
}

void HistoryController::noteServerTime(Timestamp server, bool isSimulated)
{
    m_isRealTime = !isSimulated;
    if (m_isRealTime)
        Q_EMIT serverAheadKnown(server - Timestamp{QDateTime::currentMSecsSinceEpoch()});
}

void HistoryController::noteSplits(const QStringList &symbols)
{
    const QStringList wanted = m_subscriptions.wantedOf(symbols);
    m_thread.tryPost([wanted](HistoryWorker &history) { history.warmUp(wanted); });
    Q_EMIT pastChanged(wanted);
    for (const QString &symbol : symbols) {
        if (m_subscriptions.visible().contains(symbol))
            load(symbol);
    }
}

void HistoryController::stopReading()
{
    m_thread.postAndWait([](HistoryWorker &history) { history.stopReading(); });
}

OnHistory HistoryController::port()
{
    return [this](std::function<void(HistoryWorker &)> work) { m_thread.tryPost(std::move(work)); };
}

void HistoryController::load(const QString &symbol)
{
    assertThreadOf(this);
    m_thread.tryPost([symbol](HistoryWorker &history) { history.load(symbol); });
}

void HistoryController::readRecords(const QString &symbol, const PatternSettings &settings)
{
    assertThreadOf(this);
    m_thread.tryPost([symbol, settings](HistoryWorker &history) { history.readRecords(symbol, settings); });
}

void HistoryController::restoreGaps(const std::vector<Gap> &gaps)
{
    assertThreadOf(this);
    const QStringList symbols = m_subscriptions.symbols();
    const QSet<QString> wanted(symbols.begin(), symbols.end());
    m_thread.tryPost([gaps, wanted](HistoryWorker &history) {
        for (const Gap &gap : gaps) {
            if (wanted.contains(gap.symbol))
                history.repairs().restore(gap);
        }
    });
}

void HistoryController::warmUpAll()
{
    assertThreadOf(this);
    m_thread.tryPost([symbols = m_subscriptions.symbols()](HistoryWorker &history) { history.warmUp(symbols); });
}

void HistoryController::takeCorrections(Timestamp preOpen, Timestamp close)
{
    assertThreadOf(this);
    m_thread.tryPost([symbols = m_subscriptions.symbols(), preOpen, close](HistoryWorker &history) {
        history.repairs().takeCorrections(symbols, preOpen, close);
    });
}

void HistoryController::repairAll(SymbolTable &symbols)
{
    assertThreadOf(this);
    m_thread.tryPost(
        [ids = symbols.internAll(m_subscriptions.symbols())](HistoryWorker &history) { history.repairHoles(ids); });
}

void HistoryController::poll(bool isFeedOpened)
{
    assertThreadOf(this);
    const HealthBoard::Snapshot health = m_health.snapshot();
    pollWhenAlone(health);
    if (m_options.isReader() || !m_thread.isRunning())
        return;
    m_sessions.poll(health, static_cast<int>(m_subscriptions.symbols().size()));
    if (isSessionComplete(health, isFeedOpened))
        m_rollup.poll(health.pipeline.marketNow);
}

/// Days are made of minutes that are complete: not while some of them are still being fetched. With a feed that means:
/// its market's time is known, and what is known to be missing has been asked for.
bool HistoryController::isSessionComplete(const HealthBoard::Snapshot &health, bool isFeedOpened) const
{
    if (health.repair.waiting > 0)
        return false;
    if (!m_options.opensFeed())
        return true;
    const bool knowsTime = health.pipeline.ticks > 0 || m_isRealTime;
    const bool hasAsked = health.repair.unasked == 0 || m_sinceStart.elapsed() > UnaskedPatienceMs;
    return isFeedOpened && knowsTime && hasAsked;
}

/// The clock of a simulated market stands still while nothing comes, so the session is not asked about.
void HistoryController::pollWhenAlone(const HealthBoard::Snapshot &health)
{
    if (hasConnection(health) || !m_sinceConnected.isValid()) {
        m_sinceConnected.start();
        m_sincePoll.invalidate();
    }
    const QStringList visible = m_subscriptions.visible();
    const bool isAlone = m_sinceConnected.elapsed() >= PollAfterMs && !visible.isEmpty() && m_thread.isRunning();
    m_health.setPolled(isAlone);
    if (!isAlone || (m_sincePoll.isValid() && m_sincePoll.elapsed() < PollEveryMs))
        return;
    m_sincePoll.start();
    m_thread.post([polled = visible.mid(0, MaxPolled)](HistoryWorker &history) { history.poll(polled); });
}

} // namespace tickstock
