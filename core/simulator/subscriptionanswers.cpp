// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/subscriptionanswers.h"

#include "core/simulator/eventjson.h"

#include <QTimer>

#include <algorithm>

namespace tickstock::simulator {

namespace {

/// Late answers come in so many pieces, one a second of wall time: longer than any client should wait for the first.
constexpr std::size_t LatePieces = 13;

} // namespace

void SubscriptionAnswers::answer(FeedClient *client, bool isSubscribed, const std::vector<std::string> &pairs)
{
    if (pairs.empty())
        return;
    const auto taken = m_misbehaviour.take(FaultPlace::Answer);
    if (!taken) {
        for (const std::string &pair : pairs)
            queue(client, isSubscribed, pair);
    } else if (taken->fault == Fault::JoinedAnswers) {
        std::string all;
        for (const std::string &pair : pairs)
            all += (all.empty() ? "" : ",") + pair;
        queue(client, isSubscribed, all);
    } else if (taken->fault == Fault::LateAnswers) {
        spread(client, isSubscribed, pairs);
    } // else they get none
}

void SubscriptionAnswers::spread(FeedClient *client, bool isSubscribed, const std::vector<std::string> &pairs)
{
    const std::size_t size = (pairs.size() + LatePieces - 1) / LatePieces;
    Milliseconds after = OneSecond;
    for (std::size_t from = 0; from < pairs.size(); from += size, after += OneSecond) {
        const std::vector<std::string> piece(pairs.begin() + static_cast<std::ptrdiff_t>(from),
                                             pairs.begin() +
                                                 static_cast<std::ptrdiff_t>(std::min(from + size, pairs.size())));
        QTimer::singleShot(after, client, [this, client, isSubscribed, piece] {
            for (const std::string &pair : piece)
                queue(client, isSubscribed, pair);
            client->flush();
        });
    }
}

void SubscriptionAnswers::queue(FeedClient *client, bool isSubscribed, std::string_view pair)
{
    std::string json;
    appendStatus(json, "success", (isSubscribed ? "subscribed to: " : "unsubscribed to: ") + std::string(pair));
    m_count += client->queueAck(json);
}

} // namespace tickstock::simulator
