// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lists/watchlist.h"
#include "core/market/bar.h"
#include "core/market/exchangecalendar.h"
#include "core/market/gap.h"
#include "core/market/listedsymbol.h"
#include "core/market/patternevent.h"
#include "core/market/stocksplit.h"
#include "core/market/usualvolumes.h"
#include "core/types/expected.h"

#include <QDate>
#include <QString>
#include <QStringList>

#include <limits>
#include <map>
#include <optional>
#include <vector>

namespace tickstock {

/// A closed minute of one symbol, as the store keeps it. A value, like those below.
struct StoredMinute
{
    QString symbol;
    Bar bar;
    Session session = Session::Regular;
};

/// One trading day of one symbol.
struct StoredDay
{
    QString symbol;
    QDate date; ///< exchange date
    Bar bar;    ///< start is New York midnight
};

struct StoredTick
{
    QString symbol;
    Tick tick;
    int connection = 0;
    std::int64_t sequence = 0; ///< ours, rising by one per program run
};

/// One indicator's value of one bar.
struct StoredIndicator
{
    QString symbol;
    Timestamp barStart;
    Timeframe timeframe = Timeframe::Min1;
    QString indicator; ///< such as rsi_14
    double value = NoValue;
    QString extra; ///< JSON; empty: nothing more is known
};

/// The usual volumes of one symbol, as they are for a session.
struct KeptUsualVolumes
{
    QString symbol;
    QDate session; ///< exchange date; they are of the sessions before it
    UsualVolumes volumes;
};

/// What the store is given to write, gathered by the writer into one transaction.
struct WriteBatch
{
    std::vector<StoredMinute> minutes;
    std::vector<StoredDay> days;
    std::vector<StoredTick> ticks;
    std::vector<PatternEvent> events;
    std::vector<Gap> gaps;
    std::vector<StoredIndicator> indicators;

    bool isEmpty() const { return size() == 0; }
    std::size_t size() const
    {
        return minutes.size() + days.size() + ticks.size() + events.size() + gaps.size() + indicators.size();
    }
};

/// What a run over a session amounted to.
struct SessionCounts
{
    int symbols = 0;
    quint64 ticks = 0;
    quint64 bars = 0; ///< closed minutes
    quint64 events = 0;
    quint64 gaps = 0;
};

/// The latest time that a tick can have; where it names a later one, its sender is mistaken.
Timestamp latestPlausible();

/// What a rollup has done.
struct RolledUp
{
    int days = 0; ///< bars that were written
    QString last; ///< the symbol it has come to; null: there are no more
};

/// Beginning of the oldest exchange day whose ticks are kept when the newest tick is @p newest.
Timestamp oldestKept(Timestamp newest, int days);

/// A database of bars, ticks, events and symbol lists. Every write is idempotent: repeating a batch changes nothing.
/// Lives in the thread that makes it.
class Storage
{
public:
    virtual ~Storage() = default;

    /// Connects and brings the schema up to date. Refuses a database that is not empty and not ours, naming the tables
    /// in the way, and one of a newer version.
    virtual Outcome open() = 0;
    virtual Outcome write(const WriteBatch &batch) = 0;
    /// For how long ticks are gathered before they are given to write(); 0: not at all.
    virtual Milliseconds gathersTicks() const { return Milliseconds(0); }
    /// Only the ticks of the newest @p days exchange days are kept.
    virtual Outcome forgetOldTicks(int days) = 0;

    /// Oldest first. @p to is exclusive.
    virtual Expected<std::vector<Bar>> minutes(const QString &symbol, Timestamp from, Timestamp to) = 0;
    /// Start of the newest minute; not valid when there is none.
    virtual Expected<Timestamp> lastMinute(const QString &symbol) = 0;
    /// Those of regular sessions; as minutes().
    virtual Expected<std::vector<Bar>> regularMinutes(const QString &symbol, Timestamp from, Timestamp to) = 0;
    virtual Expected<std::vector<MinuteVolume>> regularVolumes(const QString &symbol, Timestamp from, Timestamp to) = 0;
    virtual Expected<std::vector<Bar>> days(const QString &symbol, QDate from, QDate to) = 0;
    /// What was kept for this very session; nothing when none was, or when minutes or splits that it is made of have
    /// changed since.
    virtual Expected<std::optional<UsualVolumes>> keptUsualVolumes(const QString &symbol, QDate session) = 0;
    /// Another connection is going to read what is usual before this session: from when on it does, as
    /// keepUsualVolumes() asks.
    virtual quint64 watchUsualVolumes(QDate session) = 0;
    /// @param since when their minutes have been read; what is made of minutes or splits that have changed here
    /// meanwhile is not kept
    virtual Outcome keepUsualVolumes(std::vector<KeptUsualVolumes> kept, quint64 since) = 0;
    /// The newest first.
    virtual Expected<std::vector<PatternEvent>> events(Timestamp from, int limit) = 0;
    /// All of one symbol from there on.
    virtual Expected<std::vector<PatternEvent>> eventsOf(const QString &symbol, Timestamp from) = 0;

    /// Holes that began at or after @p from and are not repaired yet, the oldest first.
    virtual Expected<std::vector<Gap>> openGaps(Timestamp from) = 0;

    virtual Expected<QStringList> universe(const QString &key) = 0;
    virtual Expected<QStringList> universeKeys() = 0;
    /// Without symbols the list is removed.
    virtual Outcome saveUniverse(const QString &key, const QStringList &symbols) = 0;

    /// In their order.
    virtual Expected<std::vector<Watchlist>> watchlists() = 0;
    /// By id: whoever compares them with what he has seen knows whether somebody else has changed anything.
    virtual Expected<std::map<QString, qint64>> watchlistVersions() = 0;
    /// What the list says, and the columns of a new one. Only over the version that it carries: ErrorCode::Refused when
    /// the store has another by now, ErrorCode::NotFound when it has none. Gives back the version that it has then.
    virtual Expected<qint64> saveWatchlist(const Watchlist &list) = 0;
    /// How it is looked at. No change of the list: the last one counts, and nobody has to be told.
    virtual Outcome saveWatchlistColumns(const QString &id, const QByteArray &columns) = 0;
    virtual Outcome removeWatchlist(const QString &id) = 0;

    /// The symbols that the vendor lists, as they were stored; without symbols when they never were.
    virtual Expected<SymbolListing> listing() = 0;
    virtual Expected<Timestamp> listingTime() = 0;
    /// Takes the place of the one before.
    virtual Outcome saveListing(const SymbolListing &listing) = 0;

    /// Of one symbol, the oldest first.
    virtual Expected<std::vector<StockSplit>> splits(const QString &symbol) = 0;
    /// Execution date of the newest one of all symbols; not valid when there is none.
    virtual Expected<QDate> newestSplit() = 0;
    /// Makes the splits of the list's dates what it says: others there are forgotten, except those it is not clear
    /// about. Gives back the symbols of which anything has changed.
    virtual Expected<QStringList> saveSplits(const SplitList &list) = 0;

    /// A run of the program over a market session; the id is given back for endSession.
    virtual Expected<qint64> beginSession(Timestamp startedAt, int symbols) = 0;
    virtual Outcome endSession(qint64 id, Timestamp endedAt, const SessionCounts &counts) = 0;

    /// Makes the session's daily bars out of its regular minutes, except where a hole in them is not repaired, or the
    /// day came from REST. Doing it again changes nothing.
    /// @param after of at most @p most symbols that come after this one in the store's order
    virtual Expected<RolledUp> rollUp(const SessionHours &session, const QString &after, int most) = 0;
    /// The same of all symbols.
    Expected<RolledUp> rollUp(const SessionHours &session)
    {
        return rollUp(session, QStringLiteral(""), std::numeric_limits<int>::max());
    }
    /// Whether the day's last rollup has been done.
    virtual Expected<bool> isRolledUp(QDate date) = 0;
    virtual Outcome noteRolledUp(QDate date) = 0;

    /// Whether the connection to the store has been found broken; open() mends it.
    virtual bool isLost() const { return false; }
    /// The program is about to end: no statement may take longer than this any more, and a store that is away is not
    /// opened again. Thread-safe.
    virtual void finishWithin(Milliseconds /*patience*/) {}
};

} // namespace tickstock
