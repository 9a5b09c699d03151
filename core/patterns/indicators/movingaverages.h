// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/window.h"

namespace tickstock {

/// Mean of the last values. Keeps a running sum, as TA-Lib does: adds the new value and subtracts the oldest. A value.
class SimpleAverage
{
public:
    explicit SimpleAverage(std::size_t period)
        : m_window(period)
    {
    }

    /// NoValue while there are too few.
    double next(double value)
    {
        if (m_window.isFull())
            m_total -= m_window.oldest();
        m_window.push(value);
        m_total += value;
        return m_window.isFull() ? m_total / static_cast<double>(m_window.period()) : NoValue;
    }

private:
    Window m_window;
    double m_total = 0;
};

/// Exponential average with the factor 2 / (period + 1), seeded with the mean of the first values. A value.
class ExponentialAverage
{
public:
    explicit ExponentialAverage(int period, int skipped = 0)
        : m_period(period)
        , m_skipped(skipped)
        , m_factor(2.0 / (period + 1))
    {
    }

    /// NoValue until it is seeded.
    double next(double value)
    {
        if (m_count < m_skipped + m_period) {
            if (m_count++ < m_skipped)
                return NoValue;
            m_value += value;
            if (m_count < m_skipped + m_period)
                return NoValue;
            m_value /= m_period;
            return m_value;
        }
        m_value = (value - m_value) * m_factor + m_value;
        return m_value;
    }

private:
    int m_period;
    int m_skipped; // values that come before the seed
    double m_factor;
    int m_count = 0;
    double m_value = 0;
};

} // namespace tickstock
