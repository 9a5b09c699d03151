// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlbars.h"

#include "core/market/newyork.h"
#include "core/storage/sqlstatements.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace tickstock {

namespace {

/// Columns open, high, low, close, volume, vwap, trade_count, source from @p first on.
Bar readBar(const QSqlQuery &row, int first)
{
    Bar bar;
    bar.open = row.value(first).toDouble();
    bar.high = row.value(first + 1).toDouble();
    bar.low = row.value(first + 2).toDouble();
    bar.close = row.value(first + 3).toDouble();
    bar.volume = row.value(first + 4).toDouble();
    bar.vwap = row.value(first + 5).isNull() ? NoValue : row.value(first + 5).toDouble();
    bar.tradeCount = row.value(first + 6).isNull() ? -1 : row.value(first + 6).toInt();
    bar.source = barSourceFromText(row.value(first + 7).toString().toStdString()).value_or(BarSource::Rest);
    return bar;
}

} // namespace

namespace {

/// @param condition on the rows, with a leading AND
Expected<std::vector<Bar>> readMinutesWhere(const SqlConnection &connection, const QString &symbol, Timestamp from,
                                            Timestamp to, const QString &condition)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(
        query,
        QStringLiteral("SELECT open, high, low, close, volume, vwap, trade_count, source, %1, revision"
                       " FROM ohlcv_1min WHERE symbol = ? AND timestamp >= %2 AND timestamp < %2%3 ORDER BY timestamp")
            .arg(connection.milliseconds("timestamp"), connection.instant(), condition));
    query.addBindValue(symbol);
    query.addBindValue(instantValue(from));
    query.addBindValue(instantValue(to));
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<Bar> bars;
    while (query.next()) {
        bars.push_back(readBar(query, 0));
        bars.back().start = {query.value(8).toLongLong()};
        bars.back().revision = query.value(9).toInt();
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return bars;
}

} // namespace

Expected<std::vector<Bar>> readMinutes(const SqlConnection &connection, const QString &symbol, Timestamp from,
                                       Timestamp to)
{
    return readMinutesWhere(connection, symbol, from, to, QString());
}

Expected<std::vector<Bar>> readRegularMinutes(const SqlConnection &connection, const QString &symbol, Timestamp from,
                                              Timestamp to)
{
    const QString isRegular = QStringLiteral(" AND session = '%1'").arg(sessionWord(Session::Regular));
    return readMinutesWhere(connection, symbol, from, to, isRegular);
}

Expected<std::vector<MinuteVolume>> readRegularVolumes(const SqlConnection &connection, const QString &symbol,
                                                       Timestamp from, Timestamp to)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(query, QStringLiteral("SELECT %1, volume FROM ohlcv_1min WHERE symbol = ? AND timestamp >= %2"
                                             " AND timestamp < %2 AND session = ? ORDER BY timestamp")
                                  .arg(connection.milliseconds("timestamp"), connection.instant()));
    query.addBindValue(symbol);
    query.addBindValue(instantValue(from));
    query.addBindValue(instantValue(to));
    query.addBindValue(sessionWord(Session::Regular));
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<MinuteVolume> minutes;
    while (query.next())
        minutes.push_back({{query.value(0).toLongLong()}, query.value(1).toDouble()});
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return minutes;
}

Expected<Timestamp> readLastMinute(const SqlConnection &connection, const QString &symbol)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    connection.prepare(
        query,
        QStringLiteral("SELECT %1 FROM ohlcv_1min WHERE symbol = ?").arg(connection.milliseconds("max(timestamp)")));
    query.addBindValue(symbol);
    if (!connection.execute(query) || !query.next())
        return connection.failure(query);
    return Timestamp{query.value(0).toLongLong()};
}

Expected<std::vector<Bar>> readDays(const SqlConnection &connection, const QString &symbol, QDate from, QDate to)
{
    const SqlConnection::Work work(connection);
    QSqlQuery query(connection.database());
    query.setForwardOnly(true);
    connection.prepare(query,
                       QStringLiteral("SELECT open, high, low, close, volume, vwap, trade_count, source, date"
                                      " FROM ohlcv_daily WHERE symbol = ? AND date >= ? AND date < ? ORDER BY date"));
    query.addBindValue(symbol);
    query.addBindValue(from.toString(Qt::ISODate));
    query.addBindValue(to.toString(Qt::ISODate));
    if (!connection.execute(query))
        return connection.failure(query);
    std::vector<Bar> bars;
    while (query.next()) {
        bars.push_back(readBar(query, 0));
        bars.back().start = newyork::toUtc(QDate::fromString(query.value(8).toString(), Qt::ISODate), QTime(0, 0));
    }
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return bars;
}

namespace {

/// The last of the symbols with minutes that come after this one, and how many they are. Found by hopping along the
/// key.
Expected<std::pair<QString, int>> lastSymbol(const SqlConnection &connection, const QString &after, int most)
{
    QSqlQuery query(connection.database());
    connection.prepare(
        query,
        QStringLiteral("WITH RECURSIVE names(symbol, number) AS (SELECT min(symbol), 1 FROM ohlcv_1min"
                       " WHERE symbol > ? UNION ALL SELECT (SELECT min(n.symbol) FROM ohlcv_1min n"
                       " WHERE n.symbol > names.symbol), number + 1 FROM names"
                       " WHERE names.symbol IS NOT NULL AND number < ?)"
                       " SELECT symbol, number FROM names WHERE symbol IS NOT NULL ORDER BY number DESC LIMIT 1"));
    query.addBindValue(after);
    query.addBindValue(most);
    if (!connection.execute(query))
        return connection.failure(query);
    if (query.next())
        return std::pair(query.value(0).toString(), query.value(1).toInt());
    if (query.lastError().isValid()) // cut off half way
        return connection.failure(query);
    return std::pair(QString(), 0);
}

} // namespace

/// Sums are taken over whole numbers (millionths of a share, ten-thousandths of a dollar times shares), so that they
/// do not depend on the order in which a database adds. Symbols are found by hopping along the key, and those whose
/// session has a hole are left to REST.
Expected<RolledUp> rollUpMinutes(const SqlConnection &connection, const SessionHours &session, const QString &after,
                                 int most)
{
    const SqlConnection::Work work(connection);
    const auto symbols = lastSymbol(connection, after, most);
    if (!symbols)
        return symbols.error();
    const auto &[last, count] = *symbols;
    if (count == 0)
        return RolledUp();
    const QString scaledVolume = connection.dialect().rounded.arg(QStringLiteral("m.volume * 1000000"));
    const QString scaledTurnover = connection.dialect().rounded.arg(QStringLiteral("m.vwap * m.volume * 10000"));
    QSqlQuery query(connection.database());
    connection.prepare(
        query,
        QStringLiteral(
            "WITH RECURSIVE names(symbol) AS (SELECT min(symbol) FROM ohlcv_1min WHERE symbol > ? UNION ALL"
            " SELECT (SELECT min(n.symbol) FROM ohlcv_1min n WHERE n.symbol > names.symbol AND n.symbol <= ?) FROM "
            "names"
            " WHERE names.symbol IS NOT NULL),"
            " whole AS (SELECT symbol FROM names WHERE symbol IS NOT NULL AND NOT EXISTS (SELECT 1 FROM gaps g"
            " WHERE g.symbol = names.symbol AND g.repaired_at IS NULL AND g.from_time < %1"
            " AND (g.to_time > %1 OR g.to_time = g.from_time))),"
            " parts AS (SELECT m.symbol, m.open, m.high, m.low, m.close, m.trade_count,"
            " %2 AS shares, %3 AS turnover,"
            " row_number() OVER (PARTITION BY m.symbol ORDER BY m.timestamp) AS number,"
            " row_number() OVER (PARTITION BY m.symbol ORDER BY m.timestamp DESC) AS number_from_end"
            " FROM whole JOIN ohlcv_1min m ON m.symbol = whole.symbol AND m.timestamp >= %1 AND m.timestamp < %1)"
            " INSERT INTO ohlcv_daily AS t (symbol, date, open, high, low, close, volume, vwap, trade_count, source)"
            " SELECT symbol, CAST(? AS %4), max(CASE WHEN number = 1 THEN open END), max(high), min(low),"
            " max(CASE WHEN number_from_end = 1 THEN close END),"
            " CAST(sum(shares) AS DOUBLE PRECISION) / 1000000,"
            " CASE WHEN count(turnover) = count(*) AND sum(shares) > 0 THEN CAST(sum(turnover) AS DOUBLE PRECISION)"
            " / 10000 / (CAST(sum(shares) AS DOUBLE PRECISION) / 1000000) END,"
            " CASE WHEN count(trade_count) = count(*) THEN sum(trade_count) END, 'rollup'"
            " FROM parts WHERE true GROUP BY symbol")
                .arg(connection.instant(), scaledVolume, scaledTurnover, connection.dialect().dateType) +
            dayConflict());
    query.addBindValue(after);
    query.addBindValue(last);
    query.addBindValue(instantValue(session.close));
    query.addBindValue(instantValue(session.open));
    query.addBindValue(instantValue(session.open));
    query.addBindValue(instantValue(session.close));
    query.addBindValue(session.date.toString(Qt::ISODate));
    if (!connection.execute(query))
        return connection.failure(query);
    return RolledUp{query.numRowsAffected(), count == most ? last : QString()};
}

} // namespace tickstock
