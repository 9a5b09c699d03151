// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/net/httpserver.h"
#include "core/service/healthboard.h"

#include <QElapsedTimer>

namespace tickstock {

/// The local HTTP interface: what this program knows about itself, as JSON. Answers on loopback names only (against DNS
/// rebinding) unless a token is set, which every request must then carry. Lives in its own thread.
class ApiServer final : public QObject
{
    Q_OBJECT

public:
    ApiServer(const HealthBoard &health, QString token);

    Expected<quint16> listen(const QHostAddress &address, quint16 port);

private:
    HttpResponse handle(const HttpRequest &request) const;
    bool isTrusted(const HttpRequest &request) const;

    const HealthBoard &m_health;
    const QString m_token;
    HttpServer m_http;
    QElapsedTimer m_uptime;
};

} // namespace tickstock
