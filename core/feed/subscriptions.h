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
/// the caller sends what it is given and reports the server's answers, and the data that prove a pair as well as an
/// answer does. Times are wall time. A value.
class Subscriptions
{
public:
    /// Pairs in one message to the server.
    static constexpr int PairsPerMessage = 500;
    static constexpr Milliseconds AckTimeout{10'000};
    /// A server that gives no answers but sends data proves a pair by its next event, after a minute at the earliest.
    static constexpr Milliseconds DataTimeout{90'000};
    /// The answers of the accepted pairs may come after the refusal of the others.
    static constexpr Milliseconds RefusalSettles{2'000};
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

    /// The server's "subscribed to: X". Returns the symbol when this was its first confirmed pair, else nothing. The
    /// pairs that still wait are given the whole time again: the server is busy answering.
    QString confirm(const QString &pair, Timestamp now);
    /// Data of the pair have come: as good as an answer if it was asked for.
    QString confirmByData(const QString &pair, Timestamp now);
    bool isConfirmed(const QString &pair) const;
    /// The server refused something without naming it. All unanswered pairs count as refused until their answer comes.
    int refuseUnanswered(Timestamp now);
    /// Which pairs a refusal was about, once the answers of the others had time to come. Each is named once.
    QStringList takeRefused(Timestamp now);
    /// Pairs that have waited too long are taken back and asked for once more, since a server that holds a pair already
    /// gives no answer; after MaxAttempts they are given up until the next connection. While answers keep coming, no
    /// pair has waited too long. Returns how many had waited.
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
        bool isRefusalTold = false;
    };

    using PairIterator = std::map<QString, Pair>::iterator;

    static QString symbolOf(const QString &pair);
    QString confirm(PairIterator pair, Timestamp now);

    const QStringList m_channels;
    std::set<QString> m_symbols;
    std::map<QString, Pair> m_pairs;
    QStringList m_removed; // pairs to unsubscribe
    std::map<QString, int> m_confirmedBySymbol;
    int m_confirmed = 0;
    Timestamp m_progressAt; // the newest confirmation on this connection
    Timestamp m_refusedAt;
    bool m_hasAnswers = false; // on this connection
    bool m_hasData = false;
};

} // namespace tickstock
