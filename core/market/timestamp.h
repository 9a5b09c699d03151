// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/durations.h"

#include <compare>
#include <cstdint>
#include <functional>

namespace tickstock {

/// A point in time: milliseconds since 1970-01-01T00:00Z. A bar's time is its START. A value.
struct Timestamp
{
    std::int64_t ms = 0;

    constexpr auto operator<=>(const Timestamp &) const = default;
    constexpr Timestamp operator+(Milliseconds span) const { return {ms + span.count()}; }
    constexpr Timestamp operator-(Milliseconds span) const { return {ms - span.count()}; }
    constexpr Milliseconds operator-(Timestamp other) const { return Milliseconds(ms - other.ms); }
    constexpr bool isValid() const { return ms > 0; }

    /// The start of the span in which this time lies, when spans of this length are counted from the epoch.
    constexpr Timestamp floorTo(Milliseconds span) const
    {
        const std::int64_t rest = ms % span.count();
        return {ms - (rest < 0 ? rest + span.count() : rest)};
    }
};

} // namespace tickstock

template<>
struct std::hash<tickstock::Timestamp>
{
    std::size_t operator()(tickstock::Timestamp t) const noexcept { return std::hash<std::int64_t>{}(t.ms); }
};
