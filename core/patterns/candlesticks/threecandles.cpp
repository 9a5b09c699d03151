// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/rules.h"

namespace tickstock::candlestick {

namespace {

bool areAllWhite(const Candles &c)
{
    return c[2].isWhite() && c[1].isWhite() && c[0].isWhite();
}

bool areAllBlack(const Candles &c)
{
    return c[2].isBlack() && c[1].isBlack() && c[0].isBlack();
}

bool closesRise(const Candles &c)
{
    return c[0].close > c[1].close && c[1].close > c[2].close;
}

/// Whether a candle opens in the white body before it, or hardly above.
bool opensIn(const Candle &now, const Candle &before)
{
    return now.open > before.open && now.open <= before.close + before.near;
}

bool isStrictlyIn(double price, const Candle &candle)
{
    return price < candle.top() && price > candle.bottom();
}

/// Long candle, a middle one that has gapped away from it, and an opposite one that closes deep inside the first.
int starValue(const Candles &c, int colour, double penetration)
{
    const bool turns = c[2].isLong() && c[2].colour() == -colour && bodyGaps(c[1], c[2], -colour) &&
                       c[0].colour() == colour && c[0].body() > c[0].shortBody;
    const double depth = c[2].body() * penetration;
    const bool closesDeep = colour > 0 ? c[0].close > c[2].close + depth : c[0].close < c[2].close - depth;
    return turns && closesDeep ? colour * 100 : 0;
}

} // namespace

/// A long white candle, a black one gapping above it, and a black one that opens in the second and closes in the first.
int twoCrows(const Candles &c)
{
    const bool fires = c[2].isWhite() && c[2].isLong() && c[1].isBlack() && bodyGapsUp(c[1], c[2]) && c[0].isBlack() &&
                       isStrictlyIn(c[0].open, c[1]) && isStrictlyIn(c[0].close, c[2]);
    return fires ? -100 : 0;
}

/// A short body inside a long one, then a close beyond the long one's open.
int threeInside(const Candles &c)
{
    const int colour = -c[2].colour();
    const bool isInside = c[1].top() < c[2].top() && c[1].bottom() > c[2].bottom();
    const bool closesBeyond = colour > 0 ? c[0].close > c[2].open : c[0].close < c[2].open;
    const bool fires = c[2].isLong() && c[1].isShortOrEqual() && isInside && c[0].colour() == colour && closesBeyond;
    return fires ? colour * 100 : 0;
}

/// A body that covers the opposite one before it, then a close further on.
int threeOutside(const Candles &c)
{
    const int colour = c[1].colour();
    const bool covers = c[1].top() > c[2].top() && c[1].bottom() < c[2].bottom();
    const bool goesOn = colour > 0 ? c[0].close > c[1].close : c[0].close < c[1].close;
    return c[2].colour() == -colour && covers && goesOn ? colour * 100 : 0;
}

/// Three black candles, each smaller and within less range than the one before.
int threeStarsInSouth(const Candles &c)
{
    const bool first = c[2].isLong() && c[2].lowerShadow() > c[2].longShadow;
    const bool second = c[1].body() < c[2].body() && c[1].open > c[2].close && c[1].open <= c[2].high &&
                        c[1].low < c[2].close && c[1].low >= c[2].low && c[1].hasLowerShadow();
    const bool third = c[0].isShort() && c[0].lacksLowerShadow() && c[0].lacksUpperShadow() && c[0].low > c[1].low &&
                       c[0].high < c[1].high;
    return areAllBlack(c) && first && second && third ? 100 : 0;
}

/// Three rising white candles without upper shadows that open near or inside the body before and do not tire.
int threeWhiteSoldiers(const Candles &c)
{
    const bool lackShadows = c[2].lacksUpperShadow() && c[1].lacksUpperShadow() && c[0].lacksUpperShadow();
    const bool holdSize = c[1].body() > c[2].body() - c[2].far && c[0].body() > c[1].body() - c[1].far;
    const bool fires = areAllWhite(c) && lackShadows && closesRise(c) && opensIn(c[1], c[2]) && opensIn(c[0], c[1]) &&
                       holdSize && c[0].body() > c[0].shortBody;
    return fires ? 100 : 0;
}

/// A long candle, a doji apart from both neighbours, and an opposite candle that closes deep inside the first.
int abandonedBaby(const Candles &c, double penetration)
{
    const int colour = c[0].colour();
    const double depth = c[2].body() * penetration;
    const bool bottom = rangeGapsDown(c[1], c[2]) && rangeGapsUp(c[0], c[1]) && c[0].close > c[2].close + depth;
    const bool top = rangeGapsUp(c[1], c[2]) && rangeGapsDown(c[0], c[1]) && c[0].close < c[2].close - depth;
    const bool fires = c[2].isLong() && c[2].colour() == -colour && c[1].isDoji() && c[0].body() > c[0].shortBody &&
                       (colour > 0 ? bottom : top);
    return fires ? colour * 100 : 0;
}

/// Three rising white candles that get smaller, or meet resistance above.
int advanceBlock(const Candles &c)
{
    const double first = c[2].body(), second = c[1].body(), third = c[0].body();
    const bool secondTires = second < first - c[2].far && third < second + c[1].near;
    const bool thirdTires = third < second - c[1].far;
    const bool meetsResistance = third < second && second < first &&
                                 (c[0].upperShadow() > c[0].shortShadow || c[1].upperShadow() > c[1].shortShadow);
    const bool isTurnedBack = third < second && c[0].upperShadow() > c[0].longShadow;
    const bool fires = areAllWhite(c) && closesRise(c) && opensIn(c[1], c[2]) && opensIn(c[0], c[1]) && c[2].isLong() &&
                       c[2].upperShadow() < c[2].shortShadow &&
                       (secondTires || thirdTires || meetsResistance || isTurnedBack);
    return fires ? -100 : 0;
}

/// A star whose middle candle is a doji, at a top.
int eveningDojiStar(const Candles &c, double penetration)
{
    return c[1].isDoji() ? starValue(c, -1, penetration) : 0;
}

/// A star whose middle candle is short, at a top.
int eveningStar(const Candles &c, double penetration)
{
    return c[1].isShortOrEqual() ? starValue(c, -1, penetration) : 0;
}

/// Two white candles of one size side by side, both gapping the same way from the first.
int gapSideSideWhite(const Candles &c)
{
    const bool up = bodyGapsUp(c[1], c[2]) && bodyGapsUp(c[0], c[2]);
    const bool down = bodyGapsDown(c[1], c[2]) && bodyGapsDown(c[0], c[2]);
    const bool areAlike = areEqual(c[0].body(), c[1].body(), c[1].near) && areEqual(c[0].open, c[1].open, c[1].equal);
    if (!(up || down) || !c[1].isWhite() || !c[0].isWhite() || !areAlike)
        return 0;
    return up ? 100 : -100;
}

/// Three falling black candles without lower shadows, each opening where the one before closed.
int identicalThreeCrows(const Candles &c)
{
    const bool lackShadows = c[2].lacksLowerShadow() && c[1].lacksLowerShadow() && c[0].lacksLowerShadow();
    const bool fires = areAllBlack(c) && lackShadows && c[2].close > c[1].close && c[1].close > c[0].close &&
                       areEqual(c[1].open, c[2].close, c[2].equal) && areEqual(c[0].open, c[1].close, c[1].equal);
    return fires ? -100 : 0;
}

/// A star whose middle candle is a doji, at a bottom.
int morningDojiStar(const Candles &c, double penetration)
{
    return c[1].isDoji() ? starValue(c, 1, penetration) : 0;
}

/// A star whose middle candle is short, at a bottom.
int morningStar(const Candles &c, double penetration)
{
    return c[1].isShortOrEqual() ? starValue(c, 1, penetration) : 0;
}

/// Two long rising white candles, then a short one on their shoulder.
int stalledPattern(const Candles &c)
{
    const bool fires = areAllWhite(c) && closesRise(c) && c[2].isLong() && c[1].isLong() && c[1].lacksUpperShadow() &&
                       opensIn(c[1], c[2]) && c[0].isShort() && c[0].open >= c[1].close - c[0].body() - c[1].near;
    return fires ? -100 : 0;
}

/// A white candle between two black ones that close at the same price, trading above it.
int stickSandwich(const Candles &c)
{
    const bool fires = c[2].isBlack() && c[1].isWhite() && c[0].isBlack() && c[1].low > c[2].close &&
                       areEqual(c[0].close, c[2].close, c[2].equal);
    return fires ? 100 : 0;
}

/// A gap in the direction of the second candle, and a third that opens in its body and fills the gap only in part.
int tasukiGap(const Candles &c)
{
    const int colour = c[1].colour();
    const bool fillsPart = colour > 0 ? c[0].close < c[1].open && c[0].close > c[2].top()
                                      : c[0].close > c[1].open && c[0].close < c[2].bottom();
    const bool fires = bodyGaps(c[1], c[2], colour) && c[0].colour() == -colour && isStrictlyIn(c[0].open, c[1]) &&
                       fillsPart && std::abs(c[1].body() - c[0].body()) < c[1].near;
    return fires ? colour * 100 : 0;
}

/// Three dojis, the middle one gapping away and the last coming back. All are measured against the first.
int tristar(const Candles &c)
{
    const double doji = c[2].dojiBody;
    if (c[2].body() > doji || c[1].body() > doji || c[0].body() > doji)
        return 0;
    if (bodyGapsUp(c[1], c[2]) && c[0].top() < c[1].top())
        return -100;
    if (bodyGapsDown(c[1], c[2]) && c[0].bottom() > c[1].bottom())
        return 100;
    return 0;
}

/// A long black candle, a black one inside it with a new low, and a short white one above that low.
int uniqueThreeRiver(const Candles &c)
{
    const bool fires = c[2].isBlack() && c[2].isLong() && c[1].isBlack() && c[1].close > c[2].close &&
                       c[1].open <= c[2].open && c[1].low < c[2].low && c[0].isWhite() && c[0].isShort() &&
                       c[0].open > c[1].low;
    return fires ? 100 : 0;
}

/// A long white candle, a short black one gapping above it, and a black one that covers the second above the gap.
int upsideGapTwoCrows(const Candles &c)
{
    const bool fires = c[2].isWhite() && c[2].isLong() && c[1].isBlack() && c[1].isShortOrEqual() &&
                       bodyGapsUp(c[1], c[2]) && c[0].isBlack() && c[0].open > c[1].open && c[0].close < c[1].close &&
                       c[0].close > c[2].close;
    return fires ? -100 : 0;
}

/// Two candles of one colour with a gap between, and an opposite one from inside the second to inside the first.
int gapThreeMethods(const Candles &c)
{
    const int colour = c[2].colour();
    const bool fires = c[1].colour() == colour && bodyGaps(c[1], c[2], colour) && c[0].colour() == -colour &&
                       isStrictlyIn(c[0].open, c[1]) && isStrictlyIn(c[0].close, c[2]);
    return fires ? colour * 100 : 0;
}

} // namespace tickstock::candlestick
