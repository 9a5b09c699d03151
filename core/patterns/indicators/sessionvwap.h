// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/pricemeasures.h"

namespace tickstock {

/// Volume-weighted average price since the regular session's open, with the standard deviation of the prices paid. A
/// bar's price is its own VWAP where the feed has it, else (high + low + close) / 3. It must only be given bars of the
/// regular session, and begin() when a day begins. A value.
class SessionVwap
{
public:
    struct Values
    {
        double vwap = NoValue;
        double deviation = NoValue; ///< volume-weighted
    };

    void begin() { *this = {}; }

    Values next(const Bar &bar)
    {
        const double price = std::isnan(bar.vwap) ? typicalPrice(bar) : bar.vwap;
        if (bar.volume > 0) { // a weighted mean and spread, updated without large sums of squares
            m_volume += bar.volume;
            const double distance = price - m_mean;
            m_mean += distance * bar.volume / m_volume;
            m_spread += bar.volume * distance * (price - m_mean);
        }
        if (m_volume <= 0)
            return {};
        return {m_mean, std::sqrt(std::max(0.0, m_spread / m_volume))};
    }

private:
    double m_volume = 0;
    double m_mean = 0;
    double m_spread = 0;
};

} // namespace tickstock
