// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/dayvolume.h"

#include <map>
#include <unordered_map>
#include <vector>

namespace tickstock {

/// Says whether the minutes of a hole account for what traded in it: every minute bar of the feed carries the volume of
/// the whole day so far, so that the bars before and after a hole prove what must lie between. One thread.
class VolumeAccount
{
public:
    /// What is compared begins up to so long before the hole: trades that are reported late belong to minutes before
    /// their report, and the minutes before a hole are fetched with it. What lacks in the hole lacks from wherever one
    /// counts; what was reported late of the time before one of the feed's bars lacks from that bar only. A bar
    /// that comes late, in place of one that was lost, tells of more than the time before it. So the bars with which
    /// least is missing count, before the hole and as long after it.
    static constexpr Milliseconds Lead = 15 * OneMinute;
    /// Reports that come later still move the day's volume by about so much.
    static constexpr double TolerableShare = 0.005;
    static constexpr double TolerableShares = 100;
    /// Minutes that are remembered about the holes of a symbol: five sessions with extended hours.
    static constexpr std::size_t MostMinutes = 5 * 960;

    enum class State {
        Unknown, ///< the feed has told nothing before it, or a night lies between: there is nothing to compare with
        Waiting, ///< for the feed's next bar of this symbol
        Agrees,
        Missing
    };
    struct Verdict
    {
        State state = State::Unknown;
        double missingShare = 0; ///< of the volume that must lie in between; 0 to 1
    };

    /// The feed's bar of a minute has come.
    void note(const DayVolume &bar);
    /// The symbol's data stops: what the feed tells last before that is kept until close().
    void open(SymbolId symbol);
    /// These minutes are known, from the feed or from REST; what is said last of a minute counts.
    void noteMinutes(SymbolId symbol, const std::vector<Bar> &minutes);
    /// Of the hole between @p from and @p to.
    Verdict judge(SymbolId symbol, Timestamp from, Timestamp to) const;
    bool isOpen(SymbolId symbol) const { return m_open.contains(symbol); }
    /// The symbol has no hole any more.
    void close(SymbolId symbol) { m_open.erase(symbol); }

private:
    struct Open
    {
        std::map<Timestamp, DayVolume> told; // by the feed, of minutes about its holes
        std::map<Timestamp, double> volumes; // of minutes

        double volumeOf(Timestamp from, Timestamp to) const;
    };
    static void bound(Open &open);

    std::unordered_map<SymbolId, std::vector<DayVolume>> m_told; // of the last minutes, the oldest first
    std::unordered_map<SymbolId, Open> m_open;                   // symbols with a hole
};

} // namespace tickstock
