// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/secondseries.h"

#include "core/types/fnv1a.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tickstock {

namespace {

constexpr int MostRevisions = 0xff;
/// Seconds. Doubling would leave half of it unused, times as many symbols as there are.
constexpr std::size_t GrowsBy = 32;

/// The first that does not start before @p start. Most often there is none: looked at first, because a search touches
/// memory all over the series, and each symbol has its own.
template<class Seconds>
auto firstFrom(Seconds &seconds, Timestamp start)
{
    return seconds.empty() || seconds.back().start < start ? seconds.end() : lowerBoundByStart(seconds, start);
}

} // namespace

SecondSeries::Put SecondSeries::put(const Bar &second)
{
    const bool isNewest = second.start > m_newest;
    Put put{0, false, isNewest};
    // Most often it is the newest: looked at first, because a search touches memory all over the series.
    const bool isLast = m_bars.empty() || m_bars.back().start < second.start;
    const std::size_t at = isLast ? m_bars.size() : m_bars.firstFrom(second.start);
    if (!isLast && m_bars[at].start == second.start) {
        Bar &known = m_bars[at];
        if (known.hasSameValues(second))
            return {known.revision, true, false};
        put.revision = known.revision + 1;
        known = second;
        known.revision = put.revision;
    } else if (isSettled(second.start.floorTo(OneMinute))) { // AM may come before the last seconds
        put = putSettled(second);
        put.isNewest = isNewest;
    } else {
        m_bars.insert(at, second);
    }
    if (isNewest) {
        const bool isNewMinute = second.start.floorTo(OneMinute) != m_newest.floorTo(OneMinute);
        m_newest = second.start;
        if (isNewMinute) // looking at the oldest costs as much as all the rest: memory that nothing else needs
            forgetOld();
    }
    return put;
}

SecondSeries::Put SecondSeries::putSettled(const Bar &second)
{
    const auto at = settledFrom(second.start);
    if (at == m_settled.end() || at->start != second.start) {
        m_settled.insert(at, settled(second, 0));
        return {};
    }
    const int revision = at->revision();
    if (settled(second, revision).print == at->print)
        return {revision, true, false};
    *at = settled(second, std::min(revision + 1, MostRevisions));
    return {at->revision(), false, false};
}

void SecondSeries::settle(Timestamp minute)
{
    const std::size_t first = m_bars.firstFrom(minute), last = m_bars.firstFrom(minute + OneMinute);
    std::vector<Settled> made;
    for (std::size_t i = first; i < last; ++i)
        made.push_back(settled(m_bars[i], std::min(m_bars[i].revision, MostRevisions)));
    if (m_settled.size() + made.size() > m_settled.capacity())
        m_settled.reserve(m_settled.size() + made.size() + GrowsBy);
    m_settled.insert(settledFrom(minute + OneMinute), made.begin(), made.end());
    m_bars.erase(first, last);
}

std::vector<SecondSeries::Settled>::iterator SecondSeries::settledFrom(Timestamp start)
{
    return firstFrom(m_settled, start);
}

bool SecondSeries::isSettled(Timestamp minute)
{
    const auto at = settledFrom(minute);
    return at != m_settled.end() && at->start < minute + OneMinute;
}

SecondSeries::Settled SecondSeries::settled(const Bar &second, int revision)
{
    const std::array values{second.open, second.high, second.low, second.close, second.volume};
    const auto bytes = std::bit_cast<std::array<char, sizeof values>>(values);
    const std::uint64_t print = fnv1a({bytes.data(), bytes.size()});
    return {second.start, (print & ~std::uint64_t{0xff}) | static_cast<std::uint64_t>(revision)};
}

Bar SecondSeries::rolledUp(Timestamp start) const
{
    // Most often it is the newest minute, of which there is one second.
    std::size_t part = m_bars.size() - 1;
    if (m_bars[part].start < start + OneMinute) {
        while (part > 0 && m_bars[part - 1].start >= start)
            --part;
    } else {
        part = m_bars.firstFrom(start);
    }
    Bar minute = m_bars[part];
    minute.start = start;
    for (++part; part < m_bars.size() && m_bars[part].start < start + OneMinute; ++part)
        minute.extend(m_bars[part]);
    return minute;
}

void SecondSeries::forgetOld()
{
    const Timestamp oldest = (m_newest - CorrectionWindow).floorTo(OneMinute);
    // Some minutes at a time, because erasing at the front of a vector moves everything behind it.
    const auto isDue = [oldest](const auto &seconds) { return seconds.front().start + OneMinute * 2 < oldest; };
    if (!m_bars.empty() && isDue(m_bars))
        m_bars.erase(0, m_bars.firstFrom(oldest));
    if (!m_settled.empty() && isDue(m_settled))
        m_settled.erase(m_settled.begin(), lowerBoundByStart(m_settled, oldest));
}

} // namespace tickstock
