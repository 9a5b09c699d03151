// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace tickstock {

/// Many bars of one symbol by start, in about a fifth of their memory and without loss: all but the last few lie in
/// blocks, as differences between neighbours. A value.
class PackedBars
{
public:
    static constexpr std::size_t BlockBars = 16;
    using Block = std::array<Bar, BlockBars>;

    PackedBars() = default;
    /// @param bars by start
    explicit PackedBars(std::vector<Bar> bars);

    std::size_t size() const { return packedCount() + m_tail.size(); }
    bool empty() const { return m_tail.empty(); }
    const Bar &back() const { return m_tail.back(); }
    /// Start of the first one.
    Timestamp firstStart() const { return m_blocks.empty() ? m_tail.front().start : m_blocks.front().first; }
    /// Where many are read, a BarView is better: this unpacks a block for one.
    Bar at(std::size_t index) const;
    /// Those from @p from to before @p to, which is at most size().
    std::vector<Bar> copy(std::size_t from, std::size_t to) const;
    std::vector<Bar> copy() const { return copy(0, size()); }
    /// Index of the first that starts at or after @p start.
    std::size_t lowerBound(Timestamp start) const;

    void push(const Bar &bar) { insert(size(), bar); }
    void insert(std::size_t index, const Bar &bar);
    void replace(std::size_t index, const Bar &bar);

    /// The first of them, which lie in blocks. The others are the tail.
    std::size_t packedCount() const { return m_blocks.size() * BlockBars; }
    /// The bars of block @p index.
    Block unpacked(std::size_t index) const;
    std::span<const Bar> tail() const { return m_tail; }
    /// In bytes.
    std::size_t memory() const;

private:
    struct Packed
    {
        Timestamp first;       // start of its first bar
        std::size_t begin = 0; // of it in m_bytes
    };

    void pack();
    void unpackFrom(std::size_t index);

    std::vector<Packed> m_blocks;
    std::vector<std::uint8_t> m_bytes; // of all blocks
    std::vector<Bar> m_tail;           // empty only when there is no bar at all
};

/// The blocks of packed bars, each unpacked when it is first looked at. Valid until the bars change. One thread.
class BarUnpacker
{
public:
    /// @param bars must outlive it
    explicit BarUnpacker(const PackedBars &bars)
        : m_bars(bars)
        , m_blocks(bars.packedCount() / PackedBars::BlockBars)
    {
    }

    const PackedBars &bars() const { return m_bars; }
    /// Of a bar that lies in a block. Stays where it is as long as this.
    const Bar &operator[](std::size_t index)
    {
        auto &block = m_blocks[index / PackedBars::BlockBars];
        if (!block)
            block = std::make_unique<PackedBars::Block>(m_bars.unpacked(index / PackedBars::BlockBars));
        return (*block)[index % PackedBars::BlockBars];
    }

private:
    const PackedBars &m_bars;
    std::vector<std::unique_ptr<PackedBars::Block>> m_blocks;
};

} // namespace tickstock
