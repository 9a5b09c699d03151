// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlconnection.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace tickstock {

SqlConnection::SqlConnection(const QString &driver, Dialect dialect)
    : m_driver(driver)
    , m_connection(driver + u'-' + QUuid::createUuid().toString(QUuid::WithoutBraces))
    , m_dialect(std::move(dialect))
{
}

SqlConnection::~SqlConnection()
{
    close();
}

void SqlConnection::close()
{
    if (!QSqlDatabase::contains(m_connection))
        return;
    database().close();
    QSqlDatabase::removeDatabase(m_connection);
}

QSqlDatabase SqlConnection::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Error SqlConnection::failure(const QSqlQuery &query) const
{
    return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(shownName(), query.lastError().text().trimmed())};
}

bool SqlConnection::execute(QSqlQuery &query) const
{
    return database().isOpen() && query.exec();
}

bool SqlConnection::execute(QSqlQuery &query, const QString &sql) const
{
    return database().isOpen() && query.exec(sql);
}

/// A store that is away says so when the query is executed.
void SqlConnection::prepare(QSqlQuery &query, const QString &sql) const
{
    if (database().isOpen())
        query.prepare(sql);
}

Outcome SqlConnection::run(const QString &sql) const
{
    QSqlQuery query(database());
    if (!execute(query, sql))
        return failure(query);
    return success();
}

Outcome SqlConnection::run(QSqlQuery &query) const
{
    if (!execute(query))
        return failure(query);
    return success();
}

QString SqlConnection::milliseconds(const char *column) const
{
    return m_dialect.milliseconds.arg(QLatin1String(column));
}

QString SqlConnection::instant() const
{
    return m_dialect.instant.arg(QLatin1Char('?'));
}

} // namespace tickstock
