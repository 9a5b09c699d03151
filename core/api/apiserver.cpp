// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apiserver.h"

#include "core/api/apijson.h"
#include "core/api/metrics.h"
#include "core/api/streamclient.h"
#include "core/market/printtape.h"
#include "core/net/loopback.h"
#include "core/types/threadcheck.h"

#include <QNetworkRequest>
#include <QUrl>
#include <QWebSocket>

namespace tickstock {

namespace {

constexpr int MaxStreams = 32;
constexpr std::size_t MostMovers = 1'000;
const QString ListPath = QStringLiteral("/api/websocket/connections");

QString hostOf(const QByteArray &header)
{
    return QUrl(QStringLiteral("http://") + QString::fromLatin1(header)).host();
}

HttpResponse answerOrBusy(const std::optional<QJsonArray> &answer, const char *asked = "pipeline")
{
    return answer ? HttpResponse::json(QJsonDocument(*answer))
                  : HttpResponse::failure(503, QStringLiteral("the %1 does not answer").arg(QLatin1String(asked)));
}

std::optional<std::size_t> limitOf(const HttpRequest &request, std::size_t usual, std::size_t most)
{
    bool isNumber = false;
    const qulonglong limit = request.argument(QStringLiteral("limit"), QString::number(usual)).toULongLong(&isNumber);
    return isNumber && limit >= 1 && limit <= most ? std::optional<std::size_t>(limit) : std::nullopt;
}

HttpResponse badLimit(std::size_t most)
{
    return HttpResponse::failure(400, QStringLiteral("limit is a number from 1 to %1").arg(most));
}

} // namespace

ApiServer::ApiServer(Parts parts, QString token)
    : m_parts(std::move(parts))
    , m_token(std::move(token))
    , m_http([this](const HttpRequest &request) { return handle(request); })
{
    m_http.setWebSocketHandler([this](std::unique_ptr<QWebSocket> socket) { acceptStream(std::move(socket)); });
    m_uptime.start();
}

ApiServer::~ApiServer() = default;

Expected<quint16> ApiServer::listen(const QHostAddress &address, quint16 port)
{
    assertThreadOf(this);
    return m_http.listen(address, port);
}

/// A foreign web page can make a browser send requests here, but only under the page's own host name (DNS rebinding),
/// not under a loopback name.
bool ApiServer::isTrusted(const QByteArray &authorization, const QByteArray &host) const
{
    if (!m_token.isEmpty())
        return authorization == "Bearer " + m_token.toUtf8();
    return isLoopbackHost(hostOf(host));
}

/// A browser sends the origin of the page that makes the request; only pages from this machine or host are allowed.
bool ApiServer::isAllowedPage(const QString &origin, const QByteArray &host)
{
    const QString page = QUrl(origin).host();
    return origin.isEmpty() || isLoopbackHost(page) || (!page.isEmpty() && page == hostOf(host));
}

HttpResponse ApiServer::handle(const HttpRequest &request)
{
    if (!isAllowedPage(QString::fromLatin1(request.header("Origin")), request.header("Host")))
        return HttpResponse::failure(403, QStringLiteral("not allowed"));
    if (!isTrusted(request.header("Authorization"), request.header("Host")))
        return HttpResponse::failure(m_token.isEmpty() ? 403 : 401, QStringLiteral("not allowed"));
    if (request.path == u"/api/websocket/rebalance")
        return rebalance(request);
    if (request.method != "GET")
        return HttpResponse::failure(405, QStringLiteral("use GET"));
    if (request.path == u"/api/movers")
        return movers(request);
    if (request.path == u"/api/quotes")
        return quotes(request);
    if (request.path == u"/api/halts")
        return answerOrBusy(m_parts.halts());
    if (request.path == u"/api/prints")
        return prints(request);
    if (request.path == u"/api/watchlists")
        return answerOrBusy(m_parts.watchlists(), "store");
    const HealthBoard::Snapshot health = m_parts.health.snapshot();
    if (request.path == ListPath)
        return HttpResponse::json(QJsonDocument(api::connectionList(health)));
    if (request.path.startsWith(ListPath + u'/'))
        return connection(request.path.mid(ListPath.size() + 1));
    if (request.path == u"/api/health")
        return HttpResponse::json(QJsonDocument(api::healthJson(health, uptimeSeconds())));
    if (request.path == u"/api/gaps")
        return HttpResponse::json(QJsonDocument(api::gapsJson(health.gaps)));
    if (request.path == u"/metrics") {
        HttpResponse response;
        response.contentType = QByteArrayLiteral("text/plain; version=0.0.4");
        response.body = api::metricsText(health);
        return response;
    }
    return HttpResponse::failure(404, QStringLiteral("no such path"));
}

/// @param path what follows the list's path: "connection_1" or "connection_1/tickers"
HttpResponse ApiServer::connection(const QString &path)
{
    const QString id = path.section(u'/', 0, 0), part = path.section(u'/', 1);
    for (const ConnectionHealth &c : m_parts.health.snapshot().connections) {
        if (id != api::idOf(c.id))
            continue;
        if (part.isEmpty())
            return HttpResponse::json(QJsonDocument(api::connectionDetail(c)));
        if (part != u"tickers")
            return HttpResponse::failure(404, QStringLiteral("no such path"));
        const auto tickers = m_parts.tickers(c.id);
        if (!tickers)
            return HttpResponse::failure(503, QStringLiteral("the feed does not answer"));
        return HttpResponse::json(
            QJsonDocument(QJsonObject{{QStringLiteral("connection"), id},
                                      {QStringLiteral("count"), static_cast<int>(tickers->size())},
                                      {QStringLiteral("tickers"), QJsonArray::fromStringList(*tickers)}}));
    }
    return HttpResponse::failure(404, QStringLiteral("no such connection"));
}

HttpResponse ApiServer::rebalance(const HttpRequest &request)
{
    if (request.method != "POST")
        return HttpResponse::failure(405, QStringLiteral("use POST"));
    const QString wanted = request.argument(QStringLiteral("dry_run"), QStringLiteral("false")).toLower();
    const bool isDryRun = wanted == u"true" || wanted == u"1";
    if (!isDryRun && wanted != u"false" && wanted != u"0")
        return HttpResponse::failure(400, QStringLiteral("dry_run is true or false"));
    const auto plan = m_parts.rebalance(isDryRun);
    if (!plan)
        return HttpResponse::failure(503, QStringLiteral("the feed does not answer"));
    const QJsonObject receipt{{QStringLiteral("applied"), !isDryRun},
                              {QStringLiteral("moves"), static_cast<int>(plan->moves.size())},
                              {QStringLiteral("at"), static_cast<double>(QDateTime::currentMSecsSinceEpoch())}};
    return HttpResponse::json(
        QJsonDocument(QJsonObject{{QStringLiteral("dry_run"), isDryRun},
                                  {QStringLiteral("plan"), api::planJson(*plan)},
                                  {QStringLiteral("receipt"), isDryRun ? QJsonValue() : QJsonValue(receipt)}}));
}

HttpResponse ApiServer::movers(const HttpRequest &request)
{
    const QString list = request.argument(QStringLiteral("list"));
    const std::vector<MoverList> lists = api::moverLists(list);
    if (lists.empty())
        return HttpResponse::failure(400, QStringLiteral("list '%1': use %2").arg(list, api::moverWords()));
    const auto limit = limitOf(request, 20, MostMovers);
    if (!limit)
        return badLimit(MostMovers);
    const auto answer = m_parts.movers(lists, *limit);
    if (!answer)
        return HttpResponse::failure(503, QStringLiteral("the pipeline does not answer"));
    return HttpResponse::json(QJsonDocument(api::moversJson(*answer)));
}

HttpResponse ApiServer::quotes(const HttpRequest &request)
{
    const QString symbols = request.argument(QStringLiteral("symbol"));
    return answerOrBusy(m_parts.quotes(symbols.split(u',', Qt::SkipEmptyParts)));
}

HttpResponse ApiServer::prints(const HttpRequest &request)
{
    const QString symbol = request.argument(QStringLiteral("symbol"));
    if (symbol.isEmpty())
        return HttpResponse::failure(400, QStringLiteral("symbol is missing"));
    const auto limit = limitOf(request, 100, PrintTape::Kept);
    return limit ? answerOrBusy(m_parts.prints(symbol, *limit)) : badLimit(PrintTape::Kept);
}

/// Refuses a stream with a wrong path, host or token, one opened by a page of another site, and one too many, before
/// anything is sent.
void ApiServer::acceptStream(std::unique_ptr<QWebSocket> socket)
{
    const QNetworkRequest request = socket->request();
    const QByteArray host = request.rawHeader("Host");
    const bool isAllowed = socket->requestUrl().path() == u"/ws" && isAllowedPage(socket->origin(), host) &&
                           m_streams < MaxStreams && isTrusted(request.rawHeader("Authorization"), host);
    if (!isAllowed) {
        QWebSocket *refused = socket.release();
        connect(refused, &QWebSocket::disconnected, refused, &QObject::deleteLater);
        refused->close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("not allowed"));
        return;
    }
    const auto health = [this] { return api::connectionList(m_parts.health.snapshot()); };
    auto *client = new StreamClient(std::move(socket), {m_parts.bus, m_parts.desk, m_parts.tickChannel, health}, this);
    ++m_streams;
    connect(client, &StreamClient::closed, this, [this, client] {
        --m_streams;
        client->deleteLater();
    });
}

} // namespace tickstock
