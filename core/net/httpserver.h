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

/// A value, valid while its handler runs.
struct HttpRequest
{
    QByteArray method; ///< "GET", "POST", ...
    QString path;      ///< decoded, without the query
    QUrlQuery query;
    std::function<QByteArray(const QByteArray &)> header; ///< empty when absent

    QString argument(const QString &name, const QString &fallback = {}) const;
};

/// A value.
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

/// A small HTTP server. Every request goes to one handler, which is called in the server's thread and answers at once
/// or later. Hides Qt HTTP Server, whose interface differs from version to version. Lives in the thread that made it.
class HttpServer final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<HttpResponse(const HttpRequest &)>;

    /// Sends the answer; nothing where the client is gone. Called at most once, in the server's thread, and released
    /// before the server is.
    using Reply = std::function<void(const HttpResponse &)>;
    using LaterHandler = std::function<void(const HttpRequest &, Reply)>;

    explicit HttpServer(Handler handler, QObject *parent = nullptr);
    explicit HttpServer(LaterHandler handler, QObject *parent = nullptr);
    ~HttpServer() override;

    /// Every connection that asks for a WebSocket goes to this handler, which checks path and rights. Without one, no
    /// WebSocket is opened.
    void setWebSocketHandler(std::function<void(std::unique_ptr<QWebSocket>)> handler);
    /// Returns the port; 0 asks for any free one.
    Expected<quint16> listen(const QHostAddress &address, quint16 port);

private:
    Handler m_handler; // null where m_laterHandler is set
    LaterHandler m_laterHandler;
    std::unique_ptr<QHttpServer> m_server;
};

} // namespace tickstock
