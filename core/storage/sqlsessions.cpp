// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlsessions.h"

#include "core/storage/sqlstatements.h"

#include <QDateTime>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace tickstock {

namespace {

QString rollupKey(QDate date)
{
    return QStringLiteral("rollup:") + date.toString(Qt::ISODate);
}

} // namespace

Expected<qint64> beginRun(const SqlConnection &connection, Timestamp startedAt, int symbols)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(
        query, QStringLiteral("INSERT INTO streaming_sessions (started_at, symbols) VALUES (%1, ?) RETURNING id")
                   .arg(connection.instant()));
    query.addBindValue(instantValue(startedAt));
    query.addBindValue(symbols);
    if (!connection.execute(query) || !query.next())
        return connection.failure(query);
    return query.value(0).toLongLong();
}

Outcome endRun(const SqlConnection &connection, qint64 id, Timestamp endedAt, const SessionCounts &counts)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query,
                       QStringLiteral("UPDATE streaming_sessions SET ended_at = %1, symbols = ?, ticks = ?, bars = ?,"
                                      " events = ?, gaps = ? WHERE id = ?")
                           .arg(connection.instant()));
    query.addBindValue(instantValue(endedAt));
    query.addBindValue(counts.symbols);
    for (const quint64 count : {counts.ticks, counts.bars, counts.events, counts.gaps})
        query.addBindValue(static_cast<qlonglong>(count));
    query.addBindValue(id);
    return connection.run(query);
}

Expected<bool> hasRollup(const SqlConnection &connection, QDate date)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(query, QStringLiteral("SELECT 1 FROM cache_entries WHERE key = ? AND type = 'rollup'"));
    query.addBindValue(rollupKey(date));
    if (!connection.execute(query))
        return connection.failure(query);
    return query.next();
}

Outcome writeRollup(const SqlConnection &connection, QDate date)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(
        query, QStringLiteral("INSERT INTO cache_entries (key, type, value, updated_at) VALUES (?, 'rollup', 'true',"
                              " %1) ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at")
                   .arg(connection.instant()));
    query.addBindValue(rollupKey(date));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    return connection.run(query);
}

} // namespace tickstock
