// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"

#include <QJsonArray>
#include <QJsonObject>

/// Values as the local interface sends them. Pure functions.
namespace tickstock::api {

/// "connection_1"
QString idOf(ConnectionId id);
/// The answer of /api/websocket/connections.
QJsonObject connectionList(const HealthBoard::Snapshot &health);
QJsonObject connectionDetail(const ConnectionHealth &connection);
QJsonObject healthJson(const HealthBoard::Snapshot &health, double uptimeSeconds);
QJsonArray gapsJson(const GapHealth &gaps);
QJsonObject planJson(const RoutingPlan &plan);

} // namespace tickstock::api
