// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/secondseries.h"

#include "core/types/fnv1a.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

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

SecondSeries::Put SecondSeries::put(Bar second)
{
    const bool isNewest = second.start > m_newest;
    Put put{0, false, isNewest};
    const auto at = firstFrom(m_bars, second.start);
    if (at != m_bars.end() && at->start == second.start) {
        if (at->hasSameValues(second))
            return {at->revision, true, false};
        put.revision = second.revision = at->revision + 1;
        *at = second;
    } else if (isSettled(second.start.floorTo(OneMinute))) { // AM may come before the last seconds
        put = putSettled(second);
        put.isNewest = isNewest;
    } else {
        insert(at, second);
    }
    if (isNewest) {
        m_newest = second.start;
        forgetOld();
    }
    return put;
}

void SecondSeries::insert(std::vector<Bar>::iterator at, const Bar &second)
{
    if (m_bars.size() == m_bars.capacity()) {
        const auto index = at - m_bars.begin();
        m_bars.reserve(m_bars.size() + GrowsBy);
        at = m_bars.begin() + index;
    }
    m_bars.insert(at, second);
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
    const auto first = lowerBoundByStart(m_bars, minute), last = lowerBoundByStart(m_bars, minute + OneMinute);
    std::vector<Settled> made;
    std::transform(first, last, std::back_inserter(made),
                   [](const Bar &second) { return settled(second, std::min(second.revision, MostRevisions)); });
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
    auto part = lowerBoundByStart(m_bars, start);
    Bar minute = *part;
    minute.start = start;
    for (++part; part != m_bars.end() && part->start < start + OneMinute; ++part)
        minute.extend(*part);
    return minute;
}

/// Erases some minutes at a time, because erasing at the front moves everything behind it.
void SecondSeries::forgetOld()
{
    const Timestamp oldest = (m_newest - CorrectionWindow).floorTo(OneMinute);
    const auto forget = [oldest](auto &seconds) {
        if (!seconds.empty() && seconds.front().start + OneMinute * 2 < oldest)
            seconds.erase(seconds.begin(), lowerBoundByStart(seconds, oldest));
    };
    forget(m_bars);
    forget(m_settled);
}

} // namespace tickstock
