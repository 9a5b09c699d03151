// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/patterns/patterntext.h"

#include "core/types/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace tickstock {

namespace {

struct Rule
{
    std::string_view pattern;
    const char *text;
};

constexpr std::array Rules{
    Rule{"Two Crows", QT_TRANSLATE_NOOP("PatternText", "A long white candle, a black one gapping above it, and a black "
                                                       "one that opens in the second and closes in the first.")},
    Rule{"Three Black Crows",
         QT_TRANSLATE_NOOP("PatternText", "Three black candles without lower shadows, each opening inside the body "
                                          "before and closing lower, after a white one.")},
    Rule{"Three Inside",
         QT_TRANSLATE_NOOP("PatternText", "A short body inside a long one, then a close beyond the long one's open.")},
    Rule{"Three-Line Strike",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "Three candles going one way, and a fourth that opens beyond and closes behind all of them.")},
    Rule{"Three Outside",
         QT_TRANSLATE_NOOP("PatternText", "A body that covers the opposite one before it, then a close further on.")},
    Rule{"Three Stars in the South",
         QT_TRANSLATE_NOOP("PatternText",
                           "Three black candles, each smaller and within less range than the one before.")},
    Rule{"Three White Soldiers",
         QT_TRANSLATE_NOOP("PatternText", "Three rising white candles without upper shadows that open near or inside "
                                          "the body before and do not tire.")},
    Rule{"Abandoned Baby", QT_TRANSLATE_NOOP("PatternText", "A long candle, a doji apart from both neighbours, and an "
                                                            "opposite candle that closes deep inside the first.")},
    Rule{"Advance Block",
         QT_TRANSLATE_NOOP("PatternText", "Three rising white candles that get smaller, or meet resistance above.")},
    Rule{"Belt Hold", QT_TRANSLATE_NOOP("PatternText", "A long body without a shadow where it opened.")},
    Rule{"Breakaway",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "A long candle, a gap on, two more steps, and an opposite candle that closes back inside the gap.")},
    Rule{"Closing Marubozu", QT_TRANSLATE_NOOP("PatternText", "A long body without a shadow where it closed.")},
    Rule{"Concealing Baby Swallow",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "Two black marubozus, a black candle gapping below that reaches back up, and one that covers it whole.")},
    Rule{"Counterattack", QT_TRANSLATE_NOOP("PatternText", "Two long opposite candles that close at the same price.")},
    Rule{"Dark Cloud Cover",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "A long white candle, then a black one that opens above its high and closes deep inside its body.")},
    Rule{"Doji",
         QT_TRANSLATE_NOOP("PatternText", "Hardly any body: buyers and sellers were even. It has no direction.")},
    Rule{"Doji Star", QT_TRANSLATE_NOOP("PatternText", "A long candle, then a doji that gaps away in its direction.")},
    Rule{"Dragonfly Doji", QT_TRANSLATE_NOOP("PatternText", "A doji at the top of its range.")},
    Rule{"Engulfing",
         QT_TRANSLATE_NOOP("PatternText",
                           "A body that covers the opposite body before it; weaker when one end coincides.")},
    Rule{"Evening Doji Star",
         QT_TRANSLATE_NOOP("PatternText", "At a top: a long white candle, a doji gapping above it, and a black candle "
                                          "that closes deep inside the first.")},
    Rule{"Evening Star", QT_TRANSLATE_NOOP("PatternText", "At a top: a long white candle, a short body gapping above "
                                                          "it, and a black candle that closes deep inside the first.")},
    Rule{"Side-by-Side White Lines",
         QT_TRANSLATE_NOOP("PatternText",
                           "Two white candles of one size side by side, both gapping the same way from the first.")},
    Rule{"Gravestone Doji", QT_TRANSLATE_NOOP("PatternText", "A doji at the bottom of its range.")},
    Rule{"Hammer",
         QT_TRANSLATE_NOOP("PatternText", "A short body on a long lower shadow, at or below the low before.")},
    Rule{"Hanging Man",
         QT_TRANSLATE_NOOP("PatternText", "A short body on a long lower shadow, at or above the high before.")},
    Rule{"Harami", QT_TRANSLATE_NOOP("PatternText", "A short body inside a long one.")},
    Rule{"Harami Cross", QT_TRANSLATE_NOOP("PatternText", "A doji inside a long body.")},
    Rule{"High Wave", QT_TRANSLATE_NOOP("PatternText", "A short body between two very long shadows.")},
    Rule{
        "Hikkake",
        QT_TRANSLATE_NOOP(
            "PatternText",
            "An inside candle, then a false break out of it; confirmed when price turns back past the inside candle.")},
    Rule{"Modified Hikkake",
         QT_TRANSLATE_NOOP("PatternText", "Two nested inside candles, the outer of which closes at its end, then a "
                                          "false break out; confirmed when price turns back past the inner one.")},
    Rule{"Homing Pigeon", QT_TRANSLATE_NOOP("PatternText", "A short black body inside a long black one.")},
    Rule{"Identical Three Crows",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "Three falling black candles without lower shadows, each opening where the one before closed.")},
    Rule{"In-Neck",
         QT_TRANSLATE_NOOP("PatternText",
                           "A white candle that opens below a long black one and hardly gets into its body.")},
    Rule{"Inverted Hammer",
         QT_TRANSLATE_NOOP("PatternText", "A short body under a long upper shadow, gapping below the body before.")},
    Rule{"Kicking", QT_TRANSLATE_NOOP("PatternText",
                                      "Two opposite marubozus with a gap between, in the direction of the second.")},
    Rule{"Kicking by Length",
         QT_TRANSLATE_NOOP("PatternText",
                           "Two opposite marubozus with a gap between, in the direction of the longer one.")},
    Rule{"Ladder Bottom",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "Three falling black candles, a black one with an upper shadow, and a white one that closes above it.")},
    Rule{"Long-Legged Doji", QT_TRANSLATE_NOOP("PatternText", "A doji with a long shadow on either side.")},
    Rule{"Long Line", QT_TRANSLATE_NOOP("PatternText", "A long body between short shadows.")},
    Rule{"Marubozu", QT_TRANSLATE_NOOP("PatternText", "A long body without shadows.")},
    Rule{"Matching Low", QT_TRANSLATE_NOOP("PatternText", "Two black candles that close at the same price.")},
    Rule{"Mat Hold", QT_TRANSLATE_NOOP("PatternText", "A long white candle, three short ones that drift down without "
                                                      "giving much back, and a white one to new highs.")},
    Rule{"Morning Doji Star",
         QT_TRANSLATE_NOOP("PatternText", "At a bottom: a long black candle, a doji gapping below it, and a white "
                                          "candle that closes deep inside the first.")},
    Rule{"Morning Star",
         QT_TRANSLATE_NOOP("PatternText", "At a bottom: a long black candle, a short body gapping below it, and a "
                                          "white candle that closes deep inside the first.")},
    Rule{"On-Neck",
         QT_TRANSLATE_NOOP("PatternText", "A white candle that opens below a long black one and closes at its low.")},
    Rule{"Piercing", QT_TRANSLATE_NOOP("PatternText", "A long white candle that opens below the low of a long black "
                                                      "one and closes in the upper half of its body.")},
    Rule{"Rickshaw Man", QT_TRANSLATE_NOOP("PatternText", "A doji in the middle of its range, with two long shadows.")},
    Rule{
        "Rising and Falling Three Methods",
        QT_TRANSLATE_NOOP("PatternText",
                          "A long candle, three short ones against it within its range, and a long one that goes on.")},
    Rule{"Separating Lines",
         QT_TRANSLATE_NOOP("PatternText",
                           "Opposite candles that open at the same price, the second long and opening at its end.")},
    Rule{"Shooting Star",
         QT_TRANSLATE_NOOP("PatternText", "A short body under a long upper shadow, gapping above the body before.")},
    Rule{"Short Line", QT_TRANSLATE_NOOP("PatternText", "A short body between short shadows.")},
    Rule{"Spinning Top", QT_TRANSLATE_NOOP("PatternText", "A short body, shorter than either shadow.")},
    Rule{"Stalled Pattern",
         QT_TRANSLATE_NOOP("PatternText", "Two long rising white candles, then a short one on their shoulder.")},
    Rule{"Stick Sandwich",
         QT_TRANSLATE_NOOP("PatternText",
                           "A white candle between two black ones that close at the same price, trading above it.")},
    Rule{"Takuri", QT_TRANSLATE_NOOP("PatternText", "A doji at the top of its range on a very long lower shadow.")},
    Rule{"Tasuki Gap", QT_TRANSLATE_NOOP("PatternText", "A gap in the direction of the second candle, and a third that "
                                                        "opens in its body and fills the gap only in part.")},
    Rule{"Thrusting",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "A white candle that opens below a long black one and closes in the lower half of its body.")},
    Rule{"Tristar",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "Three dojis, the middle one gapping away and the last coming back. All are measured against the first.")},
    Rule{"Unique Three River",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "A long black candle, a black one inside it with a new low, and a short white one above that low.")},
    Rule{"Upside Gap Two Crows",
         QT_TRANSLATE_NOOP("PatternText", "A long white candle, a short black one gapping above it, and a black one "
                                          "that covers the second above the gap.")},
    Rule{"Upside and Downside Gap Three Methods",
         QT_TRANSLATE_NOOP("PatternText", "Two candles of one colour with a gap between, and an opposite one from "
                                          "inside the second to inside the first.")},
    Rule{"Day1Breakout",
         QT_TRANSLATE_NOOP("PatternText",
                           "The first day that closes beyond the high (or low) of the days before it, on volume, and "
                           "near its own high (low). While the day runs it is shown as forming.")},
    Rule{"OpeningRangeBreakout",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "The first close outside of the range of the first minutes, on volume, before late morning. Stop: the "
             "middle of the range; target: its height beyond the level. Once a session in each direction.")},
    Rule{"VWAPCross",
         QT_TRANSLATE_NOOP("PatternText", "A close that crosses the session's volume-weighted average price. Again "
                                          "only after several closes in a row on the other side.")},
    Rule{"BullFlag",
         QT_TRANSLATE_NOOP("PatternText",
                           "A steep rise (the pole), some quiet bars that drift against it on less volume (the flag), "
                           "and a close above them. Target: the pole's height. The bearish form is its mirror image.")},
    Rule{"DoubleBottom",
         QT_TRANSLATE_NOOP("PatternText", "Two lows at one level, reached from above, and a close over the high "
                                          "between them. Target: the height of the shape. Two highs: a double top.")},
    Rule{"InverseHeadAndShoulders",
         QT_TRANSLATE_NOOP("PatternText",
                           "Three lows, the middle one the lowest, the outer ones alike, and a close over the line "
                           "through the highs between them. At a top: head and shoulders.")},
    Rule{"InsideDay", QT_TRANSLATE_NOOP("PatternText", "A day within the range of the day before. The next day that "
                                                       "trades beyond that range is told with its direction.")},
    Rule{"GapUp",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "The session opens above the high of the day before (a full gap), or clearly above its close. A second "
             "event tells when price has come back to that close. The bearish form is its mirror image.")},
    Rule{"NewHighOfDay",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "A close above the session's high so far, when that high has stood for a while; likewise below its low.")},
    Rule{"VolumeSpike",
         QT_TRANSLATE_NOOP("PatternText", "Far more volume than on the twenty bars before and than is usual at this "
                                          "time of day. Its direction is the bar's, if it has a body.")},
    Rule{"MACross", QT_TRANSLATE_NOOP("PatternText",
                                      "EMA 9 crosses EMA 20 (of days: SMA 50 and 200) and stays there for two bars.")},
    Rule{"RSIDivergence",
         QT_TRANSLATE_NOOP("PatternText", "A lower low in price at a higher low of RSI, or a higher high at a lower "
                                          "high. Known when the second turn has been confirmed by the bars after it.")},
    Rule{"Squeeze", QT_TRANSLATE_NOOP("PatternText", "Bollinger's bands have lain inside Keltner's channel for a "
                                                     "while, and leave it. The direction is that of momentum.")},
    Rule{"PrevDayLevelBreak",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "The first close beyond the high (low) of the day before, on a day that opened inside its range.")},
    Rule{"HigherHighsTrend", QT_TRANSLATE_NOOP("PatternText", "The last three highs and the last three lows rise, and "
                                                              "price closes above EMA 20. All falling: lower lows.")},
    Rule{"BullishPullback",
         QT_TRANSLATE_NOOP("PatternText", "In a rise (close above EMA 50, EMA 20 above EMA 50) price touches EMA 20 "
                                          "and closes above it. The bearish form is its mirror image.")},
    Rule{"NR7",
         QT_TRANSLATE_NOOP(
             "PatternText",
             "The smallest range of seven days: calm before a move. Neutral; stronger when it is an inside day, too.")},
    Rule{"MomentumBurst",
         QT_TRANSLATE_NOOP("PatternText", "A large move within five bars, on twice the usual volume.")},
};

struct PatternText
{
    Q_DECLARE_TR_FUNCTIONS(PatternText)
};

} // namespace

QString patternRule(std::string_view pattern)
{
    const auto found =
        std::find_if(Rules.begin(), Rules.end(), [&](const Rule &rule) { return rule.pattern == pattern; });
    return found == Rules.end() ? QString() : QCoreApplication::translate("PatternText", found->text);
}

} // namespace tickstock
