// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/postgrespartitions.h"
#include "core/storage/sqlstorage.h"

#include <QUrl>

#include <atomic>

struct pg_conn; // of the client library

namespace tickstock {

class PostgresWriter;
class StatementWatchdog;

/// A PostgreSQL store. Rows go in bulk (PostgresWriter); ticks lie in one partition a
/// day (UTC). A server that stops answering is noticed and its connection ended; what follows is an Unreachable error,
/// and open() may be called again. Lives in the thread that makes it.
class PostgresStorage final : public SqlStorage
{
public:
    static constexpr Milliseconds UsualPatience{10'000};

    /// @param url postgresql://user:password@host:port/database?sslmode=...
    /// @param source what the ticks' source column says
    explicit PostgresStorage(QUrl url, QString source = QStringLiteral("massive"),
                             Milliseconds patience = UsualPatience);
    ~PostgresStorage() override;
    Q_DISABLE_COPY_MOVE(PostgresStorage)

    Outcome open() override;
    Outcome openForReading() override;
    Outcome write(const WriteBatch &batch) override;
    Outcome forgetOldTicks(int days) override;
    using Storage::rollUp;
    Expected<RolledUp> rollUp(const SessionHours &session, const QString &after, int most) override;
    bool isLost() const override { return m_isLost; }
    void finishWithin(Milliseconds patience) override;
    void afterCopy() override;
    Outcome makeRoomForTicks(SqlStorage &from) override;

    /// The URL as it may be shown: without password and options.
    static QString shown(const QUrl &url);

private:
    QString shownName() const override { return shown(m_url); }
    Expected<QStringList> tables() override;
    QStringList beginExclusively() const override;
    QString beginReading() const override { return QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"); }
    const std::vector<Migration> &migrations() const override { return postgresMigrations(); }
    bool execute(QSqlQuery &query) const override;
    bool execute(QSqlQuery &query, const QString &sql) const override;
    void beginWork() const override;
    void endWork() const override;
    Error failure(const QSqlQuery &query) const override;
    Error connectionFailure(const QString &text) const;
    Outcome reopen(const std::function<Outcome()> &setUp);
    Outcome connectToServer();
    Outcome setUp();
    Outcome prepare();
    Error failure(const QString &state, const QString &words) const;
    Outcome copy(const QString &statement, const QByteArray &rows);
    pg_conn *handle() const;

    const QUrl m_url;
    const QString m_source;
    const std::unique_ptr<StatementWatchdog> m_watchdog;
    std::unique_ptr<PostgresWriter> m_writer;
    PostgresPartitions m_partitions;
    std::atomic<bool> m_isEnding = false;
    mutable bool m_isLost = false;
    mutable int m_workDepth = 0;
};

} // namespace tickstock
