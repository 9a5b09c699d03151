// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redispublisher.h"

#include "core/bus/channels.h"
#include "core/types/monotonicclock.h"

#include <QEventLoop>
#include <QLoggingCategory>

#include <hiredis/hiredis.h>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcRedis, "tickstock.redis", QtInfoMsg)

// Numbers kept beside the spool: the highest epoch used, whether we have written in one, what one has become.
QString epochName()
{
    return QStringLiteral("epoch");
}
QString writtenName(qint64 epoch)
{
    return QStringLiteral("written-%1").arg(epoch);
}
QString raisedName(qint64 epoch)
{
    return QStringLiteral("raised-%1").arg(epoch);
}

constexpr auto RawChannel = "tickstock.data.raw";
constexpr int BeatMs = 1'000;
constexpr int PresenceSeconds = 10;
/// Messages are gathered for so long before they are written to the spool, whose every write waits for the disk.
constexpr int KeepMs = 200;
constexpr std::size_t KeptAtOnce = 2'000;
constexpr int RefusedRetryMs = 30'000;
constexpr quint64 FiguresEvery = 64;
/// The highest bits of a token tell a question from a message.
constexpr int QuestionShift = 56;

QByteArray idOf(qint64 epoch, std::int64_t sequence)
{
    return QByteArray::number(epoch) + '-' + QByteArray::number(qlonglong(sequence));
}

/// A tick that comes late says so.
QByteArray markedAsReplayed(const QByteArray &json)
{
    return json.endsWith('}') ? json.chopped(1) + ",\"replayed\":true}" : json;
}

} // namespace

RedisPublisher::RedisPublisher(Options options, std::unique_ptr<Spool> spool, SinkMeter &meter)
    : m_options(std::move(options))
    , m_spool(std::move(spool))
    , m_meter(meter)
    , m_connection(m_options.address, *this)
    , m_lastEntries(static_cast<std::size_t>(m_options.shards))
{
    m_epoch = (m_spool ? m_spool->number(epochName()) : 0) + 1;
    if (m_spool && !m_spool->setNumber(epochName(), m_epoch))
        m_contested = m_epoch; // an earlier run may have used it, too
    connect(&m_connection, &RedisConnection::ready, this, &RedisPublisher::prepare);
    connect(&m_connection, &RedisConnection::lost, this, &RedisPublisher::lost);
    m_beat.setInterval(BeatMs);
    connect(&m_beat, &QTimer::timeout, this, &RedisPublisher::beat);
    m_keepTimer.setSingleShot(true);
    m_keepTimer.setInterval(KeepMs);
    connect(&m_keepTimer, &QTimer::timeout, this, [this] {
        writeKept();
        pump();
        showFigures();
    });
}

RedisPublisher::~RedisPublisher()
{
    m_connection.disconnect(this);
    m_connection.close();
}

void RedisPublisher::open()
{
    m_meter.setState(SinkState::Connecting);
    m_beat.start();
    m_connection.open();
}

// --- before anything is sent

void RedisPublisher::ask(Question question, quint64 detail, const std::vector<QByteArray> &command)
{
    ++m_openQuestions;
    m_connection.send(command, (static_cast<quint64>(question) << QuestionShift) | detail);
}

/// Only if nobody has done so: an emptied server has forgotten it.
void RedisPublisher::noteShards()
{
    ask(Question::SetShards, 0, {"SETNX", StreamCountKey, QByteArray::number(m_options.shards)});
}

/// The number of shards is agreed upon by all, and the streams tell where they stand.
void RedisPublisher::prepare()
{
    m_isPrepared = m_isRefused = false;
    m_openQuestions = 0;
    m_sinceAnswer.start();
    if (m_options.shards == 0) {
        prepared();
        return;
    }
    noteShards();
    ask(Question::GetShards, 0, {"GET", StreamCountKey});
    for (int shard = 0; shard < m_options.shards; ++shard)
        ask(Question::StreamInfo, static_cast<quint64>(shard), {"XINFO", "STREAM", streamKey(shard)});
}

void RedisPublisher::answered(Question question, quint64 detail, const redisReply *reply)
{
    --m_openQuestions;
    if (!reply)
        return;
    const auto problem = errorOf(reply);
    if (problem && (question == Question::SetShards || question == Question::GetShards)) {
        m_connection.abandon(*problem);
        return;
    }
    if (question == Question::Value) {
        Q_EMIT valueRead(m_watched[static_cast<qsizetype>(detail)],
                         reply->type == REDIS_REPLY_STRING ? bytesOf(reply) : QByteArray());
    } else if (question == Question::GetShards) {
        const QByteArray known = reply->type == REDIS_REPLY_STRING ? bytesOf(reply) : QByteArray();
        if (known.isEmpty()) { // it could not be set: the server has just said why
            m_connection.abandon({ErrorCode::Unreachable, QStringLiteral("the number of streams cannot be noted")});
            return;
        }
        if (known.toInt() != m_options.shards) {
            refuse(QStringLiteral("the server's ticks are spread over %1 stream(s), REDIS_STREAM_SHARDS says %2:"
                                  " make them equal, or delete the key %3 and the old streams")
                       .arg(QString::fromUtf8(known))
                       .arg(m_options.shards)
                       .arg(QString::fromLatin1(StreamCountKey)));
            return;
        }
    } else if (question == Question::StreamInfo) {
        if (problem && !problem->detail.contains(u"no such key")) {
            m_connection.abandon(*problem);
            return;
        }
        LastEntry &last = m_lastEntries[detail];
        last = {};
        for (std::size_t i = 0; reply->type == REDIS_REPLY_ARRAY && i + 1 < reply->elements; i += 2) {
            if (bytesOf(reply->element[i]) != "last-generated-id")
                continue;
            const QByteArray id = bytesOf(reply->element[i + 1]);
            last = {id.left(id.indexOf('-')).toLongLong(), id.mid(id.indexOf('-') + 1).toLongLong()};
        }
    }
    if (!m_isPrepared && !m_isRefused && m_openQuestions == 0)
        prepared();
}

void RedisPublisher::prepared()
{
    if (const qint64 contested = std::exchange(m_contested, 0))
        (void)raise(contested);
    m_isPrepared = true;
    m_meter.setState(isReplaying() ? SinkState::Replaying : SinkState::Up);
    pump();
}

/// The epoch under which a message of @p epoch goes to a stream.
qint64 RedisPublisher::epochFor(qint64 epoch, int shard)
{
    auto known = m_raised.find(epoch);
    if (known == m_raised.end()) {
        const qint64 stored = m_spool ? m_spool->number(raisedName(epoch)) : 0;
        known = m_raised.emplace(epoch, stored > 0 ? stored : epoch).first;
    }
    qint64 top = m_lastEntries[static_cast<std::size_t>(shard)].epoch;
    qint64 chosen = known->second;
    bool isOurs = m_writtenEpochs.contains(chosen);
    if (!isOurs && m_spool && m_spool->number(writtenName(chosen)) > 0) {
        m_writtenEpochs.insert(chosen);
        isOurs = true;
    }
    for (const LastEntry &last : m_lastEntries) // one that is new to us must be new to all streams
        top = isOurs ? top : std::max(top, last.epoch);
    if (chosen < top || (chosen == top && !isOurs)) {
        chosen = raise(epoch);
        isOurs = false;
    }
    if (!isOurs) {
        m_writtenEpochs.insert(chosen);
        if (m_spool)
            (void)m_spool->setNumber(writtenName(chosen), 1);
    }
    return chosen;
}

/// Above everything that is in the streams and that we have used.
qint64 RedisPublisher::raise(qint64 epoch)
{
    qint64 top = m_spool ? m_spool->number(epochName()) : m_epoch;
    for (const LastEntry &last : m_lastEntries)
        top = std::max(top, last.epoch);
    const qint64 raised = top + 1;
    m_raised[epoch] = raised;
    if (m_spool) {
        (void)m_spool->setNumber(epochName(), raised);
        (void)m_spool->setNumber(raisedName(epoch), raised);
    }
    qCInfo(lcRedis) << "the streams have been written to by another: ids go on with" << raised;
    return raised;
}

void RedisPublisher::refuse(const QString &why)
{
    if (std::exchange(m_isRefused, true))
        return;
    qCWarning(lcRedis).noquote() << why;
    m_meter.setState(SinkState::Refused, why);
    spoolAll();
    QTimer::singleShot(RefusedRetryMs, this, [this] {
        if (m_isRefused && m_connection.isReady())
            prepare();
    });
}

// --- sending

bool RedisPublisher::isReplaying() const
{
    return m_spool && (!m_spool->isEmpty() || !m_kept.empty());
}

void RedisPublisher::announce(quint64 count)
{
    m_meter.setWaiting(waiting() + m_kept.size() + count);
}

void RedisPublisher::publish(std::vector<OutgoingMessage> messages)
{
    for (OutgoingMessage &message : messages)
        message.epoch = m_epoch;
    const bool isBehind = m_waiting.size() + messages.size() > m_options.memory;
    if (m_spool && (isReplaying() || !m_isPrepared || isBehind)) {
        if (!isReplaying()) { // what waits in memory is older
            keep({std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(m_waiting.end())});
            m_waiting.clear();
        }
        keep(std::move(messages));
    } else {
        for (OutgoingMessage &message : messages)
            m_waiting.push_back(std::move(message));
        while (m_waiting.size() > m_options.memory) { // without a spool
            m_waiting.pop_front();
            m_meter.dropped(1);
        }
    }
    pump();
    showFigures();
}

void RedisPublisher::pump()
{
    if (!m_isPrepared)
        return;
    if (m_waiting.empty() && m_inFlight.empty() && isReplaying())
        loadReplay();
    const std::size_t window = m_isProbing ? 1 : Window;
    while (m_inFlight.size() < window && !m_waiting.empty() && m_isPrepared) {
        OutgoingMessage next = std::move(m_waiting.front());
        m_waiting.pop_front();
        sendNow(std::move(next));
    }
}

void RedisPublisher::sendNow(OutgoingMessage outgoing)
{
    const quint64 number = m_firstNumber + m_inFlight.size();
    const BusMessage message = outgoing.message;
    const bool isTick = message.sequence > 0;
    const QByteArray payload = isTick && outgoing.isReplay ? markedAsReplayed(message.payload) : message.payload;
    QByteArray stream, id, previous;
    if (isTick && m_options.shards > 0) {
        const int shard = shardOf(message);
        const LastEntry own{epochFor(outgoing.epoch, shard), message.sequence};
        LastEntry &last = m_lastEntries[static_cast<std::size_t>(shard)];
        const bool hasArrived = own.epoch == last.epoch && own.sequence <= last.sequence;
        if (!hasArrived) {
            stream = streamKey(shard);
            id = idOf(own.epoch, own.sequence);
            previous = idOf(last.epoch, last.sequence);
            last = own;
        }
    }
    if (m_inFlight.empty() && m_openQuestions == 0)
        m_sinceAnswer.start();
    m_inFlight.push_back({std::move(outgoing), isTick ? 2 + !stream.isEmpty() : 1});
    m_connection.send({"PUBLISH", message.channel, payload}, number);
    if (!isTick)
        return;
    m_connection.send({"PUBLISH", RawChannel, payload}, number);
    if (!stream.isEmpty()) {
        m_connection.send({"XADD", stream, "MAXLEN", "~", QByteArray::number(qulonglong(m_options.streamLength)), id,
                           "tick", payload, "previous", previous},
                          number);
    }
}

int RedisPublisher::shardOf(const BusMessage &message) const
{
    return static_cast<int>(message.symbolHash % static_cast<std::uint64_t>(m_options.shards));
}

// --- answers

void RedisPublisher::replied(quint64 token, const redisReply *reply)
{
    if (reply)
        m_sinceAnswer.start();
    const quint64 question = token >> QuestionShift;
    if (question == 0)
        messageAnswered(token, reply);
    else if (question < static_cast<quint64>(Question::Last))
        answered(static_cast<Question>(question), token & ((quint64(1) << QuestionShift) - 1), reply);
}

void RedisPublisher::messageAnswered(quint64 number, const redisReply *reply)
{
    if (!reply || number < m_firstNumber || number - m_firstNumber >= m_inFlight.size())
        return; // lost() takes care of what was under way
    InFlight &entry = m_inFlight[number - m_firstNumber];
    if (const auto problem = errorOf(reply)) {
        const bool isOldId = problem->detail.contains(u"equal or smaller");
        // It stood lower when we looked. That may have been ourselves: a server that had stopped still reads what an
        // ended connection has left. Look again; if it happens again, somebody else is writing.
        if (isOldId && std::exchange(m_refusedOnce, entry.outgoing.epoch) == entry.outgoing.epoch)
            m_contested = entry.outgoing.epoch;
        m_isProbing = !isOldId;
        m_connection.abandon(*problem);
        return;
    }
    --entry.openAnswers;
    takeDelivered();
    pump();
}

void RedisPublisher::takeDelivered()
{
    const std::int64_t now = monotonicUs();
    while (!m_inFlight.empty() && m_inFlight.front().openAnswers == 0) {
        const OutgoingMessage &done = m_inFlight.front().outgoing;
        m_meter.delivered(1, done.isReplay ? -1 : now - done.dueUs);
        m_isProbing = false;
        m_refusedOnce = 0;
        m_connection.proveUseful();
        m_inFlight.pop_front();
        if (++m_firstNumber % FiguresEvery == 0)
            showFigures();
    }
    if (!m_inFlight.empty() || !m_waiting.empty())
        return;
    if (m_replayedUpTo > 0) {
        m_deliveredUpTo = std::exchange(m_replayedUpTo, 0);
        deleteDelivered();
        if (!isReplaying())
            m_meter.setState(SinkState::Up);
    }
    showFigures();
    Q_EMIT settled();
}

/// Some entries of the spool are sent completely before they are deleted and the next ones are read. What has been
/// gathered behind the last of them need not go over the disk any more.
void RedisPublisher::loadReplay()
{
    if (m_spool->isEmpty() && m_kept.size() <= m_options.memory) {
        sendKept();
        m_meter.setState(SinkState::Up);
        return;
    }
    writeKept();
    deleteDelivered();
    constexpr int EntriesAtOnce = 8;
    const auto entries = m_spool->oldest(EntriesAtOnce, m_deliveredUpTo);
    if (!entries || entries->empty()) {
        sendKept(); // all of the spool has been delivered, although it cannot be deleted
        return;
    }
    m_meter.setState(SinkState::Replaying);
    for (const SpoolEntry &entry : *entries) {
        const std::vector<OutgoingMessage> messages = fromSpool(entry);
        m_meter.dropped(entry.weight - std::min<quint64>(entry.weight, messages.size()));
        m_waiting.insert(m_waiting.end(), messages.begin(), messages.end());
        m_replayedUpTo = entry.id;
    }
    if (m_waiting.empty()) { // nothing of it could be read
        m_deliveredUpTo = std::exchange(m_replayedUpTo, 0);
        deleteDelivered();
    }
}

void RedisPublisher::sendKept()
{
    m_waiting.insert(m_waiting.end(), std::make_move_iterator(m_kept.begin()), std::make_move_iterator(m_kept.end()));
    m_kept.clear();
}

/// A disk that is full may refuse even that; it is tried again, and what has been delivered is not sent twice.
void RedisPublisher::deleteDelivered()
{
    if (m_deliveredUpTo > 0 && m_spool->removeUpTo(m_deliveredUpTo))
        m_deliveredUpTo = 0;
}

// --- when it does not work

void RedisPublisher::lost(const Error &why)
{
    m_isPrepared = false;
    if (!m_isRefused)
        m_meter.setState(why.code == ErrorCode::Denied ? SinkState::Refused : SinkState::Failing, why.detail);
    spoolAll();
    showFigures();
}

/// What was under way first, then what waited, then what was to be kept behind them.
void RedisPublisher::spoolAll()
{
    m_isPrepared = false;
    std::deque<InFlight> underWay = std::exchange(m_inFlight, {});
    std::deque<OutgoingMessage> waiting = std::exchange(m_waiting, {});
    m_firstNumber += underWay.size();
    if (std::exchange(m_replayedUpTo, 0) > 0) {
        writeKept(); // all the others are in the spool still, in their place
        return;
    }
    std::vector<OutgoingMessage> messages;
    for (InFlight &entry : underWay)
        messages.push_back(std::move(entry.outgoing));
    messages.insert(messages.end(), std::make_move_iterator(waiting.begin()), std::make_move_iterator(waiting.end()));
    if (m_spool) {
        keep(std::move(messages), true);
        writeKept();
    } else {
        m_waiting.assign(std::make_move_iterator(messages.begin()), std::make_move_iterator(messages.end()));
    }
}

void RedisPublisher::keep(std::vector<OutgoingMessage> messages, bool isOlder)
{
    m_kept.insert(isOlder ? m_kept.begin() : m_kept.end(), std::make_move_iterator(messages.begin()),
                  std::make_move_iterator(messages.end()));
    if (m_kept.size() >= KeptAtOnce && !m_keepTimer.isActive())
        writeKept();
    else if (!m_kept.empty() && !m_keepTimer.isActive())
        m_keepTimer.start();
}

/// Not while older ones are under way that are not in the spool: if they failed, they would come behind these.
void RedisPublisher::writeKept()
{
    const bool mustWait = !m_inFlight.empty() && m_replayedUpTo == 0;
    if (m_kept.empty() || mustWait)
        return;
    if (const auto kept = m_spool->append(toSpool(m_kept)); kept) {
        m_kept.clear();
    } else { // memory has to do, for as many as it takes
        if (std::exchange(m_spoolError, kept.error().detail) != kept.error().detail)
            qCWarning(lcRedis).noquote() << "cannot be kept on disk:" << kept.error().detail;
        const std::size_t tooMany = m_kept.size() - std::min(m_kept.size(), m_options.memory);
        m_kept.erase(m_kept.begin(), m_kept.begin() + static_cast<std::ptrdiff_t>(tooMany));
        m_meter.dropped(tooMany);
        m_keepTimer.start();
    }
    m_meter.dropped(m_spool->takeDropped());
}

/// Once a second: whether the server still answers, and what has to be repeated.
void RedisPublisher::beat()
{
    showFigures();
    if (!m_connection.isReady())
        return;
    const bool waits = !m_inFlight.empty() || m_openQuestions > 0;
    if (waits && m_sinceAnswer.isValid() && m_sinceAnswer.elapsed() >= m_options.answerPatience.count()) {
        m_connection.abandon(
            {ErrorCode::Unreachable,
             QStringLiteral("the server has not answered for %1 s").arg(m_sinceAnswer.elapsed() / 1'000)});
        return;
    }
    if (!m_isPrepared)
        return;
    if (m_openQuestions == 0 && !waits)
        m_sinceAnswer.start();
    if (m_options.shards > 0)
        noteShards();
    // Reading first: of several programs that set the same key, each must see the others.
    for (qsizetype i = 0; i < m_watched.size(); ++i)
        ask(Question::Value, static_cast<quint64>(i), {"GET", m_watched[i]});
    for (const auto &[key, value] : m_presences)
        ask(Question::Presence, 0, {"SET", key, value, "EX", QByteArray::number(PresenceSeconds)});
    if (m_presences.empty() && m_watched.isEmpty())
        ask(Question::Presence, 0, {"PING"});
    pump();
}

void RedisPublisher::setPresence(const QByteArray &key, const QByteArray &value)
{
    if (value.isEmpty())
        m_presences.erase(key);
    else
        m_presences[key] = value;
}

void RedisPublisher::watchValue(const QByteArray &key)
{
    if (!m_watched.contains(key))
        m_watched.append(key);
}

void RedisPublisher::showFigures()
{
    m_meter.setWaiting(waiting() + m_kept.size());
    m_meter.setSpooled(m_spool ? m_spool->weight() : 0);
}

void RedisPublisher::finish(Milliseconds patience)
{
    if (m_isPrepared && (waiting() > 0 || isReplaying())) {
        QEventLoop loop;
        QTimer::singleShot(patience, &loop, &QEventLoop::quit);
        connect(this, &RedisPublisher::settled, &loop, [this, &loop] {
            if (!isReplaying())
                loop.quit();
        });
        connect(&m_connection, &RedisConnection::lost, &loop, &QEventLoop::quit);
        loop.exec();
    }
    spoolAll();
    m_connection.close();
    const quint64 left = waiting() + m_kept.size();
    if (left > 0)
        qCCritical(lcRedis) << left << "message(s) are lost: there was room neither in memory nor on disk";
}

} // namespace tickstock
