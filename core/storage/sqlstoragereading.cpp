// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlstorage.h"

#include "core/market/newyork.h"

#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

/// Bars, events and holes as they are read.
namespace tickstock {

namespace {

ConnectionId connectionFromWord(const QString &word)
{
    return {static_cast<std::uint8_t>(word.mid(word.lastIndexOf(u'_') + 1).toUInt())};
}

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

Expected<std::vector<Bar>> SqlStorage::minutes(const QString &symbol, Timestamp from, Timestamp to)
{
    const Work work(*this);
    QSqlQuery query(database());
    query.setForwardOnly(true);
    prepare(query, QStringLiteral(
                       "SELECT open, high, low, close, volume, vwap, trade_count, source, %1, revision"
                       " FROM ohlcv_1min WHERE symbol = ? AND timestamp >= %2 AND timestamp < %2 ORDER BY timestamp")
                       .arg(milliseconds("timestamp"), instant()));
    query.addBindValue(symbol);
    query.addBindValue(instantValue(from));
    query.addBindValue(instantValue(to));
    if (!execute(query))
        return failure(query);
    std::vector<Bar> bars;
    while (query.next()) {
        bars.push_back(readBar(query, 0));
        bars.back().start = {query.value(8).toLongLong()};
        bars.back().revision = query.value(9).toInt();
    }
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return bars;
}

Expected<std::vector<MinuteVolume>> SqlStorage::regularVolumes(const QString &symbol, Timestamp from, Timestamp to)
{
    const Work work(*this);
    QSqlQuery query(database());
    query.setForwardOnly(true);
    prepare(query, QStringLiteral("SELECT %1, volume FROM ohlcv_1min WHERE symbol = ? AND timestamp >= %2"
                                  " AND timestamp < %2 AND session = ? ORDER BY timestamp")
                       .arg(milliseconds("timestamp"), instant()));
    query.addBindValue(symbol);
    query.addBindValue(instantValue(from));
    query.addBindValue(instantValue(to));
    query.addBindValue(sessionWord(Session::Regular));
    if (!execute(query))
        return failure(query);
    std::vector<MinuteVolume> minutes;
    while (query.next())
        minutes.push_back({{query.value(0).toLongLong()}, query.value(1).toDouble()});
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return minutes;
}

Expected<Timestamp> SqlStorage::lastMinute(const QString &symbol)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query, QStringLiteral("SELECT %1 FROM ohlcv_1min WHERE symbol = ?").arg(milliseconds("max(timestamp)")));
    query.addBindValue(symbol);
    if (!execute(query) || !query.next())
        return failure(query);
    return Timestamp{query.value(0).toLongLong()};
}

Expected<std::vector<Bar>> SqlStorage::days(const QString &symbol, QDate from, QDate to)
{
    const Work work(*this);
    QSqlQuery query(database());
    query.setForwardOnly(true);
    prepare(query, QStringLiteral("SELECT open, high, low, close, volume, vwap, trade_count, source, date"
                                  " FROM ohlcv_daily WHERE symbol = ? AND date >= ? AND date < ? ORDER BY date"));
    query.addBindValue(symbol);
    query.addBindValue(from.toString(Qt::ISODate));
    query.addBindValue(to.toString(Qt::ISODate));
    if (!execute(query))
        return failure(query);
    std::vector<Bar> bars;
    while (query.next()) {
        bars.push_back(readBar(query, 0));
        bars.back().start = newyork::toUtc(QDate::fromString(query.value(8).toString(), Qt::ISODate), QTime(0, 0));
    }
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return bars;
}

Expected<std::vector<StockSplit>> SqlStorage::splits(const QString &symbol)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query, QStringLiteral("SELECT execution_date, split_from, split_to FROM splits WHERE symbol = ?"
                                  " ORDER BY execution_date"));
    query.addBindValue(symbol);
    if (!execute(query))
        return failure(query);
    std::vector<StockSplit> splits;
    while (query.next()) {
        splits.push_back({symbol, QDate::fromString(query.value(0).toString(), Qt::ISODate), query.value(1).toDouble(),
                          query.value(2).toDouble()});
    }
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return splits;
}

Expected<QDate> SqlStorage::newestSplit()
{
    const Work work(*this);
    QSqlQuery query(database());
    if (!execute(query, QStringLiteral("SELECT max(execution_date) FROM splits")) || !query.next())
        return failure(query);
    return QDate::fromString(query.value(0).toString(), Qt::ISODate);
}

Expected<std::vector<PatternEvent>> SqlStorage::events(Timestamp from, int limit)
{
    const Work work(*this);
    QSqlQuery query(database());
    query.setForwardOnly(true);
    prepare(query,
            selectEvents() + QStringLiteral(" WHERE timestamp >= %1 ORDER BY timestamp DESC LIMIT ?").arg(instant()));
    query.addBindValue(instantValue(from));
    query.addBindValue(limit);
    return readEvents(query);
}

Expected<std::vector<PatternEvent>> SqlStorage::eventsOf(const QString &symbol, Timestamp from)
{
    const Work work(*this);
    QSqlQuery query(database());
    query.setForwardOnly(true);
    prepare(query, selectEvents() + QStringLiteral(" WHERE symbol = ? AND timestamp >= %1").arg(instant()));
    query.addBindValue(symbol);
    query.addBindValue(instantValue(from));
    return readEvents(query);
}

QString SqlStorage::selectEvents() const
{
    return QStringLiteral(
               "SELECT event_id, pattern, symbol, %1, direction, timeframe, state, confidence, price, origin,"
               " details FROM events")
        .arg(milliseconds("timestamp"));
}

Expected<std::vector<PatternEvent>> SqlStorage::readEvents(QSqlQuery &query)
{
    if (!execute(query))
        return failure(query);
    std::vector<PatternEvent> events;
    while (query.next()) {
        QJsonObject json = QJsonDocument::fromJson(query.value(10).toString().toUtf8()).object();
        json[u"event_id"] = query.value(0).toString();
        json[u"pattern"] = query.value(1).toString();
        json[u"symbol"] = query.value(2).toString();
        json[u"timestamp"] =
            QDateTime::fromMSecsSinceEpoch(query.value(3).toLongLong(), Qt::UTC).toString(Qt::ISODateWithMs);
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
        return failure(query);
    return events;
}

Expected<std::vector<Gap>> SqlStorage::openGaps(Timestamp from)
{
    const Work work(*this);
    QSqlQuery query(database());
    query.setForwardOnly(true);
    prepare(query, QStringLiteral("SELECT connection, symbol, %1, %2, cause FROM gaps"
                                  " WHERE repaired_at IS NULL AND from_time >= %3 ORDER BY from_time, id")
                       .arg(milliseconds("from_time"), milliseconds("to_time"), instant()));
    query.addBindValue(instantValue(from));
    if (!execute(query))
        return failure(query);
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
        return failure(query);
    return gaps;
}

Expected<std::vector<Timestamp>> SqlStorage::tickDays()
{
    const Work work(*this);
    QSqlQuery query(database());
    const QString sql = QStringLiteral("SELECT DISTINCT CAST(%1 AS BIGINT) / 86400000 FROM ticks ORDER BY 1")
                            .arg(milliseconds("timestamp"));
    if (!execute(query, sql))
        return failure(query);
    std::vector<Timestamp> days;
    while (query.next())
        days.push_back({query.value(0).toLongLong() * OneDay.count()});
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return days;
}

} // namespace tickstock
