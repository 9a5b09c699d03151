// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/feedclient.h"
#include "core/simulator/misbehaviour.h"

#include <vector>

namespace tickstock::simulator {

/// Tells clients which of their pairs have been subscribed or unsubscribed: one answer a pair, unless it is to
/// misbehave. Lives in the simulator's thread, as long as its clients or longer.
class SubscriptionAnswers
{
public:
    explicit SubscriptionAnswers(Misbehaviour &misbehaviour)
        : m_misbehaviour(misbehaviour)
    {
    }

    /// Queues the answers for one message of the client, or has them queued later; flush() of the client sends them.
    /// @param pairs those that have changed, as "T.AAPL"
    void answer(FeedClient *client, bool isSubscribed, const std::vector<std::string> &pairs);
    /// Answers so far.
    quint64 count() const { return m_count; }

private:
    void queue(FeedClient *client, bool isSubscribed, std::string_view pair);
    void spread(FeedClient *client, bool isSubscribed, const std::vector<std::string> &pairs);

    Misbehaviour &m_misbehaviour;
    quint64 m_count = 0;
};

} // namespace tickstock::simulator
