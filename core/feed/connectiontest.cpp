// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectiontest.h"

#include "core/feed/feedsocket.h"
#include "core/types/threadcheck.h"

#include <QHostInfo>
#include <QSslCipher>
#include <QSslSocket>
#include <QWebSocket>

namespace tickstock {

ConnectionTest::ConnectionTest(ConnectionTestRequest request, SymbolTable &symbols, QObject *parent)
    : QObject(parent)
    , m_request(std::move(request))
    , m_parser(symbols)
{
    (void)symbols.intern(m_request.symbol); // or its data would be nobody's
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        if (m_stage == TestStage::Data)
            finish(TestOutcome::NoData, {});
        else if (m_stage == TestStage::Entitlement)
            fail(QStringLiteral("no answer for %1").arg(m_unconfirmed.join(QStringLiteral(", "))));
        else
            fail(QStringLiteral("no answer within %1 s").arg(m_timeout.interval() / 1'000));
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
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &ConnectionTest::handleFrame);
    onSocketError(m_socket.get(), this, [this](QAbstractSocket::SocketError) { fail(m_socket->errorString()); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        fail(QStringLiteral("the server closed the connection (code %1)").arg(static_cast<int>(m_socket->closeCode())));
    });
    m_socket->open(m_request.url);
}

void ConnectionTest::send(const char *action, const QString &params)
{
    m_socket->sendTextMessage(feedMessage(action, params));
}

void ConnectionTest::handleFrame(const QString &frame)
{
    m_parser.parse(frame, m_frame);
    for (const massive::StatusMessage &status : m_frame.statuses) {
        if (!m_isDone)
            handleStatus(status);
    }
    if (!m_isDone && m_stage == TestStage::Data && !m_frame.ticks.empty())
        finish(TestOutcome::Passed, {});
}

void ConnectionTest::handleStatus(const massive::StatusMessage &status)
{
    const QString words = QString::fromStdString(status.message);
    if (status.status == "connected" && m_stage == TestStage::WebSocket) {
        pass();
        begin(TestStage::Key);
        send("auth", m_request.key);
    } else if (status.status == "auth_success" && m_stage == TestStage::Key) {
        pass();
        begin(TestStage::Entitlement);
        for (const QString &channel : m_request.channels)
            m_unconfirmed.append(channel + u'.' + m_request.symbol);
        send("subscribe", m_unconfirmed.join(u','));
    } else if (status.status == "success" && m_stage == TestStage::Entitlement) {
        m_unconfirmed.removeAll(words.section(QStringLiteral("subscribed to: "), 1).trimmed());
        if (m_unconfirmed.isEmpty()) {
            pass(m_request.channels.join(QStringLiteral(", ")));
            begin(TestStage::Data);
        }
    } else if (status.status != "success" && status.status != "connected") {
        fail(words);
    }
}

} // namespace tickstock
