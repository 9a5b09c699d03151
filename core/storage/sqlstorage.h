// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/migrations.h"
#include "core/storage/storage.h"

class QSqlDatabase;
class QSqlQuery;

namespace tickstock {

/// What SQLite and PostgreSQL have in common: all reading, and what is written rarely. The same statements for both;
/// where the two differ, a Dialect says how.
class SqlStorage : public Storage
{
public:
    /// How a database spells things; %1 stands for an expression.
    struct Dialect
    {
        QString milliseconds; ///< a time column as epoch milliseconds
        QString instant;      ///< epoch milliseconds as a time
        QString rounded;      ///< a positive number to the nearest whole one, the same everywhere
        QString dateType;     ///< of a column with an exchange date
    };

    ~SqlStorage() override;
    Q_DISABLE_COPY_MOVE(SqlStorage)

    Expected<std::vector<Bar>> minutes(const QString &symbol, Timestamp from, Timestamp to) override;
    Expected<std::vector<MinuteVolume>> regularVolumes(const QString &symbol, Timestamp from, Timestamp to) override;
    Expected<Timestamp> lastMinute(const QString &symbol) override;
    Expected<std::vector<Bar>> days(const QString &symbol, QDate from, QDate to) override;
    Expected<std::vector<PatternEvent>> events(Timestamp from, int limit) override;
    Expected<std::vector<PatternEvent>> eventsOf(const QString &symbol, Timestamp from) override;
    Expected<std::vector<Gap>> openGaps(Timestamp from) override;
    Expected<QStringList> universe(const QString &key) override;
    Expected<QStringList> universeKeys() override;
    Outcome saveUniverse(const QString &key, const QStringList &symbols) override;
    Expected<std::vector<StockSplit>> splits(const QString &symbol) override;
    Expected<QDate> newestSplit() override;
    Expected<QStringList> saveSplits(const std::vector<StockSplit> &splits) override;
    Expected<qint64> beginSession(Timestamp startedAt, int symbols) override;
    Outcome endSession(qint64 id, Timestamp endedAt, const SessionCounts &counts) override;
    Expected<int> rollUp(const SessionHours &session) override;
    Expected<bool> isRolledUp(QDate date) override;
    Outcome noteRolledUp(QDate date) override;

    /// Before ticks are copied from another store: what they need here.
    virtual Outcome makeRoomForTicks(SqlStorage & /*from*/) { return success(); }
    /// Everything has been copied from another store.
    virtual void afterCopy() {}
    /// The days (UTC) of which there are ticks.
    Expected<std::vector<Timestamp>> tickDays();
    /// For the copy of one store into another: the open database, in this object's thread.
    QSqlDatabase database() const;
    const Dialect &dialect() const { return m_dialect; }

protected:
    /// @param driver Qt's name of it
    SqlStorage(const QString &driver, Dialect dialect);

    /// What the user calls this store; without a password.
    virtual QString shownName() const = 0;
    /// The tables that are there now.
    virtual Expected<QStringList> tables() = 0;
    /// Begins a transaction that lets nobody else change the schema meanwhile.
    virtual QStringList beginExclusively() const = 0;
    virtual const std::vector<Migration> &migrations() const = 0;
    /// Runs a prepared statement. Everything that goes to the database goes through here or the next.
    virtual bool execute(QSqlQuery &query) const;
    virtual bool execute(QSqlQuery &query, const QString &sql) const;
    /// Between these the server may be waited for: preparing, fetching and releasing a query ask it, too. Nested.
    virtual void beginWork() const {}
    virtual void endWork() const {}
    /// Declared before the queries that it covers.
    class Work
    {
    public:
        explicit Work(const SqlStorage &storage)
            : m_storage(storage)
        {
            m_storage.beginWork();
        }
        ~Work() { m_storage.endWork(); }
        Work(const Work &) = delete;
        Work &operator=(const Work &) = delete;

    private:
        const SqlStorage &m_storage;
    };

    void close();
    Outcome run(const QString &sql) const;
    Outcome run(QSqlQuery &query) const;
    virtual Error failure(const QSqlQuery &query) const;
    Outcome migrate();

    const QString m_driver;
    const QString m_connection; // Qt's name for it; unique

private:
    void prepare(QSqlQuery &query, const QString &sql) const;
    QString milliseconds(const char *column) const;
    QString instant() const;
    QString selectEvents() const;
    Expected<std::vector<PatternEvent>> readEvents(QSqlQuery &query);
    Outcome bringUpToDate();

    const Dialect m_dialect;
};

/// Where two versions of a minute meet, the rank of their sources decides, then the revision. `t` is the stored one.
QString minuteConflict();
/// A day from REST is the exchange's own and is never overwritten by one that we rolled up.
QString dayConflict();
QString eventConflict();
/// A row of intraday_patterns, as an event tells it.
struct StoredPattern
{
    const PatternEvent *event = nullptr;
    int strength = 0; ///< signed by direction; 0: withdrawn
    QString levels;   ///< JSON
};
/// Nothing for a pattern of days, and for one that is provisional.
std::optional<StoredPattern> intradayPattern(const PatternEvent &event);
QString patternConflict();
/// Takes the withdrawn ones away; a partial index leads to them.
QString forgetWithdrawn();
/// A hole that has been repaired stays so.
QString gapConflict();
QString indicatorConflict();

/// A time as statements are given it.
QVariant instantValue(Timestamp time);

/// Words of the tables.
QString sessionWord(Session session);
QString eventTypeWord(TickKind kind);
/// "connection_1"; the local interface uses the same.
QString connectionWord(ConnectionId id);

} // namespace tickstock
