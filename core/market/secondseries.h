// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <optional>
#include <vector>

namespace tickstock {

/// The second bars of one symbol, as far back as the vendor corrects them, and the minutes that they add up to. A
/// value.
class SecondSeries
{
public:
    /// The vendor corrects a bar for at most this long.
    static constexpr Milliseconds CorrectionWindow = 15 * OneMinute;

    struct Put
    {
        int revision = 0;      ///< 0 for the first version
        bool isKnown = false;  ///< the same values have come before
        bool isNewest = false; ///< nothing later has come
    };
    /// Takes a second in, or its new version. The minute of the second must not be forgotten.
    Put put(Bar second);
    /// Whether the minute that starts at @p minute is so old that its seconds are not kept any more.
    bool isForgotten(Timestamp minute) const
    {
        return !m_bars.empty() && minute < (m_bars.back().start - CorrectionWindow).floorTo(OneMinute);
    }
    /// The minute that starts at @p start, of which at least one second is there.
    Bar rolledUp(Timestamp start) const;
    const std::vector<Bar> &bars() const { return m_bars; }

private:
    void forgetOld();

    std::vector<Bar> m_bars; // by start
};

} // namespace tickstock
