// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/presencekeys.h"
#include "core/bus/redis/redisbus.h"
#include "core/bus/redis/redispublisher.h"
#include "core/bus/redis/redissubscriber.h"
#include "core/bus/redis/watchedkeys.h"

#include <QObject>

#include <memory>

namespace tickstock {

/// What the bus does in its thread: one connection to publish, with the keys that are set and read beside, and, where
/// there is something to listen to, one to listen. Lives in the thread of the bus.
class RedisWorker final : public QObject
{
    Q_OBJECT

public:
    RedisWorker(const RedisBus::Options &options, BoundedQueue<std::vector<OutgoingMessage>> &queue, SinkMeter &meter);

    void open();
    /// Takes over what has been published.
    void drain();
    /// Sends what is due for at most @p patience; finished() follows.
    void finish(Milliseconds patience);
    void setPresence(const QByteArray &key, const QByteArray &value);
    void watchValue(const QByteArray &key);

Q_SIGNALS:
    void received(const std::vector<tickstock::BusMessage> &messages);
    void listening();
    void listeningLost(const tickstock::Error &why);
    void valueRead(const QByteArray &key, const QByteArray &value);
    void finished();

private:
    BoundedQueue<std::vector<OutgoingMessage>> &m_queue;
    PresenceKeys m_presence;
    WatchedKeys m_watched;
    std::unique_ptr<RedisPublisher> m_publisher;
    std::unique_ptr<RedisSubscriber> m_subscriber; // null: nothing to listen to
};

} // namespace tickstock
