// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/patterndrive.h"
#include "tests/support/test.h"

#include <QTest>

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

} // namespace

/// Patterns that are shapes of many bars: flags, double bottoms, head and shoulders.
class ChartShapesTest final : public Test
{
    Q_OBJECT

    PatternDrive m_flag{"BullFlag", Timeframe::Min5};
    PatternDrive m_bottom{"DoubleBottom", Timeframe::Min5};
    PatternDrive m_head{"InverseHeadAndShoulders", Timeframe::Min5};

    const QString m_flagFound = QStringLiteral("28 BullFlag long");
    const QString m_bottomFound = QStringLiteral("40 DoubleBottom long");
    const QString m_topFound = QStringLiteral("51 HeadAndShoulders short");

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
};

QTEST_GUILESS_MAIN(ChartShapesTest)
#include "tst_chartshapes.moc"
