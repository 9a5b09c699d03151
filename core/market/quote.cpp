// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/quote.h"

#include <cmath>

namespace tickstock {

void QuoteKeeper::apply(const Tick &tick)
{
    const bool isOlder = tick.end < m_quote.lastTime || (tick.end == m_quote.lastTime && tick.start < m_newestStart);
    if (isOlder || (tick.kind == TickKind::Trade && !tick.updatesLast))
        return;
    m_quote.last = tick.close;
    m_quote.lastTime = tick.end;
    m_newestStart = tick.start;
    if (!std::isnan(tick.dayOpen))
        m_quote.dayOpen = tick.dayOpen;
    if (!std::isnan(tick.dayVolume))
        m_quote.dayVolume = tick.dayVolume;
    if (!std::isnan(tick.dayVwap))
        m_quote.dayVwap = tick.dayVwap;
}

void QuoteKeeper::seed(const Bar &minute)
{
    const Timestamp end = minute.start + OneMinute;
    if (end <= m_quote.lastTime)
        return;
    m_quote.last = minute.close;
    m_quote.lastTime = end;
}

} // namespace tickstock
