// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlevents.h"

#include "core/storage/sqlstatements.h"
#include "core/types/utc.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace tickstock {

namespace {

ConnectionId connectionFromWord(const QString &word)
{
    return {static_cast<std::uint8_t>(word.mid(word.lastIndexOf(u'_') + 1).toUInt())};
}

QString selectEvents(const SqlConnection &connection)
{
    return QStringLiteral(
               "SELECT event_id, pattern, symbol, %1, direction, timeframe, state, confidence, price, origin,"
               " details FROM events")
        .arg(connection.milliseconds("timestamp"));
}

Expected<std::vector<PatternEvent>> toEvents(const SqlConnection &connection, QSqlQuery &query)
{
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<PatternEvent> events;
    while (query.next()) {
        QJsonObject json = QJsonDocument::fromJson(query.value(10).toString().toUtf8()).object();
        json[u"event_id"] = query.value(0).toString();
        json[u"pattern"] = query.value(1).toString();
        json[u"symbol"] = query.value(2).toString();
        json[u"timestamp"] =
            QDateTime::fromMSecsSinceEpoch(query.value(3).toLongLong(), Utc).toString(Qt::ISODateWithMs);
        json[u"direction"] = query.value(4).toString();
        json[u"timeframe"] = query.value(5).toString();
        json[u"state"] = query.value(6).toString();
        json[u"confidence"] = query.value(7).toDouble();
        if (!query.value(8).isNull())
            json[u"price"] = query.value(8).toDouble();
        json[u"origin"] = query.value(9).toString();
        if (const auto event = patternEventFromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)))
            events.push_back(*event);
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return events;
}

} // namespace

Expected<std::vector<PatternEvent>> readEvents(const SqlConnection &connection, Timestamp from, int limit)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(
        query, selectEvents(connection) +
                   QStringLiteral(" WHERE timestamp >= %1 ORDER BY timestamp DESC LIMIT ?").arg(connection.instant()));
    query.addBindValue(instantValue(from));
    query.addBindValue(limit);
    return toEvents(connection, query);
}

Expected<std::vector<PatternEvent>> readEventsOf(const SqlConnection &connection, const QString &symbol, Timestamp from)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(query, selectEvents(connection) +
                                  QStringLiteral(" WHERE symbol = ? AND timestamp >= %1").arg(connection.instant()));
    query.addBindValue(symbol);
    query.addBindValue(instantValue(from));
    return toEvents(connection, query);
}

Expected<std::vector<Gap>> readOpenGaps(const SqlConnection &connection, Timestamp from)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(
        query,
        QStringLiteral("SELECT connection, symbol, %1, %2, cause FROM gaps"
                       " WHERE repaired_at IS NULL AND repaired_by IS NULL AND from_time >= %3 ORDER BY from_time, id")
            .arg(connection.milliseconds("from_time"), connection.milliseconds("to_time"), connection.instant()));
    query.addBindValue(instantValue(from));
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<Gap> gaps;
    while (query.next()) {
        Gap gap;
        gap.connection = connectionFromWord(query.value(0).toString());
        gap.symbol = query.value(1).toString();
        gap.from = {query.value(2).toLongLong()};
        const Timestamp to{query.value(3).toLongLong()};
        gap.to = to > gap.from ? to : Timestamp();
        gap.cause = query.value(4).toString();
        gaps.push_back(gap);
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return gaps;
}

} // namespace tickstock
