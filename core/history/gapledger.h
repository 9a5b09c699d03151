// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/gap.h"

#include <QHash>

#include <array>
#include <map>
#include <set>

namespace tickstock {

/// Every hole in the data, from its beginning to its repair, and what is still to be done about it. A gap is repaired
/// when the minutes that were over when data came again have been fetched, the last of them once more when their
/// corrections were over, the minute in which data came again has been confirmed by AM or REST, and what was fetched
/// accounts for what traded. One thread.
class GapLedger
{
public:
    /// What the vendor corrects while nobody listens may concern minutes that are so old.
    static constexpr Milliseconds BeforeLoss = BarBook::CorrectionWindow + OneMinute;
    /// Entries kept in memory; all are in the store.
    static constexpr std::size_t MaxEntries = 10'000;

    /// Data has stopped. A second loss before data came again belongs to the same hole.
    /// @param continues whether a hole of the same cause that ended less than a minute before @p from, and is not
    /// repaired yet, is continued instead
    void open(ConnectionId connection, const QString &symbol, Timestamp from, const QString &cause,
              bool continues = false);
    /// A hole that an earlier run of the program left behind.
    void restore(const Gap &gap);
    /// Data has come again: its first event is of @p at.
    void resume(const QString &symbol, Timestamp at);
    /// Rises with every loss. The answer to a request covers only the losses up to the serial at which it was made.
    std::uint64_t serial() const { return m_serial; }
    /// REST has answered a request, made at @p serial and at market time @p asked, for all of the symbol's minutes from
    /// @p from on that were over by then.
    void fetched(const QString &symbol, Timestamp from, Timestamp asked, std::uint64_t serial, Timestamp wallNow);
    /// AM or REST has confirmed the symbol's minute.
    void confirm(const QString &symbol, Timestamp minute, Timestamp wallNow);

    /// One hole that has not ended, as far as it is known.
    struct Open
    {
        std::uint64_t number;
        Timestamp from;
        Timestamp to;        ///< not valid while no event has come again
        bool isFetched;      ///< all of it, once
        bool isRechecked;    ///< the newest minutes once more
        bool isAccountedFor; ///< see account()
    };
    /// Of a symbol, the oldest first.
    std::vector<Open> open(const QString &symbol) const;
    bool hasOpen(const QString &symbol) const { return m_unrepaired.contains(symbol); }
    /// What was fetched accounts for what traded in it, or nothing is known that it could be compared with.
    void account(std::uint64_t number, Timestamp wallNow);
    /// What it waits for.
    void explain(std::uint64_t number, const QString &why);
    /// All there is has been fetched, and @p words say what remains unexplained: it has ended, but is not repaired.
    void endUnexplained(std::uint64_t number, const QString &words);

    quint64 count(ConnectionId connection) const { return m_counts[connection.value]; }
    quint64 repaired(ConnectionId connection) const { return m_repaired[connection.value]; }
    /// How many have ended without being repaired.
    quint64 unexplained() const { return m_unexplained; }
    /// Returns the entries that have changed since the last call, for the store.
    std::vector<Gap> takeChanged();
    GapList list() const;

private:
    struct Entry
    {
        Gap gap;
        std::uint64_t lossSerial = 0; // of its last loss
        bool isFetched = false;
        bool isRechecked = false;
        bool isAccountedFor = false;
        bool isConfirmed = false; // the minute in which data came again
    };
    /// Entries of the symbol that are not repaired, the oldest first.
    std::vector<std::uint64_t> unrepaired(const QString &symbol) const;
    void add(const Gap &gap, bool isConfirmed, bool isNew);
    void finishIfDone(std::uint64_t number, Timestamp wallNow);
    void end(std::uint64_t number);

    std::map<std::uint64_t, Entry> m_entries; // by running number
    QHash<QString, std::vector<std::uint64_t>> m_unrepaired;
    std::set<std::uint64_t> m_changed;
    std::set<std::uint64_t> m_over; // have ended, and the store has been told
    std::uint64_t m_last = 0;
    std::uint64_t m_serial = 0;
    quint64 m_unexplained = 0;
    std::array<quint64, 4> m_counts{}, m_repaired{}; // by ConnectionId
};

} // namespace tickstock
