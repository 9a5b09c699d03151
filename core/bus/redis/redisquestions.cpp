// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisquestions.h"

#include <utility>

namespace tickstock {

void RedisQuestions::ask(const std::vector<QByteArray> &command, Answer answer)
{
    const quint64 token = m_next++;
    m_open.emplace(token, std::move(answer));
    m_send(command, token);
}

void RedisQuestions::takeAnswer(quint64 token, const redisReply *reply)
{
    auto question = m_open.extract(token);
    if (!question.empty() && question.mapped())
        question.mapped()(reply);
}

} // namespace tickstock
