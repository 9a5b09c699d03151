// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/watchedkeys.h"

#include "core/bus/redis/redisconnection.h"
#include "core/bus/redis/redisquestions.h"

#include <hiredis/hiredis.h>

namespace tickstock {

void WatchedKeys::add(const QByteArray &key)
{
    if (!m_keys.contains(key))
        m_keys.append(key);
}

void WatchedKeys::poll(RedisQuestions &questions) const
{
    for (const QByteArray &key : m_keys) {
        questions.ask({"GET", key}, [this, key](const redisReply *reply) {
            if (reply)
                m_read(key, reply->type == REDIS_REPLY_STRING ? bytesOf(reply) : QByteArray());
        });
    }
}

} // namespace tickstock
