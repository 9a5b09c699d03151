// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/subscriptions.h"

#include <algorithm>
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
    m_progressAt = m_refusedAt = {};
    m_hasAnswers = m_hasData = false;
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

QString Subscriptions::confirm(const QString &pair, Timestamp now)
{
    m_hasAnswers = true;
    const auto it = m_pairs.find(pair);
    return it == m_pairs.end() ? QString() : confirm(it, now);
}

QString Subscriptions::confirmByData(const QString &pair, Timestamp now)
{
    const auto it = m_pairs.find(pair);
    if (it == m_pairs.end() || it->second.state == State::Wanted) // left over from an earlier subscription
        return {};
    m_hasData = true;
    return confirm(it, now);
}

QString Subscriptions::confirm(PairIterator pair, Timestamp now)
{
    if (pair->second.state == State::Confirmed)
        return {};
    pair->second.state = State::Confirmed;
    pair->second.attempts = 0;
    m_progressAt = now;
    ++m_confirmed;
    const QString symbol = symbolOf(pair->first);
    return ++m_confirmedBySymbol[symbol] == 1 ? symbol : QString();
}

bool Subscriptions::isConfirmed(const QString &pair) const
{
    const auto it = m_pairs.find(pair);
    return it != m_pairs.end() && it->second.state == State::Confirmed;
}

int Subscriptions::refuseUnanswered(Timestamp now)
{
    int refused = 0;
    for (auto &[name, pair] : m_pairs) {
        if (pair.state == State::Asked) {
            pair.state = State::Refused;
            pair.isRefusalTold = false;
            ++refused;
        }
    }
    if (refused > 0)
        m_refusedAt = now;
    return refused;
}

QStringList Subscriptions::takeRefused(Timestamp now)
{
    QStringList refused;
    if (!m_refusedAt.isValid() || now - std::max(m_refusedAt, m_progressAt) < RefusalSettles)
        return refused;
    m_refusedAt = {};
    for (auto &[name, pair] : m_pairs) {
        if (pair.state == State::Refused && !std::exchange(pair.isRefusalTold, true))
            refused.append(name);
    }
    return refused;
}

int Subscriptions::expire(Timestamp now)
{
    const Milliseconds patience = m_hasData && !m_hasAnswers ? DataTimeout : AckTimeout;
    int expired = 0;
    for (auto &[name, pair] : m_pairs) {
        if (pair.state != State::Asked || now - std::max(pair.askedAt, m_progressAt) < patience)
            continue;
        ++expired;
        if (pair.attempts < MaxAttempts) {
            m_removed.append(name);
            pair.state = State::Wanted;
        } else {
            pair.state = State::Refused;
            pair.isRefusalTold = true; // not the server's words
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
