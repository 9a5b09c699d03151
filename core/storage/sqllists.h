// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/sqlconnection.h"
#include "core/storage/storage.h"

/// Lists of symbols and of splits in a database. In the thread of the connection.
namespace tickstock {

Expected<QStringList> readUniverse(const SqlConnection &connection, const QString &key);
Expected<QStringList> readUniverseKeys(const SqlConnection &connection);
/// Without symbols the list is removed.
Outcome writeUniverse(const SqlConnection &connection, const QString &key, const QStringList &symbols);

/// Of one symbol, the oldest first.
Expected<std::vector<StockSplit>> readSplits(const SqlConnection &connection, const QString &symbol);
/// Of all symbols; not valid when there is none.
Expected<QDate> readNewestSplit(const SqlConnection &connection);
/// Gives back the symbols of which anything has changed.
Expected<QStringList> writeSplits(const SqlConnection &connection, const SplitList &list);

} // namespace tickstock
