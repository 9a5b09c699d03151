// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/exchangecalendar.h"

#include <map>
#include <vector>

namespace tickstock {

/// What happened to a minute that is over.
struct ClosedMinute
{
    enum class Kind {
        Closed,    ///< became final
        Corrected, ///< its values changed afterwards; the revision rose
        Confirmed  ///< same values from a source of higher rank
    };
    SymbolId symbol;
    Bar bar;
    Kind kind = Kind::Closed;
};

/// What a batch or the passing of time changed.
struct BarChanges
{
    std::vector<SymbolId> moved;                             ///< forming minute or last price changed; each symbol once
    std::vector<ClosedMinute> closed;                        ///< in the order they were decided
    std::vector<std::pair<SymbolId, Timestamp>> unconfirmed; ///< minutes that ended without the AM they need: ask REST
    std::vector<std::pair<SymbolId, Timestamp>> settled;     ///< suspect minutes that AM or REST has made certain
    bool isEmpty() const { return moved.empty() && closed.empty() && unconfirmed.empty() && settled.empty(); }
};

/// The newest state of one symbol.
struct Quote
{
    double last = NoValue;
    Timestamp lastTime; ///< end of the window, or time of the trade, that set the last price
    double dayOpen = NoValue;
    double dayVolume = NoValue;
    double dayVwap = NoValue;
};

/// The bars of the running session, built from the feed. Decides which version of a minute is true:
/// AM and REST rank above A, A above T; a lower rank never overwrites a higher one; at equal rank the last received
/// wins and raises the revision. A minute closes at its first AM, else when market time passes its end by three
/// seconds; what comes later is a correction. A suspect minute (the symbol was subscribed, moved or lost while it ran)
/// is held back until AM or REST confirms it; one that closes without the AM that should have come is asked for. The
/// decision depends only on events and their receive times, so that a
/// replay decides the same. One thread.
class BarBook
{
public:
    static constexpr Milliseconds CloseGrace{3'000};
    /// The vendor corrects a bar for at most this long.
    static constexpr Milliseconds CorrectionWindow = 15 * OneMinute;
    /// A REST bar younger than this may still be incomplete and never replaces an AM.
    static constexpr Milliseconds RestSettling{120'000};

    /// Minutes of an earlier run of the program, by time: known, closed and reported already.
    void seed(SymbolId symbol, const std::vector<Bar> &minutes);
    /// What an event was: the revision of its window, 0 for the first version. Known is one that has come before.
    static constexpr int Known = -1;
    /// Takes one event in. @p now is market time at its reception. Tells its revision, or Known.
    int apply(const Tick &tick, Timestamp now);
    /// Takes a bar fetched from REST in; @p now is market time. A bar that ends later waits until market time gets
    /// there: the server's clock may be ahead of the newest event.
    void applyRest(SymbolId symbol, const Bar &bar, Timestamp now);
    /// Closes the minutes whose time is over.
    void advance(Timestamp now);
    /// What this symbol did from @p from to @p to is not completely known: those minutes, unless confirmed already.
    void markSuspect(SymbolId symbol, Timestamp from, Timestamp to);
    /// Nobody will confirm this minute any more: what is known of it counts.
    void release(SymbolId symbol, Timestamp start);
    /// As above for every symbol: something was dropped on the way here.
    void markAllSuspect(Timestamp from, Timestamp to);

    BarChanges takeChanges();

    const Quote *quote(SymbolId symbol) const;
    /// The minute in progress, if it has traded.
    std::optional<Bar> forming(SymbolId symbol) const;
    /// Closed and running minutes in order; suspect ones are not among them.
    std::vector<Bar> minutes(SymbolId symbol) const;
    std::vector<Bar> seconds(SymbolId symbol) const;
    std::size_t symbolCount() const { return m_symbols.size(); }
    /// Symbols that something has come of.
    std::vector<SymbolId> knownSymbols() const;

private:
    struct Minute
    {
        Bar bar;
        bool hasValues = false;
        bool isOver = false;     // its time has passed
        bool suspect = false;    // may be incomplete: held back until AM or REST
        bool isReported = false; // has been handed out as closed
        bool isSeeded = false;   // from an earlier run, whose seconds are not known
    };
    struct SymbolBars
    {
        Quote quote;
        Timestamp newestLastStart;   // start of the window that set the last price
        std::vector<Minute> minutes; // by start
        std::vector<Bar> seconds;    // by start, the correction window only
        bool hasSeconds = false;     // A is subscribed: trades do not build bars
        bool moved = false;
    };

    SymbolBars &entry(SymbolId symbol);
    const SymbolBars *find(SymbolId symbol) const;
    Minute &minuteAt(SymbolBars &bars, SymbolId symbol, Timestamp start);
    int applySecond(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now);
    int applyMinute(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now);
    void applyTrade(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now);
    void updateQuote(SymbolBars &bars, const Tick &tick);
    void settle(Minute &minute, SymbolId symbol, const Bar &values, bool closes);
    void close(Minute &minute, SymbolId symbol);
    void clear(Minute &minute, SymbolId symbol);
    void touch(SymbolBars &bars, SymbolId symbol);
    static void forgetOldSeconds(SymbolBars &bars, Timestamp newest);
    static void forgetOldMinutes(SymbolBars &bars, Timestamp newest);

    std::vector<SymbolBars> m_symbols;                          // by SymbolId
    std::map<Timestamp, std::vector<SymbolId>> m_open;          // minutes not closed yet, by start
    std::multimap<Timestamp, std::pair<SymbolId, Bar>> m_early; // REST bars that end later than now, by end
    bool m_hasMinuteBars = false; // AM comes by this feed, so a minute without one has lost it
    BarChanges m_changes;
};

} // namespace tickstock
