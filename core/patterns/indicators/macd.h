// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/movingaverages.h"

#include <cmath>

namespace tickstock {

/// Moving average convergence and divergence. Both averages give their first value on the same bar (the fast one is
/// seeded late, as in TA-Lib); the signal is the exponential average of their difference. A value.
class Macd
{
public:
    struct Values
    {
        double macd = NoValue;
        double signal = NoValue;
        double histogram = NoValue;
    };

    explicit Macd(int fast = 12, int slow = 26, int signal = 9)
        : m_fast(fast, slow - fast)
        , m_slow(slow)
        , m_signal(signal)
    {
    }

    /// NoValue for all three until the signal is known.
    Values next(double close)
    {
        const double fast = m_fast.next(close), slow = m_slow.next(close);
        if (std::isnan(slow))
            return {};
        const double macd = fast - slow;
        const double signal = m_signal.next(macd);
        if (std::isnan(signal))
            return {};
        return {macd, signal, macd - signal};
    }

private:
    ExponentialAverage m_fast;
    ExponentialAverage m_slow;
    ExponentialAverage m_signal;
};

} // namespace tickstock
