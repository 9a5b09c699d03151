// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massiveconnection.h"

#include "core/net/loopback.h"
#include "core/types/threadcheck.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QRandomGenerator>

#include <chrono>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "tickstock.feed", QtInfoMsg)

constexpr Milliseconds PingAfterSilence{15'000};

Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

std::int64_t monotonicNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

Moment momentNow()
{
    return {wallNow(), std::chrono::duration_cast<Milliseconds>(std::chrono::nanoseconds(monotonicNs()))};
}

} // namespace

MassiveConnection::MassiveConnection(MassiveConnectionOptions options, SymbolTable &symbols, QObject *parent)
    : MarketFeed(parent)
    , m_options(std::move(options))
    , m_symbols(symbols)
    , m_intake(m_options.name, symbols, isLoopbackHost(m_options.url.host()))
    , m_subscriptions(m_options.channels)
    , m_flow(m_options.stall, m_options.channels == QStringList{QStringLiteral("AM")}, m_options.clock)
    , m_pauses(m_options.firstRetry, m_options.longestRetry, m_options.retriesEviction)
{
    m_health.id = m_options.id;
    m_health.name = m_options.name;
    m_health.endpoint = m_options.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    m_retryTimer.setSingleShot(true);
    m_housekeeping.setInterval(OneSecond);
    connect(&m_retryTimer, &QTimer::timeout, this, &MassiveConnection::connectSocket);
    connect(&m_housekeeping, &QTimer::timeout, this, &MassiveConnection::housekeep);
}

void MassiveConnection::open()
{
    assertThreadOf(this);
    m_housekeeping.start();
    announceLoss(StatusReason::Requested); // opened again while it works: the user asked for a new connection
    dropSocket(true);
    connectSocket();
}

void MassiveConnection::close()
{
    assertThreadOf(this);
    m_retryTimer.stop();
    m_housekeeping.stop();
    announceLoss(StatusReason::Requested);
    dropSocket(true);
    m_subscriptions.forgetConfirmations();
    setStatus(ConnectionStatus::Off, StatusReason::Requested);
}

void MassiveConnection::subscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    if (m_subscriptions.symbols().empty())
        m_flow.subscriptionsBegin(momentNow());
    m_subscriptions.add(symbols);
    m_symbols.internAll(symbols); // only what is in the table is taken in
    sendSubscriptions();
}

void MassiveConnection::unsubscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    m_subscriptions.remove(symbols);
    sendSubscriptions();
}

std::vector<ConnectionHealth> MassiveConnection::health() const
{
    assertThreadOf(this);
    ConnectionHealth now = m_health;
    now.tickers = m_subscriptions.confirmedSymbols();
    now.refusedPairs = m_subscriptions.refusedPairs();
    now.unconfirmedPairs = m_subscriptions.waitingPairs();
    m_intake.report(now);
    now.dataEnd = m_flow.dataEnd();
    now.isSilent = m_flow.isSilent(momentNow());
    return {now};
}

void MassiveConnection::connectSocket()
{
    m_retryTimer.stop();
    dropSocket(false);
    m_subscriptions.forgetConfirmations();
    m_sinceAuthenticated.invalidate();
    m_flow.restart(momentNow());
    m_hasAnnouncedLoss = false;
    m_health.nextAttempt = {};
    setStatus(ConnectionStatus::Connecting, StatusReason::Requested);

    m_socket = std::make_unique<MassiveSocket>(
        MassiveSocket::Options{m_options.url, m_options.caFile, m_options.openTimeout, m_options.closeTimeout});
    connect(m_socket.get(), &MassiveSocket::connected, this,
            [this] { setStatus(ConnectionStatus::Authenticating, StatusReason::Requested); });
    connect(m_socket.get(), &MassiveSocket::frameReceived, this, &MassiveConnection::handleFrame);
    connect(m_socket.get(), &MassiveSocket::failed, this, &MassiveConnection::connectionLost);
    m_socket->open();
}

void MassiveConnection::dropSocket(bool politely)
{
    MassiveSocket::retire(std::move(m_socket), politely);
}

void MassiveConnection::handleFrame(const QString &text)
{
    const Moment now = momentNow();
    const Milliseconds silence = m_flow.receiveFrame(now);
    const massive::ParsedFrame &frame = m_intake.read(text, now.wall, monotonicNs());
    m_newlyConfirmed.clear();
    for (const massive::StatusMessage &status : frame.statuses) {
        handleStatus(status);
        if (!m_socket)
            return;
    }
    if (!m_newlyConfirmed.empty())
        Q_EMIT confirmed(m_newlyConfirmed);
    if (!frame.ticks.empty())
        handleTicks(frame.ticks, silence, now);
}

/// @param silence before them
void MassiveConnection::handleTicks(const std::vector<Tick> &received, Milliseconds silence, Moment now)
{
    const bool wasLost = m_hasAnnouncedLoss;
    if (m_flow.isInterrupted(silence, now) && !wasLost) {
        const std::vector<SymbolId> symbols = subscribedIds();
        Q_EMIT unsure(symbols, m_flow.dataEnd());
        m_flow.suspect(symbols);
    }
    m_flow.receive(received, now);
    if (m_health.status != ConnectionStatus::Live && isConnected(m_health.status))
        setStatus(ConnectionStatus::Live, StatusReason::DataFlows);
    if (!m_flow.followsFeed()) // else the distance to our clock says nothing
        m_intake.measureLatency();
    Q_EMIT ticks(m_intake.batch(m_options.id));
    if (wasLost) {
        announceReturn();
        return;
    }
    // A silence that is too short to end the connection for may still have cost data; the symbols whose volumes prove
    // it are fetched.
    const DataFlow::Missing missing = m_flow.missingBefore(received);
    if (missing.symbols.empty())
        return;
    Q_EMIT lost({m_options.id, missing.symbols, missing.since, StatusReason::ShortSilence});
    Q_EMIT confirmed(missing.symbols);
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

void MassiveConnection::handleStatus(const massive::StatusMessage &status)
{
    const QString words = QString::fromStdString(status.message);
    if (status.status == "connected") {
        if (!m_socket->send("auth", m_options.key))
            connectionLost(StatusReason::Lost, QStringLiteral("the key could not be sent"));
    } else if (status.status == "auth_success") {
        m_socket->handshakeDone();
        m_sinceAuthenticated.start();
        m_flow.authenticated();
        setStatus(ConnectionStatus::Quiet,
                  m_subscriptions.symbols().empty() ? StatusReason::NoSubscriptions : StatusReason::Requested);
        sendSubscriptions();
    } else if (status.status == "auth_failed") {
        block(StatusReason::AuthFailed, words);
    } else if (status.status == "auth_timeout") {
        connectionLost(StatusReason::AuthTimeout, words);
    } else if (status.status == "max_connections") {
        connectionLost(StatusReason::TooManyConnections, words);
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

/// The one way out of a connection that was not asked to end, however many signals announce it.
void MassiveConnection::connectionLost(StatusReason reason, const QString &detail)
{
    if (!m_socket)
        return;
    if (reason != StatusReason::TooManyConnections) {
        ++m_health.errors;
        retryAfter(m_pauses.afterFailure(QRandomGenerator::global()->generateDouble()), reason, detail);
        return;
    }
    const Milliseconds workedFor(m_sinceAuthenticated.isValid() ? m_sinceAuthenticated.elapsed() : 0);
    if (const auto pause = m_pauses.afterLimit(workedFor))
        retryAfter(*pause, reason, detail);
    else
        block(reason, detail);
}

void MassiveConnection::retryAfter(Milliseconds pause, StatusReason reason, const QString &detail)
{
    endConnection(reason);
    m_health.nextAttempt = wallNow() + pause;
    m_retryTimer.start(pause);
    qCInfo(lcFeed).noquote() << m_health.name << "next try in" << pause.count() << "ms";
    setStatus(ConnectionStatus::Reconnecting, reason, detail);
}

/// Only the user can help.
void MassiveConnection::block(StatusReason reason, const QString &detail)
{
    endConnection(reason);
    m_retryTimer.stop();
    ++m_health.errors;
    setStatus(ConnectionStatus::Blocked, reason, detail);
}

void MassiveConnection::endConnection(StatusReason reason)
{
    announceLoss(reason);
    dropSocket(false);
    m_subscriptions.forgetConfirmations();
}

void MassiveConnection::announceLoss(StatusReason reason)
{
    if (!isConnected(m_health.status) || m_subscriptions.symbols().empty())
        return;
    m_hasAnnouncedLoss = true;
    Q_EMIT lost({m_options.id, subscribedIds(), m_flow.dataEnd(), reason});
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
        sent = m_socket->send("unsubscribe", params) && sent;
    for (const QString &params : m_subscriptions.takeSubscribeMessages(wallNow()))
        sent = m_socket->send("subscribe", params) && sent;
    if (sent)
        return;
    // Later: the caller is in the middle of a plan, which a loss would change.
    m_socket->failLater(StatusReason::Lost, QStringLiteral("a subscription could not be sent"));
}

void MassiveConnection::housekeep()
{
    m_intake.measureRate();
    if (!isConnected(m_health.status))
        return;
    const Moment now = momentNow();
    if (!checkAnswers(now))
        return;
    if (const auto span = m_flow.flowingFor(now))
        m_pauses.dataHasFlowed(*span);
    if (m_flow.silence(now) >= PingAfterSilence)
        m_socket->ping();
    watchForSilence(now);
}

/// Asks again for what the server has not confirmed. False if the connection is given up for that.
bool MassiveConnection::checkAnswers(Moment now)
{
    const int expired = m_subscriptions.expire(now.wall);
    if (expired == 0)
        return true;
    qCWarning(lcFeed).noquote() << m_health.name << expired << "subscription(s) were not confirmed by the server";
    if (m_flow.silence(now) >= Subscriptions::AckTimeout) {
        connectionLost(StatusReason::Stalled, QStringLiteral("the server does not answer subscriptions"));
        return false;
    }
    sendSubscriptions();
    return true;
}

void MassiveConnection::watchForSilence(Moment now)
{
    using Verdict = DataFlow::Verdict;
    const bool isDegraded = m_health.status == ConnectionStatus::Degraded;
    const auto [verdict, silence] = m_flow.judge(now, !m_subscriptions.symbols().empty(), isDegraded);
    switch (verdict) {
    case Verdict::Normal: break;
    case Verdict::NoSubscriptions: setStatus(ConnectionStatus::Quiet, StatusReason::NoSubscriptions); break;
    case Verdict::MarketClosed: setStatus(ConnectionStatus::Quiet, StatusReason::MarketClosed); break;
    case Verdict::Stalled:
        announceLoss(StatusReason::Stalled);
        setStatus(ConnectionStatus::Degraded, StatusReason::Stalled);
        break;
    case Verdict::GivenUp:
        connectionLost(StatusReason::Stalled, QStringLiteral("no data for %1 s").arg(silence.count() / 1'000));
        break;
    }
}

} // namespace tickstock
