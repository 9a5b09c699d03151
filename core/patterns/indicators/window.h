// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tickstock {

/// The last values of a series, as many as the period says. A value.
class Window
{
public:
    explicit Window(std::size_t period)
        : m_values(period)
    {
    }

    /// Replaces the oldest value when the window is full, and returns that.
    double push(double value)
    {
        const double leaving = std::exchange(m_values[m_next], value);
        m_next = m_next + 1 == m_values.size() ? 0 : m_next + 1;
        if (!isFull())
            ++m_count;
        return leaving;
    }
    bool isFull() const { return m_count == m_values.size(); }
    std::size_t period() const { return m_values.size(); }
    /// All of them, not in the order of time.
    const std::vector<double> &values() const { return m_values; }

private:
    std::vector<double> m_values;
    std::size_t m_next = 0;
    std::size_t m_count = 0;
};

/// Whether a value is too small to divide by: mere rounding (TA-Lib's TA_EPSILON).
inline bool isZero(double value)
{
    constexpr double epsilon = 1e-14;
    return value > -epsilon && value < epsilon;
}

} // namespace tickstock
