// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QtGlobal>

#include <functional>
#include <utility>

struct redisReply;

namespace tickstock {

class RedisQuestions;
class StreamEpochs;

/// What has to be known before ticks go to streams: all programs agree on the number of streams, and each stream tells
/// where it stands. Lives in the thread of the bus.
class StreamSetup
{
public:
    /// Success when everything is known; or what is wrong, also later. An error of code Refused needs the user, with
    /// any other the connection is of no use.
    using Report = std::function<void(const Outcome &)>;

    StreamSetup(RedisQuestions &questions, StreamEpochs &epochs, int shards, Report report)
        : m_questions(questions)
        , m_epochs(epochs)
        , m_shards(shards)
        , m_report(std::move(report))
    {
    }
    Q_DISABLE_COPY_MOVE(StreamSetup)

    /// Asks the server.
    void begin();
    /// Notes the number of streams, unless somebody has done so: an emptied server has forgotten it.
    void noteShards();

private:
    void takeCount(const redisReply *reply);
    void takeTop(int shard, const redisReply *reply);
    void answered(const Outcome &outcome);

    RedisQuestions &m_questions;
    StreamEpochs &m_epochs;
    const int m_shards;
    const Report m_report;
    bool m_isAsking = false;
    int m_openTops = 0; // streams that have not answered yet
};

} // namespace tickstock
