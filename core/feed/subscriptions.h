// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QString>
#include <QStringList>

#include <map>
#include <set>
#include <vector>

namespace tickstock {

/// Desired against confirmed subscriptions of one connection. A pair is "<channel>.<symbol>". Knows nothing of sockets;
/// the caller sends what it is given and reports the server's answers. Times are wall time. A value.
class Subscriptions
{
public:
    /// Pairs in one message to the server.
    static constexpr int PairsPerMessage = 500;
    static constexpr Milliseconds AckTimeout{10'000};
    static constexpr int MaxAttempts = 3;

    explicit Subscriptions(QStringList channels);

    void add(const QStringList &symbols);
    void remove(const QStringList &symbols);

    /// The connection is new: everything must be asked for again.
    void forgetConfirmations();
    /// What to send now, as lists for the `params` of unsubscribe and subscribe, at most PairsPerMessage each. Removals
    /// go first: a symbol that was removed and added again would get no answer otherwise.
    std::vector<QString> takeUnsubscribeMessages();
    std::vector<QString> takeSubscribeMessages(Timestamp now);

    /// The server's "subscribed to: X". Returns the symbol when this was its first confirmed pair, else nothing.
    QString confirm(const QString &pair);
    /// The server refused something without naming it. All unanswered pairs count as refused until their answer comes.
    int refuseUnanswered();
    /// Pairs that have waited too long are taken back and asked for once more, since a server that holds a pair already
    /// gives no answer; after MaxAttempts they are given up until the next connection. Returns how many had waited.
    int expire(Timestamp now);

    const std::set<QString> &symbols() const { return m_symbols; }
    int confirmedSymbols() const { return static_cast<int>(m_confirmedBySymbol.size()); }
    int confirmedPairs() const { return m_confirmed; }
    int waitingPairs() const;
    int refusedPairs() const;

private:
    enum class State { Wanted, Asked, Confirmed, Refused };
    struct Pair
    {
        State state = State::Wanted;
        Timestamp askedAt;
        int attempts = 0;
    };

    static QString symbolOf(const QString &pair);

    const QStringList m_channels;
    std::set<QString> m_symbols;
    std::map<QString, Pair> m_pairs;
    QStringList m_removed; // pairs to unsubscribe
    std::map<QString, int> m_confirmedBySymbol;
    int m_confirmed = 0;
};

} // namespace tickstock
