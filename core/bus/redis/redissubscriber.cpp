// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redissubscriber.h"

#include "core/types/threadcheck.h"

#include <utility>

namespace tickstock {

RedisSubscriber::RedisSubscriber(RedisAddress address, QByteArrayList patterns)
    : m_patterns(std::move(patterns))
    , m_connection(std::move(address), *this)
{
    connect(&m_connection, &RedisConnection::ready, this, [this] {
        for (const QByteArray &pattern : m_patterns)
            m_connection.subscribe(pattern);
        Q_EMIT listening();
    });
    connect(&m_connection, &RedisConnection::lost, this, [this](const Error &why) {
        emitReceived();
        Q_EMIT lost(why);
    });
}

RedisSubscriber::~RedisSubscriber()
{
    m_connection.disconnect(this);
    m_connection.close();
}

void RedisSubscriber::open()
{
    assertThreadOf(this);
    m_connection.open();
}

void RedisSubscriber::message(const QByteArray &channel, const QByteArray &payload)
{
    if (m_received.empty())
        QMetaObject::invokeMethod(this, &RedisSubscriber::emitReceived, Qt::QueuedConnection);
    BusMessage message;
    message.channel = channel;
    message.payload = payload;
    m_received.push_back(std::move(message));
}

void RedisSubscriber::emitReceived()
{
    if (!m_received.empty())
        Q_EMIT received(std::exchange(m_received, {}));
}

} // namespace tickstock
