// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/marketfeed.h"
#include "core/health/healthboard.h"
#include "core/market/quotehandover.h"
#include "core/types/boundedqueue.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tickstock {

/// Owns the feed and passes its batches on without ever waiting. Lives in the feed thread.
class FeedHost final : public QObject
{
    Q_OBJECT

public:
    FeedHost(std::unique_ptr<MarketFeed> feed, BoundedQueue<TickBatchPtr> &out, QuoteHandover &quotes,
             HealthBoard &health);
    ~FeedHost() override;

    MarketFeed &feed() { return *m_feed; }
    /// Puts the connections' health on the board, as it is done every second.
    void report();

Q_SIGNALS:
    /// As the feed's own signals, for other threads.
    void confirmed(const std::vector<tickstock::SymbolId> &symbols);
    void unsure(const std::vector<tickstock::SymbolId> &symbols, tickstock::Timestamp since);
    void lost(const tickstock::Loss &loss);
    /// The first data of symbols that had been lost or are new.
    void resumed(const std::vector<tickstock::Resumption> &symbols);

private:
    void receive(const TickBatchPtr &batch);
    void await(const std::vector<SymbolId> &symbols);

    std::unique_ptr<MarketFeed> m_feed;
    BoundedQueue<TickBatchPtr> &m_out;
    HealthBoard &m_health;
    QTimer m_reportTimer;
    std::vector<bool> m_isAwaited; // by SymbolId: confirmed, but nothing has come yet
    std::size_t m_awaited = 0;
};

} // namespace tickstock
