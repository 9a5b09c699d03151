// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/migrations.h"

#include "core/storage/sqltickers.h"
#include "core/storage/sqlusualvolumes.h"
#include "core/storage/sqlwatchlists.h"
#include "core/storage/tickblocks.h"

namespace tickstock {

namespace {

/// Times are bar STARTs in epoch milliseconds UTC; prices US dollars; volumes shares.
QStringList firstSchema()
{
    return {
        QStringLiteral("CREATE TABLE ohlcv_1min (symbol TEXT NOT NULL, timestamp INTEGER NOT NULL,"
                       " open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL,"
                       " volume REAL NOT NULL, vwap REAL, trade_count INTEGER, session TEXT NOT NULL,"
                       " source TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0,"
                       " PRIMARY KEY (symbol, timestamp)) WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE ohlcv_daily (symbol TEXT NOT NULL, date TEXT NOT NULL,"
                       " open REAL NOT NULL, high REAL NOT NULL, low REAL NOT NULL, close REAL NOT NULL,"
                       " volume REAL NOT NULL, vwap REAL, trade_count INTEGER, source TEXT NOT NULL,"
                       " PRIMARY KEY (symbol, date)) WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE ticks (symbol TEXT NOT NULL, timestamp INTEGER NOT NULL, event_type TEXT NOT NULL,"
                       " seq INTEGER NOT NULL, price REAL NOT NULL, volume REAL NOT NULL,"
                       " open REAL, high REAL, low REAL, connection INTEGER NOT NULL, source TEXT NOT NULL,"
                       " PRIMARY KEY (symbol, timestamp, event_type, seq)) WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE events (event_id TEXT NOT NULL PRIMARY KEY, pattern TEXT NOT NULL,"
                       " symbol TEXT NOT NULL, timestamp INTEGER NOT NULL, direction TEXT NOT NULL,"
                       " timeframe TEXT NOT NULL, state TEXT NOT NULL, confidence REAL NOT NULL, price REAL,"
                       " origin TEXT NOT NULL, details TEXT NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID"),
        QStringLiteral("CREATE INDEX events_by_time ON events (timestamp)"),
        QStringLiteral("CREATE TABLE cache_entries (key TEXT NOT NULL PRIMARY KEY, type TEXT NOT NULL,"
                       " value TEXT NOT NULL, updated_at INTEGER NOT NULL) WITHOUT ROWID"),
        QStringLiteral(
            "CREATE TABLE intraday_patterns (symbol TEXT NOT NULL, timestamp INTEGER NOT NULL,"
            " timeframe TEXT NOT NULL, pattern TEXT NOT NULL, direction TEXT NOT NULL,"
            " strength INTEGER NOT NULL, confidence REAL NOT NULL, levels TEXT, detected_at INTEGER NOT NULL,"
            " PRIMARY KEY (symbol, timeframe, timestamp, pattern)) WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE intraday_indicators (symbol TEXT NOT NULL, timestamp INTEGER NOT NULL,"
                       " timeframe TEXT NOT NULL, indicator TEXT NOT NULL, value REAL, extra TEXT,"
                       " computed_at INTEGER NOT NULL,"
                       " PRIMARY KEY (symbol, timeframe, timestamp, indicator)) WITHOUT ROWID"),
        QStringLiteral("CREATE TABLE streaming_sessions (id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL,"
                       " ended_at INTEGER, symbols INTEGER NOT NULL, ticks INTEGER, bars INTEGER, events INTEGER,"
                       " gaps INTEGER)"),
        QStringLiteral("CREATE TABLE gaps (id INTEGER PRIMARY KEY, connection TEXT NOT NULL, symbol TEXT NOT NULL,"
                       " from_time INTEGER NOT NULL, to_time INTEGER NOT NULL, cause TEXT NOT NULL, repaired_by TEXT,"
                       " repaired_at INTEGER)"),
        QStringLiteral("CREATE TABLE splits (symbol TEXT NOT NULL, execution_date TEXT NOT NULL,"
                       " split_from REAL NOT NULL, split_to REAL NOT NULL, PRIMARY KEY (symbol, execution_date))"
                       " WITHOUT ROWID"),
    };
}

/// A hole is known by where and when it began, so that writing it again changes its row.
QStringList gapIdentity()
{
    return {QStringLiteral("CREATE UNIQUE INDEX gaps_by_beginning ON gaps (connection, symbol, from_time)"),
            QStringLiteral("CREATE INDEX gaps_unrepaired ON gaps (from_time) WHERE repaired_at IS NULL")};
}

/// What leads to withdrawn patterns, which are deleted, and to the events of one symbol.
QStringList patternIndexes()
{
    return {QStringLiteral("CREATE INDEX events_of_symbol ON events (symbol, timestamp)"),
            QStringLiteral("CREATE INDEX patterns_withdrawn ON intraday_patterns (strength) WHERE strength = 0")};
}

/// The same tables in PostgreSQL. Where TimescaleDB is installed its hypertables take the place of the partitions.
QStringList firstPostgresSchema()
{
    return {
        QStringLiteral("CREATE TABLE ohlcv_1min (symbol text NOT NULL, timestamp timestamptz NOT NULL,"
                       " open double precision NOT NULL, high double precision NOT NULL,"
                       " low double precision NOT NULL, close double precision NOT NULL,"
                       " volume double precision NOT NULL, vwap double precision, trade_count integer,"
                       " session text NOT NULL, source text NOT NULL, revision integer NOT NULL DEFAULT 0,"
                       " PRIMARY KEY (symbol, timestamp))"),
        QStringLiteral("CREATE TABLE ohlcv_daily (symbol text NOT NULL, date date NOT NULL,"
                       " open double precision NOT NULL, high double precision NOT NULL,"
                       " low double precision NOT NULL, close double precision NOT NULL,"
                       " volume double precision NOT NULL, vwap double precision, trade_count integer,"
                       " source text NOT NULL, PRIMARY KEY (symbol, date))"),
        QStringLiteral("CREATE TABLE ticks (symbol text NOT NULL, timestamp timestamptz NOT NULL,"
                       " event_type text NOT NULL, seq bigint NOT NULL, price double precision NOT NULL,"
                       " volume double precision NOT NULL, open double precision, high double precision,"
                       " low double precision, connection integer NOT NULL, source text NOT NULL,"
                       " PRIMARY KEY (symbol, timestamp, event_type, seq)) PARTITION BY RANGE (timestamp)"),
        QStringLiteral("CREATE TABLE ticks_default PARTITION OF ticks DEFAULT"),
        QStringLiteral("DO $$ BEGIN IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN"
                       " DROP TABLE ticks;"
                       " CREATE TABLE ticks (symbol text NOT NULL, timestamp timestamptz NOT NULL,"
                       " event_type text NOT NULL, seq bigint NOT NULL, price double precision NOT NULL,"
                       " volume double precision NOT NULL, open double precision, high double precision,"
                       " low double precision, connection integer NOT NULL, source text NOT NULL,"
                       " PRIMARY KEY (symbol, timestamp, event_type, seq));"
                       " PERFORM create_hypertable('ticks', 'timestamp', chunk_time_interval => interval '1 day');"
                       " PERFORM create_hypertable('ohlcv_1min', 'timestamp',"
                       " chunk_time_interval => interval '7 days'); END IF; END $$"),
        QStringLiteral("CREATE TABLE events (event_id text PRIMARY KEY, pattern text NOT NULL, symbol text NOT NULL,"
                       " timestamp timestamptz NOT NULL, direction text NOT NULL, timeframe text NOT NULL,"
                       " state text NOT NULL, confidence double precision NOT NULL, price double precision,"
                       " origin text NOT NULL, details text NOT NULL, created_at timestamptz NOT NULL)"),
        QStringLiteral("CREATE INDEX events_by_time ON events (timestamp)"),
        QStringLiteral("CREATE TABLE cache_entries (key text PRIMARY KEY, type text NOT NULL, value text NOT NULL,"
                       " updated_at timestamptz NOT NULL)"),
        QStringLiteral("CREATE TABLE intraday_patterns (symbol text NOT NULL, timestamp timestamptz NOT NULL,"
                       " timeframe text NOT NULL, pattern text NOT NULL, direction text NOT NULL,"
                       " strength integer NOT NULL, confidence double precision NOT NULL, levels text,"
                       " detected_at timestamptz NOT NULL, PRIMARY KEY (symbol, timeframe, timestamp, pattern))"),
        QStringLiteral("CREATE TABLE intraday_indicators (symbol text NOT NULL, timestamp timestamptz NOT NULL,"
                       " timeframe text NOT NULL, indicator text NOT NULL, value double precision, extra text,"
                       " computed_at timestamptz NOT NULL, PRIMARY KEY (symbol, timeframe, timestamp, indicator))"),
        QStringLiteral("CREATE TABLE streaming_sessions (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
                       " started_at timestamptz NOT NULL, ended_at timestamptz, symbols integer NOT NULL,"
                       " ticks bigint, bars bigint, events bigint, gaps bigint)"),
        QStringLiteral("CREATE TABLE gaps (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"
                       " connection text NOT NULL, symbol text NOT NULL, from_time timestamptz NOT NULL,"
                       " to_time timestamptz NOT NULL, cause text NOT NULL, repaired_by text,"
                       " repaired_at timestamptz)"),
        QStringLiteral("CREATE TABLE splits (symbol text NOT NULL, execution_date date NOT NULL,"
                       " split_from double precision NOT NULL, split_to double precision NOT NULL,"
                       " PRIMARY KEY (symbol, execution_date))"),
    };
}

QStringList listsOfSymbols(const QString &timeType)
{
    return {watchlistsTable(timeType), tickersTable(timeType)};
}

} // namespace

const std::vector<Migration> &sqliteMigrations()
{
    static const std::vector<Migration> migrations{
        {1, firstSchema()},
        {2, gapIdentity()},
        {3, patternIndexes()},
        {4, tickBlockSchema()},
        {5, {usualVolumesTable(QStringLiteral("TEXT"), QStringLiteral("INTEGER"))}},
        {6, listsOfSymbols(QStringLiteral("INTEGER"))}};
    return migrations;
}

const std::vector<Migration> &postgresMigrations()
{
    static const std::vector<Migration> migrations{
        {1, firstPostgresSchema()},
        {2, gapIdentity()},
        {3, patternIndexes()},
        {4, {usualVolumesTable(QStringLiteral("date"), QStringLiteral("bigint"))}},
        {5, listsOfSymbols(QStringLiteral("timestamptz"))}};
    return migrations;
}

} // namespace tickstock
