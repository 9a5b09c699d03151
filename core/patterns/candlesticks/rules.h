// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/candlesticks/candles.h"

/// The rules, by the number of candles in the shape. Each returns the pattern's value on the current candle, c[0], from
/// it and the candles before it. The second argument of some is how deep a close must reach into a body. Pure.
namespace tickstock::candlestick {

// One candle; some rules compare it with the one before: onecandle.cpp
int beltHold(const Candles &c);
int closingMarubozu(const Candles &c);
int doji(const Candles &c);
int dragonflyDoji(const Candles &c);
int gravestoneDoji(const Candles &c);
int hammer(const Candles &c);
int hangingMan(const Candles &c);
int highWave(const Candles &c);
int invertedHammer(const Candles &c);
int longLeggedDoji(const Candles &c);
int longLine(const Candles &c);
int marubozu(const Candles &c);
int rickshawMan(const Candles &c);
int shootingStar(const Candles &c);
int shortLine(const Candles &c);
int spinningTop(const Candles &c);
int takuri(const Candles &c);

// Two: twocandles.cpp
int counterattack(const Candles &c);
int darkCloudCover(const Candles &c, double penetration);
int dojiStar(const Candles &c);
int engulfing(const Candles &c);
int harami(const Candles &c);
int haramiCross(const Candles &c);
int homingPigeon(const Candles &c);
int inNeck(const Candles &c);
int kicking(const Candles &c);
int kickingByLength(const Candles &c);
int matchingLow(const Candles &c);
int onNeck(const Candles &c);
int piercing(const Candles &c);
int separatingLines(const Candles &c);
int thrusting(const Candles &c);

// Three: threecandles.cpp
int twoCrows(const Candles &c);
int threeInside(const Candles &c);
int threeOutside(const Candles &c);
int threeStarsInSouth(const Candles &c);
int threeWhiteSoldiers(const Candles &c);
int abandonedBaby(const Candles &c, double penetration);
int advanceBlock(const Candles &c);
int eveningDojiStar(const Candles &c, double penetration);
int eveningStar(const Candles &c, double penetration);
int gapSideSideWhite(const Candles &c);
int identicalThreeCrows(const Candles &c);
int morningDojiStar(const Candles &c, double penetration);
int morningStar(const Candles &c, double penetration);
int stalledPattern(const Candles &c);
int stickSandwich(const Candles &c);
int tasukiGap(const Candles &c);
int tristar(const Candles &c);
int uniqueThreeRiver(const Candles &c);
int upsideGapTwoCrows(const Candles &c);
int gapThreeMethods(const Candles &c);

// Four and more: manycandles.cpp
int threeBlackCrows(const Candles &c);
int threeLineStrike(const Candles &c);
int breakaway(const Candles &c);
int concealingBabySwallow(const Candles &c);
int hikkake(const Candles &c);
int modifiedHikkake(const Candles &c);
int ladderBottom(const Candles &c);
int matHold(const Candles &c, double penetration);
int riseFallThreeMethods(const Candles &c);

} // namespace tickstock::candlestick
