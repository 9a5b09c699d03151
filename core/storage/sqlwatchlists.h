// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lists/watchlist.h"
#include "core/storage/sqlconnection.h"

#include <map>
#include <vector>

/// Watchlists in a database, which several programs may share: a row a list, its symbols as one JSON text, because they
/// are read and written together. In the thread of the connection.
namespace tickstock {

/// The table, in either database. `version` rises with every change of what a list says, so that others see it, and so
/// that nobody writes over what he has not seen.
QString watchlistsTable(const QString &timeType);

/// In their order.
Expected<std::vector<Watchlist>> readWatchlists(const SqlConnection &connection);
/// By id.
Expected<std::map<QString, qint64>> readWatchlistVersions(const SqlConnection &connection);
/// As Storage::saveWatchlist().
Expected<qint64> writeWatchlist(const SqlConnection &connection, const Watchlist &list);
Outcome writeWatchlistColumns(const SqlConnection &connection, const QString &id, const QByteArray &columns);
Outcome removeWatchlist(const SqlConnection &connection, const QString &id);

} // namespace tickstock
