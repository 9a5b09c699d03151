// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/feedhost.h"

#include "core/types/threadcheck.h"

#include <utility>

namespace tickstock {

FeedHost::FeedHost(std::unique_ptr<MarketFeed> feed, BoundedQueue<TickBatchPtr> &out, QuoteHandover &quotes,
                   HealthBoard &health)
    : m_feed(std::move(feed))
    , m_out(out)
    , m_health(health)
{
    connect(m_feed.get(), &MarketFeed::ticks, this, &FeedHost::receive);
    connect(m_feed.get(), &MarketFeed::quoted, this, [&quotes](const QuoteBatchPtr &batch) { quotes.post(*batch); });
    connect(m_feed.get(), &MarketFeed::statusChanged, this, &FeedHost::report);
    connect(m_feed.get(), &MarketFeed::lost, this, &FeedHost::lost);
    connect(m_feed.get(), &MarketFeed::unsure, this, &FeedHost::unsure);
    connect(m_feed.get(), &MarketFeed::confirmed, this, [this](const std::vector<SymbolId> &symbols) {
        await(symbols);
        Q_EMIT confirmed(symbols);
    });
    m_reportTimer.setInterval(1'000);
    connect(&m_reportTimer, &QTimer::timeout, this, &FeedHost::report);
    m_reportTimer.start();
}

FeedHost::~FeedHost()
{
    m_feed->close();
}

void FeedHost::await(const std::vector<SymbolId> &symbols)
{
    for (const SymbolId symbol : symbols) {
        if (symbol.value >= m_isAwaited.size())
            m_isAwaited.resize(symbol.value + 1);
        if (!m_isAwaited[symbol.value])
            ++m_awaited;
        m_isAwaited[symbol.value] = true;
    }
}

void FeedHost::receive(const TickBatchPtr &batch)
{
    if (m_awaited > 0) {
        std::vector<Resumption> first;
        for (const Tick &tick : batch->ticks) {
            if (tick.symbol.value >= m_isAwaited.size() || !m_isAwaited[tick.symbol.value])
                continue;
            m_isAwaited[tick.symbol.value] = false;
            --m_awaited;
            first.push_back({tick.symbol, batch->connection, tick.start});
        }
        if (!first.empty())
            Q_EMIT resumed(first);
    }
    m_out.push(batch, batch->ticks.size());
}

void FeedHost::report()
{
    assertThreadOf(this);
    m_health.setConnections(m_feed->health());
    m_health.setRouting(m_feed->routing());
}

} // namespace tickstock
