// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QByteArray>
#include <QHostAddress>
#include <QJsonDocument>
#include <QObject>
#include <QUrlQuery>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

class QHttpServer;
class QTcpServer;
class QWebSocket;

namespace tickstock {

struct HttpRequest
{
    QByteArray method; ///< "GET", "POST", ...
    QString path;      ///< decoded, without the query
    QUrlQuery query;
    std::function<QByteArray(const QByteArray &)> header; ///< empty when absent

    QString argument(const QString &name, const QString &fallback = {}) const;
};

struct HttpResponse
{
    int status = 200;
    QByteArray body;
    QByteArray contentType = QByteArrayLiteral("application/json");
    std::vector<std::pair<QByteArray, QByteArray>> headers;

    static HttpResponse json(const QJsonDocument &document, int status = 200);
    /// {"error": message}
    static HttpResponse failure(int status, const QString &message);
};

/// A small HTTP server; every request goes through one function, called in the thread of this object.
/// It hides Qt HTTP Server, whose interface differs from version to version.
class HttpServer final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<HttpResponse(const HttpRequest &)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    ~HttpServer() override;

    /// Connections that ask for a WebSocket go here, whatever their path: the handler judges them. Without a handler
    /// they get none.
    void setWebSocketHandler(std::function<void(std::unique_ptr<QWebSocket>)> handler);
    /// Port 0 takes any free one. Returns the port.
    Expected<quint16> listen(const QHostAddress &address, quint16 port);

private:
    Handler m_handler;
    std::unique_ptr<QHttpServer> m_server;
};

} // namespace tickstock
