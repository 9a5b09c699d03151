// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <algorithm>

namespace tickstock {

/// Waiting times between attempts: full jitter (any time between zero and the ceiling) under a ceiling that doubles, so
/// that the clients of a server that comes back do not all return at once. The caller supplies the random number. A
/// value.
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
    /// Call only when data has flowed for a while: a server may accept a connection and then evict it, again and again.
    void reset() { m_ceiling = m_first; }
    Milliseconds ceiling() const { return m_ceiling; }

private:
    Milliseconds m_first;
    Milliseconds m_cap;
    Milliseconds m_ceiling;
};

} // namespace tickstock
