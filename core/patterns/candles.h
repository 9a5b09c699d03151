// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace tickstock {

/// The measures that candlestick rules are made of. Equal open and close count as white, as in TA-Lib.
inline double body(const Bar &bar)
{
    return std::abs(bar.close - bar.open);
}
inline double bodyTop(const Bar &bar)
{
    return std::max(bar.open, bar.close);
}
inline double bodyBottom(const Bar &bar)
{
    return std::min(bar.open, bar.close);
}
inline double upperShadow(const Bar &bar)
{
    return bar.high - bodyTop(bar);
}
inline double lowerShadow(const Bar &bar)
{
    return bodyBottom(bar) - bar.low;
}
inline bool isWhite(const Bar &bar)
{
    return bar.close >= bar.open;
}
inline bool isBlack(const Bar &bar)
{
    return !isWhite(bar);
}
/// +1 white, -1 black.
inline int colour(const Bar &bar)
{
    return isWhite(bar) ? 1 : -1;
}
inline bool bodyGapsUp(const Bar &later, const Bar &earlier)
{
    return bodyBottom(later) > bodyTop(earlier);
}
inline bool bodyGapsDown(const Bar &later, const Bar &earlier)
{
    return bodyTop(later) < bodyBottom(earlier);
}

/// Bars up to the current one, with the thresholds that "long", "short" or "near" are measured against: TA-Lib 0.6.4's
/// default candle settings, a factor times the mean of a measure over the bars BEFORE the one in question. Sums are
/// made afresh in double, so that results equal the library's bit for bit.
class Candles
{
public:
    /// No rule looks further back than this: five bars, and ten before them to average.
    static constexpr std::size_t MaxBars = 16;

    explicit Candles(std::span<const Bar> bars)
        : m_bars(bars)
    {
    }

    /// 0 is the current bar, 1 the one before it, ...
    const Bar &operator[](std::size_t ago) const { return m_bars[m_bars.size() - 1 - ago]; }
    std::size_t size() const { return m_bars.size(); }

    double longBody(std::size_t ago) const { return mean(ago, 10, body); }
    double shortBody(std::size_t ago) const { return mean(ago, 10, body); }
    double dojiBody(std::size_t ago) const { return 0.1 * mean(ago, 10, range); }
    double longShadow(std::size_t ago) const { return body((*this)[ago]); }
    double veryLongShadow(std::size_t ago) const { return 2 * body((*this)[ago]); }
    double shortShadow(std::size_t ago) const { return mean(ago, 10, shadows) / 2; }
    double veryShortShadow(std::size_t ago) const { return 0.1 * mean(ago, 10, range); }
    double near(std::size_t ago) const { return 0.2 * mean(ago, 5, range); }
    double far(std::size_t ago) const { return 0.6 * mean(ago, 5, range); }
    double equal(std::size_t ago) const { return 0.05 * mean(ago, 5, range); }

private:
    static double range(const Bar &bar) { return bar.high - bar.low; }
    static double shadows(const Bar &bar) { return upperShadow(bar) + lowerShadow(bar); }

    template<class Measure>
    double mean(std::size_t ago, std::size_t bars, Measure measure) const
    {
        double sum = 0;
        for (std::size_t i = ago + bars; i > ago; --i)
            sum += measure((*this)[i]);
        return sum / static_cast<double>(bars);
    }

    std::span<const Bar> m_bars;
};

} // namespace tickstock
