// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <functional>
#include <map>
#include <utility>
#include <vector>

struct redisReply;

namespace tickstock {

/// Commands beside the messages: each has a function of its own that takes the answer. Lives in the thread of the bus.
class RedisQuestions
{
public:
    /// @param reply null: the connection is gone
    using Answer = std::function<void(const redisReply *reply)>;

    /// Sends a command whose answer is to be handed to takeAnswer() with this token.
    using Send = std::function<void(const std::vector<QByteArray> &command, quint64 token)>;

    explicit RedisQuestions(Send send)
        : m_send(std::move(send))
    {
    }
    Q_DISABLE_COPY_MOVE(RedisQuestions)

    void ask(const std::vector<QByteArray> &command, Answer answer = {});
    /// Whether the token belongs to a question, and not to a message.
    static bool isQuestion(quint64 token) { return (token & Mark) != 0; }
    void takeAnswer(quint64 token, const redisReply *reply);
    /// How many are not answered yet.
    std::size_t open() const { return m_open.size(); }

private:
    /// The highest bit but one: RedisConnection has its own token, of ones only.
    static constexpr quint64 Mark = quint64(1) << 62;

    const Send m_send;
    std::map<quint64, Answer> m_open; // by token
    quint64 m_next = Mark;
};

} // namespace tickstock
