// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/price/pricepattern.h"

#include <algorithm>

namespace tickstock {

/// The newest pivots of one side, as indices into the context's bars. A value.
class Pivots
{
public:
    /// @param strength bars on either side that a pivot stands out from
    explicit Pivots(std::size_t strength)
        : m_strength(strength)
    {
    }

    /// Call once for each closed bar. True when a pivot has become known: the one @p strength bars ago.
    bool update(const BarContext &now, Side side)
    {
        if (now.index() < m_strength || !isPivot(now, side, now.index() - m_strength, m_strength, now.shapeStart))
            return false;
        std::copy_backward(m_indices.begin(), m_indices.end() - 1, m_indices.end());
        m_indices.front() = static_cast<std::uint32_t>(now.index() - m_strength);
        m_count = std::min(m_count + 1, Kept);
        return true;
    }
    /// How many lie at or after @p first.
    std::size_t countSince(std::size_t first) const
    {
        return static_cast<std::size_t>(std::count_if(m_indices.begin(),
                                                      m_indices.begin() + static_cast<std::ptrdiff_t>(m_count),
                                                      [first](std::size_t index) { return index >= first; }));
    }
    /// 0 is the newest.
    std::size_t operator[](std::size_t ago) const { return m_indices[ago]; }

private:
    static constexpr std::size_t Kept = 8;

    std::size_t m_strength;
    std::size_t m_count = 0;
    std::array<std::uint32_t, Kept> m_indices{}; // the newest first
};

/// One for each side, with the strength that the parameters give.
inline std::array<Pivots, 2> pivotsOfBothSides(const ParameterValues &values)
{
    const Pivots none(static_cast<std::size_t>(values.whole("strength")));
    return {none, none};
}

} // namespace tickstock
