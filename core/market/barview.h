// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/packedbars.h"

namespace tickstock {

/// The first bars of a series, packed or not, as one reads an array. References into it stay valid as long as what it
/// was made of. A value.
class BarView
{
public:
    BarView(std::span<const Bar> bars)
        : m_tail(bars.data())
        , m_size(bars.size())
    {
    }
    BarView(const std::vector<Bar> &bars)
        : BarView(std::span(bars))
    {
    }
    BarView(BarUnpacker &unpacker)
        : BarView(unpacker, unpacker.bars().tail())
    {
    }
    /// With other bars behind the packed ones.
    BarView(BarUnpacker &unpacker, std::span<const Bar> tail)
        : m_packed(&unpacker)
        , m_packedCount(unpacker.bars().packedCount())
        , m_tail(tail.data())
        , m_size(m_packedCount + tail.size())
    {
    }

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    const Bar &operator[](std::size_t index) const
    {
        return index >= m_packedCount ? m_tail[index - m_packedCount] : (*m_packed)[index];
    }
    const Bar &back() const { return (*this)[m_size - 1]; }
    /// 0 is the last one.
    const Bar &before(std::size_t ago) const { return (*this)[m_size - 1 - ago]; }
    BarView first(std::size_t count) const
    {
        BarView view(*this);
        view.m_size = count;
        return view;
    }

private:
    BarUnpacker *m_packed = nullptr; // has the first m_packedCount of them
    std::size_t m_packedCount = 0;
    const Bar *m_tail;
    std::size_t m_size;
};

} // namespace tickstock
