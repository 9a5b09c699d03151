// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/feedworker.h"

#include "core/feed/connectiontester.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/types/threadcheck.h"

namespace tickstock {

FeedWorker::FeedWorker(const Parts &parts)
    : m_parts(parts)
{
}

FeedWorker::~FeedWorker() = default;

void FeedWorker::open(std::unique_ptr<MarketFeed> feed, MultiConnectionManager *manager,
                      const std::vector<ConnectionShare> &shares, const QStringList &symbols)
{
    assertThreadOf(this);
    m_manager = manager;
    for (const ConnectionShare &share : shares)
        m_shares.emplace_back(share.id, QSet<QString>(share.symbols.begin(), share.symbols.end()));
    m_host = std::make_unique<FeedHost>(std::move(feed), m_parts.ticks, m_parts.quotes, m_parts.health);
    connect(m_host.get(), &FeedHost::confirmed, this, &FeedWorker::confirmed);
    connect(m_host.get(), &FeedHost::unsure, this, &FeedWorker::unsure);
    connect(m_host.get(), &FeedHost::lost, this, &FeedWorker::lost);
    connect(m_host.get(), &FeedHost::resumed, this, &FeedWorker::resumed);
    subscribe(symbols);
    m_host->feed().open();
}

void FeedWorker::subscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    if (!m_host)
        return;
    for (const auto &[connection, share] : m_shares) {
        QStringList own = symbols;
        own.removeIf([&share = share](const QString &symbol) { return !share.contains(symbol); });
        if (m_manager && !own.isEmpty())
            m_manager->subscribe(own, connection);
    }
    m_host->feed().subscribe(symbols);
}

void FeedWorker::unsubscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    if (m_host)
        m_host->feed().unsubscribe(symbols);
}

void FeedWorker::setOpen(bool isOpen)
{
    assertThreadOf(this);
    if (!m_host)
        return;
    if (isOpen)
        m_host->feed().open();
    else
        m_host->feed().close();
}

void FeedWorker::control(ConnectionId connection, ConnectionAction action)
{
    assertThreadOf(this);
    if (!m_manager)
        return;
    switch (action) {
    case ConnectionAction::Pause: m_manager->pause(connection); break;
    case ConnectionAction::Resume: m_manager->resume(connection); break;
    case ConnectionAction::Reconnect: m_manager->reconnect(connection); break;
    case ConnectionAction::Drain: m_manager->drain(connection, true); break;
    case ConnectionAction::Undrain: m_manager->drain(connection, false); break;
    }
    m_host->report();
}

std::optional<RoutingPlan> FeedWorker::plan(bool apply)
{
    assertThreadOf(this);
    if (!m_manager)
        return std::nullopt;
    return apply ? m_manager->rebalance() : m_manager->plan();
}

std::optional<QStringList> FeedWorker::tickers(ConnectionId connection) const
{
    assertThreadOf(this);
    return m_manager ? std::optional(m_manager->tickers(connection)) : std::nullopt;
}

void FeedWorker::test(ConnectionId connection, const ConnectionTestRequest &request)
{
    assertThreadOf(this);
    if (!m_tester || m_testedManager != m_manager) {
        m_testedManager = m_manager;
        m_tester = std::make_unique<ConnectionTester>(m_manager, m_parts.symbols, nullptr);
        connect(m_tester.get(), &ConnectionTester::tested, this, &FeedWorker::tested);
    }
    m_tester->start(connection, request);
}

void FeedWorker::cancelTest()
{
    assertThreadOf(this);
    if (m_tester)
        m_tester->cancel();
}

} // namespace tickstock
