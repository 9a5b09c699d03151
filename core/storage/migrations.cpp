// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/migrations.h"

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

} // namespace

const std::vector<Migration> &sqliteMigrations()
{
    static const std::vector<Migration> migrations{{1, firstSchema()}, {2, gapIdentity()}};
    return migrations;
}

} // namespace tickstock
