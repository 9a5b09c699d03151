// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/redisbus.h"
#include "core/bus/redis/redispublisher.h"
#include "core/bus/redis/redissubscriber.h"

#include <QObject>

#include <memory>

namespace tickstock {

/// What the bus does in its thread: one connection to publish, and, where there is something to listen to, one to
/// listen.
class RedisWorker final : public QObject
{
    Q_OBJECT

public:
    RedisWorker(const RedisBus::Options &options, BoundedQueue<std::vector<OutgoingMessage>> &queue, SinkMeter &meter);

    void open();
    /// Takes over what has been published.
    void drain();
    void finish(Milliseconds patience);
    void setPresence(const QByteArray &key, const QByteArray &value) { m_publisher->setPresence(key, value); }
    void watchValue(const QByteArray &key) { m_publisher->watchValue(key); }

Q_SIGNALS:
    void received(const std::vector<tickstock::BusMessage> &messages);
    void listening();
    void listeningLost(const tickstock::Error &why);
    void valueRead(const QByteArray &key, const QByteArray &value);

private:
    BoundedQueue<std::vector<OutgoingMessage>> &m_queue;
    std::unique_ptr<RedisPublisher> m_publisher;
    std::unique_ptr<RedisSubscriber> m_subscriber; // null: nothing to listen to
};

} // namespace tickstock
