// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/redis/outbox.h"
#include "core/bus/redis/redisconnection.h"
#include "core/sink/sinkmeter.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <map>
#include <set>

namespace tickstock {

/// Sends messages to Redis, in order and pipelined: each is published on its channel, a tick also on the raw channel
/// and appended to the stream of its symbol's shard. A message counts as delivered when every part of it has been
/// acknowledged; what was under way when a connection ended is sent again. While the server is away, slow or hung,
/// messages go to the spool, and from there, in order, to the server when it is back. Lives in the thread of the bus.
///
/// Stream ids are "<epoch>-<sequence>", and Redis takes them in rising order only. Every run of the program has an
/// epoch of its own, a number that is kept beside the spool and only rises, whatever the clock does; messages keep
/// theirs in the spool. We are the only writer and send in order, so what lies at or below the top of a stream, in an
/// epoch that we have written in, has arrived: it is not appended again. If the top is in another epoch, not older than
/// a message's own, somebody else wrote it (or our number was lost), and that epoch's messages get a higher one. Each
/// entry also names the one before it in its stream ("previous"), so that a reader notices what has been trimmed from
/// under it.
class RedisPublisher final : public QObject, private RedisReplyHandler
{
    Q_OBJECT

public:
    struct Options
    {
        RedisAddress address;
        int shards = 0;                     ///< streams; 0: none
        std::size_t memory = 50'000;        ///< messages that may wait in memory while the server takes them
        Milliseconds answerPatience{5'000}; ///< a server that says nothing for so long has stopped
        std::size_t streamLength = 500'000; ///< entries a stream keeps, about
    };
    /// Messages under way at a time; more gain nothing.
    static constexpr std::size_t Window = 512;

    /// @param spool opened; null when there can be none, and then memory has to do
    RedisPublisher(Options options, std::unique_ptr<Spool> spool, SinkMeter &meter);
    ~RedisPublisher() override;

    void open();
    /// So many messages are about to be published.
    void announce(quint64 count);
    void publish(std::vector<OutgoingMessage> messages);
    /// A value that is set again and again and vanishes soon after this program does. Without a value: no more.
    void setPresence(const QByteArray &key, const QByteArray &value);
    /// Asks for a value from time to time, besides the others; answered by valueRead().
    void watchValue(const QByteArray &key);
    /// Sends what is due for at most @p patience, and keeps the rest in the spool.
    void finish(Milliseconds patience);

    quint64 waiting() const { return m_waiting.size() + m_inFlight.size(); }

Q_SIGNALS:
    void valueRead(const QByteArray &key, const QByteArray &value);
    void settled();

private:
    struct InFlight
    {
        OutgoingMessage outgoing;
        int openAnswers = 0;
    };
    /// Answers that belong to no message.
    enum class Question : quint64 { SetShards = 1, GetShards, StreamInfo, Presence, Value, Last };

    void replied(quint64 token, const redisReply *reply) override;
    void answered(Question question, quint64 detail, const redisReply *reply);
    void messageAnswered(quint64 number, const redisReply *reply);
    void ask(Question question, quint64 detail, const std::vector<QByteArray> &command);
    void noteShards();
    void prepare();
    void prepared();
    qint64 epochFor(qint64 epoch, int shard);
    qint64 raise(qint64 epoch);
    void refuse(const QString &why);
    void pump();
    void sendNow(OutgoingMessage outgoing);
    void takeDelivered();
    void loadReplay();
    void deleteDelivered();
    void sendKept();
    void lost(const Error &why);
    void spoolAll();
    void keep(std::vector<OutgoingMessage> messages, bool isOlder = false);
    void writeKept();
    void beat();
    void showFigures();
    bool isReplaying() const;
    int shardOf(const BusMessage &message) const;

    const Options m_options;
    std::unique_ptr<Spool> m_spool;
    SinkMeter &m_meter;
    RedisConnection m_connection;
    std::deque<OutgoingMessage> m_waiting;
    std::deque<InFlight> m_inFlight;
    quint64 m_firstNumber = 0;           // of the first in flight
    QString m_spoolError;                // as it was logged last
    std::vector<OutgoingMessage> m_kept; // on their way to the spool
    qint64 m_deliveredUpTo = 0;          // entries of the spool that wait to be deleted; 0: none
    qint64 m_replayedUpTo = 0;           // id of the spool's entry whose messages are being sent; 0: none
    QElapsedTimer m_sinceAnswer;
    QTimer m_beat;
    QTimer m_keepTimer;
    bool m_isPrepared = false;
    bool m_isRefused = false;
    int m_openQuestions = 0;
    qint64 m_epoch = 0;                // of this run
    std::map<qint64, qint64> m_raised; // epochs of messages that are sent under another, by their own
    std::set<qint64> m_writtenEpochs;  // those that we know to have written in
    qint64 m_contested = 0;            // epoch whose ids a stream has refused
    qint64 m_refusedOnce = 0;          // likewise, but it may have been ourselves, late
    bool m_isProbing = false;          // the server has refused something: one message at a time
    struct LastEntry
    {
        qint64 epoch = 0;
        std::int64_t sequence = 0;
    };
    std::vector<LastEntry> m_lastEntries;         // by shard
    std::map<QByteArray, QByteArray> m_presences; // by key
    QByteArrayList m_watched;                     // keys
};

} // namespace tickstock
