// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/indicators/pricemeasures.h"
#include "core/patterns/indicators/window.h"

#include <utility>

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
        : m_rising(period)
        , m_falling(period)
    {
    }

    double next(const Bar &bar)
    {
        const double price = typicalPrice(bar);
        const double before = std::exchange(m_price, price);
        if (std::isnan(before))
            return NoValue;
        const double flow = price * bar.volume;
        if (m_rising.isFull()) {
            m_up -= m_rising.oldest();
            m_down -= m_falling.oldest();
        }
        m_rising.push(price > before ? flow : 0);
        m_falling.push(price < before ? flow : 0);
        m_up += price > before ? flow : 0;
        m_down += price < before ? flow : 0;
        if (!m_rising.isFull())
            return NoValue;
        const double both = m_up + m_down;
        return both < 1 ? 0 : 100 * (m_up / both);
    }

private:
    Window m_rising;
    Window m_falling;
    double m_price = NoValue;
    double m_up = 0;
    double m_down = 0;
};

} // namespace tickstock
