// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/healthboard.h"
#include "core/lists/watchlist.h"
#include "core/market/movers.h"

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
/// The list of that word, all of them for an empty one, none for one that there is not.
std::vector<MoverList> moverLists(const QString &word);
/// All words, for people.
QString moverWords();
/// {"market_time":ms,"session":"2025-03-10","gainers":[{"symbol",...},..],..}: percent, shares, epoch milliseconds;
/// null is not known.
QJsonObject moversJson(const MoversAnswer &movers);
/// [{"id","name","version","symbols":["AAPL",..],"groups":[{"name","symbols":[{"symbol","colour","note"},..]},..]},..];
/// a colour or note only where there is one.
QJsonArray watchlistsJson(const std::vector<Watchlist> &lists);
QJsonObject planJson(const RoutingPlan &plan);

} // namespace tickstock::api
