// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/pricemeasures.h"

#include <utility>

namespace tickstock {

/// Average true range (Wilder); the first value is the mean of the first @p period true ranges. A value.
class AverageTrueRange
{
public:
    struct Values
    {
        double trueRange = NoValue;
        double average = NoValue;
    };

    explicit AverageTrueRange(int period = 14)
        : m_period(period)
    {
    }

    Values next(const Bar &bar)
    {
        const double before = std::exchange(m_close, bar.close);
        if (m_count++ == 0)
            return {};
        const double range = trueRange(bar, before);
        if (m_count <= m_period + 1) {
            m_average += range;
            if (m_count < m_period + 1)
                return {range, NoValue};
        } else {
            m_average *= m_period - 1;
            m_average += range;
        }
        m_average /= m_period;
        return {range, m_average};
    }

private:
    int m_period;
    int m_count = 0;
    double m_close = 0;
    double m_average = 0;
};

} // namespace tickstock
