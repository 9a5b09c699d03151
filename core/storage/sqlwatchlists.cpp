// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlwatchlists.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <optional>

namespace tickstock {

namespace {

QString columns()
{
    return QStringLiteral("id, name, place, symbols, shown_columns, version");
}

Watchlist listOf(const QSqlQuery &query)
{
    Watchlist list;
    list.id = query.value(0).toString();
    list.name = query.value(1).toString();
    list.place = query.value(2).toInt();
    list.groups = groupsFromJson(QJsonDocument::fromJson(query.value(3).toString().toUtf8()).array());
    list.columns = query.value(4).toString().toUtf8();
    list.version = query.value(5).toLongLong();
    return tidied(std::move(list)); // another program may have written it
}

Expected<std::optional<Watchlist>> readWatchlist(const SqlConnection &connection, const QString &id)
{
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("SELECT %1 FROM watchlists WHERE id = ?").arg(columns()));
    query.addBindValue(id);
    if (!connection.execute(query))
        return connection.failure(query);
    if (query.next())
        return std::optional(listOf(query));
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return std::optional<Watchlist>();
}

QString statementFor(const SqlConnection &connection, const Watchlist &list)
{
    if (list.version == 0)
        return QStringLiteral("INSERT INTO watchlists (name, place, symbols, updated_at, id, version, shown_columns)"
                              " VALUES (?, ?, ?, %1, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
            .arg(connection.instant());
    return QStringLiteral(
               "UPDATE watchlists SET name = ?, place = ?, symbols = ?, updated_at = %1, version = version + 1"
               " WHERE id = ? AND version = ?")
        .arg(connection.instant());
}

/// Of a text that is null Qt makes NULL.
QString textOf(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QStringLiteral("") : QString::fromUtf8(bytes);
}

} // namespace

QString watchlistsTable(const QString &timeType)
{
    return QStringLiteral("CREATE TABLE watchlists (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
                          " place INTEGER NOT NULL, symbols TEXT NOT NULL, shown_columns TEXT NOT NULL,"
                          " version BIGINT NOT NULL, updated_at %1 NOT NULL)")
        .arg(timeType);
}

Expected<std::vector<Watchlist>> readWatchlists(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    if (!connection.execute(query, QStringLiteral("SELECT %1 FROM watchlists ORDER BY place, name, id").arg(columns())))
        return connection.failure(query);
    std::vector<Watchlist> lists;
    while (query.next())
        lists.push_back(listOf(query));
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return lists;
}

Expected<std::map<QString, qint64>> readWatchlistVersions(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    if (!connection.execute(query, QStringLiteral("SELECT id, version FROM watchlists")))
        return connection.failure(query);
    std::map<QString, qint64> versions;
    while (query.next())
        versions[query.value(0).toString()] = query.value(1).toLongLong();
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return versions;
}

Expected<qint64> writeWatchlist(const SqlConnection &connection, const Watchlist &given)
{
    const SqlConnection::Work work(connection);
    const Watchlist list = tidied(given);
    QSqlQuery query(connection.database());
    connection.prepare(query, statementFor(connection, list));
    query.addBindValue(textOf(list.name.toUtf8()));
    query.addBindValue(list.place);
    query.addBindValue(QString::fromUtf8(QJsonDocument(groupsToJson(list.groups)).toJson(QJsonDocument::Compact)));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    query.addBindValue(list.id);
    query.addBindValue(list.version == 0 ? qint64(1) : list.version);
    if (list.version == 0)
        query.addBindValue(textOf(list.columns));
    if (!connection.execute(query))
        return connection.failure(query);
    if (query.numRowsAffected() > 0)
        return list.version + 1;
    const auto stored = readWatchlist(connection, list.id);
    if (!stored)
        return stored.error();
    if (!*stored)
        return Error{ErrorCode::NotFound, QStringLiteral("the list has been removed meanwhile")};
    if ((*stored)->saysTheSame(list)) // the answer to an earlier attempt was lost, or all think alike
        return (*stored)->version;
    return Error{ErrorCode::Refused, QStringLiteral("the list has been changed meanwhile")};
}

Outcome writeWatchlistColumns(const SqlConnection &connection, const QString &id, const QByteArray &columns)
{
    const SqlConnection::Work work(connection);
    Watchlist list;
    list.columns = columns;
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("UPDATE watchlists SET shown_columns = ? WHERE id = ?"));
    query.addBindValue(textOf(tidied(list).columns));
    query.addBindValue(id);
    return connection.run(query);
}

Outcome removeWatchlist(const SqlConnection &connection, const QString &id)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("DELETE FROM watchlists WHERE id = ?"));
    query.addBindValue(id);
    return connection.run(query);
}

} // namespace tickstock
