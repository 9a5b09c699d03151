// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/shardleases.h"

#include "core/bus/channels.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <hiredis/hiredis.h>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcScan, "tickstock.scan", QtInfoMsg)

/// One step for the server: which workers are alive, how many streams each may have, and which this one has now. Those
/// beyond its share are given back, free ones are taken. Answers shard, token, shard, token, ...
const QByteArray HeartbeatScript = QByteArrayLiteral(R"(
local worker, patience, shards = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local streams = redis.call('GET', KEYS[4])
if streams and streams ~= ARGV[3] then
    return redis.error_reply('STREAMS there are ' .. streams .. ' streams, and REDIS_STREAM_SHARDS is ' .. ARGV[3])
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, worker)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - patience)
local workers = redis.call('ZRANGE', KEYS[1], 0, -1)
table.sort(workers)
local share = math.floor(shards / #workers)
for place = 1, shards % #workers do
    if workers[place] == worker then share = share + 1 end
end
local mine, count = {}, 0
for shard = 0, shards - 1 do
    local lease = redis.call('GET', KEYS[2] .. shard)
    if lease and string.sub(lease, 1, #worker + 1) == worker .. ':' then
        if count < share then
            redis.call('PEXPIRE', KEYS[2] .. shard, patience)
            mine[#mine + 1], mine[#mine + 2] = tostring(shard), lease
            count = count + 1
        else
            redis.call('DEL', KEYS[2] .. shard)
        end
    end
end
for shard = 0, shards - 1 do
    if count < share and redis.call('EXISTS', KEYS[2] .. shard) == 0 then
        local lease = worker .. ':' .. redis.call('INCR', KEYS[3] .. shard)
        redis.call('SET', KEYS[2] .. shard, lease, 'PX', patience)
        mine[#mine + 1], mine[#mine + 2] = tostring(shard), lease
        count = count + 1
    end
end
return mine)");

const QByteArray LeaveScript = QByteArrayLiteral(R"(
redis.call('ZREM', KEYS[1], ARGV[1])
for shard = 0, tonumber(ARGV[2]) - 1 do
    local lease = redis.call('GET', KEYS[2] .. shard)
    if lease and string.sub(lease, 1, #ARGV[1] + 1) == ARGV[1] .. ':' then
        redis.call('DEL', KEYS[2] .. shard)
    end
end
return 0)");

} // namespace

QByteArray ShardLeases::leaseKey(int shard)
{
    return ScanLeasePrefix + QByteArray::number(shard);
}

ShardLeases::ShardLeases(const RedisAddress &address, QByteArray worker, int shards)
    : m_worker(std::move(worker))
    , m_shards(shards)
    , m_connection(address, *this)
{
    m_heartbeat.setInterval(HeartbeatInterval);
    connect(&m_heartbeat, &QTimer::timeout, this, &ShardLeases::sendHeartbeat);
    connect(&m_connection, &RedisConnection::ready, this, &ShardLeases::sendHeartbeat);
    m_expiry.setSingleShot(true);
    m_expiry.setInterval(LeaseTime);
    connect(&m_expiry, &QTimer::timeout, this, [this] { replaceLeases({}); });
}

ShardLeases::~ShardLeases()
{
    m_connection.disconnect(this);
    m_connection.close();
}

void ShardLeases::open()
{
    assertThreadOf(this);
    m_connection.open();
    m_heartbeat.start();
}

void ShardLeases::close()
{
    assertThreadOf(this);
    m_heartbeat.stop();
    if (m_connection.isReady())
        m_connection.send(
            {"EVAL", LeaveScript, "2", ScanWorkersKey, ScanLeasePrefix, m_worker, QByteArray::number(m_shards)},
            static_cast<quint64>(Question::Leave));
    replaceLeases({});
}

void ShardLeases::sendHeartbeat()
{
    if (!m_connection.isReady() || std::exchange(m_isAsking, true))
        return;
    m_connection.send({"EVAL", HeartbeatScript, "4", ScanWorkersKey, ScanLeasePrefix, ScanFencePrefix, StreamCountKey,
                       m_worker, QByteArray::number(qint64(LeaseTime.count())), QByteArray::number(m_shards)},
                      static_cast<quint64>(Question::Heartbeat));
}

void ShardLeases::replied(quint64 token, const redisReply *reply)
{
    if (token == static_cast<quint64>(Question::Leave)) {
        Q_EMIT left();
        return;
    }
    m_isAsking = false;
    if (!reply)
        return; // the leases run out by themselves
    if (const auto problem = errorOf(reply)) {
        if (std::exchange(m_problem, problem->detail) != problem->detail)
            qCWarning(lcScan).noquote() << "this worker gets no streams:" << problem->detail;
        Q_EMIT refused(m_problem);
        return;
    }
    m_connection.proveUseful();
    if (!std::exchange(m_problem, QString()).isEmpty())
        Q_EMIT refused({});
    QMap<int, QByteArray> leases;
    for (std::size_t i = 0; i + 1 < reply->elements; i += 2)
        leases.insert(bytesOf(reply->element[i]).toInt(), bytesOf(reply->element[i + 1]));
    m_expiry.start();
    replaceLeases(std::move(leases));
}

void ShardLeases::replaceLeases(QMap<int, QByteArray> leases)
{
    if (m_leases == leases)
        return;
    // A lease that was taken anew may have been another worker's meanwhile: its stream begins like a new one.
    QList<int> kept;
    for (auto it = leases.cbegin(); it != leases.cend(); ++it) {
        if (m_leases.value(it.key()) == it.value())
            kept.append(it.key());
    }
    const QList<int> before = m_leases.keys();
    m_leases = std::move(leases);
    const QList<int> now = m_leases.keys();
    if (kept != now && kept != before)
        Q_EMIT changed(kept);
    QStringList words;
    for (const int shard : now)
        words.append(QString::number(shard));
    qCInfo(lcScan).noquote() << "streams of this worker:"
                             << (words.isEmpty() ? QStringLiteral("none") : words.join(u','));
    Q_EMIT changed(now);
}

} // namespace tickstock
