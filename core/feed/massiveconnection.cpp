// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massiveconnection.h"

#include "core/net/loopback.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "tickstock.feed", QtInfoMsg)

} // namespace

MassiveConnection::MassiveConnection(MassiveConnectionOptions options, SymbolTable &symbols, QObject *parent)
    : MarketFeed(parent)
    , m_options(std::move(options))
    , m_gatherer(m_options.id)
    , m_intake(m_options.name, symbols, isLoopbackHost(m_options.url.host()), m_options.unreadable, m_options.key)
    , m_subscriptions(m_options.channels, symbols)
    , m_flow(m_options.stall, m_options.channels == QStringList{QStringLiteral("AM")}, m_options.clock)
    , m_lateness(m_options.late)
    , m_talk(m_options.name, m_options.key)
    , m_pauses(m_options.firstRetry, m_options.longestRetry, m_options.retriesEviction)
{
    m_health.id = m_options.id;
    m_health.name = m_options.name;
    m_health.endpoint = m_options.url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery);
    m_retryTimer.setSingleShot(true);
    connect(&m_gatherer, &TickGatherer::gathered, this, &MarketFeed::ticks);
    connect(&m_retryTimer, &QTimer::timeout, this, &MassiveConnection::connectSocket);
    connect(&m_housekeeping, &QTimer::timeout, this, &MassiveConnection::housekeep);
}

void MassiveConnection::open()
{
    assertThreadOf(this);
    m_housekeeping.start(OneSecond);
    announceLoss(StatusReason::Requested); // opened again while it works: the user asked for a new connection
    MassiveSocket::retire(std::move(m_socket), true);
    connectSocket();
}

void MassiveConnection::close()
{
    assertThreadOf(this);
    m_retryTimer.stop();
    m_housekeeping.stop();
    announceLoss(StatusReason::Requested);
    MassiveSocket::retire(std::move(m_socket), true);
    m_subscriptions.forgetConfirmations();
    setStatus(ConnectionStatus::Off, StatusReason::Requested);
}

void MassiveConnection::subscribe(const QStringList &symbols)
{
    assertThreadOf(this);
    if (m_subscriptions.isEmpty())
        m_flow.subscriptionsBegin(serverNow());
    m_subscriptions.add(symbols);
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
    m_subscriptions.report(now);
    m_intake.report(now);
    now.dataEnd = m_flow.dataEnd();
    now.isSilent = m_flow.isSilent(serverNow());
    return {now};
}

void MassiveConnection::connectSocket()
{
    m_retryTimer.stop();
    MassiveSocket::retire(std::move(m_socket), false);
    m_subscriptions.forgetConfirmations();
    m_sinceAuthenticated.invalidate();
    m_flow.restart(serverNow());
    m_lateness.restart();
    m_intake.beginConnection();
    m_talk.restart();
    m_hasAnnouncedLoss = false;
    m_health.nextAttempt = {};
    setStatus(ConnectionStatus::Connecting, StatusReason::Requested);

    m_socket = std::make_unique<MassiveSocket>(
        MassiveSocket::Options{m_options.url, m_options.caFile, m_options.openTimeout, m_options.closeTimeout});
    connect(m_socket.get(), &MassiveSocket::connected, this,
            [this] { setStatus(ConnectionStatus::Authenticating, StatusReason::Requested); });
    connect(m_socket.get(), &MassiveSocket::frameReceived, this, &MassiveConnection::handleText);
    connect(m_socket.get(), &MassiveSocket::binaryFrameReceived, this,
            [this](const QByteArray &bytes) { handleText(QString::fromUtf8(bytes)); });
    connect(m_socket.get(), &MassiveSocket::failed, this, &MassiveConnection::connectionLost);
    m_socket->open();
}

void MassiveConnection::handleText(const QString &text)
{
    const Timestamp wall = wallNow();
    const Moment now = serverNow();
    handleFrame(m_intake.read(text, wall, monotonicNs(), now.wall - wall), now);
    if (m_intake.isFrameUseless())
        m_talk.noteUseless(text);
}

void MassiveConnection::handleFrame(const massive::ParsedFrame &frame, Moment now)
{
    const Milliseconds silence = m_flow.receiveFrame(now);
    for (const massive::StatusMessage &status : frame.statuses) {
        handleStatus(status);
        if (!m_socket)
            return;
    }
    m_subscriptions.receive(frame, wallNow());
    if (const std::vector<SymbolId> symbols = m_subscriptions.takeConfirmed(); !symbols.empty()) {
        m_flow.subscriptionsChanged();
        Q_EMIT inOrder().confirmed(symbols);
    }
    if (!frame.ticks.empty())
        handleTicks(frame.ticks, silence, now);
    else if (!frame.thrownAway.empty())
        m_gatherer.add(m_intake);
    if (!frame.quotes.empty() || !frame.bands.empty())
        Q_EMIT quoted(m_intake.quotes(m_options.id)); // they depend on no other signal
    if (frame.isTorn)
        m_flow.frameTorn(); // told by housekeep(): once a second, however many there are
    if (m_intake.isUnreadable())
        handleUnreadable();
}

/// @param silence before them
void MassiveConnection::handleTicks(const std::vector<Tick> &received, Milliseconds silence, Moment now)
{
    const bool wasLost = m_hasAnnouncedLoss;
    if (m_flow.isInterrupted(silence, now) && !wasLost) {
        const std::vector<SymbolId> symbols = m_subscriptions.symbols();
        Q_EMIT inOrder().unsure(symbols, m_flow.dataEnd());
        m_flow.suspect(symbols);
    }
    m_flow.receive(received, now);
    judgeLateness(now);
    m_gatherer.add(m_intake);
    // A silence that is too short to end the connection for may still have cost data; the symbols whose volumes prove
    // it are fetched.
    const DataFlow::Missing missing = m_flow.missingBefore(received);
    if (wasLost) { // they come again by a connection that was thought to have stalled
        m_hasAnnouncedLoss = false;
        Q_EMIT inOrder().confirmed(m_subscriptions.symbols());
        return;
    }
    noteMissing(missing.symbols, missing.since, StatusReason::ShortSilence);
}

/// Data of these symbols are missing, and come again.
void MassiveConnection::noteMissing(const std::vector<SymbolId> &symbols, Timestamp since, StatusReason reason)
{
    if (symbols.empty())
        return;
    Q_EMIT inOrder().lost({m_options.id, symbols, since, reason});
    Q_EMIT inOrder().confirmed(symbols);
}

/// Data flow: the connection is live, or late.
void MassiveConnection::judgeLateness(Moment now)
{
    // Where market time follows the feed, the distance to our clock says nothing; unless it was late before and has
    // fallen so far behind that it looks like a delayed feed now.
    if (!m_flow.followsFeed() || m_lateness.isLate())
        m_lateness.observe(m_flow.dataEnd(), m_intake.latency(), now.steady);
    if (!m_flow.followsFeed())
        m_intake.measureLatency();
    if (!isConnected(m_health.status))
        return;
    if (!m_lateness.isLate())
        setStatus(ConnectionStatus::Live, StatusReason::DataFlows);
    else if (m_health.reason != StatusReason::Late)
        setStatus(ConnectionStatus::Degraded, StatusReason::Late,
                  QStringLiteral("data are %1 s late").arg(m_lateness.late().count() / 1'000));
}

/// Whatever comes is thrown away: as good as nothing.
void MassiveConnection::handleUnreadable()
{
    if (m_subscriptions.isEmpty() || m_health.reason == StatusReason::Unreadable || !isConnected(m_health.status))
        return;
    announceLoss(StatusReason::Unreadable, m_intake.problem());
    setStatus(ConnectionStatus::Degraded, StatusReason::Unreadable, m_intake.problem());
}

void MassiveConnection::handleStatus(const massive::StatusMessage &status)
{
    const QString words = m_talk.words(status);
    switch (m_talk.read(status)) {
    case ServerAnswer::Greeting:
        if (!m_socket->send("auth", m_options.key))
            connectionLost(StatusReason::Lost, QStringLiteral("the key could not be sent"));
        break;
    case ServerAnswer::KeyAccepted: keyAccepted(); break;
    case ServerAnswer::KeyRefused: block(StatusReason::AuthFailed, words); break;
    case ServerAnswer::KeyTimeout: connectionLost(StatusReason::AuthTimeout, words); break;
    case ServerAnswer::Limit: connectionLost(StatusReason::TooManyConnections, words); break;
    case ServerAnswer::Subscribed:
        m_subscriptions.answer(pairsIn(QString::fromStdString(status.message)), wallNow());
        break;
    case ServerAnswer::Refused: // the pairs are named when the answers of the others have come
        m_talk.noteRefusal(words, m_subscriptions.pairs().refuseUnanswered(wallNow()));
        break;
    case ServerAnswer::Unsubscribed:
    case ServerAnswer::NotUnderstood: break;
    }
}

void MassiveConnection::keyAccepted()
{
    m_socket->handshakeDone();
    m_sinceAuthenticated.start();
    m_flow.authenticated();
    setStatus(ConnectionStatus::Quiet,
              m_subscriptions.isEmpty() ? StatusReason::NoSubscriptions : StatusReason::Requested);
    sendSubscriptions();
}

/// The one way out of a connection that was not asked to end, however many signals announce it.
void MassiveConnection::connectionLost(StatusReason reason, const QString &words)
{
    if (!m_socket)
        return;
    const QString detail = m_talk.endedBecause(words);
    const Milliseconds workedFor(m_sinceAuthenticated.isValid() ? m_sinceAuthenticated.elapsed() : 0);
    const bool isLimit = reason == StatusReason::TooManyConnections;
    m_health.errors += isLimit ? 0 : 1;
    if (const auto pause = isLimit ? m_pauses.afterLimit(workedFor) : m_pauses.afterFailure())
        retryAfter(*pause, reason, detail);
    else
        block(reason, detail);
}

void MassiveConnection::retryAfter(Milliseconds pause, StatusReason reason, const QString &detail)
{
    endConnection(reason, detail);
    m_health.nextAttempt = wallNow() + pause;
    m_retryTimer.start(pause);
    qCInfo(lcFeed).noquote() << m_health.name << "next try in" << pause.count() << "ms";
    setStatus(ConnectionStatus::Reconnecting, reason, detail);
}

/// Only the user can help.
void MassiveConnection::block(StatusReason reason, const QString &detail)
{
    endConnection(reason, detail);
    m_retryTimer.stop();
    ++m_health.errors;
    setStatus(ConnectionStatus::Blocked, reason, detail);
}

void MassiveConnection::endConnection(StatusReason reason, const QString &detail)
{
    announceLoss(reason, detail);
    MassiveSocket::retire(std::move(m_socket), false);
    m_subscriptions.forgetConfirmations();
}

void MassiveConnection::announceLoss(StatusReason reason, const QString &detail)
{
    if (!isConnected(m_health.status) || m_subscriptions.isEmpty())
        return;
    m_hasAnnouncedLoss = true;
    const Timestamp since = m_flow.takeTorn().value_or(m_flow.dataEnd());
    Q_EMIT inOrder().lost({m_options.id, m_subscriptions.symbols(), since, reason, detail});
}

void MassiveConnection::setStatus(ConnectionStatus status, StatusReason reason, const QString &detail)
{
    if (!m_health.enter(status, reason, detail, wallNow()))
        return;
    qCInfo(lcFeed).noquote() << m_health.name << toText(status) << detail;
    Q_EMIT inOrder().statusChanged(health().front());
}

void MassiveConnection::sendSubscriptions()
{
    if (!isConnected(m_health.status))
        return;
    const bool hasRemoved = m_socket->send("unsubscribe", m_subscriptions.pairs().takeUnsubscribeMessages());
    const bool hasAdded = m_socket->send("subscribe", m_subscriptions.pairs().takeSubscribeMessages(wallNow()));
    if (!hasRemoved || !hasAdded) // later: the caller is in the middle of a plan, which a loss would change
        m_socket->failLater(StatusReason::Lost, QStringLiteral("a subscription could not be sent"));
}

void MassiveConnection::housekeep()
{
    m_intake.measureRate();
    if (!isConnected(m_health.status))
        return;
    const Moment now = serverNow();
    if (const auto since = m_flow.takeTorn(); since && !m_hasAnnouncedLoss)
        noteMissing(m_subscriptions.symbols(), *since, StatusReason::Unreadable);
    nameSymbols();
    if (!checkAnswers(now))
        return;
    if (const auto span = m_flow.flowingFor(now))
        m_pauses.dataHasFlowed(*span);
    if (m_flow.silence(now) >= MassiveSocket::PingAfterSilence)
        m_socket->ping();
    watchForSilence(now);
}

/// Asks again for what the server has not confirmed. False if the connection is given up for that.
bool MassiveConnection::checkAnswers(Moment now)
{
    const int expired = m_subscriptions.pairs().expire(wallNow());
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

/// Those that the server has refused, and those that it seems not to know.
void MassiveConnection::nameSymbols()
{
    m_talk.nameRefused(m_subscriptions.pairs().takeRefused(wallNow()));
    if (!m_flow.hasShownItsSymbols())
        return;
    const QStringList silent = m_subscriptions.silentSymbols();
    m_health.silentSymbols = static_cast<int>(silent.size());
    m_talk.nameSilent(silent);
}

void MassiveConnection::watchForSilence(Moment now)
{
    using Verdict = DataFlow::Verdict;
    const bool isStalled = m_health.reason == StatusReason::Stalled;
    const auto [verdict, silence] = m_flow.judge(now, !m_subscriptions.isEmpty(), isStalled);
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
