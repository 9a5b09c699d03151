// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/price/pricepattern.h"

#include <algorithm>

namespace tickstock {

/// The pivots of one side, the newest last, as indices into the context's bars. A value.
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
        m_indices.push_back(now.index() - m_strength);
        if (m_indices.size() > Kept)
            m_indices.erase(m_indices.begin());
        return true;
    }
    /// How many lie at or after @p first.
    std::size_t countSince(std::size_t first) const
    {
        return static_cast<std::size_t>(
            std::count_if(m_indices.begin(), m_indices.end(), [first](std::size_t index) { return index >= first; }));
    }
    /// 0 is the newest.
    std::size_t operator[](std::size_t ago) const { return m_indices[m_indices.size() - 1 - ago]; }

private:
    static constexpr std::size_t Kept = 8;

    std::size_t m_strength;
    std::vector<std::size_t> m_indices;
};

/// One for each side, with the strength that the parameters give.
inline std::array<Pivots, 2> pivotsOfBothSides(const ParameterValues &values)
{
    const Pivots none(static_cast<std::size_t>(values.whole("strength")));
    return {none, none};
}

} // namespace tickstock
