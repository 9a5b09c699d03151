// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barview.h"
#include "core/patterns/indicators/movingaverages.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

/// Highest high and lowest low of some bars. A value.
struct PriceChannel
{
    double high = NoValue;
    double low = NoValue;

    /// Of the last @p period of @p bars; NoValue while there are fewer.
    static PriceChannel of(BarView bars, std::size_t period)
    {
        if (bars.size() < period)
            return {};
        PriceChannel channel{bars.back().high, bars.back().low};
        for (std::size_t i = 1; i < period; ++i) {
            channel.high = std::max(channel.high, bars.before(i).high);
            channel.low = std::min(channel.low, bars.before(i).low);
        }
        return channel;
    }
};

/// Slow stochastic, for one who has the channel of the last bars: where the close lies in it, averaged twice, 0 to 100.
/// A value.
class RunningStochastic
{
public:
    struct Values
    {
        double k = NoValue;
        double d = NoValue;
    };

    explicit RunningStochastic(std::size_t slowK = 3, std::size_t slowD = 3)
        : m_slowK(slowK)
        , m_slowD(slowD)
    {
    }

    /// NoValue for both until d is known.
    Values next(double close, const PriceChannel &channel)
    {
        if (std::isnan(channel.low))
            return {};
        const double onePercent = (channel.high - channel.low) / 100;
        const double k = m_slowK.next(onePercent != 0 ? (close - channel.low) / onePercent : 0);
        if (std::isnan(k))
            return {};
        const double d = m_slowD.next(k);
        return std::isnan(d) ? Values() : Values{k, d};
    }

private:
    SimpleAverage m_slowK;
    SimpleAverage m_slowD;
};

/// Slow stochastic of the last bars. A value.
class Stochastic
{
public:
    using Values = RunningStochastic::Values;

    explicit Stochastic(std::size_t period = 14, std::size_t slowK = 3, std::size_t slowD = 3)
        : m_highs(period)
        , m_lows(period)
        , m_stochastic(slowK, slowD)
    {
    }

    /// NoValue for both until d is known.
    Values next(const Bar &bar)
    {
        m_highs.push(bar.high);
        m_lows.push(bar.low);
        PriceChannel channel;
        if (m_highs.isFull())
            channel = {*std::max_element(m_highs.values().begin(), m_highs.values().end()),
                       *std::min_element(m_lows.values().begin(), m_lows.values().end())};
        return m_stochastic.next(bar.close, channel);
    }

private:
    Window m_highs;
    Window m_lows;
    RunningStochastic m_stochastic;
};

/// Williams' %R: -100 at the channel's low, 0 at its high.
inline double williamsR(double close, const PriceChannel &channel)
{
    if (std::isnan(channel.low))
        return NoValue;
    const double onePercent = (channel.high - channel.low) / -100;
    return onePercent != 0 ? (channel.high - close) / onePercent : 0;
}

} // namespace tickstock
