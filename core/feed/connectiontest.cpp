// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectiontest.h"

#include "core/feed/feedsocket.h"
#include "core/feed/serveranswer.h"
#include "core/types/threadcheck.h"

#include <QHostInfo>
#include <QSslCipher>
#include <QSslSocket>
#include <QWebSocket>

namespace tickstock {

ConnectionTest::ConnectionTest(ConnectionTestRequest request, SymbolTable &symbols, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_symbols(symbols)
    , m_parser(symbols)
{
    (void)symbols.intern(m_request.symbol); // or its data would be nobody's
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        if (m_stage == TestStage::Data)
            finish(TestOutcome::NoData, {});
        else if (m_stage == TestStage::Entitlement)
            fail(QStringLiteral("no answer for %1").arg(m_unconfirmed.join(QStringLiteral(", "))));
        else if (m_lastUnknown.isEmpty())
            fail(QStringLiteral("no answer within %1 s").arg(m_timeout.interval() / 1'000));
        else
            fail(QStringLiteral("the server's answer is not understood: %1").arg(m_lastUnknown));
    });
}

ConnectionTest::~ConnectionTest()
{
    if (m_socket)
        m_socket->disconnect(this);
    if (m_tcp)
        m_tcp->disconnect(this);
}

void ConnectionTest::start()
{
    assertThreadOf(this);
    tryName();
}

void ConnectionTest::begin(TestStage stage)
{
    m_stage = stage;
    m_clock.start();
    m_timeout.start(stage == TestStage::Data ? m_request.dataTimeout : m_request.stageTimeout);
    Q_EMIT progressed({stage, TestOutcome::Running, Milliseconds(0), {}, false});
}

void ConnectionTest::pass(const QString &detail)
{
    Q_EMIT progressed({m_stage, TestOutcome::Passed, Milliseconds(m_clock.elapsed()), detail, false});
}

void ConnectionTest::fail(const QString &detail)
{
    finish(TestOutcome::Failed, detail);
}

void ConnectionTest::finish(TestOutcome outcome, const QString &detail)
{
    if (std::exchange(m_isDone, true))
        return;
    m_timeout.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->close(QWebSocketProtocol::CloseCodeGoingAway);
    }
    Q_EMIT progressed({m_stage, outcome, Milliseconds(m_clock.elapsed()), detail, true});
}

void ConnectionTest::tryName()
{
    begin(TestStage::Name);
    QHostInfo::lookupHost(m_request.url.host(), this, [this](const QHostInfo &info) {
        if (m_isDone)
            return;
        if (info.error() != QHostInfo::NoError || info.addresses().isEmpty()) {
            fail(info.errorString());
            return;
        }
        pass(info.addresses().first().toString());
        tryNetwork();
    });
}

/// A connection of its own, so that a refused port and an untrusted certificate can be told from each other.
void ConnectionTest::tryNetwork()
{
    begin(TestStage::Network);
    const bool isSecure = m_request.url.scheme() == u"wss";
    m_tcp = std::make_unique<QSslSocket>();
    if (isLoopbackHost(m_request.url.host()))
        m_tcp->setProxy(QNetworkProxy::NoProxy);
    connect(m_tcp.get(), &QAbstractSocket::errorOccurred, this, [this] { fail(m_tcp->errorString()); });
    const auto connected = [this] {
        m_tcp->disconnect(this);
        pass(m_tcp->isEncrypted() ? m_tcp->sessionCipher().protocolString() : QString());
        m_tcp->abort();
        tryWebSocket();
    };
    const auto port = static_cast<quint16>(m_request.url.port(isSecure ? 443 : 80));
    if (isSecure) {
        m_tcp->setSslConfiguration(tlsConfiguration(m_request.caFile));
        connect(m_tcp.get(), &QSslSocket::encrypted, this, connected, Qt::QueuedConnection);
        m_tcp->connectToHostEncrypted(m_request.url.host(), port);
    } else {
        connect(m_tcp.get(), &QAbstractSocket::connected, this, connected, Qt::QueuedConnection);
        m_tcp->connectToHost(m_request.url.host(), port);
    }
}

void ConnectionTest::tryWebSocket()
{
    begin(TestStage::WebSocket);
    m_socket = makeFeedSocket(m_request.url, m_request.caFile);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, [this](const QString &frame) {
        m_parser.parse(frame, m_frame);
        handleFrame();
    });
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, [this](const QByteArray &frame) {
        m_parser.parse(std::string_view(frame.constData(), static_cast<std::size_t>(frame.size())), m_frame);
        handleFrame();
    });
    onSocketError(m_socket.get(), this, [this](QAbstractSocket::SocketError) { fail(m_socket->errorString()); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        const QString code = QString::number(static_cast<int>(m_socket->closeCode()));
        const QString reason = serverWords(m_socket->closeReason(), m_request.key);
        fail(QStringLiteral("the server closed the connection (code %1)%2")
                 .arg(code, reason.isEmpty() ? reason : QStringLiteral(": ") + reason));
    });
    m_socket->open(m_request.url);
}

void ConnectionTest::send(const char *action, const QString &params)
{
    m_socket->sendTextMessage(feedMessage(action, params));
}

void ConnectionTest::handleFrame()
{
    if (m_frame.malformed > 0)
        m_lastUnknown = serverWords(QString::fromUtf8(m_frame.sample), m_request.key);
    for (const massive::StatusMessage &status : m_frame.statuses) {
        if (!m_isDone)
            handleStatus(status);
    }
    if (!m_isDone && !m_frame.ticks.empty())
        handleData();
}

/// Data prove their subscription as an answer does.
void ConnectionTest::handleData()
{
    for (const Tick &tick : m_frame.ticks) {
        if (m_stage == TestStage::Entitlement)
            confirm({channelOf(tick.kind) + u'.' + m_symbols.qname(tick.symbol)});
    }
    if (m_stage == TestStage::Data)
        finish(TestOutcome::Passed, {});
}

void ConnectionTest::confirm(const QStringList &pairs)
{
    for (const QString &pair : pairs)
        m_unconfirmed.removeAll(pair);
    if (!m_unconfirmed.isEmpty())
        return;
    pass(m_request.channels.join(QStringLiteral(", ")));
    begin(TestStage::Data);
}

void ConnectionTest::handleStatus(const massive::StatusMessage &status)
{
    const bool isKeyAccepted = m_stage == TestStage::Entitlement || m_stage == TestStage::Data;
    switch (meaningOf(status, isKeyAccepted)) {
    case ServerAnswer::Greeting:
        if (m_stage != TestStage::WebSocket)
            break;
        pass();
        begin(TestStage::Key);
        send("auth", m_request.key);
        break;
    case ServerAnswer::KeyAccepted:
        if (m_stage != TestStage::Key)
            break;
        pass();
        begin(TestStage::Entitlement);
        for (const QString &channel : m_request.channels)
            m_unconfirmed.append(channel + u'.' + m_request.symbol);
        send("subscribe", m_unconfirmed.join(u','));
        break;
    case ServerAnswer::Subscribed:
        if (m_stage == TestStage::Entitlement)
            confirm(pairsIn(QString::fromStdString(status.message)));
        break;
    case ServerAnswer::Unsubscribed: break;
    case ServerAnswer::KeyRefused:
    case ServerAnswer::KeyTimeout:
    case ServerAnswer::Limit:
    case ServerAnswer::Refused: fail(serverWords(status, m_request.key)); break;
    case ServerAnswer::NotUnderstood: m_lastUnknown = serverWords(status, m_request.key); break;
    }
}

} // namespace tickstock
