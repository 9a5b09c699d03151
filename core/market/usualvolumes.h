// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <span>
#include <vector>

namespace tickstock {

/// Shares traded in one minute.
struct MinuteVolume
{
    Timestamp start;
    double volume = 0;
};

/// What is usual at a time of day: the mean volume of each minute of the regular session over the sessions before.
/// Relative volume (RVOL) is a bar's volume over this. A value.
class UsualVolumes
{
public:
    /// The mean is taken over so many sessions, or fewer; with less than the second number it is not known.
    static constexpr int Sessions = 20;
    static constexpr int FewestSessions = 5;

    /// Nothing is known.
    UsualVolumes() = default;
    /// @param minutes oldest first, of sessions before the one that this is for; what lies outside of regular sessions
    /// is left out. A session counts from its first minute to its last one here: what was not watched is not zero.
    explicit UsualVolumes(std::span<const MinuteVolume> minutes);

    /// Of @p length minutes from @p minute after the open on, shares; NoValue: not known, or there is no trade then.
    double of(int minute, int length = 1) const;

private:
    std::vector<float> m_means; // by minute after the open; NaN: not known
};

} // namespace tickstock
