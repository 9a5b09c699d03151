// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <optional>
#include <span>
#include <vector>

namespace tickstock {

/// Shares traded in one minute. A value.
struct MinuteVolume
{
    Timestamp start;
    double volume = 0;
};

/// The usual volume at a time of day: the mean of each minute of the regular session over the sessions before. A bar's
/// volume divided by this is its relative volume (RVOL). A value.
class UsualVolumes
{
public:
    /// The mean is taken over up to this many sessions; with fewer than FewestSessions it is not known.
    static constexpr int Sessions = 20;
    static constexpr int FewestSessions = 5;

    /// No volume is known.
    UsualVolumes() = default;
    /// @param minutes oldest first, of the sessions before; those outside of regular sessions are left out. Minutes
    /// before a session's first one here, or after its last one, do not count as zero: they may not have been recorded.
    explicit UsualVolumes(std::span<const MinuteVolume> minutes);

    /// The usual shares of @p length minutes that begin @p minute minutes after the open. NoValue when it is not known,
    /// or when nothing is usually traded then.
    double of(int minute, int length = 1) const;

    /// As they are kept: by minute after the open, NaN where not known; none when no volume is known.
    const std::vector<float> &means() const { return m_means; }
    /// Nothing if that cannot be what means() gave.
    static std::optional<UsualVolumes> fromMeans(std::vector<float> means);

private:
    std::vector<float> m_means; // by minute after the open; NaN: not known
};

} // namespace tickstock
