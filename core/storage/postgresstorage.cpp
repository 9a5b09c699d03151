// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgresstorage.h"

#include "core/market/newyork.h"
#include "core/storage/postgreswriter.h"
#include "core/storage/statementwatchdog.h"
#include "core/types/utc.h"

#include <QDateTime>
#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrlQuery>
#include <QVariant>

#include <libpq-fe.h>

#include <algorithm>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

constexpr Milliseconds LongPatience = 30 * OneMinute;
constexpr Milliseconds LastPatience{2'000};
/// Any number, the same in all our programs: two of them that start together take turns.
constexpr qlonglong AdvisoryLock = 0x7469636b73746f63;

/// QSqlDatabase joins its options with semicolons and hands them to libpq unquoted.
bool isHarmless(const QString &value)
{
    return std::all_of(value.begin(), value.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u'.' || c == u'/';
    });
}

QString partitionName(QDate day)
{
    return QStringLiteral("ticks_") + day.toString(QStringLiteral("yyyyMMdd"));
}

QDate utcDay(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.ms, Utc).date();
}

} // namespace

PostgresStorage::PostgresStorage(QUrl url, QString source, Milliseconds patience)
    : SqlStorage(QStringLiteral("QPSQL"), {QStringLiteral("CAST(extract(epoch FROM %1) * 1000 AS bigint)"),
                                           QStringLiteral("to_timestamp(CAST(%1 AS bigint) / 1000.0)"),
                                           QStringLiteral("CAST(trunc(%1 + 0.5) AS bigint)"), QStringLiteral("date")})
    , m_url(std::move(url))
    , m_source(std::move(source))
    , m_watchdog(std::make_unique<StatementWatchdog>(patience))
{
}

PostgresStorage::~PostgresStorage()
{
    m_watchdog->cap(LastPatience); // releasing the statements asks the server
    const Work work(*this);
    m_writer.reset();
    close();
}

QString PostgresStorage::shown(const QUrl &url)
{
    return url.toString(QUrl::RemovePassword | QUrl::RemoveQuery);
}

/// The name of the handle's type is the compiler's: "PGconn*" with Qt 5, "pg_conn*" with Qt 6.
int PostgresStorage::socket() const
{
    const QVariant handle = database().driver()->handle();
    const QByteArrayView type(handle.typeName());
    if (!handle.isValid() || (type != "PGconn*" && type != "pg_conn*")) {
        qCWarning(lcStorage) << "the driver's connection is of another type:" << handle.typeName();
        return -1;
    }
    return PQsocket(*static_cast<PGconn *const *>(handle.constData()));
}

/// Each statement has its own time.
bool PostgresStorage::execute(QSqlQuery &query) const
{
    const Work work(*this);
    return database().isOpen() && query.exec();
}

bool PostgresStorage::execute(QSqlQuery &query, const QString &sql) const
{
    const Work work(*this);
    return database().isOpen() && query.exec(sql);
}

void PostgresStorage::beginWork() const
{
    ++m_workDepth;
    m_watchdog->begin(database().isValid() ? socket() : -1);
}

void PostgresStorage::endWork() const
{
    if (--m_workDepth == 0)
        m_watchdog->end();
}

/// SQLSTATE classes: 08 connection, 57P shutdown, none at all when the connection is gone; 22 and 23 are about the
/// rows. PostgreSQL manual, appendix "Error Codes".
Error PostgresStorage::failure(const QSqlQuery &query) const
{
    const QSqlError error = query.lastError();
    const QString state = error.nativeErrorCode();
    const QString detail = m_watchdog->hasCut()
                               ? QStringLiteral("%1: no answer in time; the connection was ended").arg(shownName())
                               : QStringLiteral("%1: %2").arg(shownName(), error.text().simplified());
    if (state.isEmpty() || state.startsWith(u"08") || state.startsWith(u"57P")) {
        m_isLost = true;
        return Error{ErrorCode::Unreachable, detail};
    }
    if (state.startsWith(u"22") || state.startsWith(u"23"))
        return Error{ErrorCode::BadInput, detail};
    return Error{ErrorCode::Io, detail};
}

Error PostgresStorage::connectionFailure(const QString &text) const
{
    const bool isRefusal = text.contains(u"authentication failed") || text.contains(u"no pg_hba.conf entry") ||
                           text.contains(u"does not exist") || text.contains(u"no password supplied");
    return Error{isRefusal ? ErrorCode::Denied : ErrorCode::Unreachable,
                 QStringLiteral("%1: %2").arg(shownName(), text.simplified())};
}

Outcome PostgresStorage::open()
{
    {
        const Work work(*this);
        m_writer.reset();
        close();
    }
    m_partitions.clear();
    if (m_isEnding) { // to connect may take longer than there is time, and nothing can cut it off
        m_isLost = true;
        return Error{ErrorCode::Unreachable, QStringLiteral("%1: not opened any more").arg(shownName())};
    }
    auto done = connectAndSetUp();
    m_isLost = !done;
    return done;
}

Outcome PostgresStorage::connectAndSetUp()
{
    {
        QSqlDatabase made = QSqlDatabase::addDatabase(m_driver, m_connection);
        made.setHostName(m_url.host());
        made.setPort(m_url.port(5'432));
        made.setUserName(m_url.userName(QUrl::FullyDecoded));
        made.setPassword(m_url.password(QUrl::FullyDecoded));
        made.setDatabaseName(m_url.path(QUrl::FullyDecoded).mid(1));
        QStringList options{QStringLiteral("connect_timeout=5"), QStringLiteral("keepalives_idle=15"),
                            QStringLiteral("tcp_user_timeout=15000"), QStringLiteral("application_name=tickstock")};
        const auto query = QUrlQuery(m_url).queryItems(QUrl::FullyDecoded);
        for (const auto &[name, value] : query) {
            if (name.startsWith(u"ssl") && isHarmless(name) && isHarmless(value))
                options.append(name + u'=' + value);
        }
        made.setConnectOptions(options.join(u';'));
        if (!made.open())
            return connectionFailure(made.lastError().text());
    }
    const StatementWatchdog::Patience patience(*m_watchdog, LongPatience);
    for (const QString &setting :
         {QStringLiteral("SET TIME ZONE 'UTC'"), QStringLiteral("SET client_min_messages = warning")}) {
        if (const auto done = run(setting); !done)
            return done.error();
    }
    if (const auto migrated = migrate(); !migrated)
        return migrated.error();
    return prepare();
}

Expected<QStringList> PostgresStorage::tables()
{
    const Work work(*this);
    QSqlQuery query(database());
    if (!execute(query, QStringLiteral("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                                       " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                                       " AND NOT c.relispartition ORDER BY 1")))
        return failure(query);
    QStringList names;
    while (query.next())
        names.append(query.value(0).toString());
    return names;
}

QStringList PostgresStorage::beginExclusively() const
{
    return {QStringLiteral("BEGIN"), QStringLiteral("SELECT pg_advisory_xact_lock(%1)").arg(AdvisoryLock)};
}

Outcome PostgresStorage::prepare()
{
    const Work work(*this);
    QSqlQuery query(database());
    if (!execute(query, QStringLiteral("SELECT relkind = 'p' FROM pg_class WHERE oid = CAST('ticks' AS regclass)")) ||
        !query.next())
        return failure(query);
    m_isPartitioned = query.value(0).toBool();

    auto made = std::make_unique<PostgresWriter>(database(), m_source);
    if (!made->prepare())
        return Error{ErrorCode::Io, QStringLiteral("%1: a statement could not be prepared: %2")
                                        .arg(shownName(), database().lastError().text().simplified())};
    m_writer = std::move(made);
    return success();
}

Outcome PostgresStorage::write(const WriteBatch &batch)
{
    if (batch.isEmpty())
        return success();
    if (!m_writer)
        return Error{ErrorCode::Unreachable, QStringLiteral("%1 is not open").arg(shownName())};
    const Work work(*this);
    if (const auto ensured = ensurePartitions(batch.ticks); !ensured)
        return ensured;
    if (const auto begun = run(QStringLiteral("BEGIN")); !begun)
        return begun;
    auto written = m_writer->write(batch, [this](QSqlQuery &query) { return run(query); });
    // Whether a commit whose answer is lost has happened is not known; writing the batch again changes nothing then.
    auto ended = run(written ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
    return written ? ended : written;
}

Outcome PostgresStorage::ensurePartitions(const std::vector<StoredTick> &ticks)
{
    std::int64_t lastDay = -1;
    for (const StoredTick &stored : ticks) {
        const std::int64_t number = stored.tick.start.ms / OneDay.count();
        if (std::exchange(lastDay, number) == number)
            continue;
        if (const auto done = ensurePartition(utcDay(stored.tick.start)); !done)
            return done;
    }
    return success();
}

Outcome PostgresStorage::makeRoomForTicks(SqlStorage &from)
{
    const auto days = from.tickDays();
    if (!days)
        return days.error();
    for (const Timestamp day : *days) {
        if (const auto done = ensurePartition(utcDay(day)); !done)
            return done;
    }
    return success();
}

/// A day whose rows lie in the default partition already cannot get its own any more, and stays there.
Outcome PostgresStorage::ensurePartition(QDate day)
{
    if (!m_isPartitioned || m_partitions.contains(day))
        return success();
    const Work work(*this);
    QSqlQuery query(database());
    const QString name = partitionName(day);
    if (!execute(query, QStringLiteral("SELECT to_regclass('%1') IS NOT NULL").arg(name)) || !query.next())
        return failure(query);
    if (!query.value(0).toBool()) {
        const auto made =
            run(QStringLiteral("CREATE TABLE IF NOT EXISTS %1 PARTITION OF ticks FOR VALUES FROM ('%2 00:00+00')"
                               " TO ('%3 00:00+00')")
                    .arg(name, day.toString(Qt::ISODate), day.addDays(1).toString(Qt::ISODate)));
        if (!made && made.error().code == ErrorCode::Unreachable)
            return made;
        if (!made)
            qCWarning(lcStorage).noquote() << "no partition of its own for" << name << made.error().detail;
    }
    m_partitions.insert(day);
    return success();
}

/// Whole days go, counted from the newest tick. A reader of an old partition is not waited for.
Outcome PostgresStorage::forgetOldTicks(int days)
{
    const StatementWatchdog::Patience patience(*m_watchdog, LongPatience);
    const Work work(*this);
    QSqlQuery query(database());
    const auto newestIn = [&](const QString &table) -> Expected<Timestamp> {
        if (!execute(query, QStringLiteral("SELECT CAST(extract(epoch FROM max(timestamp)) * 1000 AS bigint) FROM %1"
                                           " WHERE timestamp < to_timestamp(%2)")
                                .arg(table)
                                .arg(latestPlausible().ms / 1'000)) ||
            !query.next())
            return failure(query);
        return Timestamp{query.value(0).toLongLong()};
    };
    if (!m_isPartitioned) { // TimescaleDB keeps chunks of a day
        const auto newest = newestIn(QStringLiteral("ticks"));
        if (!newest)
            return newest.error();
        return run(
            QStringLiteral("SELECT drop_chunks('ticks', to_timestamp(%1))").arg(oldestKept(*newest, days).ms / 1'000));
    }
    if (!execute(query, QStringLiteral("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                                       " WHERE i.inhparent = CAST('ticks' AS regclass)"
                                       " AND c.relname ~ '^ticks_[0-9]{8}$' ORDER BY 1")))
        return failure(query);
    QStringList names;
    while (query.next())
        names.append(query.value(0).toString());
    Timestamp newest;
    for (auto name = names.crbegin(); name != names.crend() && !newest.isValid(); ++name) {
        const auto found = newestIn(*name);
        if (!found)
            return found.error();
        newest = *found;
    }
    if (!newest.isValid())
        return success();
    const Timestamp oldest = oldestKept(newest, days);
    if (const auto done = run(QStringLiteral("SET lock_timeout = '2s'")); !done)
        return done;
    Outcome outcome = success();
    for (const QString &name : names) {
        if (name >= partitionName(utcDay(oldest)))
            break;
        if (const auto dropped = run(QStringLiteral("DROP TABLE %1").arg(name)); !dropped)
            outcome = dropped;
        m_partitions.remove(QDate::fromString(name.mid(6), QStringLiteral("yyyyMMdd")));
    }
    if (const auto done = run(QStringLiteral("SET lock_timeout = 0")); !done)
        return done;
    const auto emptied =
        run(QStringLiteral("DELETE FROM ticks_default WHERE timestamp < to_timestamp(%1)").arg(oldest.ms / 1'000));
    return outcome ? emptied : outcome;
}

Expected<int> PostgresStorage::rollUp(const SessionHours &session)
{
    const StatementWatchdog::Patience patience(*m_watchdog, LongPatience);
    return SqlStorage::rollUp(session);
}

/// Rows came with their numbers; new ones must not begin with 1.
void PostgresStorage::afterCopy()
{
    for (const QString &table : {QStringLiteral("streaming_sessions"), QStringLiteral("gaps")}) {
        (void)run(QStringLiteral("SELECT setval(pg_get_serial_sequence('%1', 'id'), coalesce(max(id), 1)) FROM %1")
                      .arg(table));
    }
}

void PostgresStorage::finishWithin(Milliseconds patience)
{
    m_isEnding = true;
    m_watchdog->cap(patience);
}

} // namespace tickstock
