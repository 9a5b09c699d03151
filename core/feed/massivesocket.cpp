// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massivesocket.h"

#include "core/feed/feedsocket.h"
#include "core/feed/serveranswer.h"
#include "core/types/threadcheck.h"

#include <QRegularExpression>

namespace tickstock {

namespace {

/// Qt 6.4 reports an HTTP error at the handshake as a refused connection and names the status only in its text.
bool isHandshakeRefusal(const QString &text)
{
    return text.contains(u"status code", Qt::CaseInsensitive);
}

} // namespace

MassiveSocket::MassiveSocket(Options options)
    : m_options(std::move(options))
    , m_socket(makeFeedSocket(m_options.url, m_options.caFile))
{
    connect(m_socket.get(), &QWebSocket::connected, this, [this] {
        m_isConnected = true;
        Q_EMIT connected();
    });
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &MassiveSocket::frameReceived);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this, &MassiveSocket::binaryFrameReceived);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &MassiveSocket::handleDisconnected);
    onSocketError(m_socket.get(), this,
                  [this](QAbstractSocket::SocketError error) { handleError(error, m_socket->errorString()); });
    m_openTimer.setSingleShot(true);
    connect(&m_openTimer, &QTimer::timeout, this, [this] {
        Q_EMIT failed(StatusReason::HandshakeTimeout,
                      QStringLiteral("no answer within %1 s").arg(m_openTimer.interval() / 1'000));
    });
}

MassiveSocket::~MassiveSocket()
{
    m_socket->disconnect(this);
}

void MassiveSocket::retire(std::unique_ptr<MassiveSocket> attempt, bool politely)
{
    if (!attempt)
        return;
    MassiveSocket *retired = attempt.release();
    assertThreadOf(retired);
    retired->disconnect();
    retired->m_openTimer.stop();
    QWebSocket *socket = retired->m_socket.get();
    socket->disconnect(retired);
    if (politely && socket->state() == QAbstractSocket::ConnectedState) {
        connect(socket, &QWebSocket::disconnected, retired, &QObject::deleteLater);
        QTimer::singleShot(retired->m_options.closeTimeout, retired, [retired, socket] {
            socket->abort();
            retired->deleteLater();
        });
        socket->close(QWebSocketProtocol::CloseCodeGoingAway);
        return;
    }
    socket->abort();
    retired->deleteLater();
}

void MassiveSocket::open()
{
    assertThreadOf(this);
    m_openTimer.start(m_options.openTimeout);
    m_socket->open(m_options.url);
}

void MassiveSocket::handshakeDone()
{
    assertThreadOf(this);
    m_openTimer.stop();
}

bool MassiveSocket::send(const char *action, const QString &params)
{
    assertThreadOf(this);
    return m_socket->sendTextMessage(feedMessage(action, params)) > 0;
}

bool MassiveSocket::send(const char *action, const std::vector<QString> &lists)
{
    assertThreadOf(this);
    bool isSent = true;
    for (const QString &params : lists)
        isSent = send(action, params) && isSent;
    return isSent;
}

void MassiveSocket::ping()
{
    assertThreadOf(this);
    m_socket->ping();
}

void MassiveSocket::failLater(StatusReason reason, const QString &detail)
{
    assertThreadOf(this);
    QMetaObject::invokeMethod(
        this, [this, reason, detail] { Q_EMIT failed(reason, detail); }, Qt::QueuedConnection);
}

void MassiveSocket::handleError(int error, const QString &text)
{
    if (error == QAbstractSocket::SslHandshakeFailedError || error == QAbstractSocket::SslInternalError ||
        error == QAbstractSocket::SslInvalidUserDataError) {
        Q_EMIT failed(StatusReason::TlsFailed, text);
    } else if (isHandshakeRefusal(text)) {
        static const QRegularExpression fullStops(QStringLiteral("\\.+$"));
        Q_EMIT failed(StatusReason::HandshakeRefused, text.section(QStringLiteral("code: "), -1).remove(fullStops));
    } else if (!m_isConnected && error != QAbstractSocket::RemoteHostClosedError) {
        Q_EMIT failed(StatusReason::Unreachable, text);
    } else {
        Q_EMIT failed(StatusReason::Lost, text);
    }
}

void MassiveSocket::handleDisconnected()
{
    if (!m_isConnected) {
        // A refused connection says so in the error that follows; without one, the server hung up.
        failLater(StatusReason::Unreachable, QStringLiteral("the server hung up during the handshake"));
        return;
    }
    // closeCode() says 1000 even when no close frame came, so only other codes and a reason prove one.
    const auto code = m_socket->closeCode();
    const QString reason = m_socket->closeReason().simplified();
    const QString words = reason.isEmpty() ? reason : QStringLiteral(": ") + reason;
    if (code == QWebSocketProtocol::CloseCodeTooMuchData)
        Q_EMIT failed(StatusReason::FrameTooLarge, QStringLiteral("a frame above %1 bytes").arg(MaxFrameBytes) + words);
    else if (code == QWebSocketProtocol::CloseCodeNormal && reason.isEmpty())
        Q_EMIT failed(StatusReason::Lost, QStringLiteral("the connection ended without a reason"));
    else
        Q_EMIT failed(code == QWebSocketProtocol::CloseCodePolicyViolated && namesLimit(reason)
                          ? StatusReason::TooManyConnections
                          : StatusReason::ClosedByServer,
                      QStringLiteral("closed with code %1").arg(static_cast<int>(code)) + words);
}

} // namespace tickstock
