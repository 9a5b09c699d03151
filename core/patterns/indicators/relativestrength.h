// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/window.h"

namespace tickstock {

/// Relative strength (Wilder), 0 to 100. The first averages are plain means of @p period changes. A value.
class RelativeStrength
{
public:
    explicit RelativeStrength(int period = 14)
        : m_period(period)
    {
    }

    double next(double close)
    {
        if (m_count++ == 0) {
            m_before = close;
            return NoValue;
        }
        const double change = close - m_before;
        m_before = close;
        const bool isSeeding = m_count <= m_period + 1;
        if (!isSeeding) {
            m_loss *= m_period - 1;
            m_gain *= m_period - 1;
        }
        if (change < 0)
            m_loss -= change;
        else
            m_gain += change;
        if (m_count < m_period + 1)
            return NoValue;
        m_loss /= m_period;
        m_gain /= m_period;
        const double both = m_gain + m_loss;
        return isZero(both) ? 0 : 100 * (m_gain / both);
    }

private:
    int m_period;
    int m_count = 0;
    double m_before = 0;
    double m_gain = 0;
    double m_loss = 0;
};

} // namespace tickstock
