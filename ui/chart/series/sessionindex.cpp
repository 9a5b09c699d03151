// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/series/sessionindex.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

void SessionIndex::update(std::span<const Bar> bars, std::size_t from)
{
    while (!m_spans.empty() && static_cast<std::size_t>(m_spans.back().end) >= from)
        m_spans.pop_back(); // a new bar may still be of the last day
    const auto indexAt = [&](std::size_t begin, Timestamp t) {
        const auto rest = bars.subspan(begin);
        return static_cast<int>(begin) + static_cast<int>(lowerBoundByStart(rest, t) - rest.begin());
    };
    for (auto i = m_spans.empty() ? 0 : static_cast<std::size_t>(m_spans.back().end); i < bars.size();) {
        SessionSpan day{newyork::date(bars[i].start), static_cast<int>(i), 0, 0, 0};
        day.end = indexAt(i, newyork::toUtc(day.date.addDays(1), QTime(0, 0)));
        if (const auto hours = m_calendar.hours(day.date)) {
            day.regularFirst = std::min(day.end, indexAt(i, hours->open));
            day.regularEnd = std::min(day.end, indexAt(i, hours->close));
        }
        m_spans.push_back(day);
        i = static_cast<std::size_t>(day.end);
    }
}

std::span<const SessionSpan> SessionIndex::among(int first, int last) const
{
    const auto begin = std::lower_bound(m_spans.begin(), m_spans.end(), first,
                                        [](const SessionSpan &day, int index) { return day.end <= index; });
    const auto end = std::lower_bound(begin, m_spans.end(), last,
                                      [](const SessionSpan &day, int index) { return day.first < index; });
    return {begin, end};
}

} // namespace tickstock
