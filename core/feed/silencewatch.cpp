// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/silencewatch.h"

#include <algorithm>

namespace tickstock {

namespace {

/// A pause is forgotten when data has flowed for so many times as long.
constexpr int ForgottenAfter = 8;

} // namespace

SilenceWatch::SilenceWatch(Milliseconds stall, bool carriesMinutesOnly)
    : m_stall(carriesMinutesOnly ? std::max(stall, MinuteOnlyStall) : stall)
    , m_shortestHiccup(carriesMinutesOnly ? MinuteOnlyStall : ShortestHiccup)
{
}

void SilenceWatch::pauseEnded(Milliseconds pause, bool isOrdinary)
{
    m_flowed = pause < learntLimit() ? m_flowed + pause : Milliseconds(0);
    m_sinceLongest += pause;
    if (isOrdinary)
        learn(pause);
    if (m_flowed >= learntLimit()) {
        m_flowed = Milliseconds(0);
        m_vainReconnects = std::max(m_vainReconnects - 1, 0);
    }
}

void SilenceWatch::learn(Milliseconds pause)
{
    m_usualGap = (m_usualGap * 15 + std::min(pause, m_stall)) / 16;
    if (pause < longestOfLate())
        return;
    m_longestPause = pause;
    m_sinceLongest = Milliseconds(0);
}

bool SilenceWatch::isUnusual(Milliseconds gap) const
{
    return gap >= std::max(m_shortestHiccup, m_usualGap * 5);
}

void SilenceWatch::gaveUp()
{
    m_vainReconnects = std::min(m_vainReconnects + 1, MaxDoublings);
    m_flowed = Milliseconds(0);
}

Milliseconds SilenceWatch::longestOfLate() const
{
    return m_longestPause - std::min(m_sinceLongest / ForgottenAfter, m_longestPause);
}

Milliseconds SilenceWatch::learntLimit() const
{
    return std::max({m_stall, m_usualGap * 5, std::min(longestOfLate() * 3, MostPatience)});
}

} // namespace tickstock
