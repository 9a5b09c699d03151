// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/patterndrive.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace tickstock;
using namespace tickstock::test;

namespace {

const QString Nothing;

double timeOf(Chart chart, std::size_t index)
{
    return static_cast<double>(chart[index].start.ms);
}

/// From 100 to 103.50 in seven bars, 16 to 22, of twice the usual volume: four dollars from low to high, four and a
/// half with the bar before them.
Chart pole(Timeframe timeframe = Timeframe::Min5)
{
    return Chart(timeframe).stay(16).volume(2000).to(103.5, 7).volume(1000);
}

/// It gives back 1.90, ten cents a bar; its upper line comes to 103 with the sixth bar, number 28.
Chart poleAndFlag(Timeframe timeframe = Timeframe::Min5)
{
    return pole(timeframe).closes({103, 102.9, 102.8, 102.7, 102.6});
}

Chart brokenFlag(Timeframe timeframe = Timeframe::Min5)
{
    return poleAndFlag(timeframe).to(103.1, 1);
}

/// Down from 104 to a low of 99.50 (bar 23), up to a high of 102.50, down to a low of 99.75 (bar 35), and beyond the
/// high with bar 40.
Chart twoLows()
{
    return Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 6).to(100.25, 6).to(102.75, 5);
}

/// A top, with highs of 100.50, 102.50 and 100.50 (bars 21, 33 and 45) over a neckline at 97.50.
struct Top
{
    double left = 100, head = 102, right = 100;
    double leftTrough = 98, rightTrough = 98;
    int rightBars = 12;
    double close = 97;

    Chart draw(Timeframe timeframe = Timeframe::Min5) const
    {
        Chart chart(timeframe, 97);
        chart.stay(16).to(left, 6).to(leftTrough, 4).to(head, 8);
        chart.to(rightTrough, 2 * rightBars / 3).to(right, rightBars - 2 * rightBars / 3);
        return chart.to(97.5, static_cast<int>(std::ceil((right - 97.5) / 0.5))).to(close, 1);
    }
};

/// To and fro around 100, so that RSI is near 50, and down to a low of 95.75 (bar 22, RSI 27.6); up to a high of 98.50;
/// more slowly down to a low that is 95.45 (bar 36, RSI 30.4); and three bars up.
Chart divergence(Timeframe timeframe = Timeframe::Min15, double secondClose = 95.95)
{
    Chart chart(timeframe);
    for (int i = 0; i < 8; ++i)
        chart.closes({100.25, 99.75});
    return chart.to(96.25, 7).to(98, 5).to(secondClose, 9).to(96.5, 3);
}

/// Bands lie within the channel from the first bar that can know it, number 39, on.
Chart squeezed(int barsOn, Timeframe timeframe = Timeframe::Min5)
{
    return Chart(timeframe).stay(39 + barsOn);
}

/// Highs of 102.50, 103.50 and 104.50, and lows of 100.50, 101.50 and 102.50 between and after them.
struct Zigzag
{
    std::array<double, 3> highs{102, 103, 104};
    std::array<double, 3> lows{101, 102, 103};
    double end = 104;

    Chart draw(Timeframe timeframe = Timeframe::Min15) const
    {
        Chart chart = Chart(timeframe).stay(20);
        for (std::size_t i = 0; i < highs.size(); ++i)
            chart.to(highs[i], 4).to(lows[i], 4);
        return chart.to(end, 3);
    }
};

/// Sixty bars up and four down, to EMA 20 near 100.40; EMA 50 is below 98. One bar is missing.
Chart beforePullback()
{
    return Chart(Timeframe::Min15, 90).to(102, 60).to(100.4, 4);
}

} // namespace

/// Patterns that are shapes of many bars.
class ChartShapesTest final : public QObject
{
    Q_OBJECT

    PatternDrive m_flag{"BullFlag", Timeframe::Min5};
    PatternDrive m_bottom{"DoubleBottom", Timeframe::Min5};
    PatternDrive m_head{"InverseHeadAndShoulders", Timeframe::Min5};
    PatternDrive m_divergence{"RSIDivergence", Timeframe::Min15};
    PatternDrive m_squeeze{"Squeeze", Timeframe::Min5};
    PatternDrive m_trend{"HigherHighsTrend", Timeframe::Min15};
    PatternDrive m_pullback{"BullishPullback", Timeframe::Min15};

    const QString m_flagFound = QStringLiteral("28 BullFlag long");
    const QString m_bottomFound = QStringLiteral("40 DoubleBottom long");
    const QString m_topFound = QStringLiteral("51 HeadAndShoulders short");
    const QString m_divergenceFound = QStringLiteral("39 RSIDivergence long");
    const QString m_trendFound = QStringLiteral("46 HigherHighsTrend long");
    const QString m_pullbackFound = QStringLiteral("64 BullishPullback long");

private Q_SLOTS:
    void aCloseAboveAFlagIsBullish()
    {
        const Chart chart = brokenFlag();
        const Sighting seen = m_flag.theOne(chart);
        QCOMPARE(seen.bar, 28u);
        QCOMPARE(seen.pattern, QStringLiteral("BullFlag"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 103.0);
        QCOMPARE(seen.signal.stop, 102.1);
        QCOMPARE(seen.signal.target, 107.0);
        QCOMPARE(seen.detail("pole_start"), timeOf(chart, 16));
        QCOMPARE(seen.detail("pole_end"), timeOf(chart, 22));
        QCOMPARE(seen.detail("upper"), 103.0);
        QCOMPARE(seen.detail("lower"), 102.0);
    }

    void aBearFlagIsItsMirror()
    {
        const Sighting seen = m_flag.theOne(brokenFlag().upsideDown());
        QCOMPARE(seen.pattern, QStringLiteral("BearFlag"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 97.0);
        QCOMPARE(seen.signal.stop, 97.9);
        QCOMPARE(seen.signal.target, 93.0);
        QCOMPARE(seen.detail("upper"), 97.0); // the line that is passed
        QCOMPARE(seen.detail("lower"), 98.0);
    }

    void aCloseWithinAFlagIsNoTrigger()
    {
        QCOMPARE(m_flag.told(poleAndFlag().to(102.98, 1)), Nothing);
        QCOMPARE(m_flag.told(poleAndFlag().to(103.02, 1)), m_flagFound);
    }

    /// The line falls faster than the closes are old.
    void aTriggerClosesAboveTheLastThree()
    {
        const auto steep = [] { return pole().closes({103.2, 102.9, 102.6, 102.3, 102}); };
        const PatternDrive drive = PatternDrive(m_flag).with("retrace", 60);
        QCOMPARE(drive.told(steep().to(102.58, 1)), Nothing);
        QCOMPARE(drive.told(steep().to(102.62, 1)), m_flagFound);
        const auto uneven = [] { return pole().closes({103.2, 102.9, 102.3, 102.6, 102}); };
        QCOMPARE(drive.told(uneven().to(102.58, 1)), Nothing);
        QCOMPARE(drive.told(uneven().to(102.62, 1)), m_flagFound);
    }

    void aFlagThatGivesBackTooMuchIsNone()
    {
        QCOMPARE(m_flag.told(pole().closes({102.7, 102.6, 102.5, 102.4, 102.3, 102.8})), m_flagFound); // 2.20 of 4.50
        QCOMPARE(m_flag.told(pole().closes({102.6, 102.5, 102.4, 102.3, 102.2, 102.7})), Nothing);
    }

    void aFlagThatDriftsOnIsNone()
    {
        QCOMPARE(m_flag.told(pole().closes({102.8, 102.8, 102.8, 102.8, 102.8, 103.4})), m_flagFound);
        QCOMPARE(m_flag.told(pole().closes({102.78, 102.79, 102.8, 102.81, 102.82, 103.4})), Nothing);
    }

    /// Wicks at both of its ends make a falling channel 2.30 high, though no more is given back than before.
    void aChannelThatIsTooHighIsNoFlag()
    {
        Chart chart = poleAndFlag().to(104, 1);
        chart[23].low = 102.1;
        chart[27].high = 104;
        QCOMPARE(m_flag.told(chart), Nothing);
        QCOMPARE(PatternDrive(m_flag).with("retrace", 52).told(chart), m_flagFound);
    }

    void aFlagNeedsLessVolumeThanItsPole()
    {
        Chart chart = brokenFlag();
        for (std::size_t i = 23; i < 28; ++i)
            chart[i].volume = 1999;
        QCOMPARE(m_flag.told(chart), m_flagFound);
        for (std::size_t i = 23; i < 28; ++i)
            chart[i].volume = 2001;
        QCOMPARE(m_flag.told(chart), Nothing);
    }

    void aFlagHasFiveBarsAtLeast() { QCOMPARE(m_flag.told(pole().closes({103, 102.9, 102.8, 102.7, 103.2})), Nothing); }

    void aFlagThatLastsTooLongIsNone()
    {
        Chart chart = pole();
        chart.to(103, 1).to(102.6, 8).to(103.1, 1);
        QCOMPARE(m_flag.told(chart), QStringLiteral("32 BullFlag long"));
        QCOMPARE(PatternDrive(m_flag).with("flag_most", 5).told(chart), Nothing);
    }

    void aPoleIsSomeTimesAsLongAsABar()
    {
        QCOMPARE(PatternDrive(m_flag).with("pole_range", 4.55).told(brokenFlag()), Nothing);
        QCOMPARE(PatternDrive(m_flag).with("pole_range", 4.45).told(brokenFlag()), m_flagFound);
    }

    void aPoleIsAShareOfThePrice()
    {
        QCOMPARE(PatternDrive(m_flag).with("pole_percent", 4.55).told(brokenFlag()),
                 Nothing); // 4.50 of 99.50 are 4.52 %
        QCOMPARE(PatternDrive(m_flag).with("pole_percent", 4.51).told(brokenFlag()), m_flagFound);
    }

    void aPoleThatTakesTooLongIsNone()
    {
        QCOMPARE(PatternDrive(m_flag).with("pole_bars", 6).told(brokenFlag()), Nothing);
        QCOMPARE(PatternDrive(m_flag).with("pole_bars", 7).told(brokenFlag()), m_flagFound);
    }

    void aPoleConsistsOfRisingBars()
    {
        Chart chart = brokenFlag();
        chart[18].open = chart[18].close + 0.1;
        chart[20].open = chart[20].close + 0.1;
        QCOMPARE(m_flag.told(chart), m_flagFound); // five of seven
        chart[21].open = chart[21].close + 0.1;
        QCOMPARE(m_flag.told(chart), Nothing);
    }

    void aFlagIsOfOneSessionUnlessBarsAreLong()
    {
        const auto overNight = [](Timeframe timeframe) {
            return pole(timeframe).nextDay().closes({103, 102.9, 102.8, 102.7, 102.6, 103.1});
        };
        QCOMPARE(m_flag.told(overNight(Timeframe::Min5)), Nothing);
        QCOMPARE(PatternDrive("BullFlag", Timeframe::Min15).told(overNight(Timeframe::Min15)), m_flagFound);
    }

    void flagsComeOnceASession()
    {
        const auto twice = [](Timeframe timeframe) {
            Chart chart = brokenFlag(timeframe).volume(2000).to(107, 7).volume(1000);
            return chart.closes({106.5, 106.4, 106.3, 106.2, 106.1, 106.6});
        };
        QCOMPARE(m_flag.told(twice(Timeframe::Min5)), m_flagFound);
        QCOMPARE(PatternDrive("BullFlag", Timeframe::Daily).told(twice(Timeframe::Daily)),
                 QStringLiteral("28 BullFlag long, 41 BullFlag long"));
    }

    void twoLowsAtOneLevelAreADoubleBottom()
    {
        const Chart chart = twoLows();
        const Sighting seen = m_bottom.theOne(chart);
        QCOMPARE(seen.bar, 40u);
        QCOMPARE(seen.pattern, QStringLiteral("DoubleBottom"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 102.5);
        QCOMPARE(seen.signal.stop, 99.5);
        QCOMPARE(seen.signal.target, 105.5);
        QCOMPARE(seen.detail("p1"), 99.5);
        QCOMPARE(seen.detail("p1_time"), timeOf(chart, 23));
        QCOMPARE(seen.detail("p2"), 99.75);
        QCOMPARE(seen.detail("p2_time"), timeOf(chart, 35));
        QCOMPARE(seen.detail("neckline"), 102.5);
    }

    void aDoubleTopIsItsMirror()
    {
        const Sighting seen = m_bottom.theOne(twoLows().upsideDown());
        QCOMPARE(seen.pattern, QStringLiteral("DoubleTop"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 97.5);
        QCOMPARE(seen.signal.stop, 100.5);
        QCOMPARE(seen.signal.target, 94.5);
        QCOMPARE(seen.detail("p1"), 100.5);
        QCOMPARE(seen.detail("p2"), 100.25);
    }

    /// Half a percent or half of ATR: fifty cents both.
    void lowsAtDifferentLevelsAreNoDoubleBottom()
    {
        const auto second = [](double close) {
            return Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 6).to(close, 6).to(102, 4).to(102.75, 2);
        };
        QCOMPARE(m_bottom.told(second(100.49)), QStringLiteral("41 DoubleBottom long"));
        QCOMPARE(m_bottom.told(second(100.52)), Nothing);
        QCOMPARE(m_bottom.told(second(99.52)), QStringLiteral("41 DoubleBottom long"));
        QCOMPARE(m_bottom.told(second(99.48)), Nothing);
    }

    void lowsTooCloseToEachOtherAreNoDoubleBottom()
    {
        const auto apart = [](int bars) {
            return Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 5).to(100.25, bars - 5).to(102.75, 5);
        };
        QCOMPARE(m_bottom.told(apart(9)), Nothing);
        QCOMPARE(m_bottom.told(apart(10)), QStringLiteral("38 DoubleBottom long"));
    }

    /// By a share of the lower of the two: 3.00 of 99.50, and 3.48 of 99.02.
    void lowsNeedAHighBetween()
    {
        QCOMPARE(PatternDrive(m_bottom).with("height", 3.01).told(twoLows()), m_bottomFound);
        QCOMPARE(PatternDrive(m_bottom).with("height", 3.02).told(twoLows()), Nothing);
        const Chart lower = Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 6).to(99.52, 6).to(102.75, 7);
        QCOMPARE(PatternDrive(m_bottom).with("height", 3.51).told(lower), QStringLiteral("42 DoubleBottom long"));
        QCOMPARE(PatternDrive(m_bottom).with("height", 3.52).told(lower), Nothing);
    }

    void lowsNotReachedFromAboveAreNoDoubleBottom()
    {
        const auto from = [](double close) {
            return Chart(Timeframe::Min5, close).stay(20).to(100, 4).to(102, 6).to(100.25, 6).to(102.75, 5);
        };
        QCOMPARE(m_bottom.told(from(102)), Nothing);
        QCOMPARE(m_bottom.told(from(102.1)), m_bottomFound);
    }

    void aCloseAtTheNecklineIsNoTrigger()
    {
        Chart chart = twoLows();
        chart.last().close = 102.5;
        QCOMPARE(m_bottom.told(chart), Nothing);
    }

    /// Twelve bars apart: the trigger comes within 24 of the second, which is bar 35.
    void aTriggerThatComesTooLateIsNone()
    {
        const auto wait = [](int bars) {
            Chart chart = Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 6).to(100.25, 6);
            return chart.to(102.25, 4).stay(bars).to(102.75, 1);
        };
        QCOMPARE(m_bottom.told(wait(19)), QStringLiteral("59 DoubleBottom long"));
        QCOMPARE(m_bottom.told(wait(20)), Nothing);
    }

    void aCloseBelowBothLowsBreaksThem()
    {
        const auto after = [](double close) {
            Chart chart = Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 6).to(100.25, 6).to(101.25, 4);
            return chart.bar(101, 101, 98.9, close).to(102.25, 5).to(102.75, 1);
        };
        QCOMPARE(m_bottom.told(after(99.48)), Nothing);
        QCOMPARE(m_bottom.told(after(99.52)), QStringLiteral("46 DoubleBottom long"));
    }

    void aCloseBelowBothLowsBetweenThemBreaksThemToo()
    {
        const auto between = [](double close) {
            Chart chart = Chart(Timeframe::Min5, 104).stay(16).to(100, 8).to(102, 6).to(101, 2);
            return chart.bar(101, 101, 98.9, close).to(102, 5).to(100.25, 5).to(102.75, 5);
        };
        QCOMPARE(m_bottom.told(between(99.48)), Nothing);
        QCOMPARE(m_bottom.told(between(99.52)), QStringLiteral("47 DoubleBottom long"));
    }

    void theNecklineIsTheHighBetweenTheLows()
    {
        Chart chart = twoLows();
        chart[23].high = chart[23].open = 103.5; // a long bar down to the first low
        QCOMPARE(m_bottom.theOne(chart).signal.trigger, 102.5);
    }

    /// Three and ten percent.
    void aDoubleBottomOfDaysIsLarger()
    {
        const PatternDrive days("DoubleBottom", Timeframe::Daily);
        const auto draw = [](double between, double second) {
            return Chart(Timeframe::Daily, 115).stay(16).to(100, 8).to(between, 6).to(second, 6).to(111, 5);
        };
        QCOMPARE(days.told(draw(109.5, 102)), m_bottomFound);
        QCOMPARE(days.told(draw(108.94, 102)), Nothing); // 9.94 of 99.50
        QCOMPARE(days.told(draw(109.5, 102.97)), m_bottomFound);
        QCOMPARE(days.told(draw(109.5, 103)), Nothing); // 3.00 of 99.50
    }

    void aNecklineThatIsPassedAgainSaysNothing()
    {
        QCOMPARE(m_bottom.told(twoLows().closes({102.2, 102.8})), m_bottomFound);
        Chart days(Timeframe::Daily, 115);
        days.stay(16).to(100, 8).to(109.5, 6).to(102, 6).to(111, 5).closes({109, 112});
        QCOMPARE(PatternDrive("DoubleBottom", Timeframe::Daily).told(days), m_bottomFound);
    }

    void aHeadBetweenShouldersIsATop()
    {
        const Chart chart = Top().draw();
        const Sighting seen = m_head.theOne(chart);
        QCOMPARE(seen.bar, 51u);
        QCOMPARE(seen.pattern, QStringLiteral("HeadAndShoulders"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 97.5);
        QCOMPARE(seen.signal.stop, 100.5);
        QCOMPARE(seen.signal.target, 92.5);
        QCOMPARE(seen.detail("s1"), 100.5);
        QCOMPARE(seen.detail("s1_time"), timeOf(chart, 21));
        QCOMPARE(seen.detail("head"), 102.5);
        QCOMPARE(seen.detail("head_time"), timeOf(chart, 33));
        QCOMPARE(seen.detail("s2"), 100.5);
        QCOMPARE(seen.detail("s2_time"), timeOf(chart, 45));
        QCOMPARE(seen.detail("neck1"), 97.5);
        QCOMPARE(seen.detail("neck1_time"), timeOf(chart, 25));
        QCOMPARE(seen.detail("neck2"), 97.5);
        QCOMPARE(seen.detail("neck2_time"), timeOf(chart, 41));
    }

    void upsideDownItIsABottom()
    {
        const Sighting seen = m_head.theOne(Top().draw().upsideDown());
        QCOMPARE(seen.bar, 51u);
        QCOMPARE(seen.pattern, QStringLiteral("InverseHeadAndShoulders"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 102.5);
        QCOMPARE(seen.signal.stop, 99.5);
        QCOMPARE(seen.signal.target, 107.5);
        QCOMPARE(seen.detail("head"), 97.5);
    }

    void aHeadStandsHalfAnAtrAboveItsShoulders()
    {
        QCOMPARE(m_head.told(Top{.right = 101.45}.draw()), QStringLiteral("54 HeadAndShoulders short"));
        QCOMPARE(m_head.told(Top{.right = 101.55}.draw()), Nothing);
        QCOMPARE(m_head.told(Top{.left = 101.45}.draw()), m_topFound);
        QCOMPARE(m_head.told(Top{.left = 101.55}.draw()), Nothing);
    }

    /// 35 % of the head's five dollars are 1.75.
    void shouldersAreAlike()
    {
        QCOMPARE(m_head.told(Top{.left = 101.4, .right = 99.7}.draw()), m_topFound);
        QCOMPARE(m_head.told(Top{.left = 101.4, .right = 99.6}.draw()), Nothing);
        QCOMPARE(m_head.told(Top{.left = 99.7, .right = 101.4}.draw()), QStringLiteral("54 HeadAndShoulders short"));
        QCOMPARE(m_head.told(Top{.left = 99.6, .right = 101.4}.draw()), Nothing);
    }

    /// The neckline rises by 1.35 from one to the other, but it is their own levels that count.
    void shouldersAreComparedWithEachOther()
    {
        QCOMPARE(m_head.told(Top{.left = 100.4, .rightTrough = 98.9}.draw()),
                 QStringLiteral("48 HeadAndShoulders short"));
    }

    /// Twelve bars on the left.
    void bothSidesTakeAboutAsLong()
    {
        QCOMPARE(m_head.told(Top{.rightBars = 30}.draw()), QStringLiteral("69 HeadAndShoulders short"));
        QCOMPARE(m_head.told(Top{.rightBars = 31}.draw()), Nothing);
    }

    /// 90 cents in the 16 bars between the troughs are 1.35 in the 24 of the pattern; 30 % of the height are 1.365.
    void aNecklineThatIsTooSteepIsNone()
    {
        QCOMPARE(m_head.told(Top{.rightTrough = 98.9}.draw()), QStringLiteral("48 HeadAndShoulders short"));
        QCOMPARE(m_head.told(Top{.rightTrough = 98.95}.draw()), Nothing);
        QCOMPARE(m_head.told(Top{.leftTrough = 98.95}.draw()), Nothing);
    }

    void theNecklineIsPassedByATenthOfAtr()
    {
        QCOMPARE(m_head.told(Top{.close = 97.42}.draw()), Nothing);
        QCOMPARE(m_head.told(Top{.close = 97.38}.draw()), m_topFound);
    }

    void aTopIsSaidOnce()
    {
        const auto again = [](Timeframe timeframe) { return Top().draw(timeframe).closes({97.6, 97, 96.5}); };
        QCOMPARE(m_head.told(again(Timeframe::Min5)), m_topFound);
        QCOMPARE(PatternDrive("InverseHeadAndShoulders", Timeframe::Daily).told(again(Timeframe::Daily)), m_topFound);
    }

    void aLowerLowAtAHigherRsiDiverges()
    {
        const Chart chart = divergence();
        const Sighting seen = m_divergence.theOne(chart);
        QCOMPARE(seen.bar, 39u);
        QCOMPARE(seen.pattern, QStringLiteral("RSIDivergence"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 98.5);
        QCOMPARE(seen.signal.stop, 95.45);
        QCOMPARE(seen.detail("p1"), 95.75);
        QCOMPARE(seen.detail("p1_time"), timeOf(chart, 22));
        QCOMPARE(seen.detail("p2"), 95.45);
        QCOMPARE(seen.detail("p2_time"), timeOf(chart, 36));
        QCOMPARE(qRound(10 * seen.detail("rsi1")), 276);
        QCOMPARE(qRound(10 * seen.detail("rsi2")), 304);
    }

    void aHigherHighAtALowerRsiDivergesDownwards()
    {
        const Sighting seen = m_divergence.theOne(divergence().upsideDown());
        QCOMPARE(seen.bar, 39u);
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 101.5);
        QCOMPARE(seen.signal.stop, 104.55);
        QCOMPARE(seen.detail("p1"), 104.25);
        QCOMPARE(seen.detail("p2"), 104.55);
        QCOMPARE(qRound(10 * seen.detail("rsi1")), 724);
        QCOMPARE(qRound(10 * seen.detail("rsi2")), 696);
    }

    void theSecondLowIsATenthOfAtrLower()
    {
        QCOMPARE(m_divergence.told(divergence(Timeframe::Min15, 96.14)), m_divergenceFound);
        QCOMPARE(m_divergence.told(divergence(Timeframe::Min15, 96.16)), Nothing);
    }

    void theSecondRsiIsTwoPointsHigher()
    {
        QCOMPARE(m_divergence.told(divergence(Timeframe::Min15, 95.8)), m_divergenceFound);
        QCOMPARE(m_divergence.told(divergence(Timeframe::Min15, 95.7)), Nothing);
    }

    void theFirstRsiIsLow()
    {
        QCOMPARE(PatternDrive(m_divergence).with("oversold", 27.7).told(divergence()), m_divergenceFound);
        QCOMPARE(PatternDrive(m_divergence).with("oversold", 27.6).told(divergence()), Nothing);
    }

    void theLowsAreNeitherTooCloseNorTooFarApart()
    {
        QCOMPARE(PatternDrive(m_divergence).with("least", 14).told(divergence()), m_divergenceFound);
        QCOMPARE(PatternDrive(m_divergence).with("least", 15).told(divergence()), Nothing);
        QCOMPARE(PatternDrive(m_divergence).with("most", 14).told(divergence()), m_divergenceFound);
        QCOMPARE(PatternDrive(m_divergence).with("most", 13).told(divergence()), Nothing);
    }

    /// The bar before the second low closes below it, though it does not reach as low.
    void rsiDoesNotCutTheLineBetween()
    {
        Chart chart = divergence();
        chart[35].low = 95.6;
        QCOMPARE(m_divergence.told(chart), m_divergenceFound);
        chart[35].close = 95.62;
        QCOMPARE(m_divergence.told(chart), Nothing);
    }

    void aLowThatIsNotConfirmedDoesNotDiverge()
    {
        Chart chart = divergence();
        chart[39].low = chart[36].low - 0.01;
        QCOMPARE(m_divergence.told(chart), Nothing);
        chart[39].low = chart[36].low;
        QCOMPARE(m_divergence.told(chart), m_divergenceFound);
    }

    void lowsThatDivergeFollowEachOther()
    {
        Chart chart(Timeframe::Min15);
        for (int i = 0; i < 8; ++i)
            chart.closes({100.25, 99.75});
        chart.to(96.25, 7).to(97.3, 4).to(96.9, 4).to(97.3, 4).to(95.95, 7).to(96.5, 3);
        QCOMPARE(m_divergence.told(chart), Nothing);
    }

    void theHighBetweenIsNotThatOfTheLowsThemselves()
    {
        Chart chart = divergence();
        chart[22].high = chart[22].open = 99;
        QCOMPARE(m_divergence.theOne(chart).signal.trigger, 98.5);
    }

    void divergencesComeOnceASession()
    {
        const auto twice = [](Timeframe timeframe) { return divergence(timeframe).to(100, 8).to(95.8, 8).to(96.5, 3); };
        QCOMPARE(PatternDrive("RSIDivergence", Timeframe::Daily).told(twice(Timeframe::Daily)),
                 QStringLiteral("39 RSIDivergence long, 58 RSIDivergence long"));
        QCOMPARE(PatternDrive("RSIDivergence", Timeframe::Min5).told(twice(Timeframe::Min5)), m_divergenceFound);
    }

    /// Five dollars out of nothing: 2.18 of band against 1.84 of channel. Momentum is that of the last close alone,
    /// which lies 3.625 above its middle.
    void bandsThatLeaveTheirChannelFire()
    {
        const Sighting seen = m_squeeze.theOne(squeezed(6).to(105, 1));
        QCOMPARE(seen.bar, 45u);
        QCOMPARE(seen.pattern, QStringLiteral("Squeeze"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.detail("bars_on"), 6.0);
        QCOMPARE(seen.detail("momentum"), 3.625 * (1 / 20.0 + 9.5 * 9.5 / 665));
    }

    void aSqueezeThatEndsDownwardsIsBearish()
    {
        const Sighting seen = m_squeeze.theOne(squeezed(6).to(105, 1).upsideDown());
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.detail("momentum"), -3.625 * (1 / 20.0 + 9.5 * 9.5 / 665));
    }

    /// Up for long, and a bar down at last: the move as a whole counts.
    void aSqueezeGoesWhereMomentumGoes()
    {
        const Sighting seen = m_squeeze.theOne(squeezed(6).to(102.4, 8).to(104.4, 1).to(103.9, 1));
        QCOMPARE(seen.signal.direction, Direction::Long);
    }

    void fiveBarsAreNoSqueeze()
    {
        QCOMPARE(m_squeeze.told(squeezed(5).to(105, 1)), Nothing);
        QCOMPARE(PatternDrive(m_squeeze).with("least", 7).told(squeezed(6).to(105, 1)), Nothing);
    }

    void bandsThatStayInTheirChannelDoNotFire()
    {
        QCOMPARE(m_squeeze.told(squeezed(6).to(103, 1)), Nothing);
        QCOMPARE(PatternDrive(m_squeeze).with("channel", 1.79).told(squeezed(6).to(105, 1)), Nothing);
        QCOMPARE(PatternDrive(m_squeeze).with("channel", 1.77).told(squeezed(6).to(105, 1)),
                 QStringLiteral("45 Squeeze long"));
    }

    void bandsThatStayOutsideFireOnce()
    {
        QCOMPARE(m_squeeze.told(squeezed(6).closes({105, 110, 115, 120})), QStringLiteral("45 Squeeze long"));
    }

    void squeezesComeOnceASessionEachWay()
    {
        const auto twice = [](double second) { return squeezed(6).to(105, 1).stay(29).to(second, 1); };
        QCOMPARE(m_squeeze.told(twice(110)), QStringLiteral("45 Squeeze long"));
        QCOMPARE(m_squeeze.told(twice(100)), QStringLiteral("45 Squeeze long, 75 Squeeze short"));
        const Chart nextDay = squeezed(6).to(105, 1).stay(29).nextDay().to(110, 1);
        QCOMPARE(m_squeeze.told(nextDay), QStringLiteral("45 Squeeze long, 75 Squeeze long"));
    }

    void risingHighsAndLowsAreATrend()
    {
        const Sighting seen = m_trend.theOne(Zigzag().draw());
        QCOMPARE(seen.bar, 46u);
        QCOMPARE(seen.pattern, QStringLiteral("HigherHighsTrend"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 104.5);
        QCOMPARE(seen.signal.stop, 102.5);
        QCOMPARE(seen.detail("high1"), 102.5);
        QCOMPARE(seen.detail("high2"), 103.5);
        QCOMPARE(seen.detail("high3"), 104.5);
        QCOMPARE(seen.detail("low1"), 100.5);
        QCOMPARE(seen.detail("low2"), 101.5);
        QCOMPARE(seen.detail("low3"), 102.5);
    }

    void fallingHighsAndLowsAreItsMirror()
    {
        const Sighting seen = m_trend.theOne(Zigzag().draw().upsideDown());
        QCOMPARE(seen.pattern, QStringLiteral("LowerLowsTrend"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 95.5);
        QCOMPARE(seen.signal.stop, 97.5);
        QCOMPARE(seen.detail("high3"), 95.5); // the lows, as the short side sees them
    }

    void aHighThatDoesNotRiseIsNoTrend()
    {
        QCOMPARE(m_trend.told(Zigzag{.highs = {102, 104, 104}}.draw()), Nothing);
        QCOMPARE(m_trend.told(Zigzag{.highs = {103, 103, 104}}.draw()), Nothing);
        QCOMPARE(m_trend.told(Zigzag{.highs = {102.98, 102.99, 104}}.draw()), m_trendFound);
    }

    void aLowThatDoesNotRiseIsNoTrend()
    {
        QCOMPARE(m_trend.told(Zigzag{.lows = {101, 101, 103}}.draw()), Nothing);
        QCOMPARE(m_trend.told(Zigzag{.lows = {101, 102, 102}}.draw()), Nothing);
        QCOMPARE(m_trend.told(Zigzag{.lows = {101, 101.01, 103}}.draw()), m_trendFound);
    }

    void aTrendNeedsThreeOfEach()
    {
        Chart chart = Zigzag().draw();
        chart[46].low = 102.4; // the third low is none
        QCOMPARE(m_trend.told(chart), Nothing);
    }

    /// Lows far below the average: when the third is known, price has not come back above it.
    void aTrendWaitsForTheAverage()
    {
        const Zigzag zigzag{.highs = {106, 106.2, 106.4}, .lows = {101, 101.2, 101.4}, .end = 102};
        Chart chart = zigzag.draw();
        QVERIFY(chart.last().close < chart.lastRow().ema20);
        QCOMPARE(m_trend.told(chart), Nothing);
        chart.to(105, 1);
        QCOMPARE(m_trend.told(chart), QStringLiteral("47 HigherHighsTrend long"));
    }

    void aTrendIsSaidWhenItBegins()
    {
        const PatternDrive days("HigherHighsTrend", Timeframe::Daily);
        Chart chart = Zigzag().draw(Timeframe::Daily).to(105, 1).to(104, 4).to(106, 4);
        QCOMPARE(days.told(chart), m_trendFound);
        QCOMPARE(PatternDrive("HigherHighsTrend", Timeframe::Min5).told(Zigzag().draw(Timeframe::Min5)), m_trendFound);
    }

    /// Below the average and above it again.
    void aTrendIsSaidOnceASession()
    {
        const auto twice = [](Timeframe timeframe) { return Zigzag().draw(timeframe).closes({102.6, 104}); };
        QCOMPARE(PatternDrive("HigherHighsTrend", Timeframe::Min5).told(twice(Timeframe::Min5)), m_trendFound);
        QCOMPARE(PatternDrive("HigherHighsTrend", Timeframe::Daily).told(twice(Timeframe::Daily)),
                 QStringLiteral("46 HigherHighsTrend long, 48 HigherHighsTrend long"));
    }

    void aWhiteBarAtTheAverageEndsAPullback()
    {
        const Chart chart = beforePullback().bar(100.55, 101, 100.5, 100.7);
        const Sighting seen = m_pullback.theOne(chart);
        QCOMPARE(seen.bar, 64u);
        QCOMPARE(seen.pattern, QStringLiteral("BullishPullback"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, chart.lastRow().ema20);
        QCOMPARE(seen.signal.stop, chart.lastRow().ema50);
        QCOMPARE(seen.detail("ema_20"), chart.lastRow().ema20);
        QCOMPARE(seen.detail("ema_50"), chart.lastRow().ema50);
    }

    void aBlackBarAtTheAverageEndsARally()
    {
        const Chart chart = beforePullback().bar(100.55, 101, 100.5, 100.7).upsideDown();
        const Sighting seen = m_pullback.theOne(chart);
        QCOMPARE(seen.pattern, QStringLiteral("BearishPullback"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, chart.lastRow().ema20);
        QCOMPARE(seen.signal.stop, chart.lastRow().ema50);
    }

    /// EMA 20 comes to 100.41, ATR to 97 cents.
    void aPullbackTouchesTheAverage()
    {
        QCOMPARE(m_pullback.told(beforePullback().bar(100.55, 101, 100.5, 100.7)), m_pullbackFound);
        QCOMPARE(m_pullback.told(beforePullback().bar(100.55, 101, 100.52, 100.7)), Nothing);
    }

    void aPullbackEndsWhite()
    {
        QCOMPARE(m_pullback.told(beforePullback().bar(100.7, 101, 100.5, 100.7)), Nothing);
        QCOMPARE(m_pullback.told(beforePullback().bar(100.69, 101, 100.5, 100.7)), m_pullbackFound);
    }

    void aPullbackEndsAboveTheAverage()
    {
        QCOMPARE(m_pullback.told(beforePullback().bar(100.2, 100.5, 100, 100.375)), Nothing);
        QCOMPARE(m_pullback.told(beforePullback().bar(100.2, 100.5, 100, 100.39)), m_pullbackFound);
    }

    /// Above both averages, but they lie the wrong way round.
    void aPullbackIsPartOfATrend()
    {
        const Chart chart = Chart(Timeframe::Min15).stay(30).to(98, 20).bar(98, 99.9, 97.9, 99.8);
        const IndicatorRow row = chart.lastRow();
        QVERIFY(row.ema20 < row.ema50 && row.ema50 < 99.8);
        QCOMPARE(m_pullback.told(chart), Nothing);
    }

    void pullbacksComeOnceASession()
    {
        Chart chart = beforePullback().bar(100.55, 101, 100.5, 100.7).bar(100.7, 100.8, 100.3, 100.4);
        chart.bar(100.4, 101, 100.4, 100.8).bar(100.8, 100.9, 100.3, 100.4);
        QCOMPARE(m_pullback.told(chart), m_pullbackFound);
        chart.nextDay().bar(100.4, 101, 100.4, 100.8).bar(100.8, 101.2, 100.4, 101);
        QCOMPARE(m_pullback.told(chart), m_pullbackFound + QStringLiteral(", 68 BullishPullback long"));
    }
};

QTEST_GUILESS_MAIN(ChartShapesTest)
#include "tst_chartshapes.moc"
