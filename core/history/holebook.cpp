// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/holebook.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

void HoleBook::add(SymbolId symbol, Timestamp from)
{
    const auto known = m_from.constFind(symbol);
    m_from.insert(symbol, known == m_from.cend() ? from : std::min(*known, from));
}

Timestamp HoleBook::oldest(Timestamp now)
{
    return newyork::toUtc(ExchangeCalendar::tradingDaysBack(newyork::date(now), Sessions), QTime(0, 0));
}

Timestamp HoleBook::takeStart(SymbolId symbol, Timestamp now)
{
    const auto hole = m_from.constFind(symbol);
    if (hole == m_from.cend())
        return m_calendar.currentOrPrevious(now).preOpen;
    const Timestamp start = std::max(*hole, oldest(now)).floorTo(OneMinute);
    m_from.erase(hole);
    return start;
}

void HoleBook::noteStored(SymbolId symbol, Timestamp lastMinute)
{
    m_lastStored.insert(symbol, lastMinute);
}

std::optional<HoleBook::TimeNotRunning> HoleBook::takeTimeNotRunning(SymbolId symbol, Timestamp now)
{
    const auto stored = m_lastStored.constFind(symbol);
    if (stored == m_lastStored.cend())
        return std::nullopt;
    const Timestamp from = *stored + OneMinute;
    m_lastStored.erase(stored);
    const auto resumed = m_resumedAt.constFind(symbol);
    const bool hasResumed = resumed != m_resumedAt.cend();
    const Timestamp end = hasResumed ? *resumed : now;
    const SessionHours today = m_calendar.currentOrPrevious(end), then = m_calendar.currentOrPrevious(from);
    const bool missedThen = std::min(end, then.postClose) - from > OneMinute;
    const bool missedToday = today.date != then.date && end - today.preOpen > OneMinute;
    if (!missedThen && !missedToday)
        return std::nullopt;
    return TimeNotRunning{from, hasResumed ? std::optional(*resumed) : std::nullopt};
}

} // namespace tickstock
