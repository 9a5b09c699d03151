// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/window.h"

namespace tickstock {

/// Mean of the last values, for one who has them. Keeps a running sum, as TA-Lib does: adds the new value and subtracts
/// the oldest. A value.
class RunningMean
{
public:
    explicit RunningMean(std::size_t period)
        : m_period(static_cast<std::uint32_t>(period))
    {
    }

    /// NoValue while there are too few.
    /// @param leaving the value @p period values ago; it does not count while there are too few
    double next(double value, double leaving)
    {
        if (m_count == m_period)
            m_total -= leaving;
        else
            ++m_count;
        m_total += value;
        return m_count == m_period ? m_total / m_period : NoValue;
    }

private:
    double m_total = 0;
    std::uint32_t m_period;
    std::uint32_t m_count = 0;
};

/// Mean of the last values. A value.
class SimpleAverage
{
public:
    explicit SimpleAverage(std::size_t period)
        : m_window(period)
        , m_mean(period)
    {
    }

    /// NoValue while there are too few.
    double next(double value) { return m_mean.next(value, m_window.push(value)); }

private:
    Window m_window;
    RunningMean m_mean;
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
