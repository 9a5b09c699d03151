// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/patterns/indicators/movingaverages.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

/// Highest high and lowest low of the last bars. A value.
class PriceChannel
{
public:
    explicit PriceChannel(std::size_t period)
        : m_highs(period)
        , m_lows(period)
    {
    }

    void push(const Bar &bar)
    {
        m_highs.push(bar.high);
        m_lows.push(bar.low);
    }
    bool isFull() const { return m_highs.isFull(); }
    double high() const { return *std::max_element(m_highs.values().begin(), m_highs.values().end()); }
    double low() const { return *std::min_element(m_lows.values().begin(), m_lows.values().end()); }

private:
    Window m_highs;
    Window m_lows;
};

/// Slow stochastic: where the close lies in the channel of the last bars, averaged twice, 0 to 100. A value.
class Stochastic
{
public:
    struct Values
    {
        double k = NoValue;
        double d = NoValue;
    };

    explicit Stochastic(std::size_t period = 14, std::size_t slowK = 3, std::size_t slowD = 3)
        : m_channel(period)
        , m_slowK(slowK)
        , m_slowD(slowD)
    {
    }

    /// NoValue for both until d is known.
    Values next(const Bar &bar)
    {
        m_channel.push(bar);
        if (!m_channel.isFull())
            return {};
        const double low = m_channel.low();
        const double onePercent = (m_channel.high() - low) / 100;
        const double k = m_slowK.next(onePercent != 0 ? (bar.close - low) / onePercent : 0);
        if (std::isnan(k))
            return {};
        const double d = m_slowD.next(k);
        return std::isnan(d) ? Values() : Values{k, d};
    }

private:
    PriceChannel m_channel;
    SimpleAverage m_slowK;
    SimpleAverage m_slowD;
};

/// Williams' %R: -100 at the channel's low, 0 at its high. A value.
class WilliamsR
{
public:
    explicit WilliamsR(std::size_t period = 14)
        : m_channel(period)
    {
    }

    double next(const Bar &bar)
    {
        m_channel.push(bar);
        if (!m_channel.isFull())
            return NoValue;
        const double high = m_channel.high();
        const double onePercent = (high - m_channel.low()) / -100;
        return onePercent != 0 ? (high - bar.close) / onePercent : 0;
    }

private:
    PriceChannel m_channel;
};

} // namespace tickstock
