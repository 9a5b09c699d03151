// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/subscriptions.h"

#include <utility>

namespace tickstock {

namespace {

std::vector<QString> chunks(const QStringList &pairs)
{
    std::vector<QString> messages;
    for (qsizetype from = 0; from < pairs.size(); from += Subscriptions::PairsPerMessage)
        messages.push_back(pairs.mid(from, Subscriptions::PairsPerMessage).join(u','));
    return messages;
}

} // namespace

Subscriptions::Subscriptions(QStringList channels)
    : m_channels(std::move(channels))
{
}

QString Subscriptions::symbolOf(const QString &pair)
{
    return pair.mid(pair.indexOf(u'.') + 1); // the first dot: T.BRK.B
}

void Subscriptions::add(const QStringList &symbols)
{
    for (const QString &symbol : symbols) {
        if (!m_symbols.insert(symbol).second)
            continue;
        for (const QString &channel : m_channels) {
            const QString pair = channel + u'.' + symbol;
            m_pairs.try_emplace(pair);
        }
    }
}

void Subscriptions::remove(const QStringList &symbols)
{
    for (const QString &symbol : symbols) {
        if (m_symbols.erase(symbol) == 0)
            continue;
        for (const QString &channel : m_channels) {
            const QString pair = channel + u'.' + symbol;
            const auto it = m_pairs.find(pair);
            if (it->second.state == State::Confirmed)
                --m_confirmed;
            if (it->second.state == State::Confirmed || it->second.state == State::Asked)
                m_removed.append(pair);
            m_pairs.erase(it);
        }
        m_confirmedBySymbol.erase(symbol);
    }
}

void Subscriptions::forgetConfirmations()
{
    for (auto &[name, pair] : m_pairs)
        pair = Pair();
    m_removed.clear();
    m_confirmedBySymbol.clear();
    m_confirmed = 0;
}

std::vector<QString> Subscriptions::takeSubscribeMessages(Timestamp now)
{
    QStringList wanted;
    for (auto &[name, pair] : m_pairs) {
        if (pair.state != State::Wanted)
            continue;
        pair.state = State::Asked;
        pair.askedAt = now;
        ++pair.attempts;
        wanted.append(name);
    }
    return chunks(wanted);
}

std::vector<QString> Subscriptions::takeUnsubscribeMessages()
{
    return chunks(std::exchange(m_removed, {}));
}

QString Subscriptions::confirm(const QString &pair)
{
    const auto it = m_pairs.find(pair);
    if (it == m_pairs.end() || it->second.state == State::Confirmed)
        return {};
    it->second.state = State::Confirmed;
    it->second.attempts = 0;
    ++m_confirmed;
    const QString symbol = symbolOf(pair);
    return ++m_confirmedBySymbol[symbol] == 1 ? symbol : QString();
}

int Subscriptions::refuseUnanswered()
{
    int refused = 0;
    for (auto &[name, pair] : m_pairs) {
        if (pair.state == State::Asked) {
            pair.state = State::Refused;
            ++refused;
        }
    }
    return refused;
}

int Subscriptions::expire(Timestamp now)
{
    int expired = 0;
    for (auto &[name, pair] : m_pairs) {
        if (pair.state != State::Asked || now - pair.askedAt < AckTimeout)
            continue;
        ++expired;
        if (pair.attempts < MaxAttempts) {
            m_removed.append(name);
            pair.state = State::Wanted;
        } else {
            pair.state = State::Refused;
        }
    }
    return expired;
}

int Subscriptions::waitingPairs() const
{
    int waiting = 0;
    for (const auto &[name, pair] : m_pairs)
        waiting += pair.state == State::Asked || pair.state == State::Wanted;
    return waiting;
}

int Subscriptions::refusedPairs() const
{
    int refused = 0;
    for (const auto &[name, pair] : m_pairs)
        refused += pair.state == State::Refused;
    return refused;
}

} // namespace tickstock
