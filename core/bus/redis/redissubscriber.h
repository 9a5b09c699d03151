// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/bus/redis/redisconnection.h"

#include <QByteArrayList>
#include <QObject>

namespace tickstock {

/// Receives the messages of channels of a Redis server, on a connection of its own, and emits them in order, as many at
/// a time as the socket brought. Lives in the thread of the bus.
class RedisSubscriber final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    /// @param patterns channels, or patterns with * in them
    RedisSubscriber(RedisAddress address, QByteArrayList patterns);
    ~RedisSubscriber() override;

    void open();

Q_SIGNALS:
    void received(const std::vector<tickstock::BusMessage> &messages);
    void listening();
    /// Messages are missed from here until listening().
    void lost(const tickstock::Error &why);

private:
    void replied(quint64, const redisReply *) override {}
    void message(const QByteArray &channel, const QByteArray &payload) override;
    void emitReceived();

    const QByteArrayList m_patterns;
    RedisConnection m_connection;
    std::vector<BusMessage> m_received;
};

} // namespace tickstock
