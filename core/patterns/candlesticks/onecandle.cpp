// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/rules.h"

namespace tickstock::candlestick {

/// A long body without a shadow where it opened.
int beltHold(const Candles &c)
{
    const bool opensAtTheEnd = c[0].isWhite() ? c[0].lacksLowerShadow() : c[0].lacksUpperShadow();
    return c[0].isLong() && opensAtTheEnd ? c[0].colour() * 100 : 0;
}

/// A long body without a shadow where it closed.
int closingMarubozu(const Candles &c)
{
    const bool closesAtTheEnd = c[0].isWhite() ? c[0].lacksUpperShadow() : c[0].lacksLowerShadow();
    return c[0].isLong() && closesAtTheEnd ? c[0].colour() * 100 : 0;
}

/// Hardly any body. Always positive: it has no direction.
int doji(const Candles &c)
{
    return c[0].isDoji() ? 100 : 0;
}

/// A doji at the top of its range.
int dragonflyDoji(const Candles &c)
{
    return c[0].isDoji() && c[0].lacksUpperShadow() && c[0].hasLowerShadow() ? 100 : 0;
}

/// A doji at the bottom of its range.
int gravestoneDoji(const Candles &c)
{
    return c[0].isDoji() && c[0].lacksLowerShadow() && c[0].hasUpperShadow() ? 100 : 0;
}

static bool isHammerShaped(const Candle &candle)
{
    return candle.isShort() && candle.lowerShadow() > candle.longShadow && candle.lacksUpperShadow();
}

/// A short body on a long lower shadow, at or below the low before.
int hammer(const Candles &c)
{
    return isHammerShaped(c[0]) && c[0].bottom() <= c[1].low + c[1].near ? 100 : 0;
}

/// The hammer's shape at or above the high before.
int hangingMan(const Candles &c)
{
    return isHammerShaped(c[0]) && c[0].bottom() >= c[1].high - c[1].near ? -100 : 0;
}

/// A short body between two very long shadows.
int highWave(const Candles &c)
{
    const bool fires =
        c[0].isShort() && c[0].upperShadow() > c[0].veryLongShadow && c[0].lowerShadow() > c[0].veryLongShadow;
    return fires ? c[0].colour() * 100 : 0;
}

static bool isInvertedHammerShaped(const Candle &candle)
{
    return candle.isShort() && candle.upperShadow() > candle.longShadow && candle.lacksLowerShadow();
}

/// A short body under a long upper shadow, gapping below the body before.
int invertedHammer(const Candles &c)
{
    return isInvertedHammerShaped(c[0]) && bodyGapsDown(c[0], c[1]) ? 100 : 0;
}

/// A doji with a long shadow on either side.
int longLeggedDoji(const Candles &c)
{
    const bool hasLongShadow = c[0].lowerShadow() > c[0].longShadow || c[0].upperShadow() > c[0].longShadow;
    return c[0].isDoji() && hasLongShadow ? 100 : 0;
}

/// A long body between short shadows.
int longLine(const Candles &c)
{
    const bool fires = c[0].isLong() && c[0].upperShadow() < c[0].shortShadow && c[0].lowerShadow() < c[0].shortShadow;
    return fires ? c[0].colour() * 100 : 0;
}

/// A long body without shadows.
int marubozu(const Candles &c)
{
    return c[0].isMarubozu() ? c[0].colour() * 100 : 0;
}

/// A doji in the middle of its range, with two long shadows.
int rickshawMan(const Candles &c)
{
    const Candle &now = c[0];
    const bool hasLongShadows = now.lowerShadow() > now.longShadow && now.upperShadow() > now.longShadow;
    const bool isInTheMiddle =
        now.bottom() <= now.low + now.range() / 2 + now.near && now.top() >= now.low + now.range() / 2 - now.near;
    return now.isDoji() && hasLongShadows && isInTheMiddle ? 100 : 0;
}

/// A short body under a long upper shadow, gapping above the body before.
int shootingStar(const Candles &c)
{
    return isInvertedHammerShaped(c[0]) && bodyGapsUp(c[0], c[1]) ? -100 : 0;
}

/// A short body between short shadows.
int shortLine(const Candles &c)
{
    const bool fires = c[0].isShort() && c[0].upperShadow() < c[0].shortShadow && c[0].lowerShadow() < c[0].shortShadow;
    return fires ? c[0].colour() * 100 : 0;
}

/// A short body, shorter than either shadow.
int spinningTop(const Candles &c)
{
    const bool fires = c[0].isShort() && c[0].upperShadow() > c[0].body() && c[0].lowerShadow() > c[0].body();
    return fires ? c[0].colour() * 100 : 0;
}

/// A doji at the top of its range on a very long lower shadow.
int takuri(const Candles &c)
{
    return c[0].isDoji() && c[0].lacksUpperShadow() && c[0].lowerShadow() > c[0].veryLongShadow ? 100 : 0;
}

} // namespace tickstock::candlestick
