// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/pricemeasures.h"
#include "core/patterns/indicators/window.h"

namespace tickstock {

/// Commodity channel index: the typical price's distance from its mean, in mean distances. A value.
class CommodityChannel
{
public:
    explicit CommodityChannel(std::size_t period = 20)
        : m_prices(period)
    {
    }

    double next(const Bar &bar)
    {
        const double price = typicalPrice(bar);
        m_prices.push(price);
        if (!m_prices.isFull())
            return NoValue;
        const auto period = static_cast<double>(m_prices.period());
        double mean = 0;
        for (const double value : m_prices.values())
            mean += value;
        mean /= period;
        double distances = 0;
        for (const double value : m_prices.values())
            distances += std::abs(value - mean);
        const double distance = price - mean;
        return distance != 0 && distances != 0 ? distance / (0.015 * (distances / period)) : 0;
    }

private:
    Window m_prices;
};

} // namespace tickstock
