// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/migrations.h"
#include "core/storage/sqlconnection.h"
#include "core/storage/storage.h"

namespace tickstock {

/// What SQLite and PostgreSQL have in common: the schema, all reading, and what is written rarely. Lives in the thread
/// that makes it.
class SqlStorage : public Storage, public SqlConnection
{
public:
    Expected<std::vector<Bar>> minutes(const QString &symbol, Timestamp from, Timestamp to) override;
    Expected<std::vector<Bar>> regularMinutes(const QString &symbol, Timestamp from, Timestamp to) override;
    Expected<std::vector<MinuteVolume>> regularVolumes(const QString &symbol, Timestamp from, Timestamp to) override;
    Expected<Timestamp> lastMinute(const QString &symbol) override;
    Expected<std::vector<Bar>> days(const QString &symbol, QDate from, QDate to) override;
    Expected<std::optional<UsualVolumes>> keptUsualVolumes(const QString &symbol, QDate session) override;
    quint64 watchUsualVolumes(QDate session) override;
    Outcome keepUsualVolumes(std::vector<KeptUsualVolumes> kept, quint64 since) override;
    Expected<std::vector<PatternEvent>> events(Timestamp from, int limit) override;
    Expected<std::vector<PatternEvent>> eventsOf(const QString &symbol, Timestamp from) override;
    Expected<std::vector<Gap>> openGaps(Timestamp from) override;
    Expected<QStringList> universe(const QString &key) override;
    Expected<QStringList> universeKeys() override;
    Outcome saveUniverse(const QString &key, const QStringList &symbols) override;
    Expected<std::vector<Watchlist>> watchlists() override;
    Expected<std::map<QString, qint64>> watchlistVersions() override;
    Expected<qint64> saveWatchlist(const Watchlist &list) override;
    Outcome saveWatchlistColumns(const QString &id, const QByteArray &columns) override;
    Outcome removeWatchlist(const QString &id) override;
    Expected<SymbolListing> listing() override;
    Expected<Timestamp> listingTime() override;
    Outcome saveListing(const SymbolListing &listing) override;
    Expected<std::vector<StockSplit>> splits(const QString &symbol) override;
    Expected<QDate> newestSplit() override;
    Expected<QStringList> saveSplits(const SplitList &list) override;
    Expected<qint64> beginSession(Timestamp startedAt, int symbols) override;
    Outcome endSession(qint64 id, Timestamp endedAt, const SessionCounts &counts) override;
    using Storage::rollUp;
    Expected<RolledUp> rollUp(const SessionHours &session, const QString &after, int most) override;
    Expected<bool> isRolledUp(QDate date) override;
    Outcome noteRolledUp(QDate date) override;

    /// Connects to a store that another connection keeps up to date, and changes nothing in it: instead of open().
    virtual Outcome openForReading() = 0;
    /// Runs @p reads on one state of the store, whatever is written meanwhile. Where it is away they run all the same,
    /// and fail.
    Outcome readAtOnce(const std::function<void(Storage &)> &reads);

    /// The table into which ticks can be written row by row.
    virtual QString tickTable() const { return QStringLiteral("ticks"); }
    /// Before ticks are copied from another store: what they need here.
    virtual Outcome makeRoomForTicks(SqlStorage & /*from*/) { return success(); }
    /// Everything has been copied from another store.
    virtual void afterCopy() {}
    /// The days (UTC) of which there are ticks.
    Expected<std::vector<Timestamp>> tickDays();

protected:
    /// @param driver Qt's name of it
    SqlStorage(const QString &driver, Dialect dialect);

    /// The tables that are there now.
    virtual Expected<QStringList> tables() = 0;
    /// Begins a transaction that lets nobody else change the schema meanwhile.
    virtual QStringList beginExclusively() const = 0;
    /// Begins a transaction that only reads, and all of it the same state.
    virtual QString beginReading() const = 0;
    virtual const std::vector<Migration> &migrations() const = 0;
    Outcome migrate();
    /// Within the transaction that writes @p minutes: usual volumes that are made of them are forgotten.
    Outcome forgetUsualVolumes(const std::vector<StoredMinute> &minutes);

private:
    Outcome bringUpToDate();

    std::optional<Timestamp> m_usualUntil; // what is kept is made of minutes before this; nothing: not read yet
    Timestamp m_usualWatched;              // and what is being read
    quint64 m_usualChanges = 0;
    std::map<QString, quint64> m_usualChanged; // when what is usual of a symbol was made of something else
};

} // namespace tickstock
