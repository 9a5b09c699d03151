// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/eventfence.h"

#include "core/bus/channels.h"
#include "core/scan/shardleases.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <hiredis/hiredis.h>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcScan, "tickstock.scan", QtInfoMsg)

const QByteArray LedgerSeconds = QByteArrayLiteral("345600"); // four days: a session and the restarts after it

constexpr Milliseconds RetryPause{1'000};

/// KEYS: lease, ledger. ARGV: what the lease must hold, event, state, seconds the ledger lives, event's JSON.
/// -1: the lease is another's; 0: published before; 1: published. The ledger is written first: a server that cannot
/// write must not have published.
const QByteArray EventScript = QByteArrayLiteral(R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
local before = redis.call('HGET', KEYS[2], ARGV[2])
if before == ARGV[3] or before == ARGV[3] .. '+' then return 0 end
local told = before and string.sub(before, -1) == '+'
local tells = ARGV[3] == 'confirmed' and not told
redis.call('HSET', KEYS[2], ARGV[2], (told or tells) and ARGV[3] .. '+' or ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[4])
if tells then
    redis.call('PUBLISH', 'tickstock_patterns', ARGV[5])
    redis.call('PUBLISH', 'tickstock.events.patterns', ARGV[5])
end
redis.call('PUBLISH', 'tickstock:patterns:streaming', ARGV[5])
return 1)");

/// The same for indicators. ARGV: what the lease must hold, series, bar's start, seconds the ledger lives, JSON.
const QByteArray IndicatorScript = QByteArrayLiteral(R"(
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
local before = redis.call('HGET', KEYS[2], ARGV[2])
if before and tonumber(before) >= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[4])
redis.call('PUBLISH', 'tickstock:indicators:streaming', ARGV[5])
return 1)");

} // namespace

EventFence::EventFence(const RedisAddress &address, std::function<QByteArray(int shard)> leaseOf)
    : m_leaseOf(std::move(leaseOf))
    , m_connection(address, *this)
{
    connect(&m_connection, &RedisConnection::ready, this, &EventFence::sendWaiting);
    m_retry.setSingleShot(true);
    m_retry.setInterval(RetryPause);
    connect(&m_retry, &QTimer::timeout, this, &EventFence::sendWaiting);
}

EventFence::~EventFence()
{
    m_connection.disconnect(this);
    m_connection.close();
}

void EventFence::open()
{
    assertThreadOf(this);
    m_connection.open();
}

void EventFence::publish(const std::vector<FencedEvent> &events)
{
    assertThreadOf(this);
    for (const FencedEvent &event : events)
        enqueue({event.shard,
                 EventScript,
                 ScanEventsPrefix + event.day,
                 {event.id, event.state, LedgerSeconds, event.json},
                 event.event});
    sendWaiting();
}

void EventFence::publishIndicators(const std::vector<FencedIndicators> &indicators)
{
    assertThreadOf(this);
    for (const FencedIndicators &each : indicators)
        enqueue({each.shard,
                 IndicatorScript,
                 ScanIndicatorsPrefix + each.day,
                 {each.series, QByteArray::number(qint64(each.bar.ms)), LedgerSeconds, each.json},
                 {}});
    sendWaiting();
}

void EventFence::enqueue(Call call)
{
    m_waiting.push_back(std::move(call));
    if (m_waiting.size() <= MaxWaiting)
        return;
    m_waiting.pop_front();
    if (m_dropped++ % 10'000 == 0)
        qCWarning(lcScan) << "too many events wait for the server:" << m_dropped << "left out so far";
}

/// What is not ours any more is left to its new worker, who finds it in the bars.
void EventFence::sendWaiting()
{
    while (m_connection.isReady() && m_underWay.size() < Window && !m_waiting.empty()) {
        Call call = std::move(m_waiting.front());
        m_waiting.pop_front();
        const QByteArray lease = m_leaseOf(call.shard);
        if (lease.isEmpty())
            continue;
        std::vector<QByteArray> command{"EVAL",      call.script, "2", ShardLeases::leaseKey(call.shard),
                                        call.ledger, lease};
        command.insert(command.end(), call.arguments.begin(), call.arguments.end());
        m_underWay.push_back(std::move(call));
        m_connection.send(command, 0);
        if (m_underWay.empty())
            return; // the connection has just ended: it waits again
    }
    if (isIdle())
        Q_EMIT flushed();
}

/// Answers come in the order of the commands; null for all that were under way when the connection ended.
void EventFence::replied(quint64, const redisReply *reply)
{
    if (m_underWay.empty())
        return;
    Call call = std::move(m_underWay.front());
    m_underWay.pop_front();
    const auto problem = reply ? errorOf(reply) : std::nullopt;
    if (problem && !m_retry.isActive()) { // a full disk, a replica: it may take it later
        qCWarning(lcScan).noquote() << "events are not published now:" << problem->detail;
        m_retry.start();
    }
    if (!reply || problem)
        m_resend.push_back(std::move(call));
    else if (call.event && reply->type == REDIS_REPLY_INTEGER && reply->integer >= 0)
        Q_EMIT published(*call.event);
    if (reply && !problem)
        m_connection.proveUseful();
    if (m_underWay.empty()) { // the order of what is sent again stays as it was
        m_waiting.insert(m_waiting.begin(), std::make_move_iterator(m_resend.begin()),
                         std::make_move_iterator(m_resend.end()));
        m_resend.clear();
    }
    if (reply && m_resend.empty() && !m_retry.isActive())
        sendWaiting();
}

} // namespace tickstock
