// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternevent.h"

#include <span>
#include <vector>

namespace tickstock {

/// The first day that leaves the range of the twenty days before it (a Donchian breakout seen once). Fires within the
/// session on the first closed minute beyond the twenty-day high or low, and again on the day's close if the day also
/// traded at least 1.5 times its usual volume and closed in the outer 40 % of its range. A day that follows a breakout
/// day the same way does not fire. Holds one symbol's levels; which minute was the first is the caller's to know.
class Day1Breakout
{
public:
    static constexpr std::size_t Days = 20;
    static constexpr double VolumeRatio = 1.5;
    static constexpr double OuterShare = 0.4;

    /// Full trading days before the session, oldest first; the last Days + 1 count.
    void setHistory(std::span<const Bar> days);
    bool isReady() const { return m_high > 0; }

    /// Whether a closed minute of the regular session lies beyond a level that the day before had not left yet.
    bool isBeyond(const Bar &minute, Direction direction) const;
    /// The finished day.
    std::optional<Direction> onDay(const Bar &day) const;

    double level(Direction direction) const { return direction == Direction::Long ? m_high : m_low; }

private:
    double m_high = 0; // of the twenty days
    double m_low = 0;
    double m_meanVolume = 0;
    bool m_wasAbove = false; // the day before already closed beyond its own level
    bool m_wasBelow = false;
};

} // namespace tickstock
