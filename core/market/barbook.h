// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barchanges.h"
#include "core/market/minuteseries.h"
#include "core/market/quote.h"
#include "core/market/secondseries.h"

#include <map>
#include <optional>
#include <vector>

namespace tickstock {

/// The bars of the running session, built from the feed. Decides which version of a minute is true:
/// AM and REST rank above A, A above T; a lower rank never overwrites a higher one; at equal rank the last received
/// wins and raises the revision. A minute closes at its first AM, else when market time passes its end by three
/// seconds; what comes later is a correction. A minute is suspect when the symbol was subscribed, moved or lost while
/// it ran; it is held back until AM or REST confirms it. A minute that closes without the AM that should have come is
/// reported as unconfirmed, so that REST is asked. Decisions depend only on the events and the times at which they were
/// received: a replay decides the same. One thread.
class BarBook
{
public:
    /// A minute that no AM has closed is closed by time, this long after its end.
    static constexpr Milliseconds CloseGrace{3'000};
    static constexpr Milliseconds CorrectionWindow = SecondSeries::CorrectionWindow;
    /// A REST bar younger than this may still be incomplete and never replaces an AM.
    static constexpr Milliseconds RestCompleteAfter{120'000};

    /// Minutes of an earlier run of the program, by time: they count as closed and reported.
    void seed(SymbolId symbol, const std::vector<Bar> &minutes);
    /// The revision of an event that has come before, with the same values.
    static constexpr int Known = -1;
    /// Takes one event in; @p now is market time at its reception. Returns the revision of its window (0 for the first
    /// version), or Known.
    int apply(const Tick &tick, Timestamp now);
    /// Ahead of the tick that is being applied: fetches into the processor's cache what those after it will need. A
    /// second of the whole market touches more memory than a cache holds, and memory answers while others are worked
    /// on.
    void prefetch(const std::vector<Tick> &ticks, std::size_t at) const;
    /// Takes a bar fetched from REST in; @p now is market time. A bar that ends later than that waits until market time
    /// gets there: the server's clock may be ahead of the newest event.
    void applyRest(SymbolId symbol, const Bar &bar, Timestamp now);
    /// Closes the minutes whose time is over.
    void advance(Timestamp now);
    /// Events of this symbol from @p from to @p to may be missing: its minutes become suspect unless they are
    /// confirmed.
    void markSuspect(SymbolId symbol, Timestamp from, Timestamp to);
    /// The same for every symbol: something was dropped before it got here.
    void markAllSuspect(Timestamp from, Timestamp to);
    /// Nothing will confirm this minute any more: it counts with the values it has.
    void release(SymbolId symbol, Timestamp start);

    BarChanges takeChanges();

    const Quote *quote(SymbolId symbol) const;
    /// The minute in progress, if it has traded.
    std::optional<Bar> forming(SymbolId symbol) const;
    /// Closed and running minutes in order, without the suspect ones that are over.
    std::vector<Bar> minutes(SymbolId symbol) const;
    std::size_t symbolCount() const { return m_symbols.size(); }
    /// Symbols of which at least one event or stored minute is known.
    std::vector<SymbolId> knownSymbols() const;
    /// What its bars take, in bytes.
    std::size_t memory() const;

private:
    struct SymbolBars
    {
        QuoteKeeper quote;
        MinuteSeries minutes;
        SecondSeries seconds;
        bool hasSeconds = false; // A is subscribed: trades do not build bars
        bool hasMoved = false;   // is among m_changes.moved
    };

    void prefetchBars(SymbolId symbol) const;
    SymbolBars &entry(SymbolId symbol);
    const SymbolBars *find(SymbolId symbol) const;
    TrackedMinute &minuteAt(SymbolBars &bars, SymbolId symbol, Timestamp start);
    int applySecond(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now);
    int applyMinute(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now);
    void applyTrade(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now);
    void setValues(TrackedMinute &minute, SymbolId symbol, const Bar &values, bool closes);
    void close(TrackedMinute &minute, SymbolId symbol);
    void confirm(TrackedMinute &minute, SymbolId symbol);
    void noteMoved(SymbolBars &bars, SymbolId symbol);

    std::vector<SymbolBars> m_symbols;                          // by SymbolId
    std::map<Timestamp, std::vector<SymbolId>> m_open;          // minutes that are not over yet, by start
    std::multimap<Timestamp, std::pair<SymbolId, Bar>> m_early; // REST bars that end later than now, by end
    bool m_hasMinuteBars = false; // this feed sends AM, so a minute without one has lost it
    BarChanges m_changes;
};

} // namespace tickstock
