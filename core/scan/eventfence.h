// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/redisconnection.h"
#include "core/market/patternevent.h"

#include <QTimer>

#include <deque>
#include <functional>

namespace tickstock {

/// A pattern event on its way out of a worker. A value.
struct FencedEvent
{
    int shard = 0;
    QByteArray id;
    QByteArray state; ///< forming, confirmed, withdrawn
    QByteArray day;   ///< trading day, ISO 8601: the ledger's
    QByteArray json;
    PatternEvent event{}; ///< the same, for published()
};

/// What indicators say of a bar, on its way out of a worker. A value.
struct FencedIndicators
{
    int shard = 0;
    QByteArray series; ///< symbol and time frame
    Timestamp bar;     ///< start
    QByteArray day;    ///< trading day, ISO 8601: the ledger's
    QByteArray json;
};

/// Publishes each event of a pattern, and each bar's indicators, once, whichever worker finds them: the server does so
/// only for the worker that holds the stream's lease, and only if its ledger does not have them yet. An event that
/// trading programs have received is not sent to them again. What was under way when a connection ended is sent again,
/// which changes nothing if it had arrived. Lives in the scan thread.
class EventFence final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    /// Messages that wait for the server; beyond it the oldest go, counted in the log. Events are found again by the
    /// worker that begins with the stored bars.
    static constexpr std::size_t MaxWaiting = 100'000;

    /// @param leaseOf what the lease of a stream must hold now; empty: it is not ours
    EventFence(const RedisAddress &address, std::function<QByteArray(int shard)> leaseOf);
    ~EventFence() override;

    void open();
    void publish(const std::vector<FencedEvent> &events);
    void publishIndicators(const std::vector<FencedIndicators> &indicators);
    /// Nothing waits, and nothing is under way.
    bool isIdle() const { return m_waiting.empty() && m_underWay.empty(); }

Q_SIGNALS:
    /// This event has been published, by us or by another worker before.
    void published(const tickstock::PatternEvent &event);
    void flushed();

private:
    static constexpr std::size_t Window = 64;
    /// A call of one of the server's scripts, without the lease, which is looked up when it is sent.
    struct Call
    {
        int shard = 0;
        QByteArray script;
        QByteArray ledger;
        std::vector<QByteArray> arguments;
        std::optional<PatternEvent> event{}; // none: indicators
    };

    void replied(quint64 token, const redisReply *reply) override;
    void enqueue(Call call);
    void sendWaiting();

    const std::function<QByteArray(int shard)> m_leaseOf;
    RedisConnection m_connection;
    std::deque<Call> m_waiting;
    std::deque<Call> m_underWay;
    std::deque<Call> m_resend; // refused, or of a connection that has ended
    QTimer m_retry;            // the server refuses at the moment
    quint64 m_dropped = 0;
};

} // namespace tickstock
