// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/presence.h"

#include "core/bus/redis/redisbus.h"
#include "core/relay/redisfeed.h"
#include "core/scan/scandecision.h"
#include "core/service/subscriptionlist.h"
#include "core/types/threadcheck.h"

namespace tickstock {

Presence::Presence(const ServiceOptions &options, RedisBus *redis, SubscriptionList &subscriptions, QString origin)
    : m_options(options)
    , m_redis(redis)
    , m_subscriptions(subscriptions)
    , m_origin(std::move(origin))
{
    if (!redis)
        return;
    redis->watchValue(ScanDecision::aliveKey());
    connect(redis, &RedisBus::valueRead, this, &Presence::take);
    connect(&subscriptions, &SubscriptionList::changed, this, &Presence::announceFeeder);
}

void Presence::take(const QByteArray &key, const QByteArray &value)
{
    if (key == ScanDecision::aliveKey())
        m_scannerAlive = value;
    else if (key == RedisFeed::presenceKey())
        Q_EMIT feederRead(value);
}

void Presence::announceFeeder()
{
    if (!m_options.isReader() && m_options.opensFeed() && m_options.settings.forwardTicks)
        m_redis->setPresence(RedisFeed::presenceKey(), RedisFeed::presenceJson(m_origin, m_subscriptions.symbols()));
}

/// What a reader finds is for its own screen, so it announces nothing; a scan worker is a reader that does.
void Presence::announceScanner(const QByteArray &announcement)
{
    assertThreadOf(this);
    if (!m_redis)
        return;
    if (m_scannerAlive && !m_redis->isListening())
        m_scannerAlive = QByteArray(); // whoever it was cannot be received any more
    if (!m_options.isReader() || m_options.isScanWorker())
        m_redis->setPresence(ScanDecision::aliveKey(), announcement);
}

} // namespace tickstock
