// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgrespartitions.h"

#include "core/storage/sqlconnection.h"
#include "core/types/utc.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

QString partitionName(QDate day)
{
    return QStringLiteral("ticks_") + day.toString(QStringLiteral("yyyyMMdd"));
}

QDate utcDay(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.ms, Utc).date();
}

} // namespace

Outcome PostgresPartitions::begin()
{
    m_days.clear();
    const SqlConnection::Work work(m_connection);
    QSqlQuery query(m_connection.database());
    if (!m_connection.execute(
            query, QStringLiteral("SELECT relkind = 'p' FROM pg_class WHERE oid = CAST('ticks' AS regclass)")) ||
        !query.next())
        return m_connection.failure(query);
    m_isPartitioned = query.value(0).toBool();
    return success();
}

Outcome PostgresPartitions::ensureFor(const std::vector<StoredTick> &ticks)
{
    std::int64_t lastDay = -1;
    for (const StoredTick &stored : ticks) {
        const std::int64_t number = stored.tick.start.ms / OneDay.count();
        if (std::exchange(lastDay, number) == number)
            continue;
        if (const auto done = ensure(utcDay(stored.tick.start)); !done)
            return done;
    }
    return success();
}

Outcome PostgresPartitions::ensure(const std::vector<Timestamp> &days)
{
    for (const Timestamp day : days) {
        if (const auto done = ensure(utcDay(day)); !done)
            return done;
    }
    return success();
}

/// A day whose rows lie in the default partition already cannot get its own any more, and stays there.
Outcome PostgresPartitions::ensure(QDate day)
{
    if (!m_isPartitioned || m_days.contains(day))
        return success();
    const SqlConnection::Work work(m_connection);
    QSqlQuery query(m_connection.database());
    const QString name = partitionName(day);
    if (!m_connection.execute(query, QStringLiteral("SELECT to_regclass('%1') IS NOT NULL").arg(name)) || !query.next())
        return m_connection.failure(query);
    if (!query.value(0).toBool()) {
        const auto made = m_connection.run(
            QStringLiteral("CREATE TABLE IF NOT EXISTS %1 PARTITION OF ticks FOR VALUES FROM ('%2 00:00+00')"
                           " TO ('%3 00:00+00')")
                .arg(name, day.toString(Qt::ISODate), day.addDays(1).toString(Qt::ISODate)));
        if (!made && made.error().code == ErrorCode::Unreachable)
            return made;
        if (!made)
            qCWarning(lcStorage).noquote() << "no partition of its own for" << name << made.error().detail;
    }
    m_days.insert(day);
    return success();
}

Outcome PostgresPartitions::forget(int days)
{
    const SqlConnection::Work work(m_connection);
    if (!m_isPartitioned) { // TimescaleDB keeps chunks of a day
        const auto newest = newestIn(QStringLiteral("ticks"));
        if (!newest)
            return newest.error();
        return m_connection.run(
            QStringLiteral("SELECT drop_chunks('ticks', to_timestamp(%1))").arg(oldestKept(*newest, days).ms / 1'000));
    }
    const auto found = names();
    if (!found)
        return found.error();
    Timestamp newest;
    for (auto name = found->crbegin(); name != found->crend() && !newest.isValid(); ++name) {
        const auto in = newestIn(*name);
        if (!in)
            return in.error();
        newest = *in;
    }
    return newest.isValid() ? drop(*found, oldestKept(newest, days)) : success();
}

Expected<Timestamp> PostgresPartitions::newestIn(const QString &table) const
{
    QSqlQuery query(m_connection.database());
    if (!m_connection.execute(query,
                              QStringLiteral("SELECT CAST(extract(epoch FROM max(timestamp)) * 1000 AS bigint) FROM %1"
                                             " WHERE timestamp < to_timestamp(%2)")
                                  .arg(table)
                                  .arg(latestPlausible().ms / 1'000)) ||
        !query.next())
        return m_connection.failure(query);
    return Timestamp{query.value(0).toLongLong()};
}

/// The oldest first.
Expected<QStringList> PostgresPartitions::names() const
{
    QSqlQuery query(m_connection.database());
    if (!m_connection.execute(query,
                              QStringLiteral("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                             " WHERE i.inhparent = CAST('ticks' AS regclass)"
                                             " AND c.relname ~ '^ticks_[0-9]{8}$' ORDER BY 1")))
        return m_connection.failure(query);
    QStringList names;
    while (query.next())
        names.append(query.value(0).toString());
    return names;
}

Outcome PostgresPartitions::drop(const QStringList &names, Timestamp oldest)
{
    if (const auto done = m_connection.run(QStringLiteral("SET lock_timeout = '2s'")); !done)
        return done;
    Outcome outcome = success();
    for (const QString &name : names) {
        if (name >= partitionName(utcDay(oldest)))
            break;
        if (const auto dropped = m_connection.run(QStringLiteral("DROP TABLE %1").arg(name)); !dropped)
            outcome = dropped;
        m_days.remove(QDate::fromString(name.mid(6), QStringLiteral("yyyyMMdd")));
    }
    if (const auto done = m_connection.run(QStringLiteral("SET lock_timeout = 0")); !done)
        return done;
    const auto emptied = m_connection.run(
        QStringLiteral("DELETE FROM ticks_default WHERE timestamp < to_timestamp(%1)").arg(oldest.ms / 1'000));
    return outcome ? emptied : outcome;
}

} // namespace tickstock
