// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/feedclient.h"

#include "core/simulator/eventjson.h"

namespace tickstock::simulator {

namespace {

constexpr std::size_t MaxFrameBytes = 950'000;    // official clients refuse frames above one million
constexpr qint64 SlowReaderBytes = 1 << 20;       // from here on events are batched instead of sent
constexpr std::size_t HopelessBytes = 128u << 20; // from here on the reader is cut off
constexpr Milliseconds LatenessStep{100};         // by which each late frame is later than the one before
constexpr int PolicyViolation = 1008;

} // namespace

FeedClient::FeedClient(std::unique_ptr<QWebSocket> socket, QTcpSocket *tcp, int slot, Misbehaviour &misbehaviour,
                       QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_tcp(tcp)
    , m_slot(slot)
    , m_misbehaviour(misbehaviour)
{
    m_lateTimer.setSingleShot(true);
    connect(&m_lateTimer, &QTimer::timeout, this, &FeedClient::sendDue);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &message) { Q_EMIT messageReceived(this, message); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] {
        if (!isBacklogged())
            Q_EMIT drained();
    });
    connect(m_socket.get(), &QWebSocket::disconnected, this, &FeedClient::handleDisconnected);
}

FeedClient::~FeedClient()
{
    m_socket->disconnect(this);
}

void FeedClient::handleDisconnected()
{
    if (std::exchange(m_open, false))
        Q_EMIT closed(this);
}

void FeedClient::sendStatus(std::string_view status, std::string_view message)
{
    std::string frame = "[";
    appendStatus(frame, status, message);
    frame += ']';
    if (m_open && !isStalled())
        m_socket->sendTextMessage(QString::fromUtf8(frame.data(), static_cast<qsizetype>(frame.size())));
}

bool FeedClient::queueAck(std::string_view json)
{
    if (!m_open || isStalled())
        return false;
    m_pending += m_pending.empty() ? '[' : ',';
    m_pending += json;
    return true;
}

bool FeedClient::queueEvent(std::string_view json)
{
    if (m_pending.size() + json.size() + 2 > MaxFrameBytes && !isBacklogged())
        flush();
    if (!queueAck(json))
        return false;
    ++m_events;
    return true;
}

int FeedClient::flush()
{
    if (m_pending.empty() || !m_open)
        return 0;
    if (isBacklogged() && m_pending.size() < HopelessBytes)
        return 0;
    if (m_pending.size() >= HopelessBytes) {
        m_pending.clear();
        abort();
        return 0;
    }
    int frames = 0;
    for (std::size_t from = 0; from < m_pending.size();) {
        std::size_t to = m_pending.size();
        if (to - from > MaxFrameBytes) // cut between two events: "},{" occurs nowhere else
            to = m_pending.rfind("},{", from + MaxFrameBytes) + 1;
        std::string_view part(m_pending.data() + from, to - from);
        QByteArray frame("[");
        frame.append(part.data() + 1, static_cast<qsizetype>(part.size() - 1));
        frame.append(']');
        send(frame);
        ++frames;
        from = to;
    }
    m_pending.clear();
    return frames;
}

void FeedClient::sendRaw(const QByteArray &frame)
{
    if (m_open && !isStalled())
        m_socket->sendTextMessage(QString::fromUtf8(frame));
}

bool FeedClient::sendPrepared(const QByteArray &wire, quint64 events)
{
    if (!m_open || !m_tcp || isStalled())
        return false;
    m_tcp->write(wire);
    m_events += events;
    return true;
}

void FeedClient::send(const QByteArray &frame)
{
    if (const auto taken = m_misbehaviour.take(FaultPlace::Frame)) {
        sendFaulty(frame, taken->fault);
    } else if (!m_late.empty()) { // nothing overtakes
        holdBack(frame, Milliseconds(0));
    } else {
        m_lateness = Milliseconds(0);
        m_socket->sendTextMessage(QString::fromUtf8(frame));
    }
}

void FeedClient::sendFaulty(const QByteArray &frame, Fault fault)
{
    if (fault == Fault::LateData) {
        m_lateness += LatenessStep;
        holdBack(frame, m_lateness);
        return;
    }
    sendLate();
    switch (fault) {
    case Fault::BinaryFrames: m_socket->sendBinaryMessage(frame); break;
    case Fault::HalfFrame: m_socket->sendTextMessage(QString::fromUtf8(frame.left(frame.size() / 2))); break;
    case Fault::Close1008Slow:
        close(PolicyViolation, QStringLiteral("slow consumer: messages are not read fast enough"));
        break;
    default: Q_UNREACHABLE(); // of another place
    }
}

void FeedClient::holdBack(const QByteArray &frame, Milliseconds by)
{
    if (!m_lateClock.isValid())
        m_lateClock.start();
    const qint64 due = m_lateClock.elapsed() + by.count();
    m_late.push_back({m_late.empty() ? due : std::max(due, m_late.back().due), frame});
    if (!m_lateTimer.isActive())
        sendDue();
}

void FeedClient::sendDue()
{
    while (!m_late.empty() && m_late.front().due <= m_lateClock.elapsed()) {
        sendRaw(m_late.front().frame);
        m_late.pop_front();
    }
    if (!m_late.empty())
        m_lateTimer.start(static_cast<int>(m_late.front().due - m_lateClock.elapsed()));
}

void FeedClient::sendLate()
{
    for (const LateFrame &late : std::exchange(m_late, {}))
        sendRaw(late.frame);
}

void FeedClient::stallFor(Milliseconds span)
{
    m_pending.clear();
    m_late.clear();
    m_stallSpan = span;
    m_stalled.start();
}

bool FeedClient::isStalled() const
{
    return m_stalled.isValid() && m_stalled.elapsed() < m_stallSpan.count();
}

bool FeedClient::isBacklogged() const
{
    return m_open && m_socket->bytesToWrite() > SlowReaderBytes;
}

void FeedClient::abort()
{
    m_socket->flush(); // what was sent before the cut must arrive
    m_socket->abort();
    handleDisconnected();
}

void FeedClient::close(int code, const QString &reason)
{
    m_socket->close(static_cast<QWebSocketProtocol::CloseCode>(code), reason);
}

} // namespace tickstock::simulator
