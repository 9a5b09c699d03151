// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/packedbars.h"
#include "core/market/tick.h"

#include <map>
#include <optional>
#include <vector>

namespace tickstock {

/// A minute of one symbol and what is known about it. A value.
struct TrackedMinute
{
    Bar bar;
    bool hasValues = false;
    bool isOver = false;     ///< its time has passed
    bool isSuspect = false;  ///< may be incomplete: held back until AM or REST confirms it
    bool isReported = false; ///< has been handed out as closed
    bool isSeeded = false;   ///< from an earlier run, whose seconds are not known

    /// Nothing about it is open.
    bool isSettled() const { return hasValues && isOver && isReported && !isSuspect; }
    /// AM or REST has given its values: nothing ranks higher.
    bool isConfirmed() const { return hasValues && rankOf(bar.source) == rankOf(BarSource::Minute); }
};

/// What of a minute's trades is remembered while its bar is built out of them. A value.
struct MinuteTrades
{
    Timestamp first;       ///< time of the trade that gave its open
    Timestamp last;        ///< of the one that gave its close
    double heldVolume = 0; ///< of trades before the first one that may give it prices
    double heldValue = 0;  ///< the same in US dollars
    int heldTrades = 0;

    /// The minute's bar with one more trade; nothing while no trade has come whose sale conditions let it open a bar.
    /// Trades may come in any order: the earliest gives the open, the latest the close.
    std::optional<Bar> addedTo(const TrackedMinute &minute, const Tick &trade);
};

/// The minutes of one symbol, by start: those of the session, older ones come from the store. Those that the vendor
/// will not correct any more are kept packed. A value.
class MinuteSeries
{
public:
    /// A session with its pre- and post-market fits.
    static constexpr std::size_t MaxMinutes = 1'000;

    /// Null when there is no such minute. Valid until the next call of find() or at(), as are all of these.
    TrackedMinute *find(Timestamp start);
    /// Packs what can be: after minutes have been inserted before the newest one.
    void pack();
    /// Inserts an empty minute when there is none, and sets @p isNew.
    TrackedMinute &at(Timestamp start, bool &isNew);
    /// A copy of all.
    std::vector<TrackedMinute> all() const;
    /// Null while there are none.
    const TrackedMinute *newest() const { return m_minutes.empty() ? nullptr : &m_minutes.back(); }
    /// Of one of the minutes. They are kept as long as it may be corrected; of an older one, trades come neither before
    /// the one that gave its open nor after the one that gave its close.
    MinuteTrades &trades(const TrackedMinute &minute);
    /// In bytes.
    std::size_t memory() const;

private:
    /// By so many the newest ones grow before it is looked which of them can be packed.
    static constexpr std::size_t GrowsBy = 16;

    std::vector<TrackedMinute>::iterator lowerBound(Timestamp start);
    void makeRoom(Timestamp newest);
    void pack(Timestamp newest);
    void unpackFrom(Timestamp start);
    void forgetPacked(std::size_t count);
    void forgetOld(Timestamp newest);

    PackedBars m_packed;                // over, reported, not suspect, and older than those of m_minutes
    std::vector<bool> m_isPackedSeeded; // of each of them
    std::vector<TrackedMinute> m_minutes;
    std::map<Timestamp, MinuteTrades> m_trades; // by the minute's start
};

} // namespace tickstock
