// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/tick.h"

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
    // Of a bar built out of trades:
    Timestamp firstTrade;  ///< time of the trade that gave its open
    Timestamp lastTrade;   ///< of the one that gave its close
    double heldVolume = 0; ///< of trades before the first one that may give it prices
    double heldValue = 0;  ///< the same in US dollars
    int heldTrades = 0;

    /// The bar with one more trade; nothing while no trade has come whose sale conditions let it open a bar. Trades may
    /// come in any order: the earliest gives the open, the latest the close.
    std::optional<Bar> with(const Tick &trade);
    /// AM or REST has given its values: nothing ranks higher.
    bool isConfirmed() const { return hasValues && rankOf(bar.source) == rankOf(BarSource::Minute); }
};

/// The minutes of one symbol, by start: those of the last sessions, older ones come from the store. A value.
class MinuteSeries
{
public:
    /// Two sessions with their pre- and post-market fit.
    static constexpr std::size_t MaxMinutes = 2'000;

    /// Null when there is no such minute. Valid until the next insertion, as are all of these.
    TrackedMinute *find(Timestamp start);
    /// Inserts an empty minute when there is none, and sets @p isNew.
    TrackedMinute &at(Timestamp start, bool &isNew);
    const std::vector<TrackedMinute> &all() const { return m_minutes; }

private:
    std::vector<TrackedMinute>::iterator lowerBound(Timestamp start);
    void forgetOld(Timestamp newest);

    std::vector<TrackedMinute> m_minutes;
};

} // namespace tickstock
