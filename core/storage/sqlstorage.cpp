// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlstorage.h"

#include "core/market/newyork.h"
#include "core/storage/sqlbars.h"
#include "core/storage/sqlevents.h"
#include "core/storage/sqllists.h"
#include "core/storage/sqlsessions.h"
#include "core/storage/sqltickers.h"
#include "core/storage/sqlusualvolumes.h"
#include "core/storage/sqlwatchlists.h"

#include <QDateTime>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

namespace tickstock {

SqlStorage::SqlStorage(const QString &driver, Dialect dialect)
    : SqlConnection(driver, std::move(dialect))
{
}

// --- schema

Outcome SqlStorage::migrate()
{
    for (const QString &statement : beginExclusively()) {
        if (const auto done = run(statement); !done) {
            (void)run(QStringLiteral("ROLLBACK"));
            return done.error();
        }
    }
    auto done = bringUpToDate();
    if (done)
        done = run(QStringLiteral("COMMIT"));
    if (!done)
        (void)run(QStringLiteral("ROLLBACK"));
    return done;
}

/// A second program that starts now has waited, and finds the work done.
Outcome SqlStorage::bringUpToDate()
{
    const Work work(*this);
    const auto found = tables();
    if (!found)
        return found.error();
    int version = 0;
    if (found->contains(QStringLiteral("schema_version"))) {
        QSqlQuery query(database());
        if (!execute(query, QStringLiteral("SELECT max(version) FROM schema_version")) || !query.next())
            return failure(query);
        version = query.value(0).toInt();
    } else if (!found->isEmpty()) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 is not empty and not a TickStock store; in the way: %2. Name another one.")
                         .arg(shownName(), found->join(QStringLiteral(", ")))};
    }
    if (version > migrations().back().version) {
        return Error{ErrorCode::Refused,
                     QStringLiteral("%1 has schema %2, this program knows up to %3: update the program.")
                         .arg(shownName())
                         .arg(version)
                         .arg(migrations().back().version)};
    }
    QStringList statements{QStringLiteral("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY,"
                                          " applied_at BIGINT NOT NULL)")};
    for (const Migration &migration : migrations()) {
        if (migration.version <= version)
            continue;
        statements += migration.statements;
        statements += QStringLiteral("INSERT INTO schema_version VALUES (%1, %2)")
                          .arg(migration.version)
                          .arg(QDateTime::currentMSecsSinceEpoch());
    }
    for (const QString &statement : statements) {
        if (const auto done = run(statement); !done)
            return done.error();
    }
    return success();
}

Outcome SqlStorage::readAtOnce(const std::function<void(Storage &)> &reads)
{
    const auto begun = run(beginReading());
    if (!begun)
        close(); // so that nothing is read of different states
    reads(*this);
    auto ended = begun ? run(QStringLiteral("COMMIT")) : begun;
    if (begun && !ended)
        close();
    return ended;
}

Expected<std::vector<Timestamp>> SqlStorage::tickDays()
{
    const Work work(*this);
    QSqlQuery query(database());
    const QString sql = QStringLiteral("SELECT DISTINCT CAST(%1 AS BIGINT) / %2 FROM ticks ORDER BY 1")
                            .arg(milliseconds("timestamp"))
                            .arg(OneDay.count());
    if (!execute(query, sql))
        return failure(query);
    std::vector<Timestamp> days;
    while (query.next())
        days.push_back({query.value(0).toLongLong() * OneDay.count()});
    if (query.lastError().isValid()) // cut off half way
        return failure(query);
    return days;
}

// --- content

Expected<std::vector<Bar>> SqlStorage::minutes(const QString &symbol, Timestamp from, Timestamp to)
{
    return readMinutes(*this, symbol, from, to);
}

Expected<std::vector<Bar>> SqlStorage::regularMinutes(const QString &symbol, Timestamp from, Timestamp to)
{
    return readRegularMinutes(*this, symbol, from, to);
}

Expected<std::vector<MinuteVolume>> SqlStorage::regularVolumes(const QString &symbol, Timestamp from, Timestamp to)
{
    return readRegularVolumes(*this, symbol, from, to);
}

Expected<Timestamp> SqlStorage::lastMinute(const QString &symbol)
{
    return readLastMinute(*this, symbol);
}

Expected<std::vector<Bar>> SqlStorage::days(const QString &symbol, QDate from, QDate to)
{
    return readDays(*this, symbol, from, to);
}

Expected<std::optional<UsualVolumes>> SqlStorage::keptUsualVolumes(const QString &symbol, QDate session)
{
    return readUsualVolumes(*this, symbol, session);
}

quint64 SqlStorage::watchUsualVolumes(QDate session)
{
    m_usualWatched = std::max(m_usualWatched, newyork::toUtc(session, QTime(0, 0)));
    return m_usualChanges;
}

Outcome SqlStorage::keepUsualVolumes(std::vector<KeptUsualVolumes> kept, quint64 since)
{
    std::erase_if(kept, [this, since](const KeptUsualVolumes &each) {
        const auto changed = m_usualChanged.find(each.symbol);
        const bool isOld = changed != m_usualChanged.end() && changed->second > since;
        return isOld || newyork::toUtc(each.session, QTime(0, 0)) > m_usualWatched;
    });
    m_usualUntil.reset(); // is read again
    return writeUsualVolumes(*this, kept);
}

Outcome SqlStorage::forgetUsualVolumes(const std::vector<StoredMinute> &minutes)
{
    if (!m_usualUntil) {
        const auto until = readUsualUntil(*this);
        if (!until)
            return until.error();
        m_usualUntil = *until;
    }
    const Timestamp madeOf = std::max(*m_usualUntil, m_usualWatched);
    std::map<QString, Timestamp> oldest;
    for (const StoredMinute &minute : minutes) {
        if (minute.bar.start >= madeOf)
            continue;
        const auto known = oldest.try_emplace(minute.symbol, minute.bar.start).first;
        known->second = std::min(known->second, minute.bar.start);
    }
    ++m_usualChanges;
    for (const auto &[symbol, from] : oldest)
        m_usualChanged[symbol] = m_usualChanges;
    return removeUsualVolumes(*this, oldest);
}

Expected<std::vector<PatternEvent>> SqlStorage::events(Timestamp from, int limit)
{
    return readEvents(*this, from, limit);
}

Expected<std::vector<PatternEvent>> SqlStorage::eventsOf(const QString &symbol, Timestamp from)
{
    return readEventsOf(*this, symbol, from);
}

Expected<std::vector<Gap>> SqlStorage::openGaps(Timestamp from)
{
    return readOpenGaps(*this, from);
}

Expected<QStringList> SqlStorage::universe(const QString &key)
{
    return readUniverse(*this, key);
}

Expected<QStringList> SqlStorage::universeKeys()
{
    return readUniverseKeys(*this);
}

Outcome SqlStorage::saveUniverse(const QString &key, const QStringList &symbols)
{
    return writeUniverse(*this, key, symbols);
}

Expected<std::vector<Watchlist>> SqlStorage::watchlists()
{
    return readWatchlists(*this);
}

Expected<std::map<QString, qint64>> SqlStorage::watchlistVersions()
{
    return readWatchlistVersions(*this);
}

Expected<qint64> SqlStorage::saveWatchlist(const Watchlist &list)
{
    return writeWatchlist(*this, list);
}

Outcome SqlStorage::saveWatchlistColumns(const QString &id, const QByteArray &columns)
{
    return writeWatchlistColumns(*this, id, columns);
}

Outcome SqlStorage::removeWatchlist(const QString &id)
{
    return tickstock::removeWatchlist(*this, id);
}

Expected<SymbolListing> SqlStorage::listing()
{
    return readListing(*this);
}

Expected<Timestamp> SqlStorage::listingTime()
{
    return readListingTime(*this);
}

Outcome SqlStorage::saveListing(const SymbolListing &listing)
{
    return writeListing(*this, listing);
}

Expected<std::vector<StockSplit>> SqlStorage::splits(const QString &symbol)
{
    return readSplits(*this, symbol);
}

Expected<QDate> SqlStorage::newestSplit()
{
    return readNewestSplit(*this);
}

Expected<QStringList> SqlStorage::saveSplits(const SplitList &list)
{
    auto changed = writeSplits(*this, list);
    ++m_usualChanges;
    for (const QString &symbol : changed ? *changed : QStringList())
        m_usualChanged[symbol] = m_usualChanges;
    return changed;
}

Expected<qint64> SqlStorage::beginSession(Timestamp startedAt, int symbols)
{
    return beginRun(*this, startedAt, symbols);
}

Outcome SqlStorage::endSession(qint64 id, Timestamp endedAt, const SessionCounts &counts)
{
    return endRun(*this, id, endedAt, counts);
}

Expected<RolledUp> SqlStorage::rollUp(const SessionHours &session, const QString &after, int most)
{
    return rollUpMinutes(*this, session, after, most);
}

Expected<bool> SqlStorage::isRolledUp(QDate date)
{
    return hasRollup(*this, date);
}

Outcome SqlStorage::noteRolledUp(QDate date)
{
    return writeRollup(*this, date);
}

} // namespace tickstock
