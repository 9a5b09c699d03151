// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

namespace tickstock {

/// How long a connection may be silent while data is expected. Learns from every pause that has cost nothing: the usual
/// one, and the longest of late, which is forgotten when data has flowed for eight times as long without another like
/// it. So a connection whose symbols hardly trade is given time, and one that is busy is not. A reconnection that cured
/// nothing doubles the limit; data that flow for as long as the limit would be otherwise take one doubling back. A
/// value without a clock; the caller measures.
class SilenceWatch
{
public:
    /// Shorter silences are ordinary.
    static constexpr Milliseconds ShortestHiccup{2'000};
    /// A connection that carries minute bars only is silent for most of a minute.
    static constexpr Milliseconds MinuteOnlyStall{90'000};
    /// However long a pause was ordinary, a longer silence than this is looked into.
    static constexpr Milliseconds MostPatience = 15 * OneMinute;

    SilenceWatch(Milliseconds stall, bool carriesMinutesOnly);

    /// Data came, @p pause after the data before. @param isOrdinary as far as is known, nothing was lost meanwhile
    void pauseEnded(Milliseconds pause, bool isOrdinary);
    /// It was ordinary, as it turned out later.
    void learn(Milliseconds pause);
    /// Whether a gap is long enough to have cost data.
    bool isUnusual(Milliseconds gap) const;
    /// The connection is given up because of its silence: the limit doubles.
    void gaveUp();
    /// Open and silent for longer than this is a stall.
    Milliseconds limit() const { return learntLimit() * (1 << m_vainReconnects); }

private:
    static constexpr int MaxDoublings = 5;

    Milliseconds learntLimit() const;
    /// The longest pause, less a share of what has flowed since.
    Milliseconds longestOfLate() const;

    const Milliseconds m_stall;
    const Milliseconds m_shortestHiccup;
    Milliseconds m_usualGap{0};
    Milliseconds m_longestPause{0};
    Milliseconds m_sinceLongest{0};
    Milliseconds m_flowed{0}; // since the last pause that was too long, or doubling taken back
    int m_vainReconnects = 0;
};

} // namespace tickstock
