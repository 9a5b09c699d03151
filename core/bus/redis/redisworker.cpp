// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisworker.h"

#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRedis, "tickstock.redis", QtInfoMsg)

std::unique_ptr<Spool> openSpool(const RedisBus::Options &options)
{
    if (options.spoolFile.isEmpty() || !options.forwards)
        return nullptr;
    auto spool = std::make_unique<Spool>(options.spoolFile);
    if (const auto opened = spool->open(); !opened) {
        qCWarning(lcRedis).noquote() << "what is due cannot be kept on disk:" << opened.error().detail;
        return nullptr;
    }
    return spool;
}

} // namespace

RedisWorker::RedisWorker(const RedisBus::Options &options, BoundedQueue<std::vector<OutgoingMessage>> &queue,
                         SinkMeter &meter)
    : m_queue(queue)
{
    RedisPublisher::Options publishing;
    publishing.address = options.address;
    publishing.shards = options.forwards ? options.shards : 0;
    m_publisher = std::make_unique<RedisPublisher>(std::move(publishing), openSpool(options), meter);
    connect(m_publisher.get(), &RedisPublisher::valueRead, this, &RedisWorker::valueRead);
    if (options.listenTo.isEmpty())
        return;
    m_subscriber = std::make_unique<RedisSubscriber>(options.address, options.listenTo);
    connect(m_subscriber.get(), &RedisSubscriber::received, this, &RedisWorker::received);
    connect(m_subscriber.get(), &RedisSubscriber::listening, this, &RedisWorker::listening);
    connect(m_subscriber.get(), &RedisSubscriber::lost, this, &RedisWorker::listeningLost);
}

void RedisWorker::open()
{
    m_publisher->open();
    if (m_subscriber)
        m_subscriber->open();
}

/// Counted before it is taken, so that nothing is ever in nobody's figures.
void RedisWorker::drain()
{
    m_publisher->announce(m_queue.weight());
    for (std::vector<OutgoingMessage> &messages : m_queue.takeAll())
        m_publisher->publish(std::move(messages));
}

void RedisWorker::finish(Milliseconds patience)
{
    drain();
    m_publisher->finish(patience);
}

} // namespace tickstock
