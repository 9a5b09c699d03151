// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/silencewatch.h"

#include <algorithm>

namespace tickstock {

SilenceWatch::SilenceWatch(Milliseconds stall, bool carriesMinutesOnly)
    : m_stall(carriesMinutesOnly ? std::max(stall, MinuteOnlyStall) : stall)
    , m_shortestHiccup(carriesMinutesOnly ? MinuteOnlyStall : ShortestHiccup)
{
}

bool SilenceWatch::frameCame(Milliseconds gap)
{
    m_vainReconnects = 0;
    if (isUnusual(gap))
        return true; // nothing to learn from
    m_usualGap = (m_usualGap * 15 + gap) / 16;
    return false;
}

bool SilenceWatch::isUnusual(Milliseconds gap) const
{
    return gap >= std::max(m_shortestHiccup, m_usualGap * 5);
}

void SilenceWatch::gaveUp()
{
    m_vainReconnects = std::min(m_vainReconnects + 1, MaxDoublings);
}

Milliseconds SilenceWatch::limit() const
{
    return std::max(m_stall, m_usualGap * 5) * (1 << m_vainReconnects);
}

} // namespace tickstock
