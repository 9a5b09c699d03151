// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/gap.h"

#include <QHash>

#include <array>
#include <map>
#include <set>

namespace tickstock {

/// Every hole in the data, from its beginning to its repair. A gap is repaired when the minutes that were over when
/// data came again have been fetched, and the minute in which it came again has been confirmed by AM or REST. One
/// thread.
class GapLedger
{
public:
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
    /// REST has answered a request, made at @p serial, for all of the symbol's minutes from @p from on that were over
    /// by then.
    void fetched(const QString &symbol, Timestamp from, std::uint64_t serial, Timestamp wallNow);
    /// AM or REST has confirmed the symbol's minute.
    void confirm(const QString &symbol, Timestamp minute, Timestamp wallNow);

    quint64 count(ConnectionId connection) const { return m_counts[connection.value]; }
    quint64 repaired(ConnectionId connection) const { return m_repaired[connection.value]; }
    /// Returns the entries that have changed since the last call, for the store.
    std::vector<Gap> takeChanged();
    GapList list() const;

private:
    struct Entry
    {
        Gap gap;
        std::uint64_t lossSerial = 0; // of its last loss
        bool isFetched = false;
        bool isConfirmed = false; // the minute in which data came again
    };
    /// Entries of the symbol that are not repaired, the oldest first.
    std::vector<std::uint64_t> unrepaired(const QString &symbol) const;
    void add(const Gap &gap, bool isConfirmed, bool isNew);
    void finishIfDone(std::uint64_t number, Timestamp wallNow);
    void forgetOldest();

    std::map<std::uint64_t, Entry> m_entries; // by running number
    QHash<QString, std::vector<std::uint64_t>> m_unrepaired;
    std::set<std::uint64_t> m_changed;
    std::uint64_t m_last = 0;
    std::uint64_t m_serial = 0;
    std::array<quint64, 4> m_counts{}, m_repaired{}; // by ConnectionId
};

} // namespace tickstock
