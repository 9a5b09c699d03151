// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/outbox.h"
#include "core/bus/redis/redisconnection.h"
#include "core/bus/redis/redisquestions.h"
#include "core/bus/redis/streamepochs.h"
#include "core/bus/redis/streamsetup.h"
#include "core/sink/spooledqueue.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>

namespace tickstock {

/// Sends messages to Redis, in order and pipelined: each is published on its channel, a tick also on the raw channel
/// and appended to the stream of its symbol's shard. A message counts as delivered when every part of it has been
/// acknowledged; what was under way when a connection ended is sent again. While the server is away, slow or hung,
/// messages go to the spool, and from there, in order, to the server when it is back. Lives in the thread of the bus.
class RedisPublisher final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    struct Options
    {
        RedisAddress address;
        int shards = 0;                     ///< streams; 0: none
        quint64 memory = 50'000;            ///< messages that may wait in memory while the server takes them
        Milliseconds answerPatience{5'000}; ///< a server that sends nothing for so long has stopped
        std::size_t streamLength = 500'000; ///< entries a stream keeps, about
    };
    /// Messages under way at a time; more gain nothing.
    static constexpr std::size_t Window = 2'048;

    /// @param spool opened by open(); null when there can be none, and then memory has to do
    RedisPublisher(Options options, std::unique_ptr<Spool> spool, SinkMeter &meter);
    ~RedisPublisher() override;

    void open();
    /// So many messages are about to be published.
    void announce(quint64 count) { m_queue.announce(count); }
    void publish(std::vector<OutgoingMessage> messages);
    /// Sends what is due for at most @p patience, keeps the rest in the spool, and closes the connection; finished()
    /// follows.
    void finish(Milliseconds patience);
    RedisQuestions &questions() { return m_questions; }

Q_SIGNALS:
    /// Once a second while the server takes commands: the time for what is asked or set again and again.
    void heartbeat();
    void finished();

private:
    void replied(quint64 token, const redisReply *reply) override;
    void prepare();
    void prepared(const Outcome &outcome);
    void refuse(const QString &why);
    void sendDue();
    void send(const OutgoingMessage &outgoing);
    void messageAnswered(quint64 number, const redisReply *reply);
    void confirmDelivered();
    void lost(const Error &why);
    void keepAll();
    void flushLater();
    void flush();
    void checkServer();
    void showState();
    void end();

    const Options m_options;
    SinkMeter &m_meter;
    StreamEpochs m_epochs;
    RedisQuestions m_questions;
    StreamSetup m_setup;
    SpooledQueue<OutgoingMessage, OutboxCodec> m_queue;
    std::deque<int> m_openAnswers; // by message under way: how many parts are not acknowledged yet
    quint64 m_firstNumber = 0;     // of the first of them
    QElapsedTimer m_sinceAnswer;
    QTimer m_heartbeatTimer;
    QTimer m_flushTimer;
    QTimer m_finishTimer;
    bool m_isPrepared = false;
    bool m_isRefused = false;
    bool m_isProbing = false; // the server has refused something: one message at a time
    bool m_isFinishing = false;
    bool m_hasEnded = false;
    bool m_showsReplay = false;
    RedisConnection m_connection; // last: it answers all questions when it ends
};

} // namespace tickstock
