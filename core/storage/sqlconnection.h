// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"
#include "core/types/threadcheck.h"

#include <QString>

class QSqlDatabase;
class QSqlQuery;

namespace tickstock {

/// The connection to a database, and how statements are run on it: the same ones for SQLite and PostgreSQL, except for
/// what a Dialect says. Lives in the thread that makes it.
class SqlConnection
{
public:
    /// How a database spells things; %1 stands for an expression.
    struct Dialect
    {
        QString milliseconds; ///< a time column as epoch milliseconds
        QString instant;      ///< epoch milliseconds as a time
        QString rounded;      ///< a positive number to the nearest whole one, the same everywhere
        QString dateType;     ///< of a column with an exchange date
    };

    virtual ~SqlConnection();
    Q_DISABLE_COPY_MOVE(SqlConnection)

    QSqlDatabase database() const;
    const Dialect &dialect() const { return m_dialect; }
    QString milliseconds(const char *column) const;
    QString instant() const;

    /// What the user calls this store; without a password.
    virtual QString shownName() const = 0;
    /// A store that is away says so when the query is executed.
    void prepare(QSqlQuery &query, const QString &sql) const;
    /// Runs a prepared statement. Everything that goes to the database goes through here or the next.
    virtual bool execute(QSqlQuery &query) const;
    virtual bool execute(QSqlQuery &query, const QString &sql) const;
    Outcome run(const QString &sql) const;
    Outcome run(QSqlQuery &query) const;
    virtual Error failure(const QSqlQuery &query) const;

    /// Between these the server may be waited for: preparing, fetching and releasing a query ask it, too. Nested.
    virtual void beginWork() const {}
    virtual void endWork() const {}
    /// Declared before the queries that it covers.
    class Work
    {
    public:
        explicit Work(const SqlConnection &connection)
            : m_connection(connection)
        {
            m_connection.m_thread.assertHere();
            m_connection.beginWork();
        }
        ~Work() { m_connection.endWork(); }
        Work(const Work &) = delete;
        Work &operator=(const Work &) = delete;

    private:
        const SqlConnection &m_connection;
    };

protected:
    /// @param driver Qt's name of it
    SqlConnection(const QString &driver, Dialect dialect);
    void close();

    const QString m_driver;
    const QString m_connection; // Qt's name for it; unique

private:
    ThreadCheck m_thread;
    const Dialect m_dialect;
};

} // namespace tickstock
