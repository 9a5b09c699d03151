// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlitestorage.h"

#include "core/market/newyork.h"
#include "core/storage/sqlstatements.h"
#include "core/storage/tickblocks.h"
#include "core/types/text.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <cmath>

namespace tickstock {

namespace {

QString minuteUpsert()
{
    return QStringLiteral("INSERT INTO ohlcv_1min AS t (symbol, timestamp, open, high, low, close,"
                          " volume, vwap, trade_count, session, source, revision)"
                          " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)") +
           minuteConflict();
}

QString dayUpsert()
{
    return QStringLiteral("INSERT INTO ohlcv_daily AS t (symbol, date, open, high, low, close, volume,"
                          " vwap, trade_count, source) VALUES (?,?,?,?,?,?,?,?,?,?)") +
           dayConflict();
}

/// The rows of an older program lie by symbol, so that they are searched for symbol by symbol.
QString namesInTickRows()
{
    return QStringLiteral("WITH RECURSIVE names(symbol) AS (SELECT min(symbol) FROM tick_rows UNION ALL"
                          " SELECT (SELECT min(r.symbol) FROM tick_rows r WHERE r.symbol > names.symbol) FROM names"
                          " WHERE names.symbol IS NOT NULL)");
}

QString eventUpsert()
{
    return QStringLiteral("INSERT INTO events AS t (event_id, pattern, symbol, timestamp, direction,"
                          " timeframe, state, confidence, price, origin, details, created_at)"
                          " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)") +
           eventConflict();
}

QString patternUpsert()
{
    return QStringLiteral("INSERT INTO intraday_patterns AS t (symbol, timestamp, timeframe, pattern, direction,"
                          " strength, confidence, levels, detected_at) VALUES (?,?,?,?,?,?,?,?,?)") +
           patternConflict();
}

QString gapUpsert()
{
    return QStringLiteral("INSERT INTO gaps AS t (connection, symbol, from_time, to_time, cause,"
                          " repaired_by, repaired_at) VALUES (?,?,?,?,?,?,?)") +
           gapConflict();
}

QString indicatorUpsert()
{
    return QStringLiteral("INSERT INTO intraday_indicators AS t (symbol, timestamp, timeframe, indicator, value, extra,"
                          " computed_at) VALUES (?,?,?,?,?,?,?)") +
           indicatorConflict();
}

QVariant optional(double value)
{
    return std::isnan(value) ? QVariant() : QVariant(value);
}

} // namespace

struct SqliteStorage::Statements
{
    explicit Statements(const QSqlDatabase &database)
        : minute(database)
        , day(database)
        , block(database)
        , event(database)
        , pattern(database)
        , forgetWithdrawn(database)
        , gap(database)
        , indicator(database)
    {
    }
    QSqlQuery minute;
    QSqlQuery day;
    QSqlQuery block;
    QSqlQuery event;
    QSqlQuery pattern;
    QSqlQuery forgetWithdrawn;
    QSqlQuery gap;
    QSqlQuery indicator;
};

SqliteStorage::SqliteStorage(QString path, QString source)
    : SqlStorage(QStringLiteral("QSQLITE"), {QStringLiteral("%1"), QStringLiteral("%1"),
                                             QStringLiteral("CAST(%1 + 0.5 AS INTEGER)"), QStringLiteral("TEXT")})
    , m_path(std::move(path))
    , m_source(std::move(source))
{
}

SqliteStorage::~SqliteStorage() = default;

/// Result codes 18 to 20: too big, against a constraint, of the wrong type. https://www.sqlite.org/rescode.html
Error SqliteStorage::failure(const QSqlQuery &query) const
{
    Error error = SqlStorage::failure(query);
    const int code = query.lastError().nativeErrorCode().toInt() & 0xff;
    if (code >= 18 && code <= 20)
        error.code = ErrorCode::BadInput;
    return error;
}

Outcome SqliteStorage::connectTo(const QString &options)
{
    m_statements.reset();
    close();
    QSqlDatabase database = QSqlDatabase::addDatabase(m_driver, m_connection);
    database.setDatabaseName(m_path);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000") + options);
    if (!database.open())
        return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(m_path, database.lastError().text().trimmed())};
    return success();
}

Outcome SqliteStorage::openForReading()
{
    const Work work(*this);
    return connectTo(QStringLiteral(";QSQLITE_OPEN_READONLY"));
}

Outcome SqliteStorage::open()
{
    const Work work(*this);
    if (auto connected = connectTo({}); !connected)
        return connected;
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

Expected<QStringList> SqliteStorage::tables()
{
    return database().tables();
}

QStringList SqliteStorage::beginExclusively() const
{
    return {QStringLiteral("BEGIN IMMEDIATE")};
}

Outcome SqliteStorage::prepare()
{
    m_statements = std::make_unique<Statements>(database());
    const std::pair<QSqlQuery *, QString> all[] = {
        {&m_statements->minute, minuteUpsert()},   {&m_statements->day, dayUpsert()},
        {&m_statements->block, tickBlockUpsert()}, {&m_statements->event, eventUpsert()},
        {&m_statements->pattern, patternUpsert()}, {&m_statements->forgetWithdrawn, forgetWithdrawn()},
        {&m_statements->gap, gapUpsert()},         {&m_statements->indicator, indicatorUpsert()}};
    for (const auto &[query, sql] : all) {
        query->setForwardOnly(true);
        if (!query->prepare(sql))
            return failure(*query);
    }
    return success();
}

Outcome SqliteStorage::write(const WriteBatch &batch)
{
    const Work work(*this);
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
    if (const auto done = forgetUsualVolumes(batch.minutes); !done)
        return done;
    for (const StoredDay &day : batch.days) {
        if (const auto done = writeDay(day); !done)
            return done.error();
    }
    for (const TickBlock &block : tickBlocks(batch.ticks)) {
        if (const auto done = writeBlock(block); !done)
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
    for (const StoredIndicator &indicator : batch.indicators) {
        if (const auto done = writeIndicator(indicator); !done)
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

Outcome SqliteStorage::writeBlock(const TickBlock &block)
{
    QSqlQuery &query = m_statements->block;
    query.bindValue(0, block.symbol);
    query.bindValue(1, static_cast<qlonglong>(block.first.ms));
    query.bindValue(2, static_cast<qlonglong>(block.firstSequence));
    query.bindValue(3, eventTypeWord(block.kind));
    query.bindValue(4, block.connection);
    query.bindValue(5, m_source);
    query.bindValue(6, static_cast<qlonglong>(block.last.ms));
    query.bindValue(7, QString::fromLatin1(block.ticks));
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
    if (const auto done = run(query); !done)
        return done;
    const auto pattern = intradayPattern(event);
    return pattern ? writePattern(*pattern) : success();
}

Outcome SqliteStorage::writePattern(const StoredPattern &pattern)
{
    QSqlQuery &query = m_statements->pattern;
    const PatternEvent &event = *pattern.event;
    query.bindValue(0, event.symbol);
    query.bindValue(1, static_cast<qlonglong>(event.barStart.ms));
    query.bindValue(2, text(toText(event.timeframe)));
    query.bindValue(3, event.pattern);
    query.bindValue(4, toText(event.direction));
    query.bindValue(5, pattern.strength);
    query.bindValue(6, event.confidence);
    query.bindValue(7, pattern.levels);
    query.bindValue(8, QDateTime::currentMSecsSinceEpoch());
    const auto done = run(query);
    return done && pattern.strength == 0 ? run(m_statements->forgetWithdrawn) : done;
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
    query.bindValue(5, gap.isEnded() ? QVariant(gap.repairedBy) : QVariant());
    query.bindValue(6, gap.isRepaired() ? QVariant(static_cast<qlonglong>(gap.repairedAt.ms)) : QVariant());
    return run(query);
}

Outcome SqliteStorage::writeIndicator(const StoredIndicator &indicator)
{
    QSqlQuery &query = m_statements->indicator;
    query.bindValue(0, indicator.symbol);
    query.bindValue(1, static_cast<qlonglong>(indicator.barStart.ms));
    query.bindValue(2, text(toText(indicator.timeframe)));
    query.bindValue(3, indicator.indicator);
    query.bindValue(4, optional(indicator.value));
    query.bindValue(5, indicator.extra.isEmpty() ? QVariant() : QVariant(indicator.extra));
    query.bindValue(6, QDateTime::currentMSecsSinceEpoch());
    return run(query);
}

Outcome SqliteStorage::forgetOldTicks(int days)
{
    const Work work(*this);
    QSqlQuery query(database());
    const QString newest =
        namesInTickRows() +
        QStringLiteral(" SELECT max(coalesce((SELECT max(last) FROM tick_blocks WHERE last <= %1), 0),"
                       " coalesce((SELECT max((SELECT max(timestamp) FROM tick_rows r WHERE"
                       " r.symbol = names.symbol AND timestamp <= %1)) FROM names), 0))");
    if (!execute(query, newest.arg(latestPlausible().ms)) || !query.next())
        return failure(query);
    const Timestamp oldest = oldestKept(Timestamp{query.value(0).toLongLong()}, days);
    query.finish();
    const QString oldRows =
        namesInTickRows() + QStringLiteral(" DELETE FROM tick_rows WHERE (symbol, timestamp, event_type, seq) IN"
                                           " (SELECT r.symbol, r.timestamp, r.event_type, r.seq FROM names JOIN"
                                           " tick_rows r ON r.symbol = names.symbol AND r.timestamp < %1)");
    for (const QString &statement : {QStringLiteral("DELETE FROM tick_blocks WHERE last < %1"), oldRows}) {
        if (const auto done = run(statement.arg(oldest.ms)); !done)
            return done;
    }
    return success();
}

} // namespace tickstock
