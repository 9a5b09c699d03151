// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barview.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tickstock {

/// What "long", "short" or "near" means: @p factor times the mean of a measure over the @p bars candles BEFORE the one
/// that is judged, or times the measure of that candle itself when bars is 0. A value.
struct CandleSetting
{
    int bars = 10; ///< 0 to CandleSettings::MostBars
    double factor = 1;
    bool operator==(const CandleSetting &) const = default;
};

/// The measures of all rules. The defaults are those of TA-Lib 0.6.4. A value.
struct CandleSettings
{
    static constexpr int MostBars = 10;

    CandleSetting longBody{10, 1.0};        ///< of the body
    CandleSetting shortBody{10, 1.0};       ///< of the body
    CandleSetting dojiBody{10, 0.1};        ///< of high to low
    CandleSetting longShadow{0, 1.0};       ///< of the body
    CandleSetting veryLongShadow{0, 2.0};   ///< of the body
    CandleSetting shortShadow{10, 1.0};     ///< of the mean of both shadows
    CandleSetting veryShortShadow{10, 0.1}; ///< of high to low
    CandleSetting nearDistance{5, 0.2};     ///< of high to low
    CandleSetting farDistance{5, 0.6};      ///< of high to low
    CandleSetting equalDistance{5, 0.05};   ///< of high to low
    bool operator==(const CandleSettings &) const = default;
};

/// One bar as the rules see it: its measures and its thresholds. A candle with equal open and close is white, as in
/// TA-Lib. A value.
struct Candle
{
    double open = 0, high = 0, low = 0, close = 0;
    double longBody = 0, shortBody = 0, dojiBody = 0;
    double longShadow = 0, veryLongShadow = 0, shortShadow = 0, veryShortShadow = 0;
    double near = 0, far = 0, equal = 0; ///< distances between two candles

    double body() const { return std::abs(close - open); }
    double range() const { return high - low; }
    double top() const { return std::max(open, close); }
    double bottom() const { return std::min(open, close); }
    double upperShadow() const { return high - top(); }
    double lowerShadow() const { return bottom() - low; }

    bool isWhite() const { return close >= open; }
    bool isBlack() const { return !isWhite(); }
    /// +1 white, -1 black.
    int colour() const { return isWhite() ? 1 : -1; }

    bool isLong() const { return body() > longBody; }
    bool isShort() const { return body() < shortBody; }
    bool isShortOrEqual() const { return body() <= shortBody; }
    bool isDoji() const { return body() <= dojiBody; }
    bool hasUpperShadow() const { return upperShadow() > veryShortShadow; }
    bool hasLowerShadow() const { return lowerShadow() > veryShortShadow; }
    bool lacksUpperShadow() const { return upperShadow() < veryShortShadow; }
    bool lacksLowerShadow() const { return lowerShadow() < veryShortShadow; }
    bool isMarubozu() const { return isLong() && lacksUpperShadow() && lacksLowerShadow(); }
};

inline bool bodyGapsUp(const Candle &later, const Candle &earlier)
{
    return later.bottom() > earlier.top();
}
inline bool bodyGapsDown(const Candle &later, const Candle &earlier)
{
    return later.top() < earlier.bottom();
}
/// The body gaps in the direction of @p colour.
inline bool bodyGaps(const Candle &later, const Candle &earlier, int colour)
{
    return colour > 0 ? bodyGapsUp(later, earlier) : bodyGapsDown(later, earlier);
}
inline bool rangeGapsUp(const Candle &later, const Candle &earlier)
{
    return later.low > earlier.high;
}
inline bool rangeGapsDown(const Candle &later, const Candle &earlier)
{
    return later.high < earlier.low;
}

/// Whether two prices lie no further apart than @p distance. Computed as in TA-Lib, so that ties come out the same.
inline bool areEqual(double price, double other, double distance)
{
    return price <= other + distance && price >= other - distance;
}

/// The last candles of a series, added one by one. The result of a rule depends on them alone. A value; a copy is a
/// checkpoint.
class Candles
{
public:
    /// No rule looks further back than this, its averages included.
    static constexpr std::size_t Kept = 16;
    /// Nor at the thresholds of a candle further back than this.
    static constexpr std::size_t Measured = Kept - CandleSettings::MostBars;

    explicit Candles(const CandleSettings &settings = {})
        : m_settings(settings)
    {
    }

    /// What adding all of @p bars would give. Cheaper to make when it is needed than to keep for every symbol.
    Candles(const CandleSettings &settings, BarView bars);

    void push(const Bar &bar);

    /// 0 is the current candle, 1 the one before it, ...; below Kept.
    const Candle &operator[](std::size_t ago) const { return m_candles[(m_count - 1 - ago) % Kept]; }
    /// How many have been added.
    std::size_t count() const { return m_count; }

private:
    /// Sums are computed from scratch in double, in order of time, so that the result is TA-Lib's even where a body
    /// equals its threshold.
    void measure(Candle &now) const;
    template<class Measure>
    double mean(int bars, const Candle &now, Measure measure) const;

    CandleSettings m_settings;
    std::array<Candle, Kept> m_candles{};
    std::size_t m_count = 0;
};

} // namespace tickstock
