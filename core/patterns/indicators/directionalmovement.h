// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/pricemeasures.h"
#include "core/patterns/indicators/window.h"

#include <utility>

namespace tickstock {

/// Directional movement (Wilder): +DI, -DI and their average index ADX. Wilder's sums are seeded with period - 1 bars.
/// A value.
class DirectionalMovement
{
public:
    struct Values
    {
        double plus = NoValue;
        double minus = NoValue;
        double index = NoValue; ///< ADX
    };

    explicit DirectionalMovement(int period = 14)
        : m_period(period)
    {
    }

    Values next(const Bar &bar)
    {
        const Before before = std::exchange(m_before, {bar.high, bar.low, bar.close});
        if (m_count++ == 0)
            return {};
        add(bar, before);
        if (m_count <= m_period)
            return {};
        Values values{0, 0, NoValue};
        if (!isZero(m_range)) {
            values.plus = 100 * (m_plus / m_range);
            values.minus = 100 * (m_minus / m_range);
            average(values);
        }
        if (m_count >= 2 * m_period)
            values.index = m_index;
        return values;
    }

private:
    /// What of the bar before is needed.
    struct Before
    {
        double high = 0, low = 0, close = 0;
    };

    void add(const Bar &bar, const Before &before)
    {
        const double up = bar.high - before.high, down = before.low - bar.low;
        if (m_count > m_period) { // Wilder's smoothing, once the sums are seeded
            m_plus -= m_plus / m_period;
            m_minus -= m_minus / m_period;
            m_range -= m_range / m_period;
        }
        if (down > 0 && up < down)
            m_minus += down;
        else if (up > 0 && up > down)
            m_plus += up;
        m_range += trueRange(bar, before.close);
    }
    void average(const Values &values)
    {
        const double sum = values.plus + values.minus;
        const double difference = isZero(sum) ? 0 : 100 * (std::abs(values.minus - values.plus) / sum);
        if (m_count < 2 * m_period)
            m_index += difference;
        else if (m_count == 2 * m_period)
            m_index = (m_index + difference) / m_period;
        else if (!isZero(sum))
            m_index = (m_index * (m_period - 1) + difference) / m_period;
    }

    int m_period;
    int m_count = 0;
    Before m_before;
    double m_plus = 0;
    double m_minus = 0;
    double m_range = 0;
    double m_index = 0; // the sum of its first values until it is seeded
};

} // namespace tickstock
