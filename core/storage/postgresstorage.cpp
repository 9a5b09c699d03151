// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgresstorage.h"

#include "core/storage/postgreswriter.h"
#include "core/storage/statementwatchdog.h"

#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrlQuery>
#include <QVariant>

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

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

} // namespace

PostgresStorage::PostgresStorage(QUrl url, QString source, Milliseconds patience)
    : SqlStorage(QStringLiteral("QPSQL"), {QStringLiteral("CAST(extract(epoch FROM %1) * 1000 AS bigint)"),
                                           QStringLiteral("to_timestamp(CAST(%1 AS bigint) / 1000.0)"),
                                           QStringLiteral("CAST(trunc(%1 + 0.5) AS bigint)"), QStringLiteral("date")})
    , m_url(std::move(url))
    , m_source(std::move(source))
    , m_watchdog(std::make_unique<StatementWatchdog>(patience))
    , m_partitions(*this)
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
pg_conn *PostgresStorage::handle() const
{
    const QVariant handle = database().driver()->handle();
    const QByteArrayView type(handle.typeName());
    if (!handle.isValid() || (type != "PGconn*" && type != "pg_conn*")) {
        qCWarning(lcStorage) << "the driver's connection is of another type:" << handle.typeName();
        return nullptr;
    }
    return *static_cast<PGconn *const *>(handle.constData());
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
    const PGconn *connection = database().isValid() ? handle() : nullptr;
    m_watchdog->begin(connection ? PQsocket(connection) : -1);
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
    return failure(error.nativeErrorCode(), error.text());
}

Error PostgresStorage::failure(const QString &state, const QString &words) const
{
    const QString detail = m_watchdog->hasCut()
                               ? QStringLiteral("%1: no answer in time; the connection was ended").arg(shownName())
                               : QStringLiteral("%1: %2").arg(shownName(), words.simplified());
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
    return reopen([this] { return setUp(); });
}

Outcome PostgresStorage::openForReading()
{
    return reopen([] { return success(); });
}

/// @param setUp what is needed besides the connection
Outcome PostgresStorage::reopen(const std::function<Outcome()> &setUp)
{
    {
        const Work work(*this);
        m_writer.reset();
        close();
    }
    if (m_isEnding) { // to connect may take longer than there is time, and nothing can cut it off
        m_isLost = true;
        return Error{ErrorCode::Unreachable, QStringLiteral("%1: not opened any more").arg(shownName())};
    }
    auto done = connectToServer();
    if (done)
        done = setUp();
    m_isLost = !done;
    return done;
}

Outcome PostgresStorage::connectToServer()
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
    return success();
}

Outcome PostgresStorage::setUp()
{
    const StatementWatchdog::Patience patience(*m_watchdog, LongPatience);
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
    if (const auto begun = m_partitions.begin(); !begun)
        return begun;
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
    const PostgresMerge::Server server{
        [this](QSqlQuery &query) { return run(query); }, [this](const QString &statement) { return run(statement); },
        [this](const QString &statement, const QByteArray &rows) { return copy(statement, rows); }};
    if (const auto ensured = m_partitions.ensureFor(batch.ticks); !ensured)
        return ensured;
    if (const auto ready = m_writer->prepareFor(batch, server); !ready)
        return ready;
    if (const auto begun = run(QStringLiteral("BEGIN")); !begun)
        return begun;
    auto written = m_writer->write(batch, server);
    if (written)
        written = forgetUsualVolumes(batch.minutes);
    // Whether a commit whose answer is lost has happened is not known; writing the batch again changes nothing then.
    auto ended = run(written ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
    return written ? ended : written;
}

/// By the client library: the driver knows no COPY.
Outcome PostgresStorage::copy(const QString &statement, const QByteArray &rows)
{
    const Work work(*this);
    PGconn *connection = handle();
    if (!connection || !database().isOpen())
        return failure({}, QStringLiteral("not connected"));
    using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
    const Answer begun(PQexec(connection, statement.toUtf8().constData()), &PQclear);
    if (PQresultStatus(begun.get()) == PGRES_COPY_IN) {
        (void)PQputCopyData(connection, rows.constData(), static_cast<int>(rows.size()));
        (void)PQputCopyEnd(connection, nullptr);
    }
    QString state = QString::fromUtf8(PQresultErrorField(begun.get(), PG_DIAG_SQLSTATE));
    bool isDone = false;
    while (PGresult *next = PQgetResult(connection)) {
        const Answer answer(next, &PQclear);
        isDone = PQresultStatus(next) == PGRES_COMMAND_OK;
        if (PQresultStatus(next) == PGRES_COPY_IN) { // its end could not be sent, and it would be told for ever
            state.clear();
            break;
        }
        if (!isDone)
            state = QString::fromUtf8(PQresultErrorField(next, PG_DIAG_SQLSTATE));
    }
    return isDone ? success() : failure(state, QString::fromUtf8(PQerrorMessage(connection)));
}

Outcome PostgresStorage::makeRoomForTicks(SqlStorage &from)
{
    const auto days = from.tickDays();
    return days ? m_partitions.ensure(*days) : days.error();
}

Outcome PostgresStorage::forgetOldTicks(int days)
{
    const StatementWatchdog::Patience patience(*m_watchdog, LongPatience);
    return m_partitions.forget(days);
}

Expected<RolledUp> PostgresStorage::rollUp(const SessionHours &session, const QString &after, int most)
{
    const StatementWatchdog::Patience patience(*m_watchdog, LongPatience);
    return SqlStorage::rollUp(session, after, most);
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
