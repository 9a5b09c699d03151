// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/redisconnection.h"

#include <QMap>
#include <QTimer>

namespace tickstock {

/// Which streams of ticks this program works on: a stream has one worker at a time, by a lease that runs out when it is
/// not renewed. Workers share the streams evenly, and take over those of one that has died. Each time a lease is taken
/// it gets a higher number (a fencing token), by which the server rejects what a worker publishes after it has lost the
/// lease. The server's clock decides. Lives in the scan thread.
class ShardLeases final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    static constexpr Milliseconds LeaseTime{5'000};
    static constexpr Milliseconds HeartbeatInterval{1'000};

    /// @param worker names this program; unique
    ShardLeases(const RedisAddress &address, QByteArray worker, int shards);
    ~ShardLeases() override;

    void open();
    /// Gives all leases back, so that others need not wait; left() follows when the server knows, if it is there.
    void close();
    bool isReady() const { return m_connection.isReady(); }

    static QByteArray leaseKey(int shard);
    /// What the lease's key must hold for this program to be allowed to publish; empty: it is not.
    QByteArray lease(int shard) const { return m_leases.value(shard); }
    QList<int> shards() const { return m_leases.keys(); }

Q_SIGNALS:
    void changed(const QList<int> &shards);
    void left();
    /// Why the server gives none; empty: it does again.
    void refused(const QString &why);

private:
    enum class Question : quint64 { Heartbeat, Leave };

    void replied(quint64 token, const redisReply *reply) override;
    void sendHeartbeat();
    void replaceLeases(QMap<int, QByteArray> leases);

    const QByteArray m_worker;
    const int m_shards;
    RedisConnection m_connection;
    QTimer m_heartbeat;
    QTimer m_expiry; // from the last time the server has confirmed them
    QMap<int, QByteArray> m_leases;
    bool m_isAsking = false;
    QString m_problem;
};

} // namespace tickstock
