// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/market/exchangecalendar.h"

#include <QDate>

#include <span>
#include <vector>

namespace tickstock {

/// The bars of one exchange date. A value.
struct SessionSpan
{
    QDate date;
    int first = 0;
    int end = 0; ///< one past its last bar
    /// Of the regular session; both equal when it has no bar of it.
    int regularFirst = 0;
    int regularEnd = 0;
};

/// Where days begin among a chart's intraday bars, so that the dates of single bars need not be computed again. Kept up
/// to date from the first bar that changed on. A value.
class SessionIndex
{
public:
    /// Bars from index @p from on are new or different.
    void update(std::span<const Bar> bars, std::size_t from);
    const std::vector<SessionSpan> &spans() const { return m_spans; }
    /// Those that have a bar in [first, last).
    std::span<const SessionSpan> among(int first, int last) const;
    void clear() { m_spans.clear(); }

private:
    ExchangeCalendar m_calendar;
    std::vector<SessionSpan> m_spans;
};

} // namespace tickstock
