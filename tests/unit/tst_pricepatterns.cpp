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

/// A day that stayed at 100: ATR is one dollar, 1,000 shares a bar are usual.
Chart afterAQuietDay(Timeframe timeframe)
{
    return Chart(timeframe).stay(40).nextDay();
}

/// The first quarter of an hour from 99 to 101, and ten quiet minutes.
Chart openingRange()
{
    return afterAQuietDay(Timeframe::Min5).reach(1).stay(3).reach(0.5).stay(2);
}

/// Half an hour at VWAP.
Chart atVwap()
{
    return afterAQuietDay(Timeframe::Min5).vwap(100).stay(6);
}

/// The day's high of 101 in its fifth minute, and quiet until the 24th.
Chart highInTheFifthMinute()
{
    return Chart(Timeframe::Min1).stay(4).bar(100, 101, 99.5, 100).stay(19);
}

/// 20 minutes of 900 and 1,100 shares in turn: a mean of 1,000, a standard deviation of 100.
Chart evenVolume()
{
    Chart chart(Timeframe::Min1);
    for (int i = 0; i < 10; ++i)
        chart.volume(900).stay(1).volume(1100).stay(1);
    return chart;
}

/// Up by two and a half dollars in five bars, of twice the usual volume.
Chart burst()
{
    return afterAQuietDay(Timeframe::Min5).stay(6).volume(2000).to(102.5, 5);
}

} // namespace

/// Patterns of the day's course: opening range, VWAP, gaps, new highs, volume, levels of the day before, momentum.
class PricePatternsTest final : public Test
{
    Q_OBJECT

    PatternDrive m_range{"OpeningRangeBreakout", Timeframe::Min5};
    PatternDrive m_vwap{"VWAPCross", Timeframe::Min5};
    PatternDrive m_gap = PatternDrive("GapUp", Timeframe::Min1).dayBefore(101, 99, 100).dayRange(2);
    PatternDrive m_newHigh{"NewHighOfDay", Timeframe::Min1};
    PatternDrive m_volume{"VolumeSpike", Timeframe::Min1};
    PatternDrive m_level = PatternDrive("PrevDayLevelBreak", Timeframe::Min5).dayBefore(101, 99, 100);
    PatternDrive m_burst{"MomentumBurst", Timeframe::Min5};

private Q_SLOTS:
    void aCloseOutOfTheOpeningRangeBreaksOut()
    {
        const Sighting seen = m_range.theOne(openingRange().volume(1500).to(101.2, 1));
        QCOMPARE(seen.bar, 45u);
        QCOMPARE(seen.pattern, QStringLiteral("OpeningRangeBreakout"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 101.0);
        QCOMPARE(seen.signal.stop, 100.0);
        QCOMPARE(seen.signal.target, 103.0);
        QCOMPARE(seen.signal.volumeRatio, 1.5);
        QCOMPARE(seen.detail("or_high"), 101.0);
        QCOMPARE(seen.detail("or_low"), 99.0);
    }

    void aCloseBelowTheOpeningRangeIsItsMirror()
    {
        const Sighting seen = m_range.theOne(openingRange().volume(1500).to(101.2, 1).upsideDown());
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 99.0);
        QCOMPARE(seen.signal.stop, 100.0);
        QCOMPARE(seen.signal.target, 97.0);
    }

    void aCloseAtTheEdgeOfTheOpeningRangeIsNotOut()
    {
        QCOMPARE(m_range.told(openingRange().volume(1500).to(101, 1)), Nothing);
    }

    void aBreakoutOfTheOpeningRangeNeedsVolume()
    {
        QCOMPARE(m_range.told(openingRange().volume(1499).to(101.2, 1)), Nothing);
    }

    void anOpeningRangeThatIsTooWideIsLeftAlone()
    {
        const Chart chart = openingRange().volume(1500).to(101.2, 1); // two dollars of range
        QCOMPARE(PatternDrive(m_range).dayRange(1.32).told(chart), Nothing);
        QCOMPARE(PatternDrive(m_range).dayRange(1.34).told(chart), QStringLiteral("45 OpeningRangeBreakout long"));
    }

    void theOpeningRangeHasToBeComplete()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min5).stay(2).volume(1500).to(101.2, 1);
        QCOMPARE(m_range.told(chart), Nothing);
        QCOMPARE(PatternDrive(m_range).with("minutes", 10).told(chart), QStringLiteral("42 OpeningRangeBreakout long"));
    }

    void breakoutsOfTheOpeningRangeEndAtHalfPastEleven()
    {
        const auto after = [](int bars) { return openingRange().stay(bars - 5).volume(1500).to(101.2, 1); };
        QCOMPARE(m_range.told(after(23)), QStringLiteral("63 OpeningRangeBreakout long")); // 11:25 to 11:30
        QCOMPARE(m_range.told(after(24)), Nothing);
    }

    void theOpeningRangeBreaksOnceEachWay()
    {
        Chart chart = openingRange().volume(4000).closes({101.2, 100, 101.2, 98.8, 100, 98.8});
        QCOMPARE(m_range.told(chart), QStringLiteral("45 OpeningRangeBreakout long, 48 OpeningRangeBreakout short"));
        chart.nextDay().stay(3).volume(9000).to(97, 1);
        const Sighting nextDay = m_range.sightings(chart).back();
        QCOMPARE(nextDay.bar, 54u);
        QCOMPARE(nextDay.signal.direction, Direction::Short);
        QCOMPARE(nextDay.detail("or_high"), 99.3);
        QCOMPARE(nextDay.detail("or_low"), 98.3);
    }

    void aCloseThroughVwapCrosses()
    {
        const Sighting seen = m_vwap.theOne(atVwap().bar(100, 100.7, 99.8, 100.4));
        QCOMPARE(seen.bar, 46u);
        QCOMPARE(seen.pattern, QStringLiteral("VWAPCross"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 100.0);
        QCOMPARE(seen.signal.stop, 99.8);
        QCOMPARE(seen.detail("vwap"), 100.0);
        QCOMPARE(seen.detail("distance"), 100.4 - 100);
    }

    void aCloseThroughVwapFromAboveIsItsMirror()
    {
        const Sighting seen = m_vwap.theOne(atVwap().bar(100, 100.7, 99.8, 100.4).upsideDown());
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.stop, 200 - 99.8);
        QCOMPARE(seen.detail("distance"), -(100.4 - 100));
    }

    /// Where the feed gives none, it is that of the typical prices: here 100 five times, then 101 twice as heavy.
    void vwapIsOfTheSession()
    {
        Chart chart = Chart(Timeframe::Min5, 90).stay(40).nextDay().bar(100, 100.5, 99.5, 100).stay(3);
        chart.volume(2000).bar(100, 101.5, 100.5, 101);
        QCOMPARE(m_vwap.theOne(chart).detail("vwap"), (4 * 100 + 2 * 101) / 6.0);
    }

    void aCloseThatHardlyPassesVwapDoesNotCross()
    {
        QCOMPARE(m_vwap.told(atVwap().to(100.04, 1)), Nothing);
        QCOMPARE(m_vwap.told(atVwap().to(100.06, 1)), QStringLiteral("46 VWAPCross long"));
    }

    void aCloseThatComesFromTheSameSideDoesNotCross()
    {
        QCOMPARE(m_vwap.told(atVwap().closes({100.04, 100.4})), Nothing);
        QCOMPARE(m_vwap.told(atVwap().closes({99.99, 100.4})), QStringLiteral("47 VWAPCross long"));
    }

    void theFirstQuarterOfAnHourDoesNotCrossVwap()
    {
        const auto after = [](int bars) { return afterAQuietDay(Timeframe::Min5).vwap(100).stay(bars).to(100.4, 1); };
        QCOMPARE(m_vwap.told(after(2)), Nothing);
        QCOMPARE(m_vwap.told(after(3)), QStringLiteral("43 VWAPCross long"));
    }

    void vwapCrossesAgainAfterFiveClosesOnTheOtherSide()
    {
        Chart four = atVwap().closes({100.4, 99.97, 99.97, 99.97, 99.97, 100.4});
        QCOMPARE(m_vwap.told(four), QStringLiteral("46 VWAPCross long"));
        Chart interrupted = atVwap().closes({100.4, 99.97, 99.97, 99.97, 99.97, 100, 99.97, 100.4});
        QCOMPARE(m_vwap.told(interrupted), QStringLiteral("46 VWAPCross long"));
        Chart five = atVwap().closes({100.4, 99.97, 99.97, 99.97, 99.97, 99.97, 100.4});
        QCOMPARE(m_vwap.told(five), QStringLiteral("46 VWAPCross long, 52 VWAPCross long"));
    }

    void vwapCrossesAgainOnTheNextDay()
    {
        const Chart chart = atVwap().to(100.4, 1).nextDay().to(100, 4).to(100.4, 1);
        QCOMPARE(m_vwap.told(chart), QStringLiteral("46 VWAPCross long, 51 VWAPCross long"));
    }

    void anOpenAboveTheHighOfTheDayBeforeIsAFullGap()
    {
        const Sighting seen = m_gap.theOne(afterAQuietDay(Timeframe::Min1).bar(101.01, 101.6, 100.9, 101.2).stay(5));
        QCOMPARE(seen.bar, 40u);
        QCOMPARE(seen.pattern, QStringLiteral("GapUp"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 101.01);
        QCOMPARE(seen.signal.stop, 100.0);
        QCOMPARE(seen.detail("gap_percent"), 100 * (101.01 - 100) / 100);
        QCOMPARE(seen.detail("full"), 1.0);
        QCOMPARE(seen.detail("close_before"), 100.0);
    }

    void aGapDownIsItsMirror()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min1).bar(101.5, 101.6, 101.2, 101.5).upsideDown();
        const Sighting seen = m_gap.theOne(chart);
        QCOMPARE(seen.pattern, QStringLiteral("GapDown"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 98.5);
        QCOMPARE(seen.detail("gap_percent"), -1.5);
        QCOMPARE(seen.detail("full"), 1.0);
    }

    void anOpenWellAboveTheCloseBeforeIsAPartialGap()
    {
        const Sighting seen = m_gap.theOne(afterAQuietDay(Timeframe::Min1).bar(100.5, 100.9, 100.3, 100.6));
        QCOMPARE(seen.pattern, QStringLiteral("GapUp"));
        QCOMPARE(seen.detail("full"), 0.0);
        QCOMPARE(seen.detail("gap_percent"), 0.5);
    }

    void aGapIsHalfAPercentAtLeast()
    {
        QCOMPARE(m_gap.told(afterAQuietDay(Timeframe::Min1).bar(100.49, 100.9, 100.3, 100.6)), Nothing);
    }

    void aGapIsAQuarterOfADaysRangeAtLeast()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min1).bar(100.5, 100.9, 100.3, 100.6);
        QCOMPARE(PatternDrive(m_gap).dayRange(2.01).told(chart), Nothing);
    }

    void anOpenAtTheHighOfTheDayBeforeIsNotFull()
    {
        const PatternDrive drive = PatternDrive(m_gap).dayRange(4.1); // nor partial: a dollar is less than a quarter
        QCOMPARE(drive.told(afterAQuietDay(Timeframe::Min1).bar(101, 101.6, 100.9, 101.2)), Nothing);
        QCOMPARE(drive.told(afterAQuietDay(Timeframe::Min1).bar(101.01, 101.6, 100.9, 101.2)),
                 QStringLiteral("40 GapUp long"));
    }

    void withoutTheFirstMinuteThereIsNoGap()
    {
        QCOMPARE(m_gap.told(afterAQuietDay(Timeframe::Min1).skip(1).bar(101.5, 101.9, 101.2, 101.6)), Nothing);
    }

    void withoutTheDayBeforeThereIsNoGap()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min1).bar(101.5, 101.9, 101.2, 101.6);
        QCOMPARE(PatternDrive("GapUp", Timeframe::Min1).told(chart), Nothing);
    }

    void aGapIsFilledAtTheCloseBefore()
    {
        Chart chart = afterAQuietDay(Timeframe::Min1).bar(101.5, 101.9, 101.2, 101.6).bar(101, 101, 100.01, 100.5);
        QCOMPARE(m_gap.told(chart), QStringLiteral("40 GapUp long"));
        chart.bar(100.5, 100.8, 100, 100.4).bar(100.4, 100.5, 99, 100);
        QCOMPARE(m_gap.told(chart), QStringLiteral("40 GapUp long, 42 GapFilled short"));
        QCOMPARE(m_gap.sightings(chart).back().signal.trigger, 100.0);
        QCOMPARE(m_gap.told(chart.upsideDown()), QStringLiteral("40 GapDown short, 42 GapFilled long"));
    }

    void aGapMayBeFilledInItsFirstMinute()
    {
        QCOMPARE(m_gap.told(afterAQuietDay(Timeframe::Min1).bar(101.5, 101.9, 99.9, 100.6)),
                 QStringLiteral("40 GapUp long, 40 GapFilled short"));
    }

    void aCloseAboveAnOldHighIsANewHighOfTheDay()
    {
        const Sighting seen = m_newHigh.theOne(highInTheFifthMinute().bar(100.5, 101.3, 100.4, 101.1));
        QCOMPARE(seen.bar, 24u);
        QCOMPARE(seen.pattern, QStringLiteral("NewHighOfDay"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 101.0);
        QCOMPARE(seen.signal.stop, 100.4);
        QCOMPARE(seen.detail("level"), 101.0);
        QCOMPARE(seen.detail("age"), 20.0);
    }

    void aCloseBelowAnOldLowIsItsMirror()
    {
        const Sighting seen = m_newHigh.theOne(highInTheFifthMinute().bar(100.5, 101.3, 100.4, 101.1).upsideDown());
        QCOMPARE(seen.pattern, QStringLiteral("NewLowOfDay"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 99.0);
        QCOMPARE(seen.signal.stop, 200 - 100.4);
    }

    void aCloseAtTheOldHighIsNotANewOne()
    {
        QCOMPARE(m_newHigh.told(highInTheFifthMinute().bar(100.5, 101.3, 100.4, 101)), Nothing);
    }

    void aHighOfNineBarsAgoIsTooFresh()
    {
        const auto after = [](int bars) {
            return Chart(Timeframe::Min1).stay(9).bar(100, 101, 99.5, 100).stay(bars - 1).bar(100, 101.2, 100, 101.1);
        };
        QCOMPARE(m_newHigh.told(after(9)), Nothing);
        QCOMPARE(m_newHigh.told(after(10)), QStringLiteral("19 NewHighOfDay long"));
    }

    void aHighThatWasTouchedSinceIsFresh()
    {
        Chart chart = highInTheFifthMinute().bar(100.5, 101.05, 100.4, 100.6).stay(3).bar(100.5, 101.3, 100.4, 101.1);
        QCOMPARE(m_newHigh.told(chart), Nothing);
    }

    void theFirstQuarterOfAnHourHasNoNewHighs()
    {
        const auto after = [](int bars) {
            return Chart(Timeframe::Min1).bar(100, 101, 99.5, 100).stay(bars - 1).bar(100, 101.2, 100, 101.1);
        };
        QCOMPARE(m_newHigh.told(after(14)), Nothing);
        QCOMPARE(m_newHigh.told(after(15)), QStringLiteral("15 NewHighOfDay long"));
    }

    void newHighsComeAgainAfterTenBars()
    {
        const auto again = [](int bars) {
            Chart chart = highInTheFifthMinute().bar(100.5, 101.1, 100.4, 101.1);
            return chart.stay(bars - 1).bar(101.1, 102, 101, 101.9);
        };
        const auto fresh = PatternDrive(m_newHigh).with("age", 1);
        QCOMPARE(fresh.told(again(10)), QStringLiteral("24 NewHighOfDay long"));
        QCOMPARE(fresh.told(again(11)), QStringLiteral("24 NewHighOfDay long, 35 NewHighOfDay long"));
    }

    void yesterdaysHighIsForgotten()
    {
        const Chart chart = highInTheFifthMinute().nextDay().stay(16).bar(100.4, 100.8, 100.3, 100.6);
        QCOMPARE(m_newHigh.told(chart), QStringLiteral("40 NewHighOfDay long"));
    }

    void threeTimesTheVolumeIsASpike()
    {
        const Sighting seen = m_volume.theOne(evenVolume().volume(3000).bar(100, 100.5, 99.5, 100.5));
        QCOMPARE(seen.bar, 20u);
        QCOMPARE(seen.pattern, QStringLiteral("VolumeSpike"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.volumeRatio, 3.0);
        QCOMPARE(seen.detail("ratio"), 3.0);
        QCOMPARE(seen.detail("deviations"), 20.0);
        QVERIFY(std::isnan(seen.detail("usual_ratio")));
    }

    void aSpikeGoesWhereABarWithABodyGoes()
    {
        const auto spike = [](double close) { return evenVolume().volume(3000).bar(100, 100.5, 99.5, close); };
        QCOMPARE(m_volume.told(spike(100.5)), QStringLiteral("20 VolumeSpike long"));
        QCOMPARE(m_volume.told(spike(99.5)), QStringLiteral("20 VolumeSpike short"));
        QCOMPARE(m_volume.told(spike(100.49)), QStringLiteral("20 VolumeSpike neutral"));
        QCOMPARE(m_volume.told(spike(99.51)), QStringLiteral("20 VolumeSpike neutral"));
    }

    void lessThanThreeTimesTheVolumeIsNoSpike() { QCOMPARE(m_volume.told(evenVolume().volume(2999).stay(1)), Nothing); }

    /// Volumes of 0 and 2,000 in turn: a standard deviation of 1,000.
    void whereVolumeVariesASpikeHasToBeLarger()
    {
        Chart chart = evenVolume().volume(3999).stay(1);
        for (std::size_t i = 0; i < 20; ++i)
            chart[i].volume = i % 2 ? 2000 : 0;
        QCOMPARE(m_volume.told(chart), Nothing);
        chart.last().volume = 4000;
        QCOMPARE(m_volume.theOne(chart).detail("deviations"), 3.0);
    }

    void whatIsUsualAtThatTimeOfDayIsNoSpike()
    {
        const Chart chart = evenVolume().volume(3000).stay(1);
        QCOMPARE(PatternDrive(m_volume).usualVolume(1501).told(chart), Nothing);
        const Sighting seen = PatternDrive(m_volume).usualVolume(1500).theOne(chart);
        QCOMPARE(seen.signal.volumeRatio, 2.0);
        QCOMPARE(seen.detail("usual_ratio"), 2.0);
    }

    void theFirstMinuteSpikesOnlyWhereItsUsualVolumeIsKnown()
    {
        const Chart first = evenVolume().nextDay().volume(9000).stay(1);
        QCOMPARE(m_volume.told(first), Nothing);
        QCOMPARE(PatternDrive(m_volume).usualVolume(4500).told(first), QStringLiteral("20 VolumeSpike neutral"));
    }

    void theLastMinuteSpikesOnlyWhereItsUsualVolumeIsKnown()
    {
        const Chart last = evenVolume().volume(1000).skip(369).volume(9000).stay(1); // 15:59
        QCOMPARE(m_volume.told(last), Nothing);
        QCOMPARE(PatternDrive(m_volume).usualVolume(4500).told(last), QStringLiteral("20 VolumeSpike neutral"));
        const Chart lastButOne = evenVolume().volume(1000).skip(368).volume(9000).stay(1);
        QCOMPARE(m_volume.told(lastButOne), QStringLiteral("20 VolumeSpike neutral"));
    }

    void volumeSpikesOnceASessionEachWay()
    {
        Chart chart = evenVolume().volume(9000).bar(100, 101, 100, 101);
        chart.volume(99'000).bar(101, 102, 101, 102).volume(999'000).bar(102, 102, 101, 101);
        QCOMPARE(m_volume.told(chart), QStringLiteral("20 VolumeSpike long, 22 VolumeSpike short"));
        chart.nextDay().volume(1000).stay(1).volume(9'999'000).bar(101, 102, 101, 102);
        QVERIFY(m_volume.told(chart).endsWith(QStringLiteral("24 VolumeSpike long")));
    }

    void aCloseAboveTheDayBeforeBreaksItsHigh()
    {
        const Sighting seen = m_level.theOne(afterAQuietDay(Timeframe::Min5).stay(2).bar(100.4, 101.5, 100.3, 101.1));
        QCOMPARE(seen.bar, 42u);
        QCOMPARE(seen.pattern, QStringLiteral("PrevDayLevelBreak"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 101.0);
        QCOMPARE(seen.signal.stop, 100.3);
        QCOMPARE(seen.detail("level"), 101.0);
    }

    void aCloseBelowTheDayBeforeBreaksItsLow()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min5).stay(2).bar(100.4, 101.5, 100.3, 101.1).upsideDown();
        const Sighting seen = m_level.theOne(chart);
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 99.0);
        QCOMPARE(seen.signal.stop, 200 - 100.3);
    }

    void aCloseAtTheHighOfTheDayBeforeDoesNotBreakIt()
    {
        QCOMPARE(m_level.told(afterAQuietDay(Timeframe::Min5).stay(2).bar(100.4, 101.5, 100.3, 101)), Nothing);
    }

    void aDayThatOpensBeyondTheDayBeforeBreaksNothing()
    {
        const auto opening = [](double open) { return afterAQuietDay(Timeframe::Min5).bar(open, 101.5, 100.3, 101.2); };
        QCOMPARE(m_level.told(opening(101.01)), Nothing);
        QCOMPARE(m_level.told(opening(101)), QStringLiteral("40 PrevDayLevelBreak long"));
        QCOMPARE(m_level.told(opening(101.01).upsideDown()), Nothing);
        QCOMPARE(m_level.told(opening(101.01).closes({100, 98})), Nothing); // not on the other side either
    }

    void withoutTheDayBeforeNoLevelBreaks()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min5).stay(2).to(103, 1);
        QCOMPARE(PatternDrive("PrevDayLevelBreak", Timeframe::Min5).told(chart), Nothing);
    }

    void eachLevelOfTheDayBeforeBreaksOnce()
    {
        const Chart chart = afterAQuietDay(Timeframe::Min5).stay(2).closes({101.1, 100, 101.2, 98.9, 100, 98.9});
        QCOMPARE(m_level.told(chart), QStringLiteral("42 PrevDayLevelBreak long, 45 PrevDayLevelBreak short"));
    }

    void aLargeMoveOnVolumeIsABurst()
    {
        const Sighting seen = m_burst.theOne(burst());
        QCOMPARE(seen.bar, 50u);
        QCOMPARE(seen.pattern, QStringLiteral("MomentumBurst"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 100.0);
        QCOMPARE(seen.signal.volumeRatio, 2.0);
        QCOMPARE(seen.detail("change"), 2.5);
        QCOMPARE(seen.detail("volume_ratio"), 2.0);
    }

    void aLargeFallIsItsMirror()
    {
        const Sighting seen = m_burst.theOne(burst().upsideDown());
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 100.0);
        QCOMPARE(seen.detail("change"), -2.5);
    }

    void aMoveThatIsTooSmallIsNoBurst()
    {
        Chart chart = burst();
        chart.last().close = 102.49;
        QCOMPARE(m_burst.told(chart), Nothing);
    }

    void aBurstNeedsVolume()
    {
        Chart chart = burst();
        chart[48].volume = 1995;
        QCOMPARE(m_burst.told(chart), Nothing);
    }

    void aMoveThatTakesSixBarsIsNoBurst()
    {
        QCOMPARE(m_burst.told(afterAQuietDay(Timeframe::Min5).stay(6).volume(2000).to(102.5, 6)), Nothing);
    }

    void aGapOverNightIsNoBurst()
    {
        QCOMPARE(m_burst.told(afterAQuietDay(Timeframe::Min5).volume(9000).bar(105, 105.5, 104.5, 105).stay(4)),
                 Nothing);
        QCOMPARE(m_burst.told(afterAQuietDay(Timeframe::Min5).volume(9000).to(103, 6)),
                 QStringLiteral("45 MomentumBurst long"));
    }

    void burstsComeAgainAfterTenBars()
    {
        const auto again = [](int bars) { return burst().stay(bars - 1).volume(99'000).to(107.5, 1); };
        QCOMPARE(m_burst.told(again(10)), QStringLiteral("50 MomentumBurst long"));
        QCOMPARE(m_burst.told(again(11)), QStringLiteral("50 MomentumBurst long, 61 MomentumBurst long"));
    }

    void aBurstAtYesterdaysCloseHidesNoneOfToday()
    {
        const Chart chart = burst().nextDay().volume(20'000).stay(1).to(105.5, 5);
        QCOMPARE(m_burst.told(chart), QStringLiteral("50 MomentumBurst long, 56 MomentumBurst long"));
    }
};

QTEST_GUILESS_MAIN(PricePatternsTest)
#include "tst_pricepatterns.moc"
