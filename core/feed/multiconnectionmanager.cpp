// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/multiconnectionmanager.h"

#include "core/types/threadcheck.h"

#include <QDateTime>

#include <algorithm>

namespace tickstock {

namespace {

std::function<Timestamp()> orSystemClock(std::function<Timestamp()> clock)
{
    return clock ? clock : [] { return Timestamp{QDateTime::currentMSecsSinceEpoch()}; };
}

} // namespace

MultiConnectionManager::MultiConnectionManager(MultiConnectionOptions options, SymbolTable &symbols, QObject *parent)
    : MarketFeed(parent)
    , m_options(std::move(options))
    , m_wallNow(orSystemClock(m_options.wallClock))
    , m_symbols(symbols)
    , m_pool(m_options.retriesLimit, m_wallNow)
    , m_table(m_options.router, m_options.criticalSymbols, m_options.tiers)
    , m_balance(m_options.rebalanceInterval)
{
    m_timer.setInterval(OneSecond);
    connect(&m_timer, &QTimer::timeout, this, &MultiConnectionManager::housekeep);
}

MultiConnectionManager::~MultiConnectionManager()
{
    for (const ConnectionId id : m_pool.ids())
        m_pool.feed(id).disconnect(this);
}

void MultiConnectionManager::addConnection(std::unique_ptr<MarketFeed> feed, int priority)
{
    assertThreadOf(this);
    const ConnectionId id = feed->health().front().id;
    connect(feed.get(), &MarketFeed::ticks, this, [this, id](const TickBatchPtr &batch) { receive(id, batch); });
    connect(feed.get(), &MarketFeed::quoted, this, [this](const QuoteBatchPtr &batch) {
        m_table.countAll(*batch);
        if (const QuoteBatchPtr rest = m_deduplicator.filter(batch))
            Q_EMIT quoted(rest);
    });
    connect(feed.get(), &MarketFeed::statusChanged, this,
            [this, id](const ConnectionHealth &health) { handleStatus(id, health); });
    connect(feed.get(), &MarketFeed::confirmed, this,
            [this, id](const std::vector<SymbolId> &symbols) { handleConfirmed(id, symbols); });
    connect(feed.get(), &MarketFeed::unsure, this,
            [this, id](const std::vector<SymbolId> &symbols, Timestamp since) { handleUnsure(id, symbols, since); });
    connect(feed.get(), &MarketFeed::lost, this, &MultiConnectionManager::handleLost);
    m_pool.add(std::move(feed), priority);
    reroute(QStringLiteral("%1 added").arg(shortName(id)));
    m_pool.openNext();
}

void MultiConnectionManager::open()
{
    assertThreadOf(this);
    m_timer.start();
    m_pool.open();
}

void MultiConnectionManager::close()
{
    assertThreadOf(this);
    m_timer.stop();
    m_pool.close();
}

void MultiConnectionManager::subscribe(const QStringList &symbols, ConnectionId connection)
{
    assertThreadOf(this);
    for (const QString &name : symbols) {
        const auto id = m_symbols.intern(name);
        if (id && m_table.add(*id, name, connection)) // else the lower connection has it already
            m_carriers.add(*id);
    }
    reroute(QStringLiteral("subscribed"));
}

void MultiConnectionManager::unsubscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    std::vector<SymbolId> removed;
    for (const QString &name : symbols) {
        const auto id = std::as_const(m_symbols).find(name);
        if (!id || !m_table.remove(*id, m_wallNow()))
            continue;
        m_carriers.remove(*id);
        removed.push_back(*id);
    }
    reconcile(removed);
}

ConnectionId MultiConnectionManager::connectionFor(const QString &name) const
{
    const auto id = std::as_const(m_symbols).find(name);
    return id ? connectionFor(*id) : ConnectionId();
}

QStringList MultiConnectionManager::tickers(ConnectionId id) const
{
    assertThreadOf(this);
    return m_table.names(m_carriers.confirmedOn(id, m_table.symbols()));
}

std::vector<ConnectionHealth> MultiConnectionManager::health() const
{
    assertThreadOf(this);
    return m_pool.health();
}

RoutingHealth MultiConnectionManager::routing() const
{
    assertThreadOf(this);
    return {strategy(), m_pool.limit(), confirmedTickers(), m_table.receipts().lastMoves(),
            m_table.receipts().openMoves()};
}

// --- what the connections report

void MultiConnectionManager::receive(ConnectionId id, const TickBatchPtr &batch)
{
    for (const Tick &tick : batch->ticks) {
        m_marketNow = std::max(m_marketNow, tick.end);
        m_table.count(tick.symbol);
    }
    if (const TickBatchPtr rest = m_deduplicator.filter(batch, id))
        Q_EMIT ticks(rest);
}

void MultiConnectionManager::handleStatus(ConnectionId id, const ConnectionHealth &health)
{
    m_carriers.setStatus(id, health.status);
    m_pool.setStatus(id, health);
    if (m_pool.isOpen()) {
        rerouteIfDue(QStringLiteral("%1 %2: %3").arg(shortName(id), toText(health.status), toText(health.reason)));
        m_pool.openNext();
    }
    Q_EMIT statusChanged(m_pool.health(id));
}

void MultiConnectionManager::handleConfirmed(ConnectionId id, const std::vector<SymbolId> &symbols)
{
    const CarrierBook::Confirmation confirmation = m_carriers.confirm(id, symbols, m_marketNow);
    for (const SymbolId symbol : symbols) {
        if (m_carriers.isConfirmed(symbol, id))
            m_table.closeMove(symbol, m_wallNow());
    }
    if (!confirmation.returned.empty())
        Q_EMIT confirmed(confirmation.returned);
    reportMoved(id, confirmation.moved);
    reconcile(symbols);
}

/// Another connection has carried these symbols until now: nothing is certain since its last event. If it has been
/// silent for unusually long, it was about to be judged stalled, and what it should have brought is lost.
void MultiConnectionManager::reportMoved(ConnectionId newId, const std::vector<SymbolId> &symbols)
{
    for (const ConnectionId oldId : m_pool.ids()) {
        const std::vector<SymbolId> moved = m_carriers.confirmedOn(oldId, symbols);
        if (oldId == newId || moved.empty())
            continue;
        const ConnectionHealth old = m_pool.health(oldId);
        if (!old.isSilent) {
            Q_EMIT unsure(moved, old.dataEnd);
            continue;
        }
        const std::vector<SymbolId> missing = m_carriers.uncovered(oldId, moved, old.dataEnd);
        if (missing.empty())
            continue;
        Q_EMIT lost({oldId, missing, old.dataEnd, StatusReason::ShortSilence});
        Q_EMIT confirmed(missing);
    }
}

void MultiConnectionManager::handleUnsure(ConnectionId id, const std::vector<SymbolId> &symbols, Timestamp since)
{
    const std::vector<SymbolId> doubtful = m_carriers.uncovered(id, symbols, since);
    if (!doubtful.empty())
        Q_EMIT unsure(doubtful, since);
}

void MultiConnectionManager::handleLost(const Loss &loss)
{
    const CarrierBook::Hole hole = m_carriers.lose(loss);
    if (hole.loss.symbols.empty())
        return;
    Q_EMIT lost(hole.loss);
    if (!hole.continued.empty())
        Q_EMIT confirmed(hole.continued);
}

// --- routing

RoutingPlan MultiConnectionManager::plan() const
{
    assertThreadOf(this);
    return m_table.plan(m_pool.routed());
}

RoutingPlan MultiConnectionManager::rebalance()
{
    assertThreadOf(this);
    return apply(QStringLiteral("rebalance"));
}

void MultiConnectionManager::reroute(const QString &cause)
{
    m_pool.noteRouted();
    apply(cause);
}

void MultiConnectionManager::rerouteIfDue(const QString &cause)
{
    if (m_pool.isRoutingDue())
        reroute(cause);
    if (!m_pool.vacating().empty())
        QMetaObject::invokeMethod(this, &MultiConnectionManager::closeVacated, Qt::QueuedConnection);
}

RoutingPlan MultiConnectionManager::apply(const QString &cause)
{
    RoutingPlan applied = m_table.apply(m_pool.routed(), cause, m_wallNow());
    reconcile(m_table.symbols());
    for (const RoutingMove &move : applied.moves) {
        if (m_carriers.isConfirmed(move.symbol, move.to)) // had not been dropped there yet
            m_table.closeMove(move.symbol, m_wallNow());
    }
    return applied;
}

/// Brings the subscriptions of the connections to what the routes say.
void MultiConnectionManager::reconcile(const std::vector<SymbolId> &symbols)
{
    CarrierBook::Changes changes;
    for (const SymbolId symbol : symbols) {
        m_carriers.reconcile(symbol, m_table.route(symbol), changes);
        if (m_carriers.carriers(symbol) > 1)
            m_deduplicator.watch(symbol);
        else
            m_deduplicator.unwatchLater(symbol, m_wallNow());
    }
    for (const ConnectionId id : m_pool.ids()) {
        if (!changes.added[id.value].empty())
            m_pool.feed(id).subscribe(m_table.names(changes.added[id.value]));
        if (!changes.removed[id.value].empty())
            m_pool.feed(id).unsubscribe(m_table.names(changes.removed[id.value]));
    }
}

/// Does with one connection what was asked for, and lets the symbols follow.
void MultiConnectionManager::steer(ConnectionId id, void (ConnectionPool::*action)(ConnectionId id), const char *words)
{
    assertThreadOf(this);
    if (!m_pool.has(id))
        return;
    (m_pool.*action)(id);
    rerouteIfDue(QStringLiteral("%1 %2").arg(shortName(id), QString::fromLatin1(words)));
}

void MultiConnectionManager::drain(ConnectionId id, bool isDrained)
{
    if (isDrained)
        steer(id, &ConnectionPool::drain, "drained");
    else
        steer(id, &ConnectionPool::endDrain, "takes symbols again");
}

/// Closes what is paused or removed once no symbol depends on it any more, or no other connection could take them.
void MultiConnectionManager::closeVacated()
{
    std::vector<ConnectionId> removed;
    for (const ConnectionId id : m_pool.vacating()) {
        if (m_pool.hasUsable() && m_carriers.isNeeded(id))
            continue;
        if (m_pool.isBeingRemoved(id))
            removed.push_back(id);
        if (m_pool.health(id).status != ConnectionStatus::Off)
            m_pool.feed(id).close();
    }
    for (const ConnectionId id : removed)
        finishRemoval(id);
}

void MultiConnectionManager::finishRemoval(ConnectionId id)
{
    m_carriers.removeConnection(id);
    std::unique_ptr<MarketFeed> feed = m_pool.take(id);
    feed->disconnect(this);
    feed.release()->deleteLater();
    reroute(QStringLiteral("%1 removed").arg(shortName(id)));
}

void MultiConnectionManager::housekeep()
{
    assertThreadOf(this);
    m_deduplicator.housekeep(m_wallNow());
    m_table.measureRates(m_wallNow());
    m_pool.retryLimit();
    rerouteIfDue(QStringLiteral("health"));
    watchBalance();
    m_pool.openNext();
}

void MultiConnectionManager::watchBalance()
{
    const bool isOn = m_options.autoRebalance && strategy() == RoutingStrategy::LoadBalanced;
    if (isOn && m_balance.isDue(m_wallNow()) && m_balance.isConfirmed(!plan().isEmpty()))
        reroute(QStringLiteral("load"));
}

} // namespace tickstock
