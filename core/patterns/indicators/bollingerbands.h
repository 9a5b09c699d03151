// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/window.h"

#include <cmath>

namespace tickstock {

/// Mean and population standard deviation of the last values, from running sums of values and squares. A value.
class StandardDeviation
{
public:
    struct Values
    {
        double mean = NoValue;
        double deviation = NoValue;
    };

    explicit StandardDeviation(std::size_t period = 20)
        : m_window(period)
    {
    }

    Values next(double value)
    {
        if (m_window.isFull()) {
            const double leaving = m_window.oldest();
            m_total -= leaving;
            m_squares -= leaving * leaving;
        }
        m_window.push(value);
        m_total += value;
        m_squares += value * value;
        if (!m_window.isFull())
            return {};
        const auto period = static_cast<double>(m_window.period());
        const double mean = m_total / period;
        const double variance = m_squares / period - mean * mean;
        return {mean, variance < SmallestVariance ? 0 : std::sqrt(variance)};
    }

private:
    static constexpr double SmallestVariance = 1e-14; // anything less is rounding

    Window m_window;
    double m_total = 0;
    double m_squares = 0;
};

/// Bands at a number of standard deviations around the simple average. A value.
class BollingerBands
{
public:
    struct Values
    {
        double upper = NoValue;
        double middle = NoValue;
        double lower = NoValue;
        double deviation = NoValue;
    };

    explicit BollingerBands(std::size_t period = 20, double deviations = 2)
        : m_deviation(period)
        , m_deviations(deviations)
    {
    }

    Values next(double close)
    {
        const auto [mean, deviation] = m_deviation.next(close);
        const double distance = deviation * m_deviations;
        return {mean + distance, mean, mean - distance, deviation};
    }

private:
    StandardDeviation m_deviation;
    double m_deviations;
};

} // namespace tickstock
