// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/rules.h"

namespace tickstock::candlestick {

namespace {

bool areOpposite(const Candles &c)
{
    return c[0].colour() == -c[1].colour();
}

/// A white candle that opens below the low of a long black one. The rules that use this differ in where it must close.
bool opensBelowLongBlack(const Candles &c)
{
    return c[1].isBlack() && c[1].isLong() && c[0].isWhite() && c[0].open < c[1].low;
}

/// The value of a body inside the one before: weaker when an end coincides, 0 when it is not inside. The sign is
/// against the first candle.
int insideValue(const Candles &c)
{
    if (c[0].top() < c[1].top() && c[0].bottom() > c[1].bottom())
        return -c[1].colour() * 100;
    if (c[0].top() <= c[1].top() && c[0].bottom() >= c[1].bottom())
        return -c[1].colour() * 80;
    return 0;
}

} // namespace

/// Two long opposite candles that close at the same price.
int counterattack(const Candles &c)
{
    const bool fires = areOpposite(c) && c[1].isLong() && c[0].isLong() && areEqual(c[0].close, c[1].close, c[1].equal);
    return fires ? c[0].colour() * 100 : 0;
}

/// A long white candle, then a black one that opens above its high and closes deep inside its body.
int darkCloudCover(const Candles &c, double penetration)
{
    const bool fires = c[1].isWhite() && c[1].isLong() && c[0].isBlack() && c[0].open > c[1].high &&
                       c[0].close > c[1].open && c[0].close < c[1].close - c[1].body() * penetration;
    return fires ? -100 : 0;
}

/// A long candle, then a doji that gaps away in its direction.
int dojiStar(const Candles &c)
{
    const int colour = c[1].colour();
    return c[1].isLong() && c[0].isDoji() && bodyGaps(c[0], c[1], colour) ? -colour * 100 : 0;
}

/// A body that covers the opposite body before it; weaker when one end coincides.
int engulfing(const Candles &c)
{
    if (!areOpposite(c))
        return 0;
    const bool covers = c[0].top() >= c[1].top() && c[0].bottom() <= c[1].bottom();
    const bool pastTop = c[0].top() > c[1].top(), pastBottom = c[0].bottom() < c[1].bottom();
    if (!covers || (!pastTop && !pastBottom))
        return 0;
    return c[0].colour() * (pastTop && pastBottom ? 100 : 80);
}

/// A short body inside a long one.
int harami(const Candles &c)
{
    return c[1].isLong() && c[0].isShortOrEqual() ? insideValue(c) : 0;
}

/// A doji inside a long body.
int haramiCross(const Candles &c)
{
    return c[1].isLong() && c[0].isDoji() ? insideValue(c) : 0;
}

/// A short black body inside a long black one.
int homingPigeon(const Candles &c)
{
    const bool fires = c[1].isBlack() && c[0].isBlack() && c[1].isLong() && c[0].isShortOrEqual() &&
                       c[0].open < c[1].open && c[0].close > c[1].close;
    return fires ? 100 : 0;
}

/// A white candle that opens below a long black one and hardly gets into its body.
int inNeck(const Candles &c)
{
    const bool fires = opensBelowLongBlack(c) && c[0].close >= c[1].close && c[0].close <= c[1].close + c[1].equal;
    return fires ? -100 : 0;
}

static bool areKicking(const Candles &c)
{
    const bool gaps = c[0].isWhite() ? rangeGapsUp(c[0], c[1]) : rangeGapsDown(c[0], c[1]);
    return areOpposite(c) && c[1].isMarubozu() && c[0].isMarubozu() && gaps;
}

/// Two opposite marubozus with a gap between, in the direction of the second.
int kicking(const Candles &c)
{
    return areKicking(c) ? c[0].colour() * 100 : 0;
}

/// The same, in the direction of the longer one.
int kickingByLength(const Candles &c)
{
    const Candle &longer = c[0].body() > c[1].body() ? c[0] : c[1];
    return areKicking(c) ? longer.colour() * 100 : 0;
}

/// Two black candles that close at the same price.
int matchingLow(const Candles &c)
{
    return c[1].isBlack() && c[0].isBlack() && areEqual(c[0].close, c[1].close, c[1].equal) ? 100 : 0;
}

/// A white candle that opens below a long black one and closes at its low.
int onNeck(const Candles &c)
{
    return opensBelowLongBlack(c) && areEqual(c[0].close, c[1].low, c[1].equal) ? -100 : 0;
}

/// A long white candle that opens below the low of a long black one and closes in the upper half of its body.
int piercing(const Candles &c)
{
    const bool fires = opensBelowLongBlack(c) && c[0].isLong() && c[0].close < c[1].open &&
                       c[0].close > c[1].close + c[1].body() * 0.5;
    return fires ? 100 : 0;
}

/// Opposite candles that open at the same price, the second long and opening at its end.
int separatingLines(const Candles &c)
{
    const bool opensAtTheEnd = c[0].isWhite() ? c[0].lacksLowerShadow() : c[0].lacksUpperShadow();
    const bool fires = areOpposite(c) && areEqual(c[0].open, c[1].open, c[1].equal) && c[0].isLong() && opensAtTheEnd;
    return fires ? c[0].colour() * 100 : 0;
}

/// A white candle that opens below a long black one and closes in the lower half of its body.
int thrusting(const Candles &c)
{
    const bool fires =
        opensBelowLongBlack(c) && c[0].close > c[1].close + c[1].equal && c[0].close <= c[1].close + c[1].body() * 0.5;
    return fires ? -100 : 0;
}

} // namespace tickstock::candlestick
