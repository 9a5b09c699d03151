// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/postgresserver.h"

#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QStandardPaths>

#include <pwd.h>
#include <unistd.h>

namespace tickstock::test {

namespace {

/// Characters that an URL, a connection string and an option list would each take for something else.
const QString Password = QStringLiteral("it's a;secret %41");

/// Debian keeps them out of the path.
QString find(const QString &name)
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed)) {
        const QString path = versions.filePath(version + QStringLiteral("/bin/") + name);
        if (QFile::exists(path))
            return path;
    }
    return QStandardPaths::findExecutable(name);
}

} // namespace

PostgresServer::PostgresServer()
    : m_port(freePort())
{
}

PostgresServer::~PostgresServer() = default;

QString PostgresServer::program() const
{
    return find(QStringLiteral("postgres"));
}

QStringList PostgresServer::arguments() const
{
    return {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-p"),
            QString::number(m_port), QStringLiteral("-h"), QStringLiteral("127.0.0.1"), QStringLiteral("-k"),
            m_directory.path(),
            // Nobody pulls the plug: what the system has taken over survives a killed server.
            QStringLiteral("-c"), QStringLiteral("fsync=off")};
}

bool PostgresServer::create()
{
    if (::geteuid() == 0) {
        const passwd *user = ::getpwnam("postgres");
        if (!user || ::chown(QFile::encodeName(m_directory.path()).constData(), user->pw_uid, user->pw_gid) != 0)
            return false;
    }
    QFile passwordFile(m_directory.filePath(QStringLiteral("password")));
    if (!passwordFile.open(QIODevice::WriteOnly))
        return false;
    passwordFile.write(Password.toUtf8());
    passwordFile.close();
    passwordFile.setPermissions(QFile::ReadOwner | QFile::ReadOther);
    const bool isMade = run(find(QStringLiteral("initdb")),
                            {QStringLiteral("-D"), m_directory.filePath(QStringLiteral("data")), QStringLiteral("-U"),
                             QStringLiteral("trader"), QStringLiteral("-A"), QStringLiteral("scram-sha-256"),
                             QStringLiteral("--pwfile"), passwordFile.fileName(), QStringLiteral("-E"),
                             QStringLiteral("UTF8"), QStringLiteral("--no-sync")});
    if (!isMade || !start())
        return false;
    query(QStringLiteral("CREATE DATABASE market"), QStringLiteral("postgres"));
    return !query(QStringLiteral("SELECT 1")).isEmpty();
}

QUrl PostgresServer::url() const
{
    QUrl url(QStringLiteral("postgresql://127.0.0.1:%1/market").arg(m_port));
    url.setUserName(QStringLiteral("trader"));
    url.setPassword(Password, QUrl::DecodedMode);
    return url;
}

bool PostgresServer::answers()
{
    return !query(QStringLiteral("SELECT 1"), QStringLiteral("postgres")).isEmpty();
}

bool PostgresServer::empty()
{
    query(QStringLiteral("DROP SCHEMA public CASCADE"));
    query(QStringLiteral("CREATE SCHEMA public"));
    return !query(QStringLiteral("SELECT 1")).isEmpty();
}

QVariantList PostgresServer::query(const QString &sql, const QString &database)
{
    QVariantList values;
    const QString name = QStringLiteral("test-query");
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), name);
        connection.setHostName(QStringLiteral("127.0.0.1"));
        connection.setPort(m_port);
        connection.setUserName(QStringLiteral("trader"));
        connection.setPassword(Password);
        connection.setDatabaseName(database);
        connection.setConnectOptions(QStringLiteral("connect_timeout=2"));
        if (connection.open()) {
            QSqlQuery query(connection);
            if (!query.exec(sql))
                qWarning().noquote() << sql << query.lastError().text();
            while (query.next()) {
                for (int i = 0; i < query.record().count(); ++i)
                    values.append(query.value(i));
            }
        }
    }
    QSqlDatabase::removeDatabase(name);
    return values;
}

} // namespace tickstock::test
