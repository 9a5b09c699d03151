// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/volumeaccount.h"

#include "core/market/newyork.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tickstock {

void VolumeAccount::note(const DayVolume &bar)
{
    if (!std::isfinite(bar.before) || !std::isfinite(bar.volume))
        return;
    // A bar that is sent again tells the volume of the day at that moment, not at its minute.
    std::vector<DayVolume> &recent = m_told[bar.symbol];
    if (!recent.empty() && recent.back().minute - bar.minute > Lead + OneMinute)
        recent.clear(); // the last one was from nowhere: no correction is so old
    const bool isNew = recent.empty() || bar.minute > recent.back().minute;
    if (isNew) {
        recent.push_back(bar);
        if (bar.minute - recent.front().minute > Lead)
            recent.erase(recent.begin());
    }
    const auto open = m_open.find(bar.symbol);
    if (open == m_open.end())
        return;
    if (isNew)
        open->second.told[bar.minute] = bar;
    open->second.volumes[bar.minute] = bar.volume;
    bound(open->second);
}

/// A hole that stays open must not gather for ever; what is forgotten of it can no more be compared with.
void VolumeAccount::bound(Open &open)
{
    while (open.told.size() > MostMinutes)
        open.told.erase(open.told.begin());
    while (open.volumes.size() > MostMinutes)
        open.volumes.erase(open.volumes.begin());
}

void VolumeAccount::open(SymbolId symbol)
{
    const auto [open, isNew] = m_open.try_emplace(symbol);
    for (const DayVolume &bar : m_told[symbol]) {
        open->second.told.try_emplace(bar.minute, bar);
        open->second.volumes.try_emplace(bar.minute, bar.volume);
    }
}

void VolumeAccount::noteMinutes(SymbolId symbol, const std::vector<Bar> &minutes)
{
    const auto open = m_open.find(symbol);
    if (open == m_open.end())
        return;
    for (const Bar &minute : minutes)
        open->second.volumes[minute.start] = minute.volume;
    bound(open->second);
}

VolumeAccount::Verdict VolumeAccount::judge(SymbolId symbol, Timestamp from, Timestamp to) const
{
    const auto open = m_open.find(symbol);
    if (open == m_open.end() || open->second.told.empty())
        return {};
    const auto &told = open->second.told;
    const Timestamp first = from.floorTo(OneMinute);
    const auto before = told.lower_bound(first - Lead), hole = told.lower_bound(first);
    if (before == hole)
        return {};
    const auto after = told.lower_bound(to.floorTo(OneMinute));
    if (after == told.end())
        return {State::Waiting};
    const auto end = told.upper_bound(after->first + Lead);
    Verdict verdict;
    double least = INFINITY;
    for (auto begin = before; begin != hole; ++begin) {
        for (auto stop = after; stop != end; ++stop) {
            if (newyork::date(begin->first) != newyork::date(stop->first))
                continue;
            const double expected = stop->second.before - begin->second.before;
            const double missing = expected - open->second.volumeOf(begin->first, stop->first);
            if (missing <= std::max(TolerableShares, expected * TolerableShare))
                return {State::Agrees};
            if (missing < least)
                verdict = {State::Missing, missing / expected};
            least = std::min(least, missing);
        }
    }
    return verdict;
}

double VolumeAccount::Open::volumeOf(Timestamp from, Timestamp to) const
{
    return std::accumulate(volumes.lower_bound(from), volumes.lower_bound(to), 0.0,
                           [](double sum, const auto &minute) { return sum + minute.second; });
}

} // namespace tickstock
