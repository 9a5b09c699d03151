// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <cstdint>
#include <optional>
#include <utility>

namespace tickstock {

/// A hole in the data that waits to be announced. A sender that drops all the time leaves one hole after the other:
/// those that follow within a pause are announced together. A value; the caller brings the clock.
class PendingHole
{
public:
    static constexpr Milliseconds Pause{2'000};

    bool isNoted() const { return m_since.isValid(); }
    /// @param since the data are complete up to this market time; not valid: there were none that could have a hole
    void note(Timestamp since)
    {
        if (!isNoted())
            m_since = since;
    }
    /// Since when data are missing, if that is to be announced now; from then on it counts as announced.
    /// @param nowUs monotonic clock
    std::optional<Timestamp> takeDue(std::int64_t nowUs)
    {
        const bool isPausing = m_announcedUs && nowUs - *m_announcedUs < std::chrono::microseconds(Pause).count();
        if (!isNoted() || isPausing)
            return std::nullopt;
        m_announcedUs = nowUs;
        return std::exchange(m_since, {});
    }

private:
    Timestamp m_since;
    std::optional<std::int64_t> m_announcedUs; // when the last one was
};

} // namespace tickstock
