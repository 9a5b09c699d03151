// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks/candlesticks.h"

#include "core/patterns/candlesticks/rules.h"

namespace tickstock {

namespace {

using namespace candlestick;

template<int (*Rule)(const Candles &)>
int plain(const Candles &candles, double)
{
    return Rule(candles);
}

constexpr bool Neutral = true;

// TA-Lib name, name, lookback, rule, penetration, direction, candles in the shape
constexpr std::array Patterns{
    CandlestickPattern{"2CROWS", "Two Crows", 12, plain<twoCrows>, 0, false, 3},
    CandlestickPattern{"3BLACKCROWS", "Three Black Crows", 13, plain<threeBlackCrows>, 0, false, 4},
    CandlestickPattern{"3INSIDE", "Three Inside", 12, plain<threeInside>, 0, false, 3},
    CandlestickPattern{"3LINESTRIKE", "Three-Line Strike", 8, plain<threeLineStrike>, 0, false, 4},
    CandlestickPattern{"3OUTSIDE", "Three Outside", 3, plain<threeOutside>, 0, false, 3},
    CandlestickPattern{"3STARSINSOUTH", "Three Stars in the South", 12, plain<threeStarsInSouth>, 0, false, 3},
    CandlestickPattern{"3WHITESOLDIERS", "Three White Soldiers", 12, plain<threeWhiteSoldiers>, 0, false, 3},
    CandlestickPattern{"ABANDONEDBABY", "Abandoned Baby", 12, abandonedBaby, 0.3, false, 3},
    CandlestickPattern{"ADVANCEBLOCK", "Advance Block", 12, plain<advanceBlock>, 0, false, 3},
    CandlestickPattern{"BELTHOLD", "Belt Hold", 10, plain<beltHold>, 0, false, 1},
    CandlestickPattern{"BREAKAWAY", "Breakaway", 14, plain<breakaway>, 0, false, 5},
    CandlestickPattern{"CLOSINGMARUBOZU", "Closing Marubozu", 10, plain<closingMarubozu>, 0, false, 1},
    CandlestickPattern{"CONCEALBABYSWALL", "Concealing Baby Swallow", 13, plain<concealingBabySwallow>, 0, false, 4},
    CandlestickPattern{"COUNTERATTACK", "Counterattack", 11, plain<counterattack>, 0, false, 2},
    CandlestickPattern{"DARKCLOUDCOVER", "Dark Cloud Cover", 11, darkCloudCover, 0.5, false, 2},
    CandlestickPattern{"DOJI", "Doji", 10, plain<doji>, 0, Neutral, 1},
    CandlestickPattern{"DOJISTAR", "Doji Star", 11, plain<dojiStar>, 0, false, 2},
    CandlestickPattern{"DRAGONFLYDOJI", "Dragonfly Doji", 10, plain<dragonflyDoji>, 0, Neutral, 1},
    CandlestickPattern{"ENGULFING", "Engulfing", 2, plain<engulfing>, 0, false, 2},
    CandlestickPattern{"EVENINGDOJISTAR", "Evening Doji Star", 12, eveningDojiStar, 0.3, false, 3},
    CandlestickPattern{"EVENINGSTAR", "Evening Star", 12, eveningStar, 0.3, false, 3},
    CandlestickPattern{"GAPSIDESIDEWHITE", "Side-by-Side White Lines", 7, plain<gapSideSideWhite>, 0, false, 3},
    CandlestickPattern{"GRAVESTONEDOJI", "Gravestone Doji", 10, plain<gravestoneDoji>, 0, Neutral, 1},
    CandlestickPattern{"HAMMER", "Hammer", 11, plain<hammer>, 0, false, 1},
    CandlestickPattern{"HANGINGMAN", "Hanging Man", 11, plain<hangingMan>, 0, false, 1},
    CandlestickPattern{"HARAMI", "Harami", 11, plain<harami>, 0, false, 2},
    CandlestickPattern{"HARAMICROSS", "Harami Cross", 11, plain<haramiCross>, 0, false, 2},
    CandlestickPattern{"HIGHWAVE", "High Wave", 10, plain<highWave>, 0, Neutral, 1},
    CandlestickPattern{"HIKKAKE", "Hikkake", 5, plain<hikkake>, 0, false, 3},
    CandlestickPattern{"HIKKAKEMOD", "Modified Hikkake", 10, plain<modifiedHikkake>, 0, false, 4},
    CandlestickPattern{"HOMINGPIGEON", "Homing Pigeon", 11, plain<homingPigeon>, 0, false, 2},
    CandlestickPattern{"IDENTICAL3CROWS", "Identical Three Crows", 12, plain<identicalThreeCrows>, 0, false, 3},
    CandlestickPattern{"INNECK", "In-Neck", 11, plain<inNeck>, 0, false, 2},
    CandlestickPattern{"INVERTEDHAMMER", "Inverted Hammer", 11, plain<invertedHammer>, 0, false, 1},
    CandlestickPattern{"KICKING", "Kicking", 11, plain<kicking>, 0, false, 2},
    CandlestickPattern{"KICKINGBYLENGTH", "Kicking by Length", 11, plain<kickingByLength>, 0, false, 2},
    CandlestickPattern{"LADDERBOTTOM", "Ladder Bottom", 14, plain<ladderBottom>, 0, false, 5},
    CandlestickPattern{"LONGLEGGEDDOJI", "Long-Legged Doji", 10, plain<longLeggedDoji>, 0, Neutral, 1},
    CandlestickPattern{"LONGLINE", "Long Line", 10, plain<longLine>, 0, false, 1},
    CandlestickPattern{"MARUBOZU", "Marubozu", 10, plain<marubozu>, 0, false, 1},
    CandlestickPattern{"MATCHINGLOW", "Matching Low", 6, plain<matchingLow>, 0, false, 2},
    CandlestickPattern{"MATHOLD", "Mat Hold", 14, matHold, 0.5, false, 5},
    CandlestickPattern{"MORNINGDOJISTAR", "Morning Doji Star", 12, morningDojiStar, 0.3, false, 3},
    CandlestickPattern{"MORNINGSTAR", "Morning Star", 12, morningStar, 0.3, false, 3},
    CandlestickPattern{"ONNECK", "On-Neck", 11, plain<onNeck>, 0, false, 2},
    CandlestickPattern{"PIERCING", "Piercing", 11, plain<piercing>, 0, false, 2},
    CandlestickPattern{"RICKSHAWMAN", "Rickshaw Man", 10, plain<rickshawMan>, 0, Neutral, 1},
    CandlestickPattern{"RISEFALL3METHODS", "Rising and Falling Three Methods", 14, plain<riseFallThreeMethods>, 0,
                       false, 5},
    CandlestickPattern{"SEPARATINGLINES", "Separating Lines", 11, plain<separatingLines>, 0, false, 2},
    CandlestickPattern{"SHOOTINGSTAR", "Shooting Star", 11, plain<shootingStar>, 0, false, 1},
    CandlestickPattern{"SHORTLINE", "Short Line", 10, plain<shortLine>, 0, Neutral, 1},
    CandlestickPattern{"SPINNINGTOP", "Spinning Top", 10, plain<spinningTop>, 0, Neutral, 1},
    CandlestickPattern{"STALLEDPATTERN", "Stalled Pattern", 12, plain<stalledPattern>, 0, false, 3},
    CandlestickPattern{"STICKSANDWICH", "Stick Sandwich", 7, plain<stickSandwich>, 0, false, 3},
    CandlestickPattern{"TAKURI", "Takuri", 10, plain<takuri>, 0, false, 1},
    CandlestickPattern{"TASUKIGAP", "Tasuki Gap", 7, plain<tasukiGap>, 0, false, 3},
    CandlestickPattern{"THRUSTING", "Thrusting", 11, plain<thrusting>, 0, false, 2},
    CandlestickPattern{"TRISTAR", "Tristar", 12, plain<tristar>, 0, false, 3},
    CandlestickPattern{"UNIQUE3RIVER", "Unique Three River", 12, plain<uniqueThreeRiver>, 0, false, 3},
    CandlestickPattern{"UPSIDEGAP2CROWS", "Upside Gap Two Crows", 12, plain<upsideGapTwoCrows>, 0, false, 3},
    CandlestickPattern{"XSIDEGAP3METHODS", "Upside and Downside Gap Three Methods", 2, plain<gapThreeMethods>, 0, false,
                       3},
};
static_assert(Patterns.size() == 61);

} // namespace

std::span<const CandlestickPattern> candlestickPatterns()
{
    return Patterns;
}

} // namespace tickstock
