// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace tickstock {

/// Values with a `start`, in its order, of which the oldest are given up as new ones come: that costs nothing, where a
/// vector would move all that are left. A value.
template<class T>
class TimeRing
{
public:
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    T &operator[](std::size_t index) { return m_slots[slotOf(index)]; }
    const T &operator[](std::size_t index) const { return m_slots[slotOf(index)]; }
    const T &front() const { return (*this)[0]; }
    const T &back() const { return (*this)[m_size - 1]; }

    /// The index of the first that does not start before this; size() if there is none.
    std::size_t firstFrom(Timestamp start) const
    {
        std::size_t first = 0, last = m_size;
        while (first < last) {
            const std::size_t middle = first + (last - first) / 2;
            if ((*this)[middle].start < start)
                first = middle + 1;
            else
                last = middle;
        }
        return first;
    }
    void insert(std::size_t index, const T &value)
    {
        if (m_size == m_slots.size())
            grow();
        ++m_size;
        for (std::size_t i = m_size - 1; i > index; --i)
            (*this)[i] = std::move((*this)[i - 1]);
        (*this)[index] = value;
    }
    /// Those from one index up to another.
    void erase(std::size_t first, std::size_t last)
    {
        const std::size_t count = last - first;
        if (first == 0) {
            m_first = m_size == count ? 0 : slotOf(count);
        } else {
            for (std::size_t i = last; i < m_size; ++i)
                (*this)[i - count] = std::move((*this)[i]);
        }
        m_size -= count;
    }
    /// In bytes.
    std::size_t memory() const { return m_slots.capacity() * sizeof(T); }

private:
    static constexpr std::size_t FirstSlots = 16;

    std::size_t slotOf(std::size_t index) const
    {
        const std::size_t slot = m_first + index;
        return slot < m_slots.size() ? slot : slot - m_slots.size();
    }
    /// By a quarter: doubling would leave half of it unused, times as many symbols as there are.
    void grow()
    {
        std::vector<T> grown(m_slots.size() + m_slots.size() / 4 + FirstSlots);
        for (std::size_t i = 0; i < m_size; ++i)
            grown[i] = std::move((*this)[i]);
        m_slots = std::move(grown);
        m_first = 0;
    }

    std::vector<T> m_slots;
    std::size_t m_first = 0; // slot of the oldest
    std::size_t m_size = 0;
};

} // namespace tickstock
