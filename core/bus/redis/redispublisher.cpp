// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redispublisher.h"

#include "core/bus/channels.h"
#include "core/types/durations.h"
#include "core/types/monotonicclock.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRedis, "tickstock.redis", QtInfoMsg)

/// Messages are gathered for so long before they are written to the spool, whose every write waits for the disk.
constexpr Milliseconds GatherTime{200};
constexpr quint64 GatheredAtOnce = 2'000;
constexpr Milliseconds RefusedRetry{30'000};

/// A tick that is sent late is marked.
QByteArray markedAsReplayed(const QByteArray &json)
{
    return json.endsWith('}') ? json.chopped(1) + ",\"replayed\":true}" : json;
}

} // namespace

RedisPublisher::RedisPublisher(Options options, std::unique_ptr<Spool> spool, SinkMeter &meter)
    : m_options(std::move(options))
    , m_meter(meter)
    , m_epochs(m_options.shards)
    , m_questions([this](const auto &command, quint64 token) { m_connection.send(command, token); })
    , m_setup(m_questions, m_epochs, m_options.shards, [this](const Outcome &outcome) { prepared(outcome); })
    , m_queue(std::move(spool), m_options.memory, meter, &lcRedis)
    , m_connection(m_options.address, *this)
{
    connect(&m_connection, &RedisConnection::ready, this, &RedisPublisher::prepare);
    connect(&m_connection, &RedisConnection::lost, this, &RedisPublisher::lost);
    m_heartbeatTimer.setInterval(OneSecond);
    connect(&m_heartbeatTimer, &QTimer::timeout, this, &RedisPublisher::checkServer);
    m_flushTimer.setSingleShot(true);
    m_flushTimer.setInterval(GatherTime);
    connect(&m_flushTimer, &QTimer::timeout, this, [this] {
        flush();
        sendDue();
    });
    m_finishTimer.setSingleShot(true);
    connect(&m_finishTimer, &QTimer::timeout, this, &RedisPublisher::end);
}

RedisPublisher::~RedisPublisher()
{
    m_connection.disconnect(this);
    m_connection.close();
    keepAll();
    const auto counts = m_queue.counts();
    if (counts.queued > 0)
        qCCritical(lcRedis) << counts.queued << "message(s) are lost: there was room neither in memory nor on disk";
}

void RedisPublisher::open()
{
    assertThreadOf(this);
    m_queue.open();
    m_epochs.begin(m_queue.spool());
    m_meter.setState(SinkState::Connecting);
    m_heartbeatTimer.start();
    m_connection.open();
}

// --- before anything is sent

void RedisPublisher::prepare()
{
    m_isPrepared = m_isRefused = false;
    m_sinceAnswer.start();
    m_setup.begin();
}

void RedisPublisher::prepared(const Outcome &outcome)
{
    if (!outcome && outcome.error().code == ErrorCode::Refused) {
        refuse(outcome.error().detail);
    } else if (!outcome) {
        m_connection.abandon(outcome.error());
    } else {
        m_epochs.resolve();
        m_isPrepared = true;
        m_showsReplay = m_queue.isSpooling();
        m_meter.setState(m_showsReplay ? SinkState::Replaying : SinkState::Up);
        sendDue();
    }
}

void RedisPublisher::refuse(const QString &why)
{
    if (std::exchange(m_isRefused, true))
        return;
    qCWarning(lcRedis).noquote() << why;
    m_meter.setState(SinkState::Refused, why);
    keepAll();
    QTimer::singleShot(RefusedRetry, this, [this] {
        if (m_isRefused && m_connection.isReady())
            prepare();
    });
}

// --- sending

void RedisPublisher::publish(std::vector<OutgoingMessage> messages)
{
    assertThreadOf(this);
    for (OutgoingMessage &message : messages)
        message.epoch = m_epochs.current();
    m_queue.add(std::move(messages));
    if (!m_isPrepared || m_queue.isSpooling())
        flushLater();
    sendDue();
}

void RedisPublisher::sendDue()
{
    const std::size_t window = m_isProbing ? 1 : Window;
    while (m_isPrepared && m_openAnswers.size() < window) {
        const OutgoingMessage *next = m_queue.next();
        if (!next)
            break;
        send(*next);
    }
    showState();
    m_queue.report();
}

void RedisPublisher::send(const OutgoingMessage &outgoing)
{
    const quint64 number = m_firstNumber + m_openAnswers.size();
    const BusMessage message = outgoing.message;
    const bool isTick = message.sequence > 0;
    const QByteArray payload = isTick && outgoing.isReplay ? markedAsReplayed(message.payload) : message.payload;
    QByteArray stream;
    std::optional<StreamEpochs::Entry> entry;
    if (isTick && m_options.shards > 0) {
        const auto shard = static_cast<int>(message.symbolHash % static_cast<std::uint64_t>(m_options.shards));
        stream = streamKey(shard);
        entry = m_epochs.append(shard, {outgoing.epoch, message.sequence});
    }
    if (m_openAnswers.empty() && m_questions.open() == 0)
        m_sinceAnswer.start();
    m_openAnswers.push_back(isTick ? 2 + int(entry.has_value()) : 1);
    m_connection.publish(message.channel, payload, number);
    if (!isTick)
        return;
    m_connection.publish(RawTickChannel, payload, number);
    if (entry) {
        m_connection.send({"XADD", stream, "MAXLEN", "~", QByteArray::number(qulonglong(m_options.streamLength)),
                           entry->id, "tick", payload, "previous", entry->previous},
                          number);
    }
}

// --- answers

void RedisPublisher::replied(quint64 token, const redisReply *reply)
{
    if (reply)
        m_sinceAnswer.start();
    if (RedisQuestions::isQuestion(token))
        m_questions.takeAnswer(token, reply);
    else
        messageAnswered(token, reply);
}

void RedisPublisher::messageAnswered(quint64 number, const redisReply *reply)
{
    if (!reply || number < m_firstNumber || number - m_firstNumber >= m_openAnswers.size())
        return; // lost() takes care of what was under way
    const std::size_t index = number - m_firstNumber;
    if (const auto problem = errorOf(reply)) {
        const bool isOldId = problem->detail.contains(u"equal or smaller"); // the stream stood lower when it was asked
        if (isOldId)
            m_epochs.refused(m_queue.underWay()[index].epoch);
        m_isProbing = !isOldId;
        m_connection.abandon(*problem);
        return;
    }
    if (--m_openAnswers[index] > 0)
        return;
    confirmDelivered();
    if (m_openAnswers.size() <= Window / 2) // many at once: every call has its price
        sendDue();
}

void RedisPublisher::confirmDelivered()
{
    const std::int64_t now = monotonicUs();
    while (!m_openAnswers.empty() && m_openAnswers.front() == 0) {
        const OutgoingMessage &delivered = m_queue.underWay().front();
        m_openAnswers.pop_front();
        ++m_firstNumber;
        m_queue.acknowledge(delivered.isReplay ? -1 : now - delivered.dueUs);
        m_isProbing = false;
        m_epochs.accepted();
        m_connection.proveUseful();
    }
    if (m_isFinishing && m_queue.isEmpty())
        QMetaObject::invokeMethod(this, &RedisPublisher::end, Qt::QueuedConnection);
}

// --- when it does not work

void RedisPublisher::lost(const Error &why)
{
    if (!m_isRefused)
        m_meter.setState(why.code == ErrorCode::Denied ? SinkState::Refused : SinkState::Failing, why.detail);
    keepAll();
    if (m_isFinishing)
        QMetaObject::invokeMethod(this, &RedisPublisher::end, Qt::QueuedConnection);
}

/// What is under way and what waits goes to the spool, in order.
void RedisPublisher::keepAll()
{
    m_isPrepared = false;
    m_firstNumber += m_openAnswers.size();
    m_openAnswers.clear();
    m_queue.takeBack();
    flush();
}

void RedisPublisher::flushLater()
{
    if (m_flushTimer.isActive() || !m_queue.spool())
        return;
    if (m_queue.counts().queued >= GatheredAtOnce)
        flush();
    else
        m_flushTimer.start();
}

/// A disk that does not take it is tried again.
void RedisPublisher::flush()
{
    if (m_isPrepared && !m_queue.isSpooling()) // the server takes it without the way over the disk
        return;
    if (!m_queue.flush() && m_queue.spool())
        m_flushTimer.start();
}

/// Once a second: whether the server still answers, and what has to be repeated.
void RedisPublisher::checkServer()
{
    m_queue.report();
    if (!m_connection.isReady())
        return;
    const bool isWaiting = !m_openAnswers.empty() || m_questions.open() > 0;
    if (isWaiting && m_sinceAnswer.isValid() && m_sinceAnswer.elapsed() >= m_options.answerPatience.count()) {
        m_connection.abandon(
            {ErrorCode::Unreachable,
             QStringLiteral("the server has not answered for %1 s").arg(m_sinceAnswer.elapsed() / 1'000)});
        return;
    }
    if (!m_isPrepared)
        return;
    if (!isWaiting)
        m_sinceAnswer.start();
    m_setup.noteShards();
    Q_EMIT heartbeat();
    if (m_questions.open() == 0)
        m_questions.ask({"PING"});
    sendDue();
}

void RedisPublisher::showState()
{
    const bool isReplaying = m_queue.isSpooling();
    if (m_isPrepared && std::exchange(m_showsReplay, isReplaying) != isReplaying)
        m_meter.setState(isReplaying ? SinkState::Replaying : SinkState::Up);
}

void RedisPublisher::finish(Milliseconds patience)
{
    assertThreadOf(this);
    if (std::exchange(m_isFinishing, true))
        return;
    m_finishTimer.start(m_isPrepared && !m_queue.isEmpty() ? patience : Milliseconds(0));
}

void RedisPublisher::end()
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_finishTimer.stop();
    m_heartbeatTimer.stop();
    m_connection.close();
    keepAll();
    Q_EMIT finished();
}

} // namespace tickstock
