// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sink/spool.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

constexpr int PageBytes = 4'096;
/// Dropped at once when there is no room, so that not every entry has to make its own.
constexpr int DroppedAtOnce = 100;
constexpr int MaxAttempts = 50;
/// SQLITE_FULL: the file's bound is reached, or the disk is full. https://www.sqlite.org/rescode.html
const QLatin1String SqliteFull("13");

} // namespace

struct Spool::Statements
{
    explicit Statements(const QSqlDatabase &database)
        : insert(database)
        , oldest(database)
        , weigh(database)
        , remove(database)
    {
        oldest.setForwardOnly(true);
    }
    QSqlQuery insert;
    QSqlQuery oldest;
    QSqlQuery weigh;
    QSqlQuery remove;
};

Spool::Spool(QString file, qint64 maxBytes)
    : m_file(std::move(file))
    , m_maxBytes(maxBytes)
    , m_connection(QStringLiteral("spool-") + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Spool::~Spool()
{
    m_statements.reset();
    if (QSqlDatabase::contains(m_connection)) {
        database().close();
        QSqlDatabase::removeDatabase(m_connection);
    }
}

QSqlDatabase Spool::database() const
{
    return QSqlDatabase::database(m_connection, false);
}

Error Spool::failure(const QSqlQuery &query) const
{
    return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(m_file, query.lastError().text().trimmed())};
}

Outcome Spool::run(const QString &sql)
{
    QSqlQuery query(database());
    if (!query.exec(sql))
        return failure(query);
    return success();
}

Outcome Spool::open()
{
    m_thread.assertHere();
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection);
    database.setDatabaseName(m_file);
    database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!database.open())
        return Error{ErrorCode::Io, QStringLiteral("%1: %2").arg(m_file, database.lastError().text().trimmed())};
    const QStringList setUp{
        QStringLiteral("PRAGMA journal_mode=WAL"), QStringLiteral("PRAGMA synchronous=FULL"),
        QStringLiteral("PRAGMA max_page_count=%1").arg(std::max<qint64>(m_maxBytes / PageBytes, 16)),
        QStringLiteral("CREATE TABLE IF NOT EXISTS spool (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                       " weight INTEGER NOT NULL, payload BLOB NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL)")};
    for (const QString &statement : setUp) {
        if (const auto done = run(statement); !done)
            return done.error();
    }
    QSqlQuery weight(database);
    if (!weight.exec(QStringLiteral("SELECT coalesce(sum(weight), 0) FROM spool")) || !weight.next())
        return failure(weight);
    m_weight = weight.value(0).toULongLong();
    auto statements = std::make_unique<Statements>(database);
    if (!statements->insert.prepare(QStringLiteral("INSERT INTO spool (weight, payload) VALUES (?, ?)")) ||
        !statements->oldest.prepare(
            QStringLiteral("SELECT id, weight, payload FROM spool WHERE id > ? ORDER BY id LIMIT ?")) ||
        !statements->weigh.prepare(
            QStringLiteral("SELECT coalesce(sum(weight), 0) FROM spool WHERE id > ? AND id <= ?")) ||
        !statements->remove.prepare(QStringLiteral("DELETE FROM spool WHERE id > ? AND id <= ?")))
        return failure(statements->insert);
    m_statements = std::move(statements);
    return success();
}

Expected<qint64> Spool::append(const std::vector<SpoolEntry> &entries)
{
    m_thread.assertHere();
    if (!m_statements)
        return Error{ErrorCode::Io, QStringLiteral("%1 is not open").arg(m_file)};
    quint64 weight = 0;
    qint64 bytes = 0;
    for (const SpoolEntry &entry : entries) {
        weight += entry.weight;
        bytes += entry.payload.size();
    }
    if (bytes > m_maxBytes / 2)
        return Error{ErrorCode::Io,
                     QStringLiteral("%1: %2 bytes at once are more than it may hold").arg(m_file).arg(bytes)};
    auto inserted = insert(entries);
    for (int attempt = 0; !inserted && m_isFull && m_weight > 0 && attempt < MaxAttempts; ++attempt) {
        if (const auto made = makeRoom(); !made)
            break;
        inserted = insert(entries);
    }
    if (inserted)
        m_weight += weight;
    return inserted;
}

Expected<qint64> Spool::insert(const std::vector<SpoolEntry> &entries)
{
    m_isFull = false;
    if (const auto begun = run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    for (const SpoolEntry &entry : entries) {
        m_statements->insert.bindValue(0, entry.weight);
        m_statements->insert.bindValue(1, entry.payload);
        if (!m_statements->insert.exec()) {
            const Error error = failure(m_statements->insert);
            m_isFull = m_statements->insert.lastError().nativeErrorCode() == SqliteFull;
            (void)run(QStringLiteral("ROLLBACK"));
            return error;
        }
    }
    const qint64 last = m_statements->insert.lastInsertId().toLongLong();
    QSqlQuery commit(database());
    if (commit.exec(QStringLiteral("COMMIT")))
        return last;
    const Error error = failure(commit);
    m_isFull = commit.lastError().nativeErrorCode() == SqliteFull;
    (void)run(QStringLiteral("ROLLBACK"));
    return error;
}

/// Freed pages are used again, so the file does not have to shrink.
Outcome Spool::makeRoom()
{
    QSqlQuery query(database());
    if (!query.exec(QStringLiteral("SELECT max(id) FROM (SELECT id FROM spool WHERE id > %1 ORDER BY id LIMIT %2)")
                        .arg(m_keptUpTo)
                        .arg(DroppedAtOnce)) ||
        !query.next())
        return failure(query);
    if (query.isNull(0))
        return Error{ErrorCode::Io, QStringLiteral("%1 is full").arg(m_file)};
    const qint64 last = query.value(0).toLongLong();
    query.finish();
    const quint64 before = m_weight;
    if (const auto removed = remove(m_keptUpTo, last); !removed)
        return removed.error();
    m_dropped += before - m_weight;
    return success();
}

Expected<std::vector<SpoolEntry>> Spool::oldest(int limit, qint64 after)
{
    m_thread.assertHere();
    if (!m_statements)
        return Error{ErrorCode::Io, QStringLiteral("%1 is not open").arg(m_file)};
    QSqlQuery &query = m_statements->oldest;
    query.bindValue(0, after);
    query.bindValue(1, limit);
    if (!query.exec())
        return failure(query);
    std::vector<SpoolEntry> entries;
    while (query.next())
        entries.push_back({query.value(0).toLongLong(), query.value(2).toByteArray(), query.value(1).toULongLong()});
    query.finish();
    return entries;
}

Outcome Spool::removeUpTo(qint64 id)
{
    m_thread.assertHere();
    return remove(0, id);
}

Outcome Spool::remove(qint64 after, qint64 upTo)
{
    if (!m_statements)
        return Error{ErrorCode::Io, QStringLiteral("%1 is not open").arg(m_file)};
    QSqlQuery &weigh = m_statements->weigh;
    weigh.bindValue(0, after);
    weigh.bindValue(1, upTo);
    if (!weigh.exec() || !weigh.next())
        return failure(weigh);
    const quint64 weight = weigh.value(0).toULongLong();
    weigh.finish();
    m_statements->remove.bindValue(0, after);
    m_statements->remove.bindValue(1, upTo);
    if (!m_statements->remove.exec())
        return failure(m_statements->remove);
    m_weight -= std::min(m_weight, weight);
    return success();
}

quint64 Spool::takeDropped()
{
    return std::exchange(m_dropped, 0);
}

qint64 Spool::number(const QString &name)
{
    m_thread.assertHere();
    QSqlQuery query(database());
    query.prepare(QStringLiteral("SELECT value FROM numbers WHERE name = ?"));
    query.addBindValue(name);
    return query.exec() && query.next() ? query.value(0).toLongLong() : 0;
}

Outcome Spool::setNumber(const QString &name, qint64 value)
{
    m_thread.assertHere();
    QSqlQuery query(database());
    query.prepare(QStringLiteral("INSERT INTO numbers (name, value) VALUES (?, ?)"
                                 " ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
    query.addBindValue(name);
    query.addBindValue(value);
    if (!query.exec())
        return failure(query);
    return success();
}

} // namespace tickstock
