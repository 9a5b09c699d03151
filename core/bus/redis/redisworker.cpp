// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisworker.h"

#include "core/types/threadcheck.h"

namespace tickstock {

RedisWorker::RedisWorker(const RedisBus::Options &options, BoundedQueue<std::vector<OutgoingMessage>> &queue,
                         SinkMeter &meter)
    : m_queue(queue)
    , m_watched([this](const QByteArray &key, const QByteArray &value) { Q_EMIT valueRead(key, value); })
{
    RedisPublisher::Options publishing;
    publishing.address = options.address;
    publishing.shards = options.forwards ? options.shards : 0;
    std::unique_ptr<Spool> spool;
    if (options.forwards && !options.spoolFile.isEmpty())
        spool = std::make_unique<Spool>(options.spoolFile);
    m_publisher = std::make_unique<RedisPublisher>(std::move(publishing), std::move(spool), meter);
    connect(m_publisher.get(), &RedisPublisher::heartbeat, this, [this] {
        // Reading first: of several programs that set the same key, each must see the others.
        m_watched.poll(m_publisher->questions());
        m_presence.refresh(m_publisher->questions());
    });
    connect(m_publisher.get(), &RedisPublisher::finished, this, &RedisWorker::finished);
    if (options.listenTo.isEmpty())
        return;
    m_subscriber = std::make_unique<RedisSubscriber>(options.address, options.listenTo);
    connect(m_subscriber.get(), &RedisSubscriber::received, this, &RedisWorker::received);
    connect(m_subscriber.get(), &RedisSubscriber::listening, this, &RedisWorker::listening);
    connect(m_subscriber.get(), &RedisSubscriber::lost, this, &RedisWorker::listeningLost);
}

void RedisWorker::open()
{
    assertThreadOf(this);
    m_publisher->open();
    if (m_subscriber)
        m_subscriber->open();
}

/// Announced before it is taken, so that no message is ever missing from the figures.
void RedisWorker::drain()
{
    assertThreadOf(this);
    m_publisher->announce(m_queue.weight());
    for (std::vector<OutgoingMessage> &messages : m_queue.takeAll())
        m_publisher->publish(std::move(messages));
}

void RedisWorker::finish(Milliseconds patience)
{
    assertThreadOf(this);
    drain();
    m_publisher->finish(patience);
}

void RedisWorker::setPresence(const QByteArray &key, const QByteArray &value)
{
    assertThreadOf(this);
    m_presence.set(key, value);
}

void RedisWorker::watchValue(const QByteArray &key)
{
    assertThreadOf(this);
    m_watched.add(key);
}

} // namespace tickstock
