// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlstorage.h"

#include "core/market/newyork.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <algorithm>

namespace tickstock {

namespace {

QString rollupKey(QDate date)
{
    return QStringLiteral("rollup:") + date.toString(Qt::ISODate);
}

QString rankOfSource(const char *row)
{
    return QStringLiteral("(CASE %1.source WHEN 't' THEN 1 WHEN 'a' THEN 2 ELSE 3 END)").arg(QLatin1String(row));
}

} // namespace

QVariant instantValue(Timestamp time)
{
    /// 9999-12-31: beyond it, databases do not agree on what a time is.
    constexpr std::int64_t LastInstant = 253'402'300'799'000;
    return static_cast<qlonglong>(std::clamp<std::int64_t>(time.ms, 0, LastInstant));
}

QString minuteConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, timestamp) DO UPDATE SET open = excluded.open, high = excluded.high,"
                          " low = excluded.low, close = excluded.close, volume = excluded.volume,"
                          " vwap = excluded.vwap, trade_count = excluded.trade_count, session = excluded.session,"
                          " source = excluded.source, revision = CASE WHEN excluded.revision > t.revision"
                          " THEN excluded.revision ELSE t.revision END"
                          " WHERE %1 > %2 OR (%1 = %2 AND (excluded.revision >= t.revision"
                          " OR excluded.source = 'rest'))")
        .arg(rankOfSource("excluded"), rankOfSource("t"));
}

QString dayConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, date) DO UPDATE SET open = excluded.open, high = excluded.high,"
                          " low = excluded.low, close = excluded.close, volume = excluded.volume,"
                          " vwap = excluded.vwap, trade_count = excluded.trade_count, source = excluded.source"
                          " WHERE t.source <> 'rest' OR excluded.source = 'rest'");
}

QString eventConflict()
{
    return QStringLiteral(" ON CONFLICT (event_id) DO UPDATE SET state = excluded.state,"
                          " confidence = excluded.confidence, price = excluded.price, details = excluded.details");
}

std::optional<StoredPattern> intradayPattern(const PatternEvent &event)
{
    if (event.timeframe == Timeframe::Daily || event.state == EventState::Forming)
        return std::nullopt;
    StoredPattern row{&event, 0, {}};
    if (event.state == EventState::Confirmed) {
        const int full = event.direction == Direction::Short ? -100 : 100;
        row.strength = event.details[u"strength"].toInt(full);
    }
    row.levels = QString::fromUtf8(QJsonDocument(event.details[u"levels"].toObject()).toJson(QJsonDocument::Compact));
    return row;
}

QString patternConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, timeframe, timestamp, pattern) DO UPDATE SET"
                          " direction = excluded.direction, strength = excluded.strength,"
                          " confidence = excluded.confidence, levels = excluded.levels"
                          " WHERE excluded.strength <> 0 OR t.direction = excluded.direction");
}

QString forgetWithdrawn()
{
    return QStringLiteral("DELETE FROM intraday_patterns WHERE strength = 0");
}

QString gapConflict()
{
    return QStringLiteral(" ON CONFLICT (connection, symbol, from_time) DO UPDATE SET to_time = excluded.to_time,"
                          " repaired_by = coalesce(excluded.repaired_by, t.repaired_by),"
                          " repaired_at = coalesce(excluded.repaired_at, t.repaired_at)");
}

QString indicatorConflict()
{
    return QStringLiteral(" ON CONFLICT (symbol, timeframe, timestamp, indicator) DO UPDATE SET"
                          " value = excluded.value, extra = excluded.extra, computed_at = excluded.computed_at");
}

QString sessionWord(Session session)
{
    switch (session) {
    case Session::Closed: return QStringLiteral("closed");
    case Session::Pre: return QStringLiteral("pre");
    case Session::Regular: return QStringLiteral("regular");
    case Session::Post: return QStringLiteral("post");
    }
    return {};
}

QString eventTypeWord(TickKind kind)
{
    return kind == TickKind::Trade       ? QStringLiteral("trade")
           : kind == TickKind::MinuteBar ? QStringLiteral("minute")
                                         : QStringLiteral("aggregate");
}

QString connectionWord(ConnectionId id)
{
    return QStringLiteral("connection_%1").arg(id.value);
}

SqlStorage::SqlStorage(const QString &driver, Dialect dialect)
    : m_driver(driver)
    , m_connection(driver + u'-' + QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_dialect(std::move(dialect))
{
}

SqlStorage::~SqlStorage()
{
    close();
}

void SqlStorage::close()
{
    if (!QSqlDatabase::contains(m_connection))
        return;
    database().close();
    QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase SqlStorage::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Error SqlStorage::failure(const QSqlQuery &query) const
{
    return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(shownName(), query.lastError().text().trimmed())};
}

bool SqlStorage::execute(QSqlQuery &query) const
{
    return database().isOpen() && query.exec();
}

bool SqlStorage::execute(QSqlQuery &query, const QString &sql) const
{
    return database().isOpen() && query.exec(sql);
}

/// A store that is away says so when the query is executed.
void SqlStorage::prepare(QSqlQuery &query, const QString &sql) const
{
    if (database().isOpen())
        query.prepare(sql);
}

Outcome SqlStorage::run(const QString &sql) const
{
    QSqlQuery query(database());
    if (!execute(query, sql))
        return failure(query);
    return success();
}

Outcome SqlStorage::run(QSqlQuery &query) const
{
    if (!execute(query))
        return failure(query);
    return success();
}

QString SqlStorage::milliseconds(const char *column) const
{
    return m_dialect.milliseconds.arg(QLatin1String(column));
}

QString SqlStorage::instant() const
{
    return m_dialect.instant.arg(QLatin1Char('?'));
}

// --- schema

Outcome SqlStorage::migrate()
{
    for (const QString &statement : beginExclusively()) {
        if (const auto done = run(statement); !done) {
            (void)run(QStringLiteral("ROLLBACK"));
            return done.error();
        }
    }
    auto done = bringUpToDate();
    if (done)
        done = run(QStringLiteral("COMMIT"));
    if (!done)
        (void)run(QStringLiteral("ROLLBACK"));
    return done;
}

/// A second program that starts now has waited, and finds the work done.
Outcome SqlStorage::bringUpToDate()
{
    const Work work(*this);
    const auto found = tables();
    if (!found)
        return found.error();
    int version = 0;
    if (found->contains(QStringLiteral("schema_version"))) {
        QSqlQuery query(database());
        if (!execute(query, QStringLiteral("SELECT max(version) FROM schema_version")) || !query.next())
            return failure(query);
        version = query.value(0).toInt();
    } else if (!found->isEmpty()) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 is not empty and not a TickStock store; in the way: %2. Name another one.")
                         .arg(shownName(), found->join(QStringLiteral(", ")))};
    }
    if (version > migrations().back().version) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 has schema %2, this program knows up to %3: update the program.")
                         .arg(shownName())
                         .arg(version)
                         .arg(migrations().back().version)};
    }
    QStringList statements{QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY,"
                                          " applied_at BIGINT NOT NULL)")};
    for (const Migration &migration : migrations()) {
        if (migration.version <= version)
            continue;
        statements += migration.statements;
        statements += QStringLiteral("INSERT INTO schema_version VALUES (%1, %2)")
                          .arg(migration.version)
                          .arg(QDateTime::currentMSecsSinceEpoch());
    }
    for (const QString &statement : statements) {
        if (const auto done = run(statement); !done)
            return done.error();
    }
    return success();
}

// --- symbol lists

Expected<QStringList> SqlStorage::universe(const QString &key)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query, QStringLiteral("SELECT value FROM cache_entries WHERE key = ? AND type = 'universe'"));
    query.addBindValue(key);
    if (!execute(query))
        return failure(query);
    if (!query.next())
        return Error{ErrorCode::NotFound, key};
    QStringList symbols;
    for (const auto &symbol : QJsonDocument::fromJson(query.value(0).toString().toUtf8()).array())
        symbols.append(symbol.toString());
    return symbols;
}

Expected<QStringList> SqlStorage::universeKeys()
{
    const Work work(*this);
    QSqlQuery query(database());
    if (!execute(query, QStringLiteral("SELECT key FROM cache_entries WHERE type = 'universe' ORDER BY key")))
        return failure(query);
    QStringList keys;
    while (query.next())
        keys.append(query.value(0).toString());
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return keys;
}

Outcome SqlStorage::saveUniverse(const QString &key, const QStringList &symbols)
{
    const Work work(*this);
    QSqlQuery query(database());
    if (symbols.isEmpty()) {
        prepare(query, QStringLiteral("DELETE FROM cache_entries WHERE key = ? AND type = 'universe'"));
        query.addBindValue(key);
        return run(query);
    }
    prepare(query, QStringLiteral("INSERT INTO cache_entries (key, type, value, updated_at)"
                                  " VALUES (?, 'universe', ?, %1) ON CONFLICT (key) DO UPDATE SET"
                                  " value = excluded.value, updated_at = excluded.updated_at")
                       .arg(instant()));
    query.addBindValue(key);
    query.addBindValue(
        QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(symbols)).toJson(QJsonDocument::Compact)));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    return run(query);
}

// --- splits

Expected<QStringList> SqlStorage::saveSplits(const std::vector<StockSplit> &splits)
{
    const Work work(*this);
    QStringList changed;
    if (splits.empty())
        return changed;
    QSqlDatabase db = database();
    if (!db.transaction())
        return Error{ErrorCode::Io, db.lastError().text().simplified()};
    QSqlQuery query(db);
    prepare(query, QStringLiteral("INSERT INTO splits AS t (symbol, execution_date, split_from, split_to)"
                                  " VALUES (?, ?, ?, ?) ON CONFLICT (symbol, execution_date) DO UPDATE SET"
                                  " split_from = excluded.split_from, split_to = excluded.split_to"
                                  " WHERE t.split_from <> excluded.split_from OR t.split_to <> excluded.split_to"));
    for (const StockSplit &split : splits) {
        query.addBindValue(split.symbol);
        query.addBindValue(split.date.toString(Qt::ISODate));
        query.addBindValue(split.from);
        query.addBindValue(split.to);
        if (!execute(query)) {
            const Error error = failure(query);
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

// --- sessions

Expected<qint64> SqlStorage::beginSession(Timestamp startedAt, int symbols)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query, QStringLiteral("INSERT INTO streaming_sessions (started_at, symbols) VALUES (%1, ?) RETURNING id")
                       .arg(instant()));
    query.addBindValue(instantValue(startedAt));
    query.addBindValue(symbols);
    if (!execute(query) || !query.next())
        return failure(query);
    return query.value(0).toLongLong();
}

Outcome SqlStorage::endSession(qint64 id, Timestamp endedAt, const SessionCounts &counts)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query, QStringLiteral("UPDATE streaming_sessions SET ended_at = %1, symbols = ?, ticks = ?, bars = ?,"
                                  " events = ?, gaps = ? WHERE id = ?")
                       .arg(instant()));
    query.addBindValue(instantValue(endedAt));
    query.addBindValue(counts.symbols);
    for (const quint64 count : {counts.ticks, counts.bars, counts.events, counts.gaps})
        query.addBindValue(static_cast<qlonglong>(count));
    query.addBindValue(id);
    return run(query);
}

// --- rollup

/// Sums are taken over whole numbers (millionths of a share, ten-thousandths of a dollar times shares), so that they
/// do not depend on the order in which a database adds. Symbols are found by hopping along the key, and those whose
/// session has a hole are left to REST.
Expected<int> SqlStorage::rollUp(const SessionHours &session)
{
    const Work work(*this);
    const QString scaledVolume = m_dialect.rounded.arg(QStringLiteral("m.volume * 1000000"));
    const QString scaledTurnover = m_dialect.rounded.arg(QStringLiteral("m.vwap * m.volume * 10000"));
    QSqlQuery query(database());
    prepare(
        query,
        QStringLiteral(
            "WITH RECURSIVE names(symbol) AS (SELECT min(symbol) FROM ohlcv_1min UNION ALL"
            " SELECT (SELECT min(n.symbol) FROM ohlcv_1min n WHERE n.symbol > names.symbol) FROM names"
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
                .arg(instant(), scaledVolume, scaledTurnover, m_dialect.dateType) +
            dayConflict());
    query.addBindValue(instantValue(session.close));
    query.addBindValue(instantValue(session.open));
    query.addBindValue(instantValue(session.open));
    query.addBindValue(instantValue(session.close));
    query.addBindValue(session.date.toString(Qt::ISODate));
    if (!execute(query))
        return failure(query);
    return query.numRowsAffected();
}

Expected<bool> SqlStorage::isRolledUp(QDate date)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query, QStringLiteral("SELECT 1 FROM cache_entries WHERE key = ? AND type = 'rollup'"));
    query.addBindValue(rollupKey(date));
    if (!execute(query))
        return failure(query);
    return query.next();
}

Outcome SqlStorage::noteRolledUp(QDate date)
{
    const Work work(*this);
    QSqlQuery query(database());
    prepare(query,
            QStringLiteral("INSERT INTO cache_entries (key, type, value, updated_at) VALUES (?, 'rollup', 'true',"
                           " %1) ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at")
                .arg(instant()));
    query.addBindValue(rollupKey(date));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    return run(query);
}

} // namespace tickstock
