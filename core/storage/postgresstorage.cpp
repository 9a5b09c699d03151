// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/postgresstorage.h"

#include "core/market/newyork.h"
#include "core/storage/postgresarray.h"
#include "core/storage/statementwatchdog.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrlQuery>
#include <QVariant>

#include <libpq-fe.h>

#include <algorithm>
#include <unordered_map>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcStorage, "tickstock.storage", QtInfoMsg)

/// Rows a statement; larger ones gain little and answer late.
constexpr std::size_t ChunkRows = 5'000;
constexpr Milliseconds LongPatience{30 * 60'000};
constexpr Milliseconds LastPatience{2'000};
constexpr std::int64_t DayMs = 86'400'000;
/// Any number, the same in all our programs: two of them that start together take turns.
constexpr qlonglong AdvisoryLock = 0x7469636b73746f63;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

/// "INSERT INTO table AS t (columns) SELECT ... FROM unnest(...)". A column is written "name type", and times and dates
/// are sent as numbers and texts.
QString bulkInsert(const char *table, const QStringList &columns, const QString &conflict)
{
    QStringList names, values, arrays;
    for (const QString &column : columns) {
        const QString name = column.section(u' ', 0, 0), type = column.section(u' ', 1);
        names.append(name);
        if (type == u"timestamptz") {
            values.append(QStringLiteral("to_timestamp(a.%1 / 1000.0)").arg(name));
            arrays.append(QStringLiteral("CAST(? AS bigint[])"));
        } else if (type == u"date") {
            values.append(QStringLiteral("CAST(a.%1 AS date)").arg(name));
            arrays.append(QStringLiteral("CAST(? AS text[])"));
        } else {
            values.append(QStringLiteral("a.%1").arg(name));
            arrays.append(QStringLiteral("CAST(? AS %1[])").arg(type));
        }
    }
    const QString list = names.join(QStringLiteral(", "));
    return QStringLiteral("INSERT INTO %1 AS t (%2) SELECT %3 FROM unnest(%4) AS a (%2)")
               .arg(QLatin1String(table), list, values.join(QStringLiteral(", ")), arrays.join(QStringLiteral(", "))) +
           conflict;
}

/// What identifies a row: a text and a number, neither copied.
struct RowKey
{
    QStringView text;
    std::int64_t number = 0;
    bool operator==(const RowKey &) const = default;
};
struct RowKeyHash
{
    std::size_t operator()(const RowKey &key) const noexcept
    {
        return qHash(key.text, static_cast<std::size_t>(key.number) * 0x9e3779b97f4a7c15u);
    }
};

/// The newest version of each key, in the order of their first appearance: one statement may touch a row once only.
template<class Row, class Key, class Wins>
std::vector<const Row *> onePerKey(const std::vector<Row> &rows, Key key, Wins wins)
{
    std::vector<const Row *> kept;
    kept.reserve(rows.size());
    std::unordered_map<RowKey, std::size_t, RowKeyHash> at;
    at.reserve(rows.size());
    for (const Row &row : rows) {
        const auto [it, isNew] = at.try_emplace(key(row), kept.size());
        if (isNew)
            kept.push_back(&row);
        else if (wins(row, *kept[it->second]))
            kept[it->second] = &row;
    }
    return kept;
}

constexpr auto lastWins = [](const auto &, const auto &) { return true; };

void addOptional(PostgresArray &array, std::int64_t value, bool isKnown)
{
    if (isKnown)
        array.add(value);
    else
        array.addNull();
}

void addPrices(std::vector<PostgresArray> &columns, std::size_t first, const Bar &bar)
{
    for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap})
        columns[first++].add(value);
    addOptional(columns[first], bar.tradeCount, bar.tradeCount >= 0);
}

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
    return QDateTime::fromMSecsSinceEpoch(time.ms, Qt::UTC).date();
}

} // namespace

/// A prepared statement and the arrays that it takes.
struct PostgresStorage::Statements
{
    struct Bulk
    {
        explicit Bulk(const QSqlDatabase &database)
            : query(database)
        {
        }
        bool prepare(const char *table, const QStringList &columnTexts, const QString &conflict)
        {
            columns.resize(static_cast<std::size_t>(columnTexts.size()));
            return query.prepare(bulkInsert(table, columnTexts, conflict));
        }
        void bind()
        {
            for (std::size_t i = 0; i < columns.size(); ++i) {
                query.bindValue(static_cast<int>(i), columns[i].text());
                columns[i].clear();
            }
        }
        QSqlQuery query;
        std::vector<PostgresArray> columns;
    };

    explicit Statements(const QSqlDatabase &database)
        : minutes(database)
        , days(database)
        , ticks(database)
        , events(database)
        , gaps(database)
        , indicators(database)
    {
    }
    Bulk minutes, days, ticks, events, gaps, indicators;
};

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
    m_statements.reset();
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
        m_statements.reset();
        close();
    }
    m_partitions.clear();
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

    const auto columns = [](const char *list) { return QString::fromLatin1(list).split(QStringLiteral(", ")); };
    auto made = std::make_unique<Statements>(database());
    const char *prices = "open double precision, high double precision, low double precision, close double precision,"
                         " volume double precision, vwap double precision, trade_count integer";
    const QByteArray minutes =
        QByteArray("symbol text, timestamp timestamptz, ") + prices + ", session text, source text, revision integer";
    const QByteArray days = QByteArray("symbol text, date date, ") + prices + ", source text";
    const bool isPrepared =
        made->minutes.prepare("ohlcv_1min", columns(minutes.constData()), minuteConflict()) &&
        made->days.prepare("ohlcv_daily", columns(days.constData()), dayConflict()) &&
        made->ticks.prepare("ticks",
                            columns("symbol text, timestamp timestamptz, event_type text, seq bigint,"
                                    " price double precision, volume double precision, open double precision,"
                                    " high double precision, low double precision, connection integer, source text"),
                            QStringLiteral(" ON CONFLICT DO NOTHING")) &&
        made->events.prepare("events",
                             columns("event_id text, pattern text, symbol text, timestamp timestamptz, direction text,"
                                     " timeframe text, state text, confidence double precision,"
                                     " price double precision, origin text, details text, created_at timestamptz"),
                             eventConflict()) &&
        made->gaps.prepare("gaps",
                           columns("connection text, symbol text, from_time timestamptz, to_time timestamptz,"
                                   " cause text, repaired_by text, repaired_at timestamptz"),
                           gapConflict()) &&
        made->indicators.prepare("intraday_indicators",
                                 columns("symbol text, timestamp timestamptz, timeframe text, indicator text,"
                                         " value double precision, extra text, computed_at timestamptz"),
                                 indicatorConflict());
    if (!isPrepared)
        return Error{ErrorCode::Io, QStringLiteral("%1: a statement could not be prepared: %2")
                                        .arg(shownName(), database().lastError().text().simplified())};
    m_statements = std::move(made);
    return success();
}

Outcome PostgresStorage::write(const WriteBatch &batch)
{
    if (batch.isEmpty())
        return success();
    if (!m_statements)
        return Error{ErrorCode::Unreachable, QStringLiteral("%1 is not open").arg(shownName())};
    const Work work(*this);
    if (const auto ensured = ensurePartitions(batch.ticks); !ensured)
        return ensured;
    if (const auto begun = run(QStringLiteral("BEGIN")); !begun)
        return begun;
    auto written = writeAll(batch);
    // Whether a commit whose answer is lost has happened is not known; writing the batch again changes nothing then.
    auto ended = run(written ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
    return written ? ended : written;
}

Outcome PostgresStorage::writeAll(const WriteBatch &batch)
{
    const auto inChunks = [this](Statements::Bulk &bulk, const auto &rows, auto fill) -> Outcome {
        for (std::size_t from = 0; from < rows.size(); from += ChunkRows) {
            const std::size_t to = std::min(from + ChunkRows, rows.size());
            for (std::size_t i = from; i < to; ++i)
                fill(bulk.columns, *rows[i]);
            bulk.bind();
            if (const auto done = run(bulk.query); !done)
                return done;
        }
        return success();
    };
    const auto minutes = onePerKey(
        batch.minutes,
        [](const StoredMinute &m) {
            return RowKey{m.symbol, m.bar.start.ms};
        },
        [](const StoredMinute &a, const StoredMinute &b) { return rankOf(a.bar.source) >= rankOf(b.bar.source); });
    auto done = inChunks(m_statements->minutes, minutes, [](auto &columns, const StoredMinute &minute) {
        columns[0].add(minute.symbol);
        columns[1].add(minute.bar.start.ms);
        addPrices(columns, 2, minute.bar);
        columns[9].add(sessionWord(minute.session));
        columns[10].add(text(toText(minute.bar.source)));
        columns[11].add(std::int64_t(minute.bar.revision));
    });
    if (!done)
        return done;
    const auto days = onePerKey(
        batch.days,
        [](const StoredDay &d) {
            return RowKey{d.symbol, d.date.toJulianDay()};
        },
        lastWins);
    done = inChunks(m_statements->days, days, [](auto &columns, const StoredDay &day) {
        columns[0].add(day.symbol);
        columns[1].add(day.date.toString(Qt::ISODate));
        addPrices(columns, 2, day.bar);
        columns[9].add(text(toText(day.bar.source)));
    });
    if (!done)
        return done;
    std::vector<const StoredTick *> ticks; // their key holds a sequence number: none comes twice
    ticks.reserve(batch.ticks.size());
    for (const StoredTick &tick : batch.ticks)
        ticks.push_back(&tick);
    done = inChunks(m_statements->ticks, ticks, [this](auto &columns, const StoredTick &stored) {
        const Tick &tick = stored.tick;
        columns[0].add(stored.symbol);
        columns[1].add(tick.start.ms);
        columns[2].add(eventTypeWord(tick.kind));
        columns[3].add(stored.sequence);
        std::size_t column = 4;
        for (const double value : {tick.close, tick.volume, tick.open, tick.high, tick.low})
            columns[column++].add(value);
        columns[9].add(std::int64_t(stored.connection));
        columns[10].add(m_source);
    });
    if (!done)
        return done;
    std::vector<QString> ids;
    ids.reserve(batch.events.size());
    for (const PatternEvent &event : batch.events)
        ids.push_back(event.id.toString(QUuid::WithoutBraces));
    const auto events = onePerKey(
        batch.events,
        [&](const PatternEvent &e) {
            return RowKey{ids[static_cast<std::size_t>(&e - batch.events.data())], 0};
        },
        lastWins);
    done = inChunks(m_statements->events, events, [](auto &columns, const PatternEvent &event) {
        columns[0].add(event.id.toString(QUuid::WithoutBraces));
        columns[1].add(event.pattern);
        columns[2].add(event.symbol);
        columns[3].add(event.barStart.ms);
        columns[4].add(toText(event.direction));
        columns[5].add(text(toText(event.timeframe)));
        columns[6].add(toText(event.state));
        columns[7].add(event.confidence);
        columns[8].add(event.price);
        columns[9].add(event.origin);
        columns[10].add(QString::fromUtf8(QJsonDocument(event.details).toJson(QJsonDocument::Compact)));
        columns[11].add(std::int64_t(QDateTime::currentMSecsSinceEpoch()));
    });
    if (!done)
        return done;
    const auto gaps = onePerKey(
        batch.gaps,
        [](const Gap &g) {
            return RowKey{g.symbol, g.from.ms * 4 + g.connection.value};
        },
        lastWins);
    done = inChunks(m_statements->gaps, gaps, [](auto &columns, const Gap &gap) {
        columns[0].add(connectionWord(gap.connection));
        columns[1].add(gap.symbol);
        columns[2].add(gap.from.ms);
        columns[3].add(gap.to.isValid() ? gap.to.ms : gap.from.ms);
        columns[4].add(gap.cause);
        if (gap.isRepaired())
            columns[5].add(gap.repairedBy);
        else
            columns[5].addNull();
        addOptional(columns[6], gap.repairedAt.ms, gap.isRepaired());
    });
    if (!done)
        return done;
    std::vector<QString> names;
    names.reserve(batch.indicators.size());
    for (const StoredIndicator &row : batch.indicators)
        names.push_back(row.symbol + u'@' + text(toText(row.timeframe)) + u'@' + row.indicator);
    const auto indicators = onePerKey(
        batch.indicators,
        [&](const StoredIndicator &row) {
            return RowKey{names[static_cast<std::size_t>(&row - batch.indicators.data())], row.barStart.ms};
        },
        lastWins);
    return inChunks(m_statements->indicators, indicators, [](auto &columns, const StoredIndicator &row) {
        columns[0].add(row.symbol);
        columns[1].add(row.barStart.ms);
        columns[2].add(text(toText(row.timeframe)));
        columns[3].add(row.indicator);
        columns[4].add(row.value);
        if (row.extra.isEmpty())
            columns[5].addNull();
        else
            columns[5].add(row.extra);
        columns[6].add(std::int64_t(QDateTime::currentMSecsSinceEpoch()));
    });
}

Outcome PostgresStorage::ensurePartitions(const std::vector<StoredTick> &ticks)
{
    std::int64_t lastDay = -1;
    for (const StoredTick &stored : ticks) {
        const std::int64_t number = stored.tick.start.ms / DayMs;
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

void PostgresStorage::hurry(Milliseconds patience)
{
    m_watchdog->cap(patience);
}

} // namespace tickstock
