// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/inprocessbus.h"
#include "core/market/timestamp.h"
#include "core/net/redisurl.h"
#include "core/sink/sinkmeter.h"
#include "core/types/boundedqueue.h"
#include "core/types/workerthread.h"

#include <QByteArrayList>
#include <QHash>
#include <QObject>
#include <QSemaphore>

#include <atomic>
#include <mutex>

namespace tickstock {

class RedisWorker;
struct OutgoingMessage;

/// The bus between programs. Messages reach listeners in this program as on the in-process bus, whether Redis is there
/// or not; they go to Redis besides, and what other programs publish there is received here. One's own messages that
/// come back are not received twice. Works in a thread of its own. Thread-safe; made and destroyed in one thread.
class RedisBus final : public QObject, public MessageBus
{
    Q_OBJECT

public:
    struct Options
    {
        RedisAddress address;
        QByteArrayList listenTo; ///< channels and patterns of other programs
        int shards = 0;          ///< streams of ticks; 0: none
        bool forwards = true;    ///< false: nothing is published to Redis
        QString spoolFile;       ///< empty: nothing is kept on disk
    };
    /// Messages between the producer and the bus's thread.
    static constexpr std::size_t MaxQueued = 200'000;
    /// What is not sent in this time when the bus ends stays in the spool.
    static constexpr Milliseconds FinishPatience{5'000};

    explicit RedisBus(Options options);
    /// Waits until finish() is done, if it has not been called before.
    ~RedisBus() override;

    /// Sends what is due, or keeps it in the spool, and leaves the server: nothing is published to it any more. Does
    /// not wait: finished() follows, at the latest after FinishPatience, and then destroying the bus takes no time.
    void finish();
    /// The same, and waits for it. Not in the thread of the bus, where finished() may be due.
    void finishAndWait();

    void publish(const std::vector<BusMessage> &messages) override;
    bool hasListener(const QByteArray &channel) const override;
    std::unique_ptr<Subscription> subscribe(const QByteArray &pattern, QObject *context, Handler handler) override;

    /// A key that tells others that this program is alive, with a value; it vanishes ten seconds after the last time.
    /// Without a value: no more. There may be several.
    void setPresence(const QByteArray &key, const QByteArray &value);
    /// Asks for a key once a second, besides others; answered by valueRead().
    void watchValue(const QByteArray &key);
    SinkHealth health();
    /// Whether the messages of other programs are received now.
    bool isListening() const { return m_isListening; }

Q_SIGNALS:
    /// From the bus's thread.
    void listening();
    void listeningLost(const tickstock::Error &why);
    void valueRead(const QByteArray &key, const QByteArray &value);
    void finished();

private:
    void receive(const std::vector<BusMessage> &messages);

    const Options m_options;
    InProcessBus m_local;
    SinkMeter m_meter;
    BoundedQueue<std::vector<OutgoingMessage>> m_queue;
    std::atomic<bool> m_isListening = false;
    std::atomic<bool> m_isFinishing = false;
    QSemaphore m_finished;
    std::mutex m_mutex;              // protects the next
    QHash<quint64, int> m_ownEchoes; // hashes of messages that will come back to us
    WorkerThread<RedisWorker> m_thread;
};

} // namespace tickstock
