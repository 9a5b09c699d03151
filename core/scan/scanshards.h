// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicatorvalues.h"
#include "core/scan/eventfence.h"
#include "core/scan/shardleases.h"
#include "core/scan/shardreader.h"

#include <functional>

namespace tickstock {

/// A worker's part of the streams: leases, reading, and publishing what was found. Lives in the scan thread.
class ScanShards final : public QObject
{
    Q_OBJECT

public:
    /// @param worker names this program; unique
    ScanShards(const RedisAddress &address, const QByteArray &worker, int shards);

    /// The stream that a symbol's ticks are in.
    static int shardOf(const QString &symbol, int shards);

    void open();
    /// Publishes it once, whichever worker finds it, and only while its stream is ours; published() follows.
    void publish(const PatternEvent &event);
    void publishIndicators(const std::vector<IndicatorValues> &indicators);
    /// Publishes what is due and gives the leases back, each for at most @p patience; then calls @p done.
    void finish(Milliseconds patience, std::function<void()> done);

Q_SIGNALS:
    void shardsChanged(const QList<int> &shards);
    /// Ticks of our streams, as JSON.
    void received(const std::vector<QByteArray> &ticks);
    /// Ticks of this stream are gone that have not been read.
    void missed(int shard);
    /// This event has been published, by us or by another worker before: it is known to everybody.
    void published(const tickstock::PatternEvent &event);
    /// Why this worker gets no stream; empty: it may get some again.
    void refused(const QString &why);

private:
    void giveBack();
    void finished();

    const int m_count; // of all streams
    ShardLeases m_leases;
    ShardReader m_reader;
    EventFence m_fence;
    QTimer m_patience; // with what is finished now
    std::function<void()> m_done;
};

} // namespace tickstock
