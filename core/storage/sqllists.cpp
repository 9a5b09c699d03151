// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqllists.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace tickstock {

Expected<QStringList> readUniverse(const SqlConnection &connection, const QString &key)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("SELECT value FROM cache_entries WHERE key = ? AND type = 'universe'"));
    query.addBindValue(key);
    if (!connection.execute(query))
        return connection.failure(query);
    if (!query.next())
        return Error{ErrorCode::NotFound, key};
    QStringList symbols;
    for (const auto &symbol : QJsonDocument::fromJson(query.value(0).toString().toUtf8()).array())
        symbols.append(symbol.toString());
    return symbols;
}

Expected<QStringList> readUniverseKeys(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    if (!connection.execute(query,
                            QStringLiteral("SELECT key FROM cache_entries WHERE type = 'universe' ORDER BY key")))
        return connection.failure(query);
    QStringList keys;
    while (query.next())
        keys.append(query.value(0).toString());
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return keys;
}

Outcome writeUniverse(const SqlConnection &connection, const QString &key, const QStringList &symbols)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    if (symbols.isEmpty()) {
        connection.prepare(query, QStringLiteral("DELETE FROM cache_entries WHERE key = ? AND type = 'universe'"));
        query.addBindValue(key);
        return connection.run(query);
    }
    connection.prepare(query, QStringLiteral("INSERT INTO cache_entries (key, type, value, updated_at)"
                                             " VALUES (?, 'universe', ?, %1) ON CONFLICT (key) DO UPDATE SET"
                                             " value = excluded.value, updated_at = excluded.updated_at")
                                  .arg(connection.instant()));
    query.addBindValue(key);
    query.addBindValue(
        QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(symbols)).toJson(QJsonDocument::Compact)));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    return connection.run(query);
}

Expected<std::vector<StockSplit>> readSplits(const SqlConnection &connection, const QString &symbol)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("SELECT execution_date, split_from, split_to FROM splits WHERE symbol = ?"
                                             " ORDER BY execution_date"));
    query.addBindValue(symbol);
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<StockSplit> splits;
    while (query.next()) {
        splits.push_back({symbol, QDate::fromString(query.value(0).toString(), Qt::ISODate), query.value(1).toDouble(),
                          query.value(2).toDouble()});
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return splits;
}

Expected<QDate> readNewestSplit(const SqlConnection &connection)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    if (!connection.execute(query, QStringLiteral("SELECT max(execution_date) FROM splits")) || !query.next())
        return connection.failure(query);
    return QDate::fromString(query.value(0).toString(), Qt::ISODate);
}

Expected<QStringList> writeSplits(const SqlConnection &connection, const std::vector<StockSplit> &splits)
{
    const SqlConnection::Work work(connection);
    QStringList changed;
    if (splits.empty())
        return changed;
    QSqlDatabase db = connection.database();
    if (!db.transaction())
        return Error{ErrorCode::Io, db.lastError().text().simplified()};
    QSqlQuery query(db);
    connection.prepare(query,
                       QStringLiteral("INSERT INTO splits AS t (symbol, execution_date, split_from, split_to)"
                                      " VALUES (?, ?, ?, ?) ON CONFLICT (symbol, execution_date) DO UPDATE SET"
                                      " split_from = excluded.split_from, split_to = excluded.split_to"
                                      " WHERE t.split_from <> excluded.split_from OR t.split_to <> excluded.split_to"));
    for (const StockSplit &split : splits) {
        query.addBindValue(split.symbol);
        query.addBindValue(split.date.toString(Qt::ISODate));
        query.addBindValue(split.from);
        query.addBindValue(split.to);
        if (!connection.execute(query)) {
            const Error error = connection.failure(query);
            db.rollback();
            return error;
        }
        if (query.numRowsAffected() > 0)
            changed.append(split.symbol);
    }
    if (!db.commit())
        return Error{ErrorCode::Io, db.lastError().text().simplified()};
    changed.removeDuplicates();
    return changed;
}

} // namespace tickstock
