// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/secondseries.h"

namespace tickstock {

SecondSeries::Put SecondSeries::put(Bar second)
{
    const auto at = lowerBoundByStart(m_bars, second.start);
    const bool isNewest = at == m_bars.end();
    if (!isNewest && at->start == second.start) {
        if (at->hasSameValues(second))
            return {at->revision, true, false};
        second.revision = at->revision + 1;
        *at = second;
    } else {
        m_bars.insert(at, second);
    }
    if (isNewest)
        forgetOld();
    return {second.revision, false, isNewest};
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
    const Timestamp oldest = (m_bars.back().start - CorrectionWindow).floorTo(OneMinute);
    if (m_bars.front().start + OneMinute * 2 < oldest)
        m_bars.erase(m_bars.begin(), lowerBoundByStart(m_bars, oldest));
}

} // namespace tickstock
