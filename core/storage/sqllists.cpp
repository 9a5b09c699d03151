// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqllists.h"

#include "core/storage/sqlusualvolumes.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

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

namespace {

/// Of all symbols, within the list's dates.
Expected<std::vector<StockSplit>> splitsWithin(const SqlConnection &connection, const SplitList &list)
{
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("SELECT symbol, execution_date, split_from, split_to FROM splits"
                                             " WHERE execution_date >= ? AND execution_date <= ?"));
    query.addBindValue(list.from.toString(Qt::ISODate));
    query.addBindValue(list.to.toString(Qt::ISODate));
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<StockSplit> splits;
    while (query.next()) {
        splits.push_back({query.value(0).toString(), QDate::fromString(query.value(1).toString(), Qt::ISODate),
                          query.value(2).toDouble(), query.value(3).toDouble()});
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return splits;
}

/// Those that are stored and that the list, which is about their dates, does not have any more.
std::vector<StockSplit> withdrawnSplits(const std::vector<StockSplit> &stored, const SplitList &list)
{
    std::set<std::pair<QString, QDate>> listed;
    for (const StockSplit &split : list.splits)
        listed.emplace(split.symbol, split.date);
    std::vector<StockSplit> withdrawn;
    std::copy_if(stored.begin(), stored.end(), std::back_inserter(withdrawn), [&](const StockSplit &split) {
        return list.isWhole && !listed.contains({split.symbol, split.date}) && !list.unclear.contains(split.symbol);
    });
    return withdrawn;
}

/// The symbols of those that were there.
Expected<QStringList> removeSplits(const SqlConnection &connection, const std::vector<StockSplit> &splits)
{
    QStringList changed;
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("DELETE FROM splits WHERE symbol = ? AND execution_date = ?"));
    for (const StockSplit &split : splits) {
        query.addBindValue(split.symbol);
        query.addBindValue(split.date.toString(Qt::ISODate));
        if (!connection.execute(query))
            return connection.failure(query);
        changed.append(split.symbol);
    }
    return changed;
}

/// The symbols of splits that were not known like this.
Expected<QStringList> insertSplits(const SqlConnection &connection, const std::vector<StockSplit> &splits)
{
    QStringList changed;
    QSqlQuery query(connection.database());
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
        if (!connection.execute(query))
            return connection.failure(query);
        if (query.numRowsAffected() > 0)
            changed.append(split.symbol);
    }
    return changed;
}

} // namespace

Expected<QStringList> writeSplits(const SqlConnection &connection, const SplitList &list)
{
    const SqlConnection::Work work(connection);
    const auto stored = splitsWithin(connection, list);
    if (!stored)
        return stored.error();
    QSqlDatabase db = connection.database();
    if (!db.transaction())
        return Error{ErrorCode::Io, db.lastError().text().simplified()};
    const auto removed = removeSplits(connection, withdrawnSplits(*stored, list));
    const auto inserted = removed ? insertSplits(connection, list.splits) : removed;
    QStringList changed = inserted ? *removed + *inserted : QStringList();
    changed.removeDuplicates();
    const auto forgotten = inserted ? removeUsualVolumes(connection, changed) : Outcome(inserted.error());
    if (!forgotten) {
        db.rollback();
        return forgotten.error();
    }
    if (!db.commit())
        return Error{ErrorCode::Io, db.lastError().text().simplified()};
    return changed;
}

} // namespace tickstock
