// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisbus.h"

#include "core/bus/redis/redisworker.h"
#include "core/types/monotonicclock.h"

#include <algorithm>

namespace tickstock {

namespace {

/// Messages of ours that Redis has not sent back yet; more than this and it never will.
constexpr qsizetype MaxEchoes = 50'000;

quint64 echoOf(const BusMessage &message)
{
    return qHashMulti(0, message.channel, message.payload);
}

} // namespace

RedisBus::RedisBus(Options options)
    : m_options(std::move(options))
    , m_meter(QStringLiteral("redis"), m_options.address.shown())
    , m_queue(MaxQueued)
    , m_thread(QStringLiteral("redis"))
{
    m_thread.start([this] { return std::make_unique<RedisWorker>(m_options, m_queue, m_meter); });
    RedisWorker *worker = m_thread.worker();
    connect(worker, &RedisWorker::received, this, &RedisBus::receive, Qt::DirectConnection);
    connect(
        worker, &RedisWorker::listening, this,
        [this] {
            m_isListening = true;
            Q_EMIT listening();
        },
        Qt::DirectConnection);
    connect(
        worker, &RedisWorker::listeningLost, this,
        [this](const Error &why) {
            m_isListening = false;
            Q_EMIT listeningLost(why);
        },
        Qt::DirectConnection);
    connect(worker, &RedisWorker::valueRead, this, &RedisBus::valueRead, Qt::DirectConnection);
    connect(
        worker, &RedisWorker::finished, this,
        [this] {
            Q_EMIT finished();
            m_finished.release();
        },
        Qt::DirectConnection);
    m_queue.setWake([this] { m_thread.post([](RedisWorker &redis) { redis.drain(); }); });
    m_thread.post([](RedisWorker &redis) { redis.open(); });
}

RedisBus::~RedisBus()
{
    finishAndWait();
    m_thread.stop();
}

void RedisBus::finishAndWait()
{
    finish();
    m_finished.acquire(); // it comes, whatever the server does
    m_finished.release();
}

void RedisBus::finish()
{
    if (!m_isFinishing.exchange(true))
        m_thread.post([](RedisWorker &redis) { redis.finish(FinishPatience); });
}

void RedisBus::publish(const std::vector<BusMessage> &messages)
{
    m_local.publish(messages);
    if (!m_options.forwards || messages.empty())
        return;
    const std::int64_t now = monotonicUs();
    std::vector<OutgoingMessage> outgoing;
    outgoing.reserve(messages.size());
    for (const BusMessage &message : messages) {
        outgoing.push_back({message, now});
        const bool comesBack =
            message.sequence == 0 && // a sender of ticks does not listen to ticks
            std::any_of(m_options.listenTo.begin(), m_options.listenTo.end(),
                        [&](const QByteArray &pattern) { return channelMatches(pattern, message.channel); });
        if (!comesBack)
            continue;
        const std::lock_guard lock(m_mutex);
        if (m_ownEchoes.size() > MaxEchoes)
            m_ownEchoes.clear();
        ++m_ownEchoes[echoOf(message)];
    }
    m_queue.push(std::move(outgoing), messages.size());
}

bool RedisBus::hasListener(const QByteArray &channel) const
{
    return m_options.forwards || m_local.hasListener(channel);
}

std::unique_ptr<MessageBus::Subscription> RedisBus::subscribe(const QByteArray &pattern, QObject *context,
                                                              Handler handler)
{
    return m_local.subscribe(pattern, context, std::move(handler));
}

/// In the bus's thread.
void RedisBus::receive(const std::vector<BusMessage> &messages)
{
    std::vector<BusMessage> foreign;
    foreign.reserve(messages.size());
    {
        const std::lock_guard lock(m_mutex);
        for (const BusMessage &message : messages) {
            const auto own = m_ownEchoes.find(echoOf(message));
            if (own == m_ownEchoes.end())
                foreign.push_back(message);
            else if (--*own == 0)
                m_ownEchoes.erase(own);
        }
    }
    if (!foreign.empty())
        m_local.publish(foreign);
}

void RedisBus::setPresence(const QByteArray &key, const QByteArray &value)
{
    m_thread.post([key, value](RedisWorker &redis) { redis.setPresence(key, value); });
}

void RedisBus::watchValue(const QByteArray &key)
{
    m_thread.post([key](RedisWorker &redis) { redis.watchValue(key); });
}

SinkHealth RedisBus::health()
{
    SinkHealth health = m_meter.health();
    health.backlog += m_queue.weight();
    health.dropped += m_queue.dropped();
    return health;
}

} // namespace tickstock
