// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/marketfeed.h"
#include "core/service/healthboard.h"
#include "core/types/boundedqueue.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tickstock {

/// Owns the feed in the feed thread and passes its batches on without ever waiting.
class FeedHost final : public QObject
{
    Q_OBJECT

public:
    FeedHost(std::unique_ptr<MarketFeed> feed, BoundedQueue<TickBatchPtr> &out, HealthBoard &health);
    ~FeedHost() override;

    MarketFeed &feed() { return *m_feed; }

Q_SIGNALS:
    /// As the feed's own signals, for other threads.
    void confirmed(const std::vector<tickstock::SymbolId> &symbols);
    void lost(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since);

private:
    void report();

    std::unique_ptr<MarketFeed> m_feed;
    BoundedQueue<TickBatchPtr> &m_out;
    HealthBoard &m_health;
    QTimer m_reportTimer;
};

} // namespace tickstock
