// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/rules.h"

namespace tickstock::candlestick {

/// Three black candles without lower shadows, each opening inside the body before and closing lower, after a white one.
int threeBlackCrows(const Candles &c)
{
    const auto opensInside = [&](std::size_t ago) {
        return c[ago].open < c[ago + 1].open && c[ago].open > c[ago + 1].close;
    };
    const auto isCrow = [&](std::size_t ago) { return c[ago].isBlack() && c[ago].lacksLowerShadow(); };
    const bool fires = c[3].isWhite() && isCrow(2) && isCrow(1) && isCrow(0) && opensInside(1) && opensInside(0) &&
                       c[3].high > c[2].close && c[2].close > c[1].close && c[1].close > c[0].close;
    return fires ? -100 : 0;
}

/// Three candles going one way, and a fourth that opens beyond and closes behind all of them.
int threeLineStrike(const Candles &c)
{
    const int colour = c[1].colour();
    const auto opensNear = [&](std::size_t ago) {
        const Candle &before = c[ago + 1];
        return c[ago].open >= before.bottom() - before.near && c[ago].open <= before.top() + before.near;
    };
    const bool areOneColour = c[3].colour() == colour && c[2].colour() == colour && c[0].colour() == -colour;
    const bool goesOn = colour > 0 ? c[1].close > c[2].close && c[2].close > c[3].close
                                   : c[1].close < c[2].close && c[2].close < c[3].close;
    const bool strikes = colour > 0 ? c[0].open > c[1].close && c[0].close < c[3].open
                                    : c[0].open < c[1].close && c[0].close > c[3].open;
    return areOneColour && opensNear(2) && opensNear(1) && goesOn && strikes ? colour * 100 : 0;
}

/// A long candle, a gap on, two more steps, and an opposite candle that closes back inside the gap.
int breakaway(const Candles &c)
{
    const int colour = c[0].colour();
    const bool areColoured = c[4].colour() == -colour && c[3].colour() == -colour && c[1].colour() == -colour;
    const auto isLower = [&](std::size_t ago) { return c[ago].high < c[ago + 1].high && c[ago].low < c[ago + 1].low; };
    const auto isHigher = [&](std::size_t ago) { return c[ago].high > c[ago + 1].high && c[ago].low > c[ago + 1].low; };
    const bool goesOn = colour > 0 ? isLower(2) && isLower(1) : isHigher(2) && isHigher(1);
    const bool closesInGap = colour > 0 ? c[0].close > c[3].open && c[0].close < c[4].close
                                        : c[0].close < c[3].open && c[0].close > c[4].close;
    const bool fires = c[4].isLong() && areColoured && bodyGaps(c[3], c[4], -colour) && goesOn && closesInGap;
    return fires ? colour * 100 : 0;
}

/// Two black marubozus, a black candle gapping below that reaches back up, and one that covers it whole.
int concealingBabySwallow(const Candles &c)
{
    const bool areBlack = c[3].isBlack() && c[2].isBlack() && c[1].isBlack() && c[0].isBlack();
    const bool lackShadows =
        c[3].lacksLowerShadow() && c[3].lacksUpperShadow() && c[2].lacksLowerShadow() && c[2].lacksUpperShadow();
    const bool reachesBack = bodyGapsDown(c[1], c[2]) && c[1].hasUpperShadow() && c[1].high > c[2].close;
    return areBlack && lackShadows && reachesBack && c[0].high > c[1].high && c[0].low < c[1].low ? 100 : 0;
}

namespace {

bool isInside(const Candle &inner, const Candle &outer)
{
    return inner.high < outer.high && inner.low > outer.low;
}

/// Lower high and lower low: bullish, for it is taken to be a trap; higher both: bearish; else 0.
int trapDirection(const Candle &now, const Candle &inside)
{
    if (now.high < inside.high && now.low < inside.low)
        return 1;
    return now.high > inside.high && now.low > inside.low ? -1 : 0;
}

int hikkakeSetup(const Candles &c, std::size_t ago)
{
    return isInside(c[ago + 1], c[ago + 2]) ? trapDirection(c[ago], c[ago + 1]) : 0;
}

int modifiedHikkakeSetup(const Candles &c, std::size_t ago)
{
    const Candle &second = c[ago + 2];
    if (!isInside(c[ago + 1], second) || !isInside(second, c[ago + 3]))
        return 0;
    const int direction = trapDirection(c[ago], c[ago + 1]);
    const bool closesAtTheEnd =
        direction > 0 ? second.close <= second.low + second.near : second.close >= second.high - second.near;
    return closesAtTheEnd ? direction : 0;
}

/// A set-up counts 100, and 200 on the first of the three candles after it that closes beyond the inside candle the
/// other way. A newer set-up takes the place of one that waits.
int trapValue(const Candles &c, int (*setup)(const Candles &c, std::size_t ago))
{
    if (const int direction = setup(c, 0))
        return direction * 100;
    for (std::size_t ago = 1; ago <= 3; ++ago) {
        const int direction = setup(c, ago);
        if (direction == 0)
            continue;
        const Candle &inside = c[ago + 1];
        const auto confirms = [&](const Candle &candle) {
            return direction > 0 ? candle.close > inside.high : candle.close < inside.low;
        };
        for (std::size_t before = ago - 1; before >= 1; --before) {
            if (confirms(c[before]))
                return 0;
        }
        return confirms(c[0]) ? direction * 200 : 0;
    }
    return 0;
}

} // namespace

/// An inside candle, then a false break out of it; confirmed when price turns back past the inside candle.
int hikkake(const Candles &c)
{
    return trapValue(c, hikkakeSetup);
}

/// The same with two nested inside candles, the outer of which closes at its end.
int modifiedHikkake(const Candles &c)
{
    return trapValue(c, modifiedHikkakeSetup);
}

/// Three falling black candles, a black one with an upper shadow, and a white one that closes above it.
int ladderBottom(const Candles &c)
{
    const bool fall = c[4].isBlack() && c[3].isBlack() && c[2].isBlack() && c[4].open > c[3].open &&
                      c[3].open > c[2].open && c[4].close > c[3].close && c[3].close > c[2].close;
    const bool turns =
        c[1].isBlack() && c[1].hasUpperShadow() && c[0].isWhite() && c[0].open > c[1].open && c[0].close > c[1].high;
    return fall && turns ? 100 : 0;
}

/// A long white candle, three short ones that drift down without giving much back, and a white one to new highs.
int matHold(const Candles &c, double penetration)
{
    const double floor = c[4].close - c[4].body() * penetration;
    const auto holds = [&](const Candle &candle) { return candle.bottom() < c[4].close && candle.bottom() > floor; };
    const bool areSized = c[4].isLong() && c[3].isShort() && c[2].isShort() && c[1].isShort();
    const bool areColoured = c[4].isWhite() && c[3].isBlack() && c[0].isWhite();
    const bool drifts =
        bodyGapsUp(c[3], c[4]) && holds(c[2]) && holds(c[1]) && c[2].top() < c[3].open && c[1].top() < c[2].top();
    const bool resumes = c[0].open > c[1].close && c[0].close > std::max({c[3].high, c[2].high, c[1].high});
    return areSized && areColoured && drifts && resumes ? 100 : 0;
}

/// A long candle, three short ones against it within its range, and a long one that goes on.
int riseFallThreeMethods(const Candles &c)
{
    const int colour = c[4].colour();
    const bool areSized = c[4].isLong() && c[3].isShort() && c[2].isShort() && c[1].isShort() && c[0].isLong();
    const bool areColoured =
        c[3].colour() == -colour && c[2].colour() == -colour && c[1].colour() == -colour && c[0].colour() == colour;
    const auto overlaps = [&](const Candle &candle) { return candle.bottom() < c[4].high && candle.top() > c[4].low; };
    const bool drifts = c[2].close * colour < c[3].close * colour && c[1].close * colour < c[2].close * colour;
    const bool goesOn = c[0].open * colour > c[1].close * colour && c[0].close * colour > c[4].close * colour;
    const bool fires =
        areSized && areColoured && overlaps(c[3]) && overlaps(c[2]) && overlaps(c[1]) && drifts && goesOn;
    return fires ? colour * 100 : 0;
}

} // namespace tickstock::candlestick
