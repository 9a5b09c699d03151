// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <algorithm>

namespace tickstock {

/// Waiting times between attempts: full jitter (any time between zero and the ceiling) under a doubling ceiling, so
/// that many clients of a server that comes back do not return in step. The caller brings the random number.
class Backoff
{
public:
    constexpr Backoff(Milliseconds first, Milliseconds cap)
        : m_first(first)
        , m_cap(cap)
        , m_ceiling(first)
    {
    }

    /// @param random in [0, 1)
    Milliseconds next(double random)
    {
        const Milliseconds ceiling = m_ceiling;
        m_ceiling = std::min(m_ceiling * 2, m_cap);
        return Milliseconds(static_cast<std::int64_t>(random * static_cast<double>(ceiling.count())));
    }
    /// Only once data has flowed for a while: a server that accepts and then evicts must not be hammered.
    void reset() { m_ceiling = m_first; }
    Milliseconds ceiling() const { return m_ceiling; }

private:
    Milliseconds m_first;
    Milliseconds m_cap;
    Milliseconds m_ceiling;
};

} // namespace tickstock
