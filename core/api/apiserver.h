// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/bus/messagebus.h"
#include "core/health/healthboard.h"
#include "core/net/httpserver.h"

#include <QElapsedTimer>

#include <optional>

namespace tickstock {

/// The local interface: what this program knows about itself as JSON and as Prometheus metrics, a rebalance by hand,
/// and a stream over WebSocket. Answers on loopback names only (against DNS rebinding) unless a token is set, which
/// every request must then carry. Lives in its own thread.
class ApiServer final : public QObject
{
    Q_OBJECT

public:
    struct Parts
    {
        const HealthBoard &health;
        MessageBus &bus;
        QByteArray tickChannel;
        /// Both wait for the feed thread; nothing when it does not answer.
        std::function<std::optional<RoutingPlan>(bool isDryRun)> rebalance;
        std::function<std::optional<QStringList>(ConnectionId id)> tickers;
    };

    ApiServer(Parts parts, QString token);
    ~ApiServer() override;

    Expected<quint16> listen(const QHostAddress &address, quint16 port);

private:
    HttpResponse handle(const HttpRequest &request);
    HttpResponse connection(const QString &path);
    HttpResponse rebalance(const HttpRequest &request);
    void acceptStream(std::unique_ptr<QWebSocket> socket);
    static bool isOurPage(const QString &origin, const QByteArray &host);
    bool isTrusted(const QByteArray &authorization, const QByteArray &host) const;
    double uptimeSeconds() const { return static_cast<double>(m_uptime.elapsed()) / 1'000; }

    const Parts m_parts;
    const QString m_token;
    HttpServer m_http;
    QElapsedTimer m_uptime;
    int m_streams = 0;
};

} // namespace tickstock
