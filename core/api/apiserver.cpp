// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apiserver.h"

#include "core/types/version.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>

namespace tickstock {

namespace {

QString idOf(const ConnectionHealth &connection)
{
    return QStringLiteral("connection_%1").arg(connection.id.value);
}

QJsonObject connectionJson(const ConnectionHealth &c)
{
    return {{QStringLiteral("name"), c.name},
            {QStringLiteral("status"), toText(c.status)},
            {QStringLiteral("tickers"), c.tickers},
            {QStringLiteral("messages"), static_cast<double>(c.messages)},
            {QStringLiteral("errors"), static_cast<double>(c.errors)},
            {QStringLiteral("last_message_time"), static_cast<double>(c.lastMessage.ms) / 1'000},
            {QStringLiteral("latency_ms_p50"), static_cast<double>(c.latencyP50Ms)},
            {QStringLiteral("latency_ms_p99"), static_cast<double>(c.latencyP99Ms)},
            {QStringLiteral("rate_per_second"), c.ratePerSecond},
            {QStringLiteral("gaps"), 0},
            {QStringLiteral("gaps_repaired"), 0}};
}

QJsonObject connectionDetail(const ConnectionHealth &c)
{
    QJsonObject json = connectionJson(c);
    json[u"detail"] = c.detail;
    json[u"endpoint"] = c.endpoint;
    json[u"ticks"] = static_cast<double>(c.ticks);
    json[u"ignored"] = static_cast<double>(c.ignored);
    json[u"unconfirmed_pairs"] = c.unconfirmedPairs;
    json[u"refused_pairs"] = c.refusedPairs;
    QJsonArray transitions;
    for (const StatusTransition &transition : c.transitions) {
        transitions.append(QJsonObject{{QStringLiteral("at"), static_cast<double>(transition.at.ms) / 1'000},
                                       {QStringLiteral("status"), toText(transition.status)},
                                       {QStringLiteral("detail"), transition.detail}});
    }
    json[u"transitions"] = transitions;
    return json;
}

HttpResponse connectionList(const HealthBoard::Snapshot &health)
{
    QJsonObject connections;
    int connected = 0, tickers = 0;
    double ticks = 0, errors = 0;
    for (const ConnectionHealth &c : health.connections) {
        connections[idOf(c)] = connectionJson(c);
        connected += isConnected(c.status);
        tickers += c.tickers;
        ticks += static_cast<double>(c.ticks);
        errors += static_cast<double>(c.errors);
    }
    return HttpResponse::json(
        QJsonDocument(QJsonObject{{QStringLiteral("total_connections"), static_cast<int>(health.connections.size())},
                                  {QStringLiteral("connected"), connected},
                                  {QStringLiteral("total_tickers"), tickers},
                                  {QStringLiteral("total_ticks"), ticks},
                                  {QStringLiteral("total_errors"), errors},
                                  {QStringLiteral("connections"), connections}}));
}

QJsonObject sinkJson(const SinkHealth &sink)
{
    return {{QStringLiteral("state"), sink.state},
            {QStringLiteral("backlog"), static_cast<double>(sink.backlog)},
            {QStringLiteral("dropped"), static_cast<double>(sink.dropped)},
            {QStringLiteral("written"), static_cast<double>(sink.written)},
            {QStringLiteral("rate_per_second"), sink.ratePerSecond},
            {QStringLiteral("last_error"), sink.lastError}};
}

/// "ok" when nothing is wrong, "degraded" when something needs a look.
QString verdict(const HealthBoard::Snapshot &health)
{
    bool fine = health.pipeline.droppedTicks == 0 && health.storage.dropped == 0 && health.storage.lastError.isEmpty();
    for (const ConnectionHealth &c : health.connections)
        fine = fine && (c.status == ConnectionStatus::Live || c.status == ConnectionStatus::Quiet);
    return fine ? QStringLiteral("ok") : QStringLiteral("degraded");
}

} // namespace

ApiServer::ApiServer(const HealthBoard &health, QString token)
    : m_health(health)
    , m_token(std::move(token))
    , m_http([this](const HttpRequest &request) { return handle(request); })
{
    m_uptime.start();
}

Expected<quint16> ApiServer::listen(const QHostAddress &address, quint16 port)
{
    return m_http.listen(address, port);
}

/// A page on the web can make a browser ask us under a name of its own, but not under ours.
bool ApiServer::isTrusted(const HttpRequest &request) const
{
    if (!m_token.isEmpty())
        return request.header("Authorization") == "Bearer " + m_token.toUtf8();
    const QString host = QUrl(QStringLiteral("http://") + QString::fromLatin1(request.header("Host"))).host();
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

HttpResponse ApiServer::handle(const HttpRequest &request) const
{
    if (!isTrusted(request))
        return HttpResponse::failure(m_token.isEmpty() ? 403 : 401, QStringLiteral("not allowed"));
    if (request.method != "GET")
        return HttpResponse::failure(405, QStringLiteral("use GET"));
    const HealthBoard::Snapshot health = m_health.snapshot();
    static const QString listPath = QStringLiteral("/api/websocket/connections");
    if (request.path == listPath)
        return connectionList(health);
    if (request.path.startsWith(listPath + u'/')) {
        for (const ConnectionHealth &c : health.connections) {
            if (request.path.mid(listPath.size() + 1) == idOf(c))
                return HttpResponse::json(QJsonDocument(connectionDetail(c)));
        }
        return HttpResponse::failure(404, QStringLiteral("no such connection"));
    }
    if (request.path != u"/api/health")
        return HttpResponse::failure(404, QStringLiteral("no such path"));
    const PipelineHealth &pipeline = health.pipeline;
    return HttpResponse::json(QJsonDocument(QJsonObject{
        {QStringLiteral("status"), verdict(health)},
        {QStringLiteral("version"), QString::fromLatin1(version())},
        {QStringLiteral("uptime_seconds"), static_cast<double>(m_uptime.elapsed()) / 1'000},
        {QStringLiteral("sinks"), QJsonObject{{QStringLiteral("storage"), sinkJson(health.storage)}}},
        {QStringLiteral("queues"),
         QJsonObject{{QStringLiteral("pipeline"),
                      QJsonObject{{QStringLiteral("backlog"), static_cast<double>(pipeline.queuedTicks)},
                                  {QStringLiteral("dropped"), static_cast<double>(pipeline.droppedTicks)}}}}},
        {QStringLiteral("clocks"),
         QJsonObject{{QStringLiteral("market_time"), static_cast<double>(pipeline.marketNow.ms)},
                     {QStringLiteral("follows_feed"), pipeline.followsFeed},
                     {QStringLiteral("skew_ms"), static_cast<double>(health.repair.clockSkewMs)}}},
        {QStringLiteral("pipeline"),
         QJsonObject{{QStringLiteral("ticks"), static_cast<double>(pipeline.ticks)},
                     {QStringLiteral("closed_minutes"), static_cast<double>(pipeline.closedMinutes)},
                     {QStringLiteral("corrections"), static_cast<double>(pipeline.corrections)},
                     {QStringLiteral("events"), static_cast<double>(pipeline.events)},
                     {QStringLiteral("latency_us_p50"), static_cast<double>(pipeline.latencyP50Us)},
                     {QStringLiteral("latency_us_p99"), static_cast<double>(pipeline.latencyP99Us)}}},
        {QStringLiteral("repair"),
         QJsonObject{{QStringLiteral("waiting"), health.repair.waiting},
                     {QStringLiteral("repaired"), static_cast<double>(health.repair.repaired)},
                     {QStringLiteral("failed"), static_cast<double>(health.repair.failed)},
                     {QStringLiteral("last_error"), health.repair.lastError}}}}));
}

} // namespace tickstock
