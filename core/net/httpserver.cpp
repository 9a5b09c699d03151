// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/httpserver.h"

#include "core/types/threadcheck.h"

#include <QtWebSockets/QWebSocket> // ahead of Qt HTTP Server: its WebSocket functions exist only then

#include <QAbstractHttpServer>
#include <QHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QHttpServerResponse>
#include <QHttpServerRouter>
#include <QHttpServerRouterRule>
#include <QJsonObject>
#include <QPointer>
#include <QRegularExpressionMatch>
#include <QTcpServer>

namespace tickstock {

namespace {

QByteArray methodName(QHttpServerRequest::Method method)
{
    switch (method) {
    case QHttpServerRequest::Method::Get: return QByteArrayLiteral("GET");
    case QHttpServerRequest::Method::Post: return QByteArrayLiteral("POST");
    case QHttpServerRequest::Method::Put: return QByteArrayLiteral("PUT");
    case QHttpServerRequest::Method::Delete: return QByteArrayLiteral("DELETE");
    case QHttpServerRequest::Method::Head: return QByteArrayLiteral("HEAD");
    case QHttpServerRequest::Method::Options: return QByteArrayLiteral("OPTIONS");
    case QHttpServerRequest::Method::Patch: return QByteArrayLiteral("PATCH");
    default: return QByteArrayLiteral("OTHER");
    }
}

#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
/// Qt HTTP Server upgrades a request to a WebSocket only if some rule matches it. This rule matches all of them, and
/// leaves the socket to the upgrade.
class UpgradeRule final : public QHttpServerRouterRule
{
public:
    UpgradeRule()
        : QHttpServerRouterRule(QStringLiteral("/"),
                                [](const QRegularExpressionMatch &, const QHttpServerRequest &, QTcpSocket *) {})
    {
    }

protected:
    bool matches(const QHttpServerRequest &request, QRegularExpressionMatch *) const override
    {
        return request.value("Upgrade").compare("websocket", Qt::CaseInsensitive) == 0;
    }
};
#endif

HttpRequest questionOf(const QHttpServerRequest &request)
{
    return {methodName(request.method()), request.url().path(QUrl::FullyDecoded), request.query(),
            [&request](const QByteArray &name) { return request.value(name); }};
}

QHttpServerResponse answerFrom(const HttpResponse &given)
{
    QHttpServerResponse response(given.contentType, given.body,
                                 static_cast<QHttpServerResponse::StatusCode>(given.status));
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QHttpHeaders headers = response.headers();
    for (const auto &[name, value] : given.headers)
        headers.append(name, value);
    response.setHeaders(std::move(headers));
#else
    for (const auto &[name, value] : given.headers)
        response.addHeader(name, value);
#endif
    return response;
}

#if QT_VERSION < QT_VERSION_CHECK(6, 8, 0)
/// Matches every request but those for a WebSocket. This version's responders must not outlive their socket, so one is
/// made when the answer is there and the socket still is; the request lives as long as its socket.
class LaterRule final : public QHttpServerRouterRule
{
public:
    explicit LaterRule(HttpServer::LaterHandler handler)
        : QHttpServerRouterRule(QStringLiteral("/"), [handler = std::move(handler)](const QRegularExpressionMatch &,
                                                                                    const QHttpServerRequest &request,
                                                                                    QTcpSocket *socket) {
            handler(questionOf(request), [&request, socket = QPointer(socket)](const HttpResponse &given) {
                if (socket)
                    answerFrom(given).write(Responders::makeResponder(request, socket));
            });
        })
    {
    }

protected:
    bool matches(const QHttpServerRequest &request, QRegularExpressionMatch *) const override
    {
        return request.value("Upgrade").compare("websocket", Qt::CaseInsensitive) != 0;
    }

private:
    struct Responders : QAbstractHttpServer
    {
        using QAbstractHttpServer::makeResponder;
    };
};
#endif

} // namespace

QString HttpRequest::argument(const QString &name, const QString &fallback) const
{
    return query.hasQueryItem(name) ? query.queryItemValue(name, QUrl::FullyDecoded) : fallback;
}

HttpResponse HttpResponse::json(const QJsonDocument &document, int status)
{
    HttpResponse response;
    response.status = status;
    response.body = document.toJson(QJsonDocument::Compact);
    return response;
}

HttpResponse HttpResponse::failure(int status, const QString &message)
{
    return json(QJsonDocument(QJsonObject{{QStringLiteral("error"), message}}), status);
}

HttpServer::HttpServer(Handler handler, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_server(std::make_unique<QHttpServer>())
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    m_server->setMissingHandler(this, [this](const QHttpServerRequest &request, QHttpServerResponder &responder) {
        responder.sendResponse(answerFrom(m_handler(questionOf(request))));
    });
#else
    m_server->setMissingHandler([this](const QHttpServerRequest &request, QHttpServerResponder &&responder) {
        answerFrom(m_handler(questionOf(request))).write(std::move(responder));
    });
#endif
}

HttpServer::HttpServer(LaterHandler handler, QObject *parent)
    : QObject(parent)
    , m_laterHandler(std::move(handler))
    , m_server(std::make_unique<QHttpServer>())
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    m_server->setMissingHandler(this, [this](const QHttpServerRequest &request, QHttpServerResponder &responder) {
        const auto kept = std::make_shared<QHttpServerResponder>(std::move(responder));
        m_laterHandler(questionOf(request),
                       [kept](const HttpResponse &given) { kept->sendResponse(answerFrom(given)); });
    });
#else
    const auto nothing = [] { return QString(); };
    m_server->router()->addRule<decltype(nothing)>(std::make_unique<LaterRule>(m_laterHandler));
#endif
}

HttpServer::~HttpServer() = default;

void HttpServer::setWebSocketHandler(std::function<void(std::unique_ptr<QWebSocket>)> handler)
{
    assertThreadOf(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    m_server->addWebSocketUpgradeVerifier(
        this, [](const QHttpServerRequest &) { return QHttpServerWebSocketUpgradeResponse::accept(); });
#else
    const auto nothing = [] { return QString(); };
    m_server->router()->addRule<decltype(nothing)>(std::make_unique<UpgradeRule>());
#endif
    connect(m_server.get(), &QAbstractHttpServer::newWebSocketConnection, this, [this, handler = std::move(handler)] {
        while (m_server->hasPendingWebSocketConnections())
            handler(m_server->nextPendingWebSocketConnection());
    });
}

Expected<quint16> HttpServer::listen(const QHostAddress &address, quint16 port)
{
    assertThreadOf(this);
    auto listener = std::make_unique<QTcpServer>();
    if (!listener->listen(address, port)) {
        return Error{ErrorCode::Busy, QStringLiteral("cannot listen on %1:%2: %3")
                                          .arg(address.toString())
                                          .arg(port)
                                          .arg(listener->errorString())};
    }
    const quint16 actual = listener->serverPort();
    m_server->bind(listener.release()); // the server owns it from here on
    return actual;
}

} // namespace tickstock
