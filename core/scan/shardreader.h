// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/bus/redis/redisconnection.h"

#include <QMap>
#include <QTimer>

namespace tickstock {

/// Reads the streams of ticks that this worker holds, as a member of their consumer group: first what a worker that has
/// died had read and not finished, then what is new. An entry is acknowledged after its tick has been emitted, when the
/// next ones are asked for. Lives in the scan thread.
class ShardReader final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    static QByteArray group() { return QByteArrayLiteral("tickstock-scan"); }

    /// @param deadAfter a member of the group that has been away for this long is removed when nothing of it is pending
    ShardReader(const RedisAddress &address, QByteArray worker, Milliseconds deadAfter = OneHour);
    ~ShardReader() override;

    void open();
    void setShards(const QList<int> &shards);

Q_SIGNALS:
    /// The entries' ticks, in the order of each stream.
    void received(const std::vector<QByteArray> &ticks);
    /// Entries of this stream were trimmed before they could be read.
    void missed(int shard);

private:
    enum class Question : quint64 { Ignored, Group, Claimed, Consumers, Read };

    void replied(quint64 token, const redisReply *reply) override;
    void beginStream(int shard);
    void readNext();
    void acknowledge();
    void removeDeadConsumers(int shard, const redisReply *consumers);
    void takeRead(const redisReply *streams);
    void takeEntries(int shard, const redisReply *entries);
    void emitTicks();

    const QByteArray m_worker;
    const Milliseconds m_deadAfter;
    RedisConnection m_connection;
    QList<int> m_shards;
    QMap<int, QByteArray> m_last;         // id of the entry read last, by shard; empty: none yet
    QMap<int, QByteArrayList> m_finished; // to be acknowledged
    std::vector<QByteArray> m_ticks;
    bool m_isReading = false;
};

} // namespace tickstock
