// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/feedhost.h"

namespace tickstock {

FeedHost::FeedHost(std::unique_ptr<MarketFeed> feed, BoundedQueue<TickBatchPtr> &out, HealthBoard &health)
    : m_feed(std::move(feed))
    , m_out(out)
    , m_health(health)
{
    connect(m_feed.get(), &MarketFeed::ticks, this,
            [this](const TickBatchPtr &batch) { m_out.push(batch, batch->ticks.size()); });
    connect(m_feed.get(), &MarketFeed::statusChanged, this, &FeedHost::report);
    connect(m_feed.get(), &MarketFeed::lost, this, &FeedHost::lost);
    connect(m_feed.get(), &MarketFeed::confirmed, this, &FeedHost::confirmed);
    m_reportTimer.setInterval(1'000);
    connect(&m_reportTimer, &QTimer::timeout, this, &FeedHost::report);
    m_reportTimer.start();
}

FeedHost::~FeedHost()
{
    m_feed->close();
}

void FeedHost::report()
{
    m_health.setConnections(m_feed->health());
}

} // namespace tickstock
