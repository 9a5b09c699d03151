// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barview.h"
#include "core/patterns/indicators/pricemeasures.h"

namespace tickstock {

/// On-balance volume. Begins with the first bar's volume; an equal close adds nothing. A value.
class OnBalanceVolume
{
public:
    double next(const Bar &bar)
    {
        if (std::isnan(m_close))
            m_volume = bar.volume;
        else if (bar.close > m_close)
            m_volume += bar.volume;
        else if (bar.close < m_close)
            m_volume -= bar.volume;
        m_close = bar.close;
        return m_volume;
    }

private:
    double m_close = NoValue;
    double m_volume = 0;
};

/// Money flow: the share of volume times price that came with rising prices, 0 to 100. A value.
class MoneyFlow
{
public:
    explicit MoneyFlow(std::size_t period = 14)
        : m_period(period)
    {
    }

    /// @param bars all up to the one that comes next
    double next(BarView bars)
    {
        const std::size_t flows = bars.size() - 1; // each needs the bar before
        if (flows == 0)
            return NoValue;
        if (flows > m_period) {
            const Flow leaving = flowOf(bars, m_period);
            m_up -= leaving.up;
            m_down -= leaving.down;
        }
        const Flow flow = flowOf(bars, 0);
        m_up += flow.up;
        m_down += flow.down;
        if (flows < m_period)
            return NoValue;
        const double both = m_up + m_down;
        return both < 1 ? 0 : 100 * (m_up / both);
    }

private:
    struct Flow
    {
        double up = 0, down = 0; // US dollars
    };
    static Flow flowOf(BarView bars, std::size_t ago)
    {
        const double price = typicalPrice(bars.before(ago)), before = typicalPrice(bars.before(ago + 1));
        const double flow = price * bars.before(ago).volume;
        return {price > before ? flow : 0, price < before ? flow : 0};
    }

    std::size_t m_period;
    double m_up = 0;
    double m_down = 0;
};

} // namespace tickstock
