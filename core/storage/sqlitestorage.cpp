// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlitestorage.h"

#include "core/market/newyork.h"
#include "core/storage/migrations.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <cmath>

namespace tickstock {

namespace {

const QString MinuteUpsert = QStringLiteral(
    "INSERT INTO ohlcv_1min AS t (symbol, timestamp, open, high, low, close, volume, vwap, trade_count, session, "
    "source,"
    " revision) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (symbol, timestamp) DO UPDATE SET open = excluded.open,"
    " high = excluded.high, low = excluded.low, close = excluded.close, volume = excluded.volume,"
    " vwap = excluded.vwap, trade_count = excluded.trade_count, session = excluded.session,"
    " source = excluded.source, revision = max(excluded.revision, t.revision)"
    " WHERE (CASE excluded.source WHEN 't' THEN 1 WHEN 'a' THEN 2 ELSE 3 END)"
    " > (CASE t.source WHEN 't' THEN 1 WHEN 'a' THEN 2 ELSE 3 END)"
    " OR ((CASE excluded.source WHEN 't' THEN 1 WHEN 'a' THEN 2 ELSE 3 END)"
    " = (CASE t.source WHEN 't' THEN 1 WHEN 'a' THEN 2 ELSE 3 END) AND (excluded.revision >= t.revision OR "
    "excluded.source = 'rest'))");

/// A day from REST is the exchange's own and is never overwritten by one that we rolled up.
const QString DayUpsert = QStringLiteral(
    "INSERT INTO ohlcv_daily AS t (symbol, date, open, high, low, close, volume, vwap, trade_count, source)"
    " VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (symbol, date) DO UPDATE SET open = excluded.open, high = excluded.high,"
    " low = excluded.low, close = excluded.close, volume = excluded.volume, vwap = excluded.vwap,"
    " trade_count = excluded.trade_count, source = excluded.source"
    " WHERE t.source <> 'rest' OR excluded.source = 'rest'");

const QString TickInsert = QStringLiteral("INSERT OR IGNORE INTO ticks (symbol, timestamp, event_type, seq, price, "
                                          "volume, open, high, low, connection, source)"
                                          " VALUES (?,?,?,?,?,?,?,?,?,?,?)");

const QString EventUpsert = QStringLiteral(
    "INSERT INTO events AS t (event_id, pattern, symbol, timestamp, direction, timeframe, state, confidence, price,"
    " origin, details, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (event_id) DO UPDATE SET"
    " state = excluded.state, confidence = excluded.confidence, price = excluded.price, details = excluded.details");

QVariant optional(double value)
{
    return std::isnan(value) ? QVariant() : QVariant(value);
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
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

QString eventType(TickKind kind)
{
    return kind == TickKind::Trade       ? QStringLiteral("trade")
           : kind == TickKind::MinuteBar ? QStringLiteral("minute")
                                         : QStringLiteral("aggregate");
}

/// "connection_1"; the local interface uses the same words.
QString connectionWord(ConnectionId id)
{
    return QStringLiteral("connection_%1").arg(id.value);
}

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

const QString GapUpsert = QStringLiteral(
    "INSERT INTO gaps (connection, symbol, from_time, to_time, cause, repaired_by, repaired_at) VALUES (?,?,?,?,?,?,?)"
    " ON CONFLICT (connection, symbol, from_time) DO UPDATE SET to_time = excluded.to_time,"
    " repaired_by = coalesce(excluded.repaired_by, repaired_by),"
    " repaired_at = coalesce(excluded.repaired_at, repaired_at)");

} // namespace

struct SqliteStorage::Statements
{
    explicit Statements(const QSqlDatabase &database)
        : minute(database)
        , day(database)
        , tick(database)
        , event(database)
        , gap(database)
    {
    }
    QSqlQuery minute;
    QSqlQuery day;
    QSqlQuery tick;
    QSqlQuery event;
    QSqlQuery gap;
};

SqliteStorage::SqliteStorage(QString path, QString source)
    : m_path(std::move(path))
    , m_source(std::move(source))
    , m_connection(QStringLiteral("sqlite-") + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

SqliteStorage::~SqliteStorage()
{
    m_statements.reset();
    if (QSqlDatabase::contains(m_connection)) {
        database().close();
        QSqlDatabase::removeDatabase(m_connection);
    }
}

QSqlDatabase SqliteStorage::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Error SqliteStorage::failure(const QSqlQuery &query) const
{
    return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(m_path, query.lastError().text().trimmed())};
}

Outcome SqliteStorage::run(const QString &sql) const
{
    QSqlQuery query(database());
    if (!query.exec(sql))
        return failure(query);
    return success();
}

Outcome SqliteStorage::run(QSqlQuery &query) const
{
    if (!query.exec())
        return failure(query);
    return success();
}

Outcome SqliteStorage::open()
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(m_path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!database.open())
        return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(m_path, database.lastError().text().trimmed())};
    for (const QString &pragma :
         {QStringLiteral("PRAGMA journal_mode=WAL"), QStringLiteral("PRAGMA synchronous=NORMAL"),
          QStringLiteral("PRAGMA temp_store=MEMORY")}) {
        if (const auto done = run(pragma); !done)
            return done.error();
    }
    if (const auto migrated = migrate(); !migrated)
        return migrated.error();
    return prepare();
}

Outcome SqliteStorage::migrate()
{
    const QStringList tables = database().tables();
    int version = 0;
    if (tables.contains(QStringLiteral("schema_version"))) {
        QSqlQuery query(database());
        if (!query.exec(QStringLiteral("SELECT max(version) FROM schema_version")) || !query.next())
            return failure(query);
        version = query.value(0).toInt();
    } else if (!tables.isEmpty()) {
        return Error{
            ErrorCode::Refused,
            QStringLiteral("%1 is not empty and not a TickStock store; in the way: %2. Name another data directory.")
                .arg(m_path, tables.join(QStringLiteral(", ")))};
    }
    const auto &migrations = sqliteMigrations();
    if (version > migrations.back().version) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 has schema %2, this program knows up to %3: update the program.")
                         .arg(m_path)
                         .arg(version)
                         .arg(migrations.back().version)};
    }
    // IMMEDIATE: a second program that starts now waits here, and then finds the work done.
    QStringList statements{QStringLiteral("BEGIN IMMEDIATE"),
                           QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY,"
                                          " applied_at INTEGER NOT NULL)")};
    for (const Migration &migration : migrations) {
        if (migration.version <= version)
            continue;
        statements += migration.statements;
        statements += QStringLiteral("INSERT INTO schema_version VALUES (%1, %2)")
                          .arg(migration.version)
                          .arg(QDateTime::currentMSecsSinceEpoch());
    }
    statements += QStringLiteral("COMMIT");
    for (const QString &statement : statements) {
        if (const auto done = run(statement); !done) {
            (void)run(QStringLiteral("ROLLBACK"));
            return done.error();
        }
    }
    return success();
}

Outcome SqliteStorage::prepare()
{
    m_statements = std::make_unique<Statements>(database());
    const std::pair<QSqlQuery *, const QString *> all[] = {{&m_statements->minute, &MinuteUpsert},
                                                           {&m_statements->day, &DayUpsert},
                                                           {&m_statements->tick, &TickInsert},
                                                           {&m_statements->event, &EventUpsert},
                                                           {&m_statements->gap, &GapUpsert}};
    for (const auto &[query, sql] : all) {
        query->setForwardOnly(true);
        if (!query->prepare(*sql))
            return failure(*query);
    }
    return success();
}

Outcome SqliteStorage::write(const WriteBatch &batch)
{
    if (batch.isEmpty())
        return success();
    if (!m_statements)
        return Error{ErrorCode::Io, QStringLiteral("%1 is not open").arg(m_path)};
    if (const auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    if (const auto written = writeAll(batch); !written) {
        (void)run(QStringLiteral("ROLLBACK"));
        return written.error();
    }
    auto committed = run(QStringLiteral("COMMIT"));
    if (!committed) // a full disk may leave the transaction open, and nothing could begin after it
        (void)run(QStringLiteral("ROLLBACK"));
    return committed;
}

Outcome SqliteStorage::writeAll(const WriteBatch &batch)
{
    for (const StoredMinute &minute : batch.minutes) {
        if (const auto done = writeMinute(minute); !done)
            return done.error();
    }
    for (const StoredDay &day : batch.days) {
        if (const auto done = writeDay(day); !done)
            return done.error();
    }
    for (const StoredTick &tick : batch.ticks) {
        if (const auto done = writeTick(tick); !done)
            return done.error();
    }
    for (const PatternEvent &event : batch.events) {
        if (const auto done = writeEvent(event); !done)
            return done.error();
    }
    for (const Gap &gap : batch.gaps) {
        if (const auto done = writeGap(gap); !done)
            return done.error();
    }
    return success();
}

Outcome SqliteStorage::writeMinute(const StoredMinute &minute)
{
    QSqlQuery &query = m_statements->minute;
    const Bar &bar = minute.bar;
    query.bindValue(0, minute.symbol);
    query.bindValue(1, static_cast<qlonglong>(bar.start.ms));
    query.bindValue(2, bar.open);
    query.bindValue(3, bar.high);
    query.bindValue(4, bar.low);
    query.bindValue(5, bar.close);
    query.bindValue(6, bar.volume);
    query.bindValue(7, optional(bar.vwap));
    query.bindValue(8, bar.tradeCount < 0 ? QVariant() : QVariant(bar.tradeCount));
    query.bindValue(9, sessionWord(minute.session));
    query.bindValue(10, text(toText(bar.source)));
    query.bindValue(11, bar.revision);
    return run(query);
}

Outcome SqliteStorage::writeDay(const StoredDay &day)
{
    QSqlQuery &query = m_statements->day;
    const Bar &bar = day.bar;
    query.bindValue(0, day.symbol);
    query.bindValue(1, day.date.toString(Qt::ISODate));
    query.bindValue(2, bar.open);
    query.bindValue(3, bar.high);
    query.bindValue(4, bar.low);
    query.bindValue(5, bar.close);
    query.bindValue(6, bar.volume);
    query.bindValue(7, optional(bar.vwap));
    query.bindValue(8, bar.tradeCount < 0 ? QVariant() : QVariant(bar.tradeCount));
    query.bindValue(9, text(toText(bar.source)));
    return run(query);
}

Outcome SqliteStorage::writeTick(const StoredTick &stored)
{
    QSqlQuery &query = m_statements->tick;
    const Tick &tick = stored.tick;
    query.bindValue(0, stored.symbol);
    query.bindValue(1, static_cast<qlonglong>(tick.start.ms));
    query.bindValue(2, eventType(tick.kind));
    query.bindValue(3, static_cast<qlonglong>(stored.sequence));
    query.bindValue(4, tick.close);
    query.bindValue(5, tick.volume);
    query.bindValue(6, tick.open);
    query.bindValue(7, tick.high);
    query.bindValue(8, tick.low);
    query.bindValue(9, stored.connection);
    query.bindValue(10, m_source);
    return run(query);
}

Outcome SqliteStorage::writeEvent(const PatternEvent &event)
{
    QSqlQuery &query = m_statements->event;
    query.bindValue(0, event.id.toString(QUuid::WithoutBraces));
    query.bindValue(1, event.pattern);
    query.bindValue(2, event.symbol);
    query.bindValue(3, static_cast<qlonglong>(event.barStart.ms));
    query.bindValue(4, toText(event.direction));
    query.bindValue(5, text(toText(event.timeframe)));
    query.bindValue(6, toText(event.state));
    query.bindValue(7, event.confidence);
    query.bindValue(8, optional(event.price));
    query.bindValue(9, event.origin.isNull() ? QLatin1String("") : event.origin); // a null string would be NULL
    query.bindValue(10, QString::fromUtf8(QJsonDocument(event.details).toJson(QJsonDocument::Compact)));
    query.bindValue(11, QDateTime::currentMSecsSinceEpoch());
    return run(query);
}

/// While data has not come again, the hole ends where it begins.
Outcome SqliteStorage::writeGap(const Gap &gap)
{
    QSqlQuery &query = m_statements->gap;
    query.bindValue(0, connectionWord(gap.connection));
    query.bindValue(1, gap.symbol);
    query.bindValue(2, static_cast<qlonglong>(gap.from.ms));
    query.bindValue(3, static_cast<qlonglong>(gap.to.isValid() ? gap.to.ms : gap.from.ms));
    query.bindValue(4, gap.cause);
    query.bindValue(5, gap.isRepaired() ? QVariant(gap.repairedBy) : QVariant());
    query.bindValue(6, gap.isRepaired() ? QVariant(static_cast<qlonglong>(gap.repairedAt.ms)) : QVariant());
    return run(query);
}

Expected<std::vector<Gap>> SqliteStorage::openGaps(Timestamp from)
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT connection, symbol, from_time, to_time, cause FROM gaps"
                                 " WHERE repaired_at IS NULL AND from_time >= ? ORDER BY from_time, id"));
    query.addBindValue(static_cast<qlonglong>(from.ms));
    if (!query.exec())
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
    return gaps;
}

Outcome SqliteStorage::forgetOldTicks(int days)
{
    return run(QStringLiteral("DELETE FROM ticks WHERE timestamp < (SELECT max(timestamp) FROM ticks) - %1")
                   .arg(qint64(days) * 86'400'000));
}

Expected<std::vector<Bar>> SqliteStorage::minutes(const QString &symbol, Timestamp from, Timestamp to)
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT open, high, low, close, volume, vwap, trade_count, source, timestamp, revision"
                                 " FROM ohlcv_1min WHERE symbol = ? AND timestamp >= ? AND timestamp < ?"
                                 " ORDER BY timestamp"));
    query.addBindValue(symbol);
    query.addBindValue(static_cast<qlonglong>(from.ms));
    query.addBindValue(static_cast<qlonglong>(to.ms));
    if (!query.exec())
        return failure(query);
    std::vector<Bar> bars;
    while (query.next()) {
        bars.push_back(readBar(query, 0));
        bars.back().start = {query.value(8).toLongLong()};
        bars.back().revision = query.value(9).toInt();
    }
    return bars;
}

Expected<Timestamp> SqliteStorage::lastMinute(const QString &symbol)
{
    QSqlQuery query(database());
    query.prepare(QStringLiteral("SELECT max(timestamp) FROM ohlcv_1min WHERE symbol = ?"));
    query.addBindValue(symbol);
    if (!query.exec() || !query.next())
        return failure(query);
    return Timestamp{query.value(0).toLongLong()};
}

Expected<std::vector<Bar>> SqliteStorage::days(const QString &symbol, QDate from, QDate to)
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT open, high, low, close, volume, vwap, trade_count, source, date"
                                 " FROM ohlcv_daily WHERE symbol = ? AND date >= ? AND date < ? ORDER BY date"));
    query.addBindValue(symbol);
    query.addBindValue(from.toString(Qt::ISODate));
    query.addBindValue(to.toString(Qt::ISODate));
    if (!query.exec())
        return failure(query);
    std::vector<Bar> bars;
    while (query.next()) {
        bars.push_back(readBar(query, 0));
        bars.back().start = newyork::toUtc(QDate::fromString(query.value(8).toString(), Qt::ISODate), QTime(0, 0));
    }
    return bars;
}

Expected<std::vector<PatternEvent>> SqliteStorage::events(Timestamp from, int limit)
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    query.prepare(QStringLiteral("SELECT event_id, pattern, symbol, timestamp, direction, timeframe, state, confidence,"
                                 " price, origin, details FROM events WHERE timestamp >= ? ORDER BY timestamp DESC"
                                 " LIMIT ?"));
    query.addBindValue(static_cast<qlonglong>(from.ms));
    query.addBindValue(limit);
    if (!query.exec())
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
    return events;
}

Expected<QStringList> SqliteStorage::universe(const QString &key)
{
    QSqlQuery query(database());
    query.prepare(QStringLiteral("SELECT value FROM cache_entries WHERE key = ? AND type = 'universe'"));
    query.addBindValue(key);
    if (!query.exec())
        return failure(query);
    if (!query.next())
        return Error{ErrorCode::NotFound, key};
    QStringList symbols;
    for (const auto &symbol : QJsonDocument::fromJson(query.value(0).toString().toUtf8()).array())
        symbols.append(symbol.toString());
    return symbols;
}

Expected<QStringList> SqliteStorage::universeKeys()
{
    QSqlQuery query(database());
    if (!query.exec(QStringLiteral("SELECT key FROM cache_entries WHERE type = 'universe' ORDER BY key")))
        return failure(query);
    QStringList keys;
    while (query.next())
        keys.append(query.value(0).toString());
    return keys;
}

Outcome SqliteStorage::saveUniverse(const QString &key, const QStringList &symbols)
{
    QSqlQuery query(database());
    query.prepare(QStringLiteral("INSERT INTO cache_entries (key, type, value, updated_at) VALUES (?, 'universe', ?, ?)"
                                 " ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
                                 " updated_at = excluded.updated_at"));
    query.addBindValue(key);
    query.addBindValue(
        QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(symbols)).toJson(QJsonDocument::Compact)));
    query.addBindValue(QDateTime::currentMSecsSinceEpoch());
    return run(query);
}

Expected<qint64> SqliteStorage::beginSession(Timestamp startedAt, int symbols)
{
    QSqlQuery query(database());
    query.prepare(QStringLiteral("INSERT INTO streaming_sessions (started_at, symbols) VALUES (?, ?)"));
    query.addBindValue(static_cast<qlonglong>(startedAt.ms));
    query.addBindValue(symbols);
    if (!query.exec())
        return failure(query);
    return query.lastInsertId().toLongLong();
}

Outcome SqliteStorage::endSession(qint64 id, Timestamp endedAt, quint64 ticks, quint64 bars, quint64 events)
{
    QSqlQuery query(database());
    query.prepare(
        QStringLiteral("UPDATE streaming_sessions SET ended_at = ?, ticks = ?, bars = ?, events = ? WHERE id = ?"));
    query.addBindValue(static_cast<qlonglong>(endedAt.ms));
    query.addBindValue(static_cast<qlonglong>(ticks));
    query.addBindValue(static_cast<qlonglong>(bars));
    query.addBindValue(static_cast<qlonglong>(events));
    query.addBindValue(id);
    return run(query);
}

} // namespace tickstock
