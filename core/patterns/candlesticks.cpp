// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks.h"

#include <array>

namespace tickstock {

namespace {

/// Three black candles without lower shadows, each opening inside the body before and closing lower, after a white one.
int threeBlackCrows(const Candles &c)
{
    const auto opensInside = [&](std::size_t ago) {
        return c[ago].open < c[ago + 1].open && c[ago].open > c[ago + 1].close;
    };
    const auto isCrow = [&](std::size_t ago) {
        return isBlack(c[ago]) && lowerShadow(c[ago]) < c.veryShortShadow(ago);
    };
    const bool fires = isWhite(c[3]) && isCrow(2) && isCrow(1) && isCrow(0) && opensInside(1) && opensInside(0) &&
                       c[3].high > c[2].close && c[2].close > c[1].close && c[1].close > c[0].close;
    return fires ? -100 : 0;
}

/// Three rising white candles without upper shadows that open near or inside the body before and do not tire.
int threeWhiteSoldiers(const Candles &c)
{
    const auto isSoldier = [&](std::size_t ago) {
        return isWhite(c[ago]) && upperShadow(c[ago]) < c.veryShortShadow(ago);
    };
    const auto opensNear = [&](std::size_t ago) {
        return c[ago].open > c[ago + 1].open && c[ago].open <= c[ago + 1].close + c.near(ago + 1);
    };
    const auto holdsSize = [&](std::size_t ago) { return body(c[ago]) > body(c[ago + 1]) - c.far(ago + 1); };
    const bool fires = isSoldier(2) && isSoldier(1) && isSoldier(0) && c[0].close > c[1].close &&
                       c[1].close > c[2].close && opensNear(1) && opensNear(0) && holdsSize(1) && holdsSize(0) &&
                       body(c[0]) > c.shortBody(0);
    return fires ? 100 : 0;
}

/// A long white candle, then a black one that opens above its high and closes deep inside its body.
int darkCloudCover(const Candles &c)
{
    constexpr double penetration = 0.5;
    const bool fires = isWhite(c[1]) && body(c[1]) > c.longBody(1) && isBlack(c[0]) && c[0].open > c[1].high &&
                       c[0].close > c[1].open && c[0].close < c[1].close - body(c[1]) * penetration;
    return fires ? -100 : 0;
}

/// A body that covers the opposite body before it; weaker when one end coincides.
int engulfing(const Candles &c)
{
    const Bar &now = c[0], &before = c[1];
    if (colour(now) == colour(before))
        return 0;
    const bool coversTop = bodyTop(now) >= bodyTop(before), coversBottom = bodyBottom(now) <= bodyBottom(before);
    const bool pastTop = bodyTop(now) > bodyTop(before), pastBottom = bodyBottom(now) < bodyBottom(before);
    if (!coversTop || !coversBottom || (!pastTop && !pastBottom))
        return 0;
    return colour(now) * (pastTop && pastBottom ? 100 : 80);
}

/// Long white candle, short body gapping above it, black candle closing deep inside the first.
int eveningStar(const Candles &c)
{
    constexpr double penetration = 0.3;
    const bool fires = isWhite(c[2]) && body(c[2]) > c.longBody(2) && body(c[1]) <= c.shortBody(1) &&
                       bodyGapsUp(c[1], c[2]) && isBlack(c[0]) && body(c[0]) > c.shortBody(0) &&
                       c[0].close < c[2].close - body(c[2]) * penetration;
    return fires ? -100 : 0;
}

/// Small body on top of a long lower shadow, at or below the low of the candle before.
int hammer(const Candles &c)
{
    const bool fires = body(c[0]) < c.shortBody(0) && lowerShadow(c[0]) > c.longShadow(0) &&
                       upperShadow(c[0]) < c.veryShortShadow(0) && bodyBottom(c[0]) <= c[1].low + c.near(1);
    return fires ? 100 : 0;
}

/// A short body inside a long one; weaker when an end coincides. The sign is against the long candle.
int harami(const Candles &c)
{
    const Bar &now = c[0], &before = c[1];
    if (!(body(before) > c.longBody(1)) || !(body(now) <= c.shortBody(0)))
        return 0;
    if (bodyTop(now) < bodyTop(before) && bodyBottom(now) > bodyBottom(before))
        return -colour(before) * 100;
    if (bodyTop(now) <= bodyTop(before) && bodyBottom(now) >= bodyBottom(before))
        return -colour(before) * 80;
    return 0;
}

/// Long black candle, short body gapping below it, white candle closing deep inside the first.
int morningStar(const Candles &c)
{
    constexpr double penetration = 0.3;
    const bool fires = isBlack(c[2]) && body(c[2]) > c.longBody(2) && body(c[1]) <= c.shortBody(1) &&
                       bodyGapsDown(c[1], c[2]) && isWhite(c[0]) && body(c[0]) > c.shortBody(0) &&
                       c[0].close > c[2].close + body(c[2]) * penetration;
    return fires ? 100 : 0;
}

/// Long black candle, then a long white one that opens below its low and closes in the upper half of its body.
int piercing(const Candles &c)
{
    const bool fires = isBlack(c[1]) && body(c[1]) > c.longBody(1) && isWhite(c[0]) && body(c[0]) > c.longBody(0) &&
                       c[0].open < c[1].low && c[0].close < c[1].open && c[0].close > c[1].close + body(c[1]) * 0.5;
    return fires ? 100 : 0;
}

/// Small body under a long upper shadow, gapping above the body before.
int shootingStar(const Candles &c)
{
    const bool fires = body(c[0]) < c.shortBody(0) && upperShadow(c[0]) > c.longShadow(0) &&
                       lowerShadow(c[0]) < c.veryShortShadow(0) && bodyGapsUp(c[0], c[1]);
    return fires ? -100 : 0;
}

constexpr std::array Patterns{
    CandlestickPattern{"3BLACKCROWS", "Three Black Crows", 13, threeBlackCrows},
    CandlestickPattern{"3WHITESOLDIERS", "Three White Soldiers", 12, threeWhiteSoldiers},
    CandlestickPattern{"DARKCLOUDCOVER", "Dark Cloud Cover", 11, darkCloudCover},
    CandlestickPattern{"ENGULFING", "Engulfing", 2, engulfing},
    CandlestickPattern{"EVENINGSTAR", "Evening Star", 12, eveningStar},
    CandlestickPattern{"HAMMER", "Hammer", 11, hammer},
    CandlestickPattern{"HARAMI", "Harami", 11, harami},
    CandlestickPattern{"MORNINGSTAR", "Morning Star", 12, morningStar},
    CandlestickPattern{"PIERCING", "Piercing", 11, piercing},
    CandlestickPattern{"SHOOTINGSTAR", "Shooting Star", 11, shootingStar},
};

} // namespace

std::span<const CandlestickPattern> candlestickPatterns()
{
    return Patterns;
}

std::optional<int> evaluate(const CandlestickPattern &pattern, std::span<const Bar> bars)
{
    if (bars.size() <= pattern.lookback)
        return std::nullopt;
    return pattern.rule(Candles(bars));
}

} // namespace tickstock
