// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/makestore.h"

#include "core/storage/postgresstorage.h"
#include "core/storage/sqlitestorage.h"

namespace tickstock {

std::unique_ptr<SqlStorage> makeStore(const QUrl &databaseUrl, const QString &file, const QString &source)
{
    if (!databaseUrl.isEmpty())
        return std::make_unique<PostgresStorage>(databaseUrl, source);
    return std::make_unique<SqliteStorage>(file, source);
}

} // namespace tickstock
