// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/health/healthboard.h"
#include "core/market/movers.h"
#include "core/net/httpserver.h"

#include <QElapsedTimer>
#include <QJsonArray>

#include <optional>

namespace tickstock {

/// The local interface: the program's health as JSON and as Prometheus metrics, a rebalance on request, and a stream of
/// messages over WebSocket. Without a token it answers only requests to loopback names (against DNS rebinding); with a
/// token, every request must carry it. Lives in the interface's thread.
class ApiServer final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        const HealthBoard &health;
        MessageBus &bus;
        MessageBus &desk; ///< quotes, halts and prints: inside of this program
        QByteArray tickChannel;
        /// The first two are answered by the feed thread and block the interface's thread, up to two seconds, until
        /// they are: other requests and streams wait meanwhile. Nothing when the feed thread has not answered by then.
        std::function<std::optional<RoutingPlan>(bool isDryRun)> rebalance;
        std::function<std::optional<QStringList>(ConnectionId id)> tickers;
        /// The same of the pipeline's thread: the first @p count of each list.
        std::function<std::optional<MoversAnswer>(std::vector<MoverList> lists, std::size_t count)> movers;
        /// The same: what is quoted of these symbols (none: of all), the last halts, the last prints of one symbol.
        std::function<std::optional<QJsonArray>(const QStringList &symbols)> quotes;
        std::function<std::optional<QJsonArray>()> halts;
        std::function<std::optional<QJsonArray>(const QString &symbol, std::size_t count)> prints;
        /// Waits for nobody; nothing before the store has said what it has.
        std::function<std::optional<QJsonArray>()> watchlists;
    };

    ApiServer(Parts parts, QString token);
    ~ApiServer() override;

    Expected<quint16> listen(const QHostAddress &address, quint16 port);

private:
    HttpResponse handle(const HttpRequest &request);
    HttpResponse connection(const QString &path);
    HttpResponse rebalance(const HttpRequest &request);
    HttpResponse movers(const HttpRequest &request);
    HttpResponse quotes(const HttpRequest &request);
    HttpResponse prints(const HttpRequest &request);
    void acceptStream(std::unique_ptr<QWebSocket> socket);
    static bool isAllowedPage(const QString &origin, const QByteArray &host);
    bool isTrusted(const QByteArray &authorization, const QByteArray &host) const;
    double uptimeSeconds() const { return static_cast<double>(m_uptime.elapsed()) / 1'000; }

    const Parts m_parts;
    const QString m_token;
    HttpServer m_http;
    QElapsedTimer m_uptime;
    int m_streams = 0;
};

} // namespace tickstock
