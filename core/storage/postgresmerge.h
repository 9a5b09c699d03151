// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"
#include "core/types/expected.h"

#include <QByteArray>
#include <QSqlQuery>
#include <QString>

#include <functional>

namespace tickstock {

/// Rows in the binary form that COPY takes, field by field. PostgreSQL manual, "COPY: Binary Format". A value.
class PostgresRows
{
public:
    PostgresRows() { clear(); }

    void beginRow(int fields);
    void add(std::int64_t value); ///< a bigint
    void add(std::int32_t value); ///< an integer
    void add(double value);       ///< a double precision; NaN is NULL
    void add(Timestamp time);     ///< a timestamptz
    /// Characters of value zero, which no PostgreSQL text can hold, are left out.
    void add(const QString &text);
    void addNull();
    /// All of it, with its end.
    QByteArray take();

private:
    void clear();

    QByteArray m_bytes;
};

/// Many rows of one table, as fast as the server takes them: COPY into a temporary table, and one statement that merges
/// it into the real one. Lives in its connection's thread.
class PostgresMerge
{
public:
    /// Runs a statement, prepared or not; sends rows to a COPY statement.
    struct Server
    {
        std::function<Outcome(QSqlQuery &query)> run;
        std::function<Outcome(const QString &statement)> runText;
        std::function<Outcome(const QString &copyStatement, const QByteArray &rows)> copy;
    };

    /// @param columns of the table, those that rows have, separated by commas
    /// @param conflict what happens to a row that is there already
    PostgresMerge(const QSqlDatabase &database, QString table, QString columns, QString conflict);

    PostgresRows rows;
    /// Before the transaction in which something is written. Needs the right to make temporary tables, once a
    /// connection; who only reads never comes here.
    Outcome prepare(const Server &server);
    /// Sends rows, and empties it. Once in a transaction.
    Outcome write(const Server &server);

private:
    QString incoming() const { return QStringLiteral("incoming_") + m_table; }

    const QString m_table, m_columns, m_conflict;
    QSqlQuery m_merge;
    bool m_isReady = false;
};

} // namespace tickstock
