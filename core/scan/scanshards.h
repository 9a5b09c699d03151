// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/scan/eventfence.h"
#include "core/scan/shardleases.h"
#include "core/scan/shardreader.h"

namespace tickstock {

/// A worker's part of the streams: leases, reading, and publishing what was found. Lives in a thread of its own.
class ScanShards final : public QObject
{
    Q_OBJECT

public:
    /// @param worker names this program; unique
    ScanShards(const RedisAddress &address, const QByteArray &worker, int shards);

    void open();
    void publish(const std::vector<FencedEvent> &events) { m_fence.publish(events); }
    /// Publishes what is due for at most @p patience, and gives the leases back.
    void finish(Milliseconds patience);

Q_SIGNALS:
    void shardsChanged(const QList<int> &shards);
    void received(const std::vector<QByteArray> &ticks);
    void missed(int shard);
    void said(const QByteArray &json);
    /// Why this worker gets no stream; empty: it may get some again.
    void refused(const QString &why);

private:
    ShardLeases m_leases;
    ShardReader m_reader;
    EventFence m_fence;
};

} // namespace tickstock
