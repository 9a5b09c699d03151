// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/loopback.h"
#include "core/net/tls.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QUrl>
#include <QWebSocket>

#include <memory>

namespace tickstock {

/// The largest frame we take; the vendor's own clients refuse more than a quarter of this.
inline constexpr quint64 MaxFrameBytes = 8u << 20;

/// A socket for the feed at this address, not opened yet.
inline std::unique_ptr<QWebSocket> makeFeedSocket(const QUrl &url, const QString &caFile)
{
    auto socket = std::make_unique<QWebSocket>();
    socket->setMaxAllowedIncomingFrameSize(MaxFrameBytes);
    socket->setMaxAllowedIncomingMessageSize(MaxFrameBytes);
    if (isLoopbackHost(url.host()))
        socket->setProxy(QNetworkProxy::NoProxy);
    if (url.scheme() == u"wss")
        socket->setSslConfiguration(tlsConfiguration(caFile));
    return socket;
}

/// A message to the vendor's server.
inline QString feedMessage(const char *action, const QString &params)
{
    const QJsonObject message{{QStringLiteral("action"), QString::fromLatin1(action)},
                              {QStringLiteral("params"), params}};
    return QString::fromUtf8(QJsonDocument(message).toJson(QJsonDocument::Compact));
}

/// The signal's name differs from version to version.
template<class Handler>
void onSocketError(QWebSocket *socket, QObject *context, Handler handler)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    QObject::connect(socket, &QWebSocket::errorOccurred, context, handler);
#else
    QObject::connect(socket, QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), context, handler);
#endif
}

} // namespace tickstock
