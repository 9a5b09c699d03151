// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/redisconnection.h"

#include <QTimer>

#include <deque>
#include <functional>

namespace tickstock {

/// A pattern event on its way out of a worker.
struct FencedEvent
{
    int shard = 0;
    QByteArray id;
    QByteArray state; ///< forming, confirmed, withdrawn
    QByteArray day;   ///< trading day, ISO 8601: the ledger's
    QByteArray json;
};

/// Publishes events of patterns once, whoever finds them: the server does so only for the worker that holds the
/// stream's lease, and only if the event has not been published in this state before; one that trading programs have
/// been told is not told them again. Sends again what was under way when a connection ended, which changes nothing.
/// Lives in the thread of the bus.
class EventFence final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    /// Events that wait for the server; beyond it the oldest go, counted in the log. They are found again by whoever
    /// begins with the stored bars.
    static constexpr std::size_t MaxWaiting = 100'000;

    /// @param leaseOf what the lease of a stream must hold now; empty: it is not ours
    EventFence(const RedisAddress &address, std::function<QByteArray(int shard)> leaseOf);
    ~EventFence() override;

    void open() { m_connection.open(); }
    void publish(const std::vector<FencedEvent> &events);
    bool isIdle() const { return m_waiting.empty() && m_underWay.empty(); }

Q_SIGNALS:
    /// This event is known to everybody, by us or by another worker before.
    void said(const QByteArray &json);
    void settled();

private:
    static constexpr std::size_t Window = 64;

    void replied(quint64 token, const redisReply *reply) override;
    void pump();

    const std::function<QByteArray(int shard)> m_leaseOf;
    RedisConnection m_connection;
    std::deque<FencedEvent> m_waiting;
    std::deque<FencedEvent> m_underWay;
    std::deque<FencedEvent> m_resend; // refused, or of a connection that has ended
    QTimer m_retry;                   // the server refuses at the moment
    quint64 m_dropped = 0;
};

} // namespace tickstock
