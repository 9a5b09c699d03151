// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/scan/shardreader.h"

#include "core/bus/channels.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <hiredis/hiredis.h>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcScan, "tickstock.scan", QtInfoMsg)

constexpr int EntriesAtOnce = 500;
/// The server holds a question for this time when there is nothing new.
constexpr int BlockMs = 500;
constexpr int ShardBits = 8;

} // namespace

ShardReader::ShardReader(const RedisAddress &address, QByteArray worker, Milliseconds deadAfter)
    : m_worker(std::move(worker))
    , m_deadAfter(deadAfter)
    , m_connection(address, *this)
{
    connect(&m_connection, &RedisConnection::ready, this, [this] {
        m_isReading = false;
        m_finished.clear(); // they are pending still, and are claimed anew
        for (const int shard : std::as_const(m_shards))
            beginStream(shard);
        readNext();
    });
}

ShardReader::~ShardReader()
{
    m_connection.disconnect(this);
    m_connection.close();
}

void ShardReader::open()
{
    assertThreadOf(this);
    m_connection.open();
}

void ShardReader::setShards(const QList<int> &shards)
{
    assertThreadOf(this);
    const QList<int> before = std::exchange(m_shards, shards);
    for (const int shard : before) {
        if (!shards.contains(shard)) {
            m_last.remove(shard);
            m_finished.remove(shard); // whoever has it now claims them
        }
    }
    if (!m_connection.isReady())
        return;
    for (const int shard : shards) {
        if (!before.contains(shard))
            beginStream(shard);
    }
    readNext();
}

/// What is new comes after what had been read and not finished.
void ShardReader::beginStream(int shard)
{
    m_last[shard].clear();
    const auto detail = static_cast<quint64>(shard) << ShardBits;
    m_connection.send({"XGROUP", "CREATE", streamKey(shard), group(), "$", "MKSTREAM"},
                      detail | static_cast<quint64>(Question::Group));
    m_connection.send({"XAUTOCLAIM", streamKey(shard), group(), m_worker, "0", "0-0", "COUNT", "100000"},
                      detail | static_cast<quint64>(Question::Claimed));
    m_connection.send({"XINFO", "CONSUMERS", streamKey(shard), group()},
                      detail | static_cast<quint64>(Question::Consumers));
}

/// Every run of a worker has a name of its own, and the server remembers all of them. A consumer that has been idle for
/// long and has nothing pending is gone. It is described as [name, ..., pending, ..., idle, ...].
void ShardReader::removeDeadConsumers(int shard, const redisReply *consumers)
{
    for (std::size_t i = 0; i < consumers->elements; ++i) {
        QMap<QByteArray, QByteArray> fields;
        const redisReply *consumer = consumers->element[i];
        for (std::size_t f = 0; f + 1 < consumer->elements; f += 2) {
            const redisReply *value = consumer->element[f + 1];
            fields[bytesOf(consumer->element[f])] =
                value->type == REDIS_REPLY_INTEGER ? QByteArray::number(value->integer) : bytesOf(value);
        }
        const bool isGone = fields["pending"] == "0" && fields["idle"].toLongLong() >= m_deadAfter.count();
        if (isGone && fields["name"] != m_worker)
            m_connection.send({"XGROUP", "DELCONSUMER", streamKey(shard), group(), fields["name"]},
                              static_cast<quint64>(Question::Ignored));
    }
}

/// All streams in one question, which the server answers when there is something in any of them.
void ShardReader::readNext()
{
    if (m_isReading || m_shards.isEmpty() || !m_connection.isReady())
        return;
    acknowledge();
    m_isReading = true;
    std::vector<QByteArray> question{"XREADGROUP", "GROUP",
                                     group(),      m_worker,
                                     "COUNT",      QByteArray::number(EntriesAtOnce),
                                     "BLOCK",      QByteArray::number(BlockMs),
                                     "STREAMS"};
    for (const int shard : std::as_const(m_shards))
        question.push_back(streamKey(shard));
    question.insert(question.end(), static_cast<std::size_t>(m_shards.size()), ">");
    m_connection.send(question, static_cast<quint64>(Question::Read));
}

void ShardReader::acknowledge()
{
    for (auto it = m_finished.cbegin(); it != m_finished.cend(); ++it) {
        std::vector<QByteArray> done{"XACK", streamKey(it.key()), group()};
        done.insert(done.end(), it->begin(), it->end());
        m_connection.send(done, static_cast<quint64>(Question::Ignored));
    }
    m_finished.clear();
}

void ShardReader::replied(quint64 token, const redisReply *reply)
{
    const auto question = static_cast<Question>(token & ((1U << ShardBits) - 1));
    const int shard = static_cast<int>(token >> ShardBits);
    if (question == Question::Read)
        m_isReading = false;
    if (!reply)
        return;
    const auto problem = errorOf(reply);
    if (problem && question != Question::Group) { // that one may exist already
        qCWarning(lcScan).noquote() << "streams:" << problem->detail;
        if (problem->detail.startsWith(u"NOGROUP")) { // an emptied server
            for (const int lost : std::as_const(m_shards)) {
                beginStream(lost);
                Q_EMIT missed(lost);
            }
        }
        QTimer::singleShot(BlockMs, this, &ShardReader::readNext);
        return;
    }
    m_connection.proveUseful();
    if (question == Question::Claimed && reply->type == REDIS_REPLY_ARRAY && reply->elements >= 2)
        takeEntries(shard, reply->element[1]);
    else if (question == Question::Consumers && reply->type == REDIS_REPLY_ARRAY)
        removeDeadConsumers(shard, reply);
    else if (question == Question::Read && reply->type == REDIS_REPLY_ARRAY)
        takeRead(reply);
    emitTicks();
    if (question == Question::Read)
        readNext();
}

/// [[stream, entries], ...], of those that have something; nothing at all when none has.
void ShardReader::takeRead(const redisReply *streams)
{
    for (std::size_t i = 0; i < streams->elements; ++i) {
        const redisReply *stream = streams->element[i];
        if (stream->type == REDIS_REPLY_ARRAY && stream->elements == 2)
            takeEntries(bytesOf(stream->element[0]).mid(StreamPrefix.size()).toInt(), stream->element[1]);
    }
}

/// An entry is [id, [field, value, ...]]; one that was trimmed while it was pending has no fields.
void ShardReader::takeEntries(int shard, const redisReply *entries)
{
    if (!m_shards.contains(shard))
        return;
    for (std::size_t i = 0; i < entries->elements; ++i) {
        const redisReply *entry = entries->element[i];
        if (entry->type != REDIS_REPLY_ARRAY || entry->elements != 2)
            continue;
        const QByteArray id = bytesOf(entry->element[0]);
        m_finished[shard].append(id);
        const redisReply *fields = entry->element[1];
        QByteArray previous;
        for (std::size_t f = 0; f + 1 < fields->elements; f += 2) {
            const QByteArray name = bytesOf(fields->element[f]);
            if (name == "tick")
                m_ticks.push_back(bytesOf(fields->element[f + 1]));
            else if (name == "previous")
                previous = bytesOf(fields->element[f + 1]);
        }
        QByteArray &last = m_last[shard];
        if (!last.isEmpty() && !previous.isEmpty() && previous != last)
            Q_EMIT missed(shard);
        last = id;
    }
}

void ShardReader::emitTicks()
{
    if (!m_ticks.empty())
        Q_EMIT received(std::exchange(m_ticks, {}));
}

} // namespace tickstock
