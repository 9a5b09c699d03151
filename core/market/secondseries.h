// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <cstdint>
#include <vector>

namespace tickstock {

/// The second bars of one symbol, as far back as the vendor corrects them, and the minutes that they add up to. Of a
/// minute that is settled only so much is kept that a repetition can be told from a correction: a fifth. A value.
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
    /// The minute's values come from elsewhere, and will not be made of seconds again.
    void settle(Timestamp minute);
    /// Whether the minute that starts at @p minute is so old that its seconds are not kept any more.
    bool isForgotten(Timestamp minute) const
    {
        return m_newest.isValid() && minute < (m_newest - CorrectionWindow).floorTo(OneMinute);
    }
    /// The minute that starts at @p start, of which at least one second is there, and which is not settled.
    Bar rolledUp(Timestamp start) const;
    const std::vector<Bar> &bars() const { return m_bars; }
    /// In bytes.
    std::size_t memory() const { return m_bars.capacity() * sizeof(Bar) + m_settled.capacity() * sizeof(Settled); }

private:
    /// A second of a settled minute.
    struct Settled
    {
        Timestamp start;
        std::uint64_t print = 0; ///< of its values, but for the lowest byte, which is its revision

        int revision() const { return static_cast<int>(print & 0xff); }
    };
    std::vector<Settled>::iterator settledFrom(Timestamp start);
    bool isSettled(Timestamp minute);
    void insert(std::vector<Bar>::iterator at, const Bar &second);
    Put putSettled(const Bar &second);
    static Settled settled(const Bar &second, int revision);
    void forgetOld();

    std::vector<Bar> m_bars;        // by start
    std::vector<Settled> m_settled; // by start
    Timestamp m_newest;             // start of the newest second
};

} // namespace tickstock
