// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/movingaverages.h"

#include <cmath>

namespace tickstock {

/// Mean and population standard deviation of the last values, for one who has them, from running sums of values and
/// squares. A value.
class RunningDeviation
{
public:
    struct Values
    {
        double mean = NoValue;
        double deviation = NoValue;
    };

    explicit RunningDeviation(std::size_t period)
        : m_mean(period)
        , m_meanSquare(period)
    {
    }

    /// @param leaving the value @p period values ago; it does not count while there are too few
    Values next(double value, double leaving)
    {
        const double mean = m_mean.next(value, leaving);
        const double variance = m_meanSquare.next(value * value, leaving * leaving) - mean * mean;
        return {mean, variance < SmallestVariance ? 0 : std::sqrt(variance)};
    }

private:
    static constexpr double SmallestVariance = 1e-14; // anything less is rounding

    RunningMean m_mean;
    RunningMean m_meanSquare;
};

/// The bands of BollingerBands, for one who has the last values. A value.
class RunningBands
{
public:
    struct Values
    {
        double upper = NoValue;
        double middle = NoValue;
        double lower = NoValue;
        double deviation = NoValue;
    };

    explicit RunningBands(std::size_t period = 20, double deviations = 2)
        : m_deviation(period)
        , m_deviations(deviations)
    {
    }

    /// @param leaving the close @p period bars ago; it does not count while there are too few
    Values next(double close, double leaving)
    {
        const auto [mean, deviation] = m_deviation.next(close, leaving);
        const double distance = deviation * m_deviations;
        return {mean + distance, mean, mean - distance, deviation};
    }

private:
    RunningDeviation m_deviation;
    double m_deviations;
};

/// Bands at a number of standard deviations around the simple average. A value.
class BollingerBands
{
public:
    using Values = RunningBands::Values;

    explicit BollingerBands(std::size_t period = 20, double deviations = 2)
        : m_window(period)
        , m_bands(period, deviations)
    {
    }

    Values next(double close) { return m_bands.next(close, m_window.push(close)); }

private:
    Window m_window;
    RunningBands m_bands;
};

} // namespace tickstock
