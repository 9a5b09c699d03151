// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/market/symbol.h"

#include <QHash>

#include <optional>

namespace tickstock {

/// From when on each symbol's minutes are incomplete, by what was stored, lost and received. One thread.
class HoleBook
{
public:
    /// How many sessions back holes are repaired at most.
    static constexpr int Sessions = 5;

    /// The symbol's minutes may be incomplete from @p from on. The earliest such time counts.
    void add(SymbolId symbol, Timestamp from);
    /// Nothing before this is repaired at market time @p now.
    static Timestamp oldest(Timestamp now);
    bool has(SymbolId symbol) const { return m_from.contains(symbol); }
    /// From when on the symbol's minutes have to be fetched at market time @p now: from its hole, or from the running
    /// session's beginning when none is known. The hole is forgotten: add it again if fetching fails.
    Timestamp takeStart(SymbolId symbol, Timestamp now);

    /// The last run stored the symbol's minutes up to the one that starts at @p lastMinute.
    void noteStored(SymbolId symbol, Timestamp lastMinute);
    /// The connection that carries the symbol now has brought its first event.
    void noteResumed(SymbolId symbol, Timestamp at) { m_resumedAt.insert(symbol, at); }
    void noteLost(SymbolId symbol) { m_resumedAt.remove(symbol); }

    struct TimeNotRunning
    {
        Timestamp from;
        std::optional<Timestamp> to; ///< nothing: no event has come yet
    };
    /// The trading hours that the program has missed before its first event; nothing when it missed less than a minute.
    /// Answered once a symbol.
    std::optional<TimeNotRunning> takeTimeNotRunning(SymbolId symbol, Timestamp now);

    /// How many symbols wait to be asked for.
    int unasked() const { return static_cast<int>(m_from.size() + m_lastStored.size()); }

private:
    ExchangeCalendar m_calendar;
    QHash<SymbolId, Timestamp> m_from;
    QHash<SymbolId, Timestamp> m_lastStored;
    QHash<SymbolId, Timestamp> m_resumedAt;
};

} // namespace tickstock
