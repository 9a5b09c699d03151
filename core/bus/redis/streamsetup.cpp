// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/streamsetup.h"

#include "core/bus/channels.h"
#include "core/bus/redis/redisconnection.h"
#include "core/bus/redis/redisquestions.h"
#include "core/bus/redis/streamepochs.h"

#include <hiredis/hiredis.h>

#include <utility>

namespace tickstock {

/// The server answers in order, so the last stream's answer is the last of all.
void StreamSetup::begin()
{
    m_isAsking = true;
    m_openTops = m_shards;
    if (m_shards == 0) {
        answered(success());
        return;
    }
    noteShards();
    m_questions.ask({"GET", StreamCountKey}, [this](const redisReply *reply) { takeCount(reply); });
    for (int shard = 0; shard < m_shards; ++shard) {
        m_questions.ask({"XINFO", "STREAM", streamKey(shard)},
                        [this, shard](const redisReply *reply) { takeTop(shard, reply); });
    }
}

void StreamSetup::noteShards()
{
    if (m_shards == 0)
        return;
    m_questions.ask({"SETNX", StreamCountKey, QByteArray::number(m_shards)}, [this](const redisReply *reply) {
        if (const auto problem = errorOf(reply))
            answered(*problem);
    });
}

void StreamSetup::takeCount(const redisReply *reply)
{
    if (!reply)
        return;
    const QByteArray known = reply->type == REDIS_REPLY_STRING ? bytesOf(reply) : QByteArray();
    if (const auto problem = errorOf(reply)) {
        answered(*problem);
    } else if (known.isEmpty()) { // it could not be set: the answer to that has just been reported
        answered(Error{ErrorCode::Unreachable, QStringLiteral("the number of streams cannot be noted")});
    } else if (known.toInt() != m_shards) {
        answered(Error{ErrorCode::Refused,
                       QStringLiteral("the server's ticks are spread over %1 stream(s), REDIS_STREAM_SHARDS says %2:"
                                      " make them equal, or delete the key %3 and the old streams")
                           .arg(QString::fromUtf8(known))
                           .arg(m_shards)
                           .arg(QString::fromLatin1(StreamCountKey))});
    }
}

void StreamSetup::takeTop(int shard, const redisReply *reply)
{
    if (!reply)
        return;
    const auto problem = errorOf(reply);
    if (problem && !problem->detail.contains(u"no such key")) {
        answered(*problem);
        return;
    }
    StreamEpochs::Position top;
    for (std::size_t i = 0; reply->type == REDIS_REPLY_ARRAY && i + 1 < reply->elements; i += 2) {
        if (bytesOf(reply->element[i]) != "last-generated-id")
            continue;
        const QByteArray id = bytesOf(reply->element[i + 1]);
        top = {id.left(id.indexOf('-')).toLongLong(), id.mid(id.indexOf('-') + 1).toLongLong()};
    }
    m_epochs.setTop(shard, top);
    if (--m_openTops == 0)
        answered(success());
}

/// The first answer that decides it counts; what goes wrong later is reported, too.
void StreamSetup::answered(const Outcome &outcome)
{
    if (std::exchange(m_isAsking, false) || !outcome)
        m_report(outcome);
}

} // namespace tickstock
