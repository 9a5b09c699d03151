// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

namespace tickstock {

/// How long a connection may be silent while data is expected. Learns the usual time between two frames, and is patient
/// with a connection whose symbols hardly trade: a reconnection that cured nothing doubles the limit until data flows.
/// A value without a clock; the caller measures.
class SilenceWatch
{
public:
    /// Shorter silences are ordinary.
    static constexpr Milliseconds ShortestHiccup{2'000};
    /// A connection that carries minute bars only is silent for most of a minute.
    static constexpr Milliseconds MinuteOnlyStall{90'000};

    SilenceWatch(Milliseconds stall, bool carriesMinutesOnly);

    /// A frame came @p gap after the one before it. True when the gap was unusual.
    bool frameCame(Milliseconds gap);
    /// Whether a gap is long enough to have cost data.
    bool isUnusual(Milliseconds gap) const;
    /// The connection is given up because of its silence: the limit doubles.
    void gaveUp();
    /// Open and silent for longer than this is a stall.
    Milliseconds limit() const;

private:
    static constexpr int MaxDoublings = 5;

    const Milliseconds m_stall;
    const Milliseconds m_shortestHiccup;
    Milliseconds m_usualGap{0};
    int m_vainReconnects = 0;
};

} // namespace tickstock
