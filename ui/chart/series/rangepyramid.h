// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tickstock {

/// Sums up any run of a long series exactly, at the cost of its logarithm: each level holds the merged summaries of
/// sixteen of the level below. The series itself belongs to the caller, who gives each entry's summary by its index. A
/// value.
/// @tparam Summary has merge(const Summary &later); a default one is empty
template<class Summary>
class RangePyramid
{
public:
    static constexpr std::size_t Factor = 16;

    /// The series has @p count entries now; those from @p from on are new or different.
    template<class At>
    void update(std::size_t count, std::size_t from, At at)
    {
        std::size_t level = 0;
        for (std::size_t below = count; below > Factor; ++level) {
            if (level == m_levels.size())
                m_levels.emplace_back();
            std::vector<Summary> &nodes = m_levels[level];
            const std::size_t size = (below + Factor - 1) / Factor;
            std::size_t first = std::min(from / Factor, nodes.size());
            nodes.resize(size);
            for (std::size_t i = first; i < size; ++i) {
                Summary merged{};
                const std::size_t end = std::min((i + 1) * Factor, below);
                for (std::size_t k = i * Factor; k < end; ++k)
                    level == 0 ? merged.merge(at(k)) : merged.merge(m_levels[level - 1][k]);
                nodes[i] = merged;
            }
            from = first;
            below = size;
        }
        m_levels.resize(level);
    }

    /// Of the entries [first, last), which were there at the last update().
    template<class At>
    Summary range(std::size_t first, std::size_t last, At at) const
    {
        Summary sum{};
        add(0, first, last, at, sum);
        return sum;
    }

private:
    /// From left to right, so that a summary may tell the first entry from the last. Level 0 is the series.
    template<class At>
    void add(std::size_t level, std::size_t first, std::size_t last, At at, Summary &sum) const
    {
        const auto addOnes = [&](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to; ++i)
                level == 0 ? sum.merge(at(i)) : sum.merge(m_levels[level - 1][i]);
        };
        if (level == m_levels.size() || last - first < 2 * Factor) {
            addOnes(first, last);
            return;
        }
        const std::size_t firstWhole = (first + Factor - 1) / Factor, endOfWhole = last / Factor;
        addOnes(first, firstWhole * Factor);
        add(level + 1, firstWhole, endOfWhole, at, sum);
        addOnes(endOfWhole * Factor, last);
    }

    std::vector<std::vector<Summary>> m_levels;
};

} // namespace tickstock
