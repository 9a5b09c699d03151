// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/presencekeys.h"

#include "core/bus/redis/redisquestions.h"

namespace tickstock {

void PresenceKeys::set(const QByteArray &key, const QByteArray &value)
{
    if (value.isEmpty())
        m_values.erase(key);
    else
        m_values[key] = value;
}

void PresenceKeys::refresh(RedisQuestions &questions) const
{
    for (const auto &[key, value] : m_values)
        questions.ask({"SET", key, value, "EX", QByteArray::number(LifetimeSeconds)});
}

} // namespace tickstock
