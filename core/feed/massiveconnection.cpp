// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massiveconnection.h"

#include "core/feed/feedsocket.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QWebSocket>

#include <algorithm>
#include <chrono>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "tickstock.feed", QtInfoMsg)

constexpr Milliseconds DataProvesHealth{10'000};
constexpr Milliseconds PingAfterSilence{15'000};
constexpr Milliseconds HoldBack{2'000}; // the vendor broadcasts A two seconds after the window

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

std::int64_t monotonicNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

/// Qt 6.4 reports an HTTP error at the handshake as a refused connection and names the status only in its text.
bool isHandshakeRefusal(const QString &text)
{
    return text.contains(u"status code", Qt::CaseInsensitive);
}

} // namespace

MassiveConnection::MassiveConnection(MassiveConnectionOptions options, SymbolTable &symbols, QObject *parent)
    : MarketFeed(parent)
    , m_options(std::move(options))
    , m_symbols(symbols)
    , m_parser(symbols)
    , m_subscriptions(m_options.channels)
    , m_silence(m_options.stall, m_options.channels == QStringList{QStringLiteral("AM")})
    , m_clock(m_options.clock)
    , m_backoff(m_options.firstRetry, m_options.longestRetry)
    , m_limitPause(OneMinute, 15 * OneMinute)
    , m_evictionPause(15 * OneMinute, 4 * OneHour)
{
    m_health.id = m_options.id;
    m_health.name = m_options.name;
    m_health.endpoint = m_options.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    m_openTimer.setSingleShot(true);
    m_retryTimer.setSingleShot(true);
    m_housekeeping.setInterval(1'000);
    connect(&m_openTimer, &QTimer::timeout, this, [this] {
        connectionLost(StatusReason::HandshakeTimeout,
                       QStringLiteral("no answer within %1 s").arg(m_openTimer.interval() / 1'000));
    });
    connect(&m_retryTimer, &QTimer::timeout, this, &MassiveConnection::connectSocket);
    connect(&m_housekeeping, &QTimer::timeout, this, &MassiveConnection::housekeep);
}

MassiveConnection::~MassiveConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void MassiveConnection::open()
{
    m_housekeeping.start();
    announceLoss(StatusReason::Requested); // opened again while it works: the user asked for a new connection
    dropSocket(true);
    connectSocket();
}

void MassiveConnection::close()
{
    m_retryTimer.stop();
    m_openTimer.stop();
    m_housekeeping.stop();
    announceLoss(StatusReason::Requested);
    dropSocket(true);
    m_subscriptions.forgetConfirmations();
    setStatus(ConnectionStatus::Off, StatusReason::Requested);
}

void MassiveConnection::subscribe(const QStringList &symbols)
{
    if (m_subscriptions.symbols().empty())
        m_sinceFrame.start(); // it was silent because nothing was on it
    m_subscriptions.add(symbols);
    sendSubscriptions();
}

void MassiveConnection::unsubscribe(const QStringList &symbols)
{
    m_subscriptions.remove(symbols);
    sendSubscriptions();
}

std::vector<ConnectionHealth> MassiveConnection::health() const
{
    ConnectionHealth now = m_health;
    now.tickers = m_subscriptions.confirmedSymbols();
    now.refusedPairs = m_subscriptions.refusedPairs();
    now.unconfirmedPairs = m_subscriptions.waitingPairs();
    now.latencyP50Ms = m_latency.percentile(0.5);
    now.latencyP99Ms = m_latency.percentile(0.99);
    now.dataEnd = m_lastDataEnd;
    now.isSilent = m_sinceData.isValid() && isMarketOpen() && m_silence.isUnusual(Milliseconds(m_sinceFrame.elapsed()));
    return {now};
}

void MassiveConnection::connectSocket()
{
    m_retryTimer.stop();
    dropSocket(false);
    m_subscriptions.forgetConfirmations();
    m_sinceAuthenticated.invalidate();
    m_sinceData.invalidate();
    m_sinceFrame.start();
    m_volumes = {};
    m_hasAnnouncedLoss = false;
    m_lastDataEnd = {};
    m_health.nextAttempt = {};
    setStatus(ConnectionStatus::Connecting, StatusReason::Requested);

    m_socket = makeFeedSocket(m_options.url, m_options.caFile);
    connect(m_socket.get(), &QWebSocket::connected, this,
            [this] { setStatus(ConnectionStatus::Authenticating, StatusReason::Requested); });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &MassiveConnection::handleFrame);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &MassiveConnection::handleDisconnected);
    onSocketError(m_socket.get(), this,
                  [this](QAbstractSocket::SocketError error) { handleSocketError(error, m_socket->errorString()); });
    m_openTimer.start(m_options.openTimeout);
    m_socket->open(m_options.url);
}

/// The socket may be in the middle of emitting a signal, so it is deleted later and heard no more.
void MassiveConnection::dropSocket(bool politely)
{
    if (!m_socket)
        return;
    QWebSocket *socket = m_socket.release();
    socket->disconnect(this);
    if (politely && socket->state() == QAbstractSocket::ConnectedState) {
        connect(socket, &QWebSocket::disconnected, socket, &QObject::deleteLater);
        QTimer::singleShot(m_options.closeTimeout, socket, [socket] {
            socket->abort();
            socket->deleteLater();
        });
        socket->close(QWebSocketProtocol::CloseCodeGoingAway);
        return;
    }
    socket->abort();
    socket->deleteLater();
}

bool MassiveConnection::send(const char *action, const QString &params)
{
    const QJsonObject message{{QStringLiteral("action"), QString::fromLatin1(action)},
                              {QStringLiteral("params"), params}};
    const QByteArray text = QJsonDocument(message).toJson(QJsonDocument::Compact);
    return m_socket && m_socket->sendTextMessage(QString::fromUtf8(text)) > 0;
}

void MassiveConnection::handleFrame(const QString &frame)
{
    const Timestamp received = wallNow();
    const std::int64_t receivedNs = monotonicNs();
    const Milliseconds gap(m_sinceFrame.elapsed());
    m_sinceFrame.start();
    ++m_health.messages;
    m_health.lastMessage = received;

    m_parser.parse(frame, m_frame);
    rejectFuture(received);
    m_health.ignored += static_cast<quint64>(m_frame.ignored);
    if (m_frame.malformed > 0)
        reportRejects();
    m_newlyConfirmed.clear();
    for (const massive::StatusMessage &status : m_frame.statuses) {
        handleStatus(status);
        if (!m_socket)
            return;
    }
    if (!m_newlyConfirmed.empty())
        Q_EMIT confirmed(m_newlyConfirmed);
    if (m_frame.ticks.empty())
        return;
    const bool wasLost = m_hasAnnouncedLoss;
    const bool isHiccup = m_sinceData.isValid() && m_silence.frameCame(gap);
    if (isHiccup && !wasLost && m_lastDataEnd.isValid() && isMarketOpen()) {
        Q_EMIT unsure(subscribedIds(), m_lastDataEnd);
        m_volumes.suspect(subscribedIds(), m_lastDataEnd);
    }
    for (const Tick &tick : m_frame.ticks) {
        m_clock.observe(tick.end, received);
        m_lastDataEnd = std::max(m_lastDataEnd, tick.end);
    }
    auto batch = std::make_shared<TickBatch>();
    batch->connection = m_options.id;
    batch->received = received;
    batch->receivedNs = receivedNs;
    batch->ticks = m_frame.ticks;
    m_health.ticks += batch->ticks.size();
    noteTicks();
    Q_EMIT ticks(batch);
    if (wasLost)
        announceReturn();
    else
        followVolumes();
}

/// A silence that is too short to end the connection for may still have cost data; the symbols whose volumes prove it
/// are fetched.
void MassiveConnection::followVolumes()
{
    m_missing.clear();
    Timestamp since;
    for (const Tick &tick : m_frame.ticks) {
        if (!m_volumes.proveLoss(tick))
            continue;
        const Timestamp silent = m_volumes.silentSince(tick.symbol);
        since = m_missing.empty() ? silent : std::min(since, silent);
        m_missing.push_back(tick.symbol);
    }
    if (m_missing.empty())
        return;
    Q_EMIT lost({m_options.id, m_missing, since, StatusReason::ShortSilence});
    Q_EMIT confirmed(m_missing);
}

/// The night between two sessions is no silence.
bool MassiveConnection::isMarketOpen() const
{
    const Timestamp market = m_clock.now(wallNow());
    const auto hours = m_calendar.currentOrPrevious(market);
    return hours.at(market) != Session::Closed && m_lastDataEnd >= hours.preOpen;
}

std::vector<SymbolId> MassiveConnection::subscribedIds()
{
    std::vector<SymbolId> ids;
    for (const QString &symbol : m_subscriptions.symbols()) {
        if (const auto id = m_symbols.intern(symbol))
            ids.push_back(*id);
    }
    return ids;
}

/// An event from the future would freeze its symbol until then. A simulator on this machine may be set to any day.
void MassiveConnection::rejectFuture(Timestamp received)
{
    if (isLoopbackHost(m_options.url.host()))
        return;
    const auto rejected = std::erase_if(
        m_frame.ticks, [&](const Tick &tick) { return tick.end > received + MarketClock::AutoThreshold; });
    if (rejected > 0 && m_frame.malformed == 0)
        m_frame.problem = "an event from the future";
    m_frame.malformed += static_cast<int>(rejected);
}

void MassiveConnection::reportRejects()
{
    const bool isFirst = m_health.errors == 0;
    m_health.errors += static_cast<quint64>(m_frame.malformed);
    // A feed gone bad must not fill the disk: every thousandth is written once the first few have been.
    if (isFirst || m_health.errors < 20 || m_health.errors % 1'000 == 0) {
        qCWarning(lcFeed).noquote() << m_health.name << "dropped" << m_frame.malformed
                                    << "malformed event(s):" << QString::fromStdString(m_frame.problem) << "in"
                                    << QString::fromUtf8(m_frame.sample);
    }
}

/// State and measurements that a frame with data changes.
void MassiveConnection::noteTicks()
{
    if (!m_sinceData.isValid())
        m_sinceData.start();
    if (m_health.status != ConnectionStatus::Live && isConnected(m_health.status))
        setStatus(ConnectionStatus::Live, StatusReason::DataFlows);
    if (m_clock.followsFeed())
        return; // simulation, replay or a delayed plan: the distance to our clock says nothing
    const Tick &newest = m_frame.ticks.back();
    const Milliseconds held = newest.kind == TickKind::SecondBar ? HoldBack : Milliseconds(0);
    m_latency.record((m_health.lastMessage - newest.end - held).count());
}

void MassiveConnection::handleStatus(const massive::StatusMessage &status)
{
    const QString words = QString::fromStdString(status.message);
    if (status.status == "connected") {
        if (!send("auth", m_options.key))
            connectionLost(StatusReason::Lost, QStringLiteral("the key could not be sent"));
    } else if (status.status == "auth_success") {
        m_openTimer.stop();
        m_sinceAuthenticated.start();
        m_sinceData.invalidate();
        setStatus(ConnectionStatus::Quiet,
                  m_subscriptions.symbols().empty() ? StatusReason::NoSubscriptions : StatusReason::Requested);
        sendSubscriptions();
    } else if (status.status == "auth_failed") {
        block(StatusReason::AuthFailed, words);
    } else if (status.status == "auth_timeout") {
        connectionLost(StatusReason::AuthTimeout, words);
    } else if (status.status == "max_connections") {
        handleLimit(words);
    } else if (status.status == "success") {
        static const QString prefix = QStringLiteral("subscribed to: ");
        if (words.startsWith(prefix))
            handleAnswer(words.mid(prefix.size()).trimmed());
    } else if (status.status == "error") {
        m_subscriptions.refuseUnanswered();
        qCWarning(lcFeed).noquote() << m_health.name << "the server says:" << words;
    } else {
        qCInfo(lcFeed).noquote() << m_health.name << "status" << QString::fromStdString(status.status) << words;
    }
}

void MassiveConnection::handleAnswer(const QString &pair)
{
    const QString symbol = m_subscriptions.confirm(pair);
    if (symbol.isEmpty())
        return;
    if (const auto id = m_symbols.intern(symbol))
        m_newlyConfirmed.push_back(*id);
}

void MassiveConnection::handleLimit(const QString &words)
{
    const bool wasWorking =
        m_sinceAuthenticated.isValid() && m_sinceAuthenticated.elapsed() >= DataProvesHealth.count();
    if (!wasWorking) {
        const Milliseconds pause = m_limitPause.ceiling();
        m_limitPause.next(1);
        retryAfter(pause, StatusReason::TooManyConnections, words);
    } else if (m_options.retriesEviction) {
        const Milliseconds pause = m_evictionPause.ceiling();
        m_evictionPause.next(1);
        retryAfter(pause, StatusReason::TooManyConnections, words);
    } else {
        block(StatusReason::TooManyConnections, words);
    }
}

void MassiveConnection::handleSocketError(int error, const QString &text)
{
    if (error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError ||
        error == QAbstractSocket::SslInvalidUserDataError) {
        connectionLost(StatusReason::TlsFailed, text);
    } else if (isHandshakeRefusal(text)) {
        connectionLost(StatusReason::HandshakeRefused,
                       text.section(QStringLiteral("code: "), -1).remove(QRegularExpression(QStringLiteral("\\.+$"))));
    } else if (error == QAbstractSocket::RemoteHostClosedError) {
        connectionLost(StatusReason::Lost, text);
    } else if (m_health.status == ConnectionStatus::Connecting) {
        connectionLost(StatusReason::Unreachable, text);
    } else {
        connectionLost(StatusReason::Lost, text);
    }
}

void MassiveConnection::handleDisconnected()
{
    if (m_health.status == ConnectionStatus::Connecting) {
        // A refused connection says so in the error that follows; without one, the server hung up.
        const auto hungUp = [this, socket = m_socket.get()] {
            if (m_socket.get() == socket)
                connectionLost(StatusReason::Unreachable, QStringLiteral("the server hung up during the handshake"));
        };
        QMetaObject::invokeMethod(this, hungUp, Qt::QueuedConnection);
        return;
    }
    // closeCode() says 1000 even when no close frame came, so only other codes prove one.
    const auto code = m_socket->closeCode();
    if (code == QWebSocketProtocol::CloseCodePolicyViolated)
        handleLimit(QStringLiteral("closed with code 1008"));
    else if (code == QWebSocketProtocol::CloseCodeTooMuchData)
        connectionLost(StatusReason::FrameTooLarge, QStringLiteral("a frame above %1 bytes").arg(MaxFrameBytes));
    else if (code == QWebSocketProtocol::CloseCodeNormal)
        connectionLost(StatusReason::Lost, QStringLiteral("the connection ended without a reason"));
    else
        connectionLost(StatusReason::ClosedByServer, QStringLiteral("closed with code %1").arg(static_cast<int>(code)));
}

/// The one way out of a connection that was not asked to end, however many signals announce it.
void MassiveConnection::connectionLost(StatusReason reason, const QString &detail)
{
    if (!m_socket)
        return;
    ++m_health.errors;
    retryAfter(m_backoff.next(QRandomGenerator::global()->generateDouble()), reason, detail);
}

void MassiveConnection::retryAfter(Milliseconds pause, StatusReason reason, const QString &detail)
{
    announceLoss(reason);
    m_openTimer.stop();
    dropSocket(false);
    m_subscriptions.forgetConfirmations();
    m_health.nextAttempt = wallNow() + pause;
    m_retryTimer.start(pause);
    qCInfo(lcFeed).noquote() << m_health.name << "next try in" << pause.count() << "ms";
    setStatus(ConnectionStatus::Reconnecting, reason, detail);
}

void MassiveConnection::block(StatusReason reason, const QString &detail)
{
    announceLoss(reason);
    m_openTimer.stop();
    m_retryTimer.stop();
    dropSocket(false);
    m_subscriptions.forgetConfirmations();
    ++m_health.errors;
    setStatus(ConnectionStatus::Blocked, reason, detail);
}

void MassiveConnection::announceLoss(StatusReason reason)
{
    if (!isConnected(m_health.status) || m_subscriptions.symbols().empty())
        return;
    m_hasAnnouncedLoss = true;
    Q_EMIT lost({m_options.id, subscribedIds(), m_lastDataEnd, reason});
}

/// Data comes again by a connection that was thought to have stalled.
void MassiveConnection::announceReturn()
{
    m_hasAnnouncedLoss = false;
    Q_EMIT confirmed(subscribedIds());
}

void MassiveConnection::setStatus(ConnectionStatus status, StatusReason reason, const QString &detail)
{
    if (!m_health.enter(status, reason, detail, wallNow()))
        return;
    qCInfo(lcFeed).noquote() << m_health.name << toText(status) << detail;
    Q_EMIT statusChanged(health().front());
}

void MassiveConnection::sendSubscriptions()
{
    if (!isConnected(m_health.status))
        return;
    bool sent = true;
    for (const QString &params : m_subscriptions.takeUnsubscribeMessages())
        sent = send("unsubscribe", params) && sent;
    for (const QString &params : m_subscriptions.takeSubscribeMessages(wallNow()))
        sent = send("subscribe", params) && sent;
    if (sent)
        return;
    // Later: whoever subscribes is in the middle of a plan, which a loss would change under its hands.
    const auto giveUp = [this, socket = m_socket.get()] {
        if (m_socket && m_socket.get() == socket)
            connectionLost(StatusReason::Lost, QStringLiteral("a subscription could not be sent"));
    };
    QMetaObject::invokeMethod(this, giveUp, Qt::QueuedConnection);
}

void MassiveConnection::housekeep()
{
    m_health.ratePerSecond = static_cast<double>(m_health.ticks - std::exchange(m_ticksAtLastReport, m_health.ticks));
    if (!isConnected(m_health.status))
        return;
    const Timestamp now = wallNow();
    if (const int expired = m_subscriptions.expire(now); expired > 0) {
        qCWarning(lcFeed).noquote() << m_health.name << expired << "subscription(s) were not confirmed by the server";
        if (m_sinceFrame.elapsed() >= Subscriptions::AckTimeout.count()) {
            connectionLost(StatusReason::Stalled, QStringLiteral("the server does not answer subscriptions"));
            return;
        }
        sendSubscriptions();
    }
    if (m_sinceData.isValid() && m_sinceData.elapsed() >= DataProvesHealth.count()) {
        m_backoff.reset();
        m_limitPause.reset();
    }
    // Two programs that share a key must meet less and less often, so a short life after an eviction proves nothing.
    if (m_sinceData.isValid() && m_sinceData.elapsed() >= m_evictionPause.ceiling().count())
        m_evictionPause.reset();
    if (m_sinceFrame.elapsed() >= PingAfterSilence.count())
        m_socket->ping();
    watchForSilence(now);
}

void MassiveConnection::watchForSilence(Timestamp now)
{
    const Milliseconds limit = m_silence.limit();
    Milliseconds silence(m_sinceFrame.elapsed());
    // A delayed plan's clock stands still with its events; here it must go on, or its market would never close.
    const Timestamp market = m_clock.followsFeed() ? m_clock.now(now) + silence : now;
    const auto hours = m_calendar.currentOrPrevious(market);
    const bool isOpen = hours.at(market) != Session::Closed;
    if (isOpen) // the night before the opening was no stall
        silence = std::min(silence, market - hours.preOpen);
    const bool isDegraded = m_health.status == ConnectionStatus::Degraded; // also without symbols: they have moved away
    if (m_subscriptions.symbols().empty() && !isDegraded) {
        if (silence >= OneSecond)
            setStatus(ConnectionStatus::Quiet, StatusReason::NoSubscriptions);
    } else if (!isOpen) {
        if (silence >= limit)
            setStatus(ConnectionStatus::Quiet, StatusReason::MarketClosed);
    } else if (silence >= limit * 2 && isDegraded) {
        m_silence.gaveUp();
        connectionLost(StatusReason::Stalled, QStringLiteral("no data for %1 s").arg(silence.count() / 1'000));
    } else if (silence >= limit && !isDegraded) {
        announceLoss(StatusReason::Stalled);
        setStatus(ConnectionStatus::Degraded, StatusReason::Stalled);
    }
}

} // namespace tickstock
