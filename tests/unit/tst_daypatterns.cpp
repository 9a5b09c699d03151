// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/patterndrive.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

namespace {

const QString Nothing;

/// Over the high of 22 days at 100.50, on half as much volume again, closing near its high.
Chart firstDayOut()
{
    return Chart(Timeframe::Daily).stay(22).volume(1500).bar(100, 102, 100, 101.8);
}

/// Six days from 95 to 105; the last one is the mother of the day that follows.
Chart mother()
{
    return Chart(Timeframe::Daily).reach(5).stay(6);
}

/// 150 days at 100 and 60 at 99 leave SMA 50 70 cents below SMA 200. Every day at 105 takes 9.5 cents off that, so that
/// it passes on the eighth, bar 217.
Chart risingAverages()
{
    return Chart(Timeframe::Daily).stay(150).to(99, 1).stay(59).closes({105, 105, 105, 105, 105, 105, 105, 105});
}

} // namespace

/// Patterns of days: first breakout, inside day, crossing averages, narrow range.
class DayPatternsTest final : public Test
{
    Q_OBJECT

    PatternDrive m_breakout{"Day1Breakout", Timeframe::Daily};
    PatternDrive m_inside{"InsideDay", Timeframe::Daily};
    PatternDrive m_averages{"MACross", Timeframe::Daily};
    PatternDrive m_narrow{"NR7", Timeframe::Daily};

private Q_SLOTS:
    void theFirstDayOutOfItsRangeIsABreakout()
    {
        const Sighting seen = m_breakout.theOne(firstDayOut());
        QCOMPARE(seen.bar, 22u);
        QCOMPARE(seen.pattern, QStringLiteral("Day1Breakout"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.signal.trigger, 100.5);
        QCOMPARE(seen.signal.stop, 100.0);
        QCOMPARE(seen.signal.volumeRatio, 1.5);
        QCOMPARE(seen.detail("days"), 20.0);
        QCOMPARE(seen.detail("volume_ratio"), 1.5);
    }

    void aBreakoutDownwardsIsItsMirror()
    {
        const Sighting seen = m_breakout.theOne(firstDayOut().upsideDown());
        QCOMPARE(seen.pattern, QStringLiteral("Day1Breakout"));
        QCOMPARE(seen.signal.direction, Direction::Short);
        QCOMPARE(seen.signal.trigger, 99.5);
        QCOMPARE(seen.signal.stop, 100.0);
    }

    void aCloseAtTheLevelIsNoBreakout()
    {
        const auto days = [] { return Chart(Timeframe::Daily).stay(22).volume(1500); };
        QCOMPARE(m_breakout.told(days().bar(100, 100.6, 100, 100.5)), Nothing);
        QCOMPARE(m_breakout.told(days().bar(100, 100.6, 100, 100.51)), QStringLiteral("22 Day1Breakout long"));
    }

    void aBreakoutNeedsVolume()
    {
        Chart chart = firstDayOut();
        chart.last().volume = 1499;
        QCOMPARE(m_breakout.told(chart), Nothing);
    }

    void aBreakoutClosesNearItsHigh()
    {
        Chart chart = firstDayOut();
        chart.last().close = 101.19; // two fifths of two dollars below the high are 101.20
        QCOMPARE(m_breakout.told(chart), Nothing);
        chart.last().close = 101.21;
        QCOMPARE(m_breakout.told(chart), QStringLiteral("22 Day1Breakout long"));
    }

    void theSecondDayOutIsNoBreakout()
    {
        Chart chart = firstDayOut();
        chart.last().volume = 1499; // the first one did not count, but was out
        chart.volume(5000).bar(101.8, 104, 101.8, 103.8);
        QCOMPARE(m_breakout.told(chart), Nothing);
    }

    void theLevelIsThatOfTwentyDays()
    {
        Chart chart = firstDayOut();
        chart[2].high = 103;
        QCOMPARE(m_breakout.told(chart), Nothing);
        chart[2].high = 100.5;
        chart[1].high = 103;
        QCOMPARE(m_breakout.theOne(chart).signal.trigger, 100.5);
    }

    void aBreakoutNeedsTheDaysBefore()
    {
        const auto after = [](int days) {
            return Chart(Timeframe::Daily).stay(days).volume(1500).bar(100, 102, 100, 101.8);
        };
        QCOMPARE(m_breakout.told(after(20)), Nothing);
        QCOMPARE(m_breakout.told(after(21)), QStringLiteral("21 Day1Breakout long"));
    }

    /// Half of the day is gone: half of the volume is asked for, and it does not matter where in its range price is.
    void aDayThatRunsBreaksOutOnItsShareOfVolume()
    {
        PatternDrive atNoon = PatternDrive(m_breakout).forming(195);
        Chart chart = firstDayOut();
        chart.last().close = 100.6;
        chart.last().volume = 750;
        QCOMPARE(atNoon.theOne(chart).signal.volumeRatio, 1.5);
        chart.last().volume = 749;
        QCOMPARE(atNoon.told(chart), Nothing);
    }

    void aDayWithinTheDayBeforeIsNeutral()
    {
        const Sighting seen = m_inside.theOne(mother().bar(100, 104, 96, 101));
        QCOMPARE(seen.bar, 6u);
        QCOMPARE(seen.pattern, QStringLiteral("InsideDay"));
        QCOMPARE(seen.signal.direction, Direction::Neutral);
        QCOMPARE(seen.detail("mother_high"), 105.0);
        QCOMPARE(seen.detail("mother_low"), 95.0);
        QCOMPARE(seen.detail("narrowest"), 1.0);
    }

    void aDayThatReachesTheMothersHighOrLowIsNotInside()
    {
        QCOMPARE(m_inside.told(mother().bar(100, 105, 96, 101)), Nothing);
        QCOMPARE(m_inside.told(mother().bar(100, 104, 95, 101)), Nothing);
        QCOMPARE(m_inside.told(mother().bar(100, 104, 94.9, 101)), Nothing);
    }

    void aDayThatRunsIsNotYetInside()
    {
        QCOMPARE(PatternDrive(m_inside).forming(300).told(mother().bar(100, 104, 96, 101)), Nothing);
    }

    void anInsideDayAsWideAsAnEarlierOneIsNotTheNarrowest()
    {
        Chart chart = mother().bar(100, 104, 96, 101);
        chart[0] = chart[6];
        QCOMPARE(m_inside.theOne(chart).detail("narrowest"), 0.0);
    }

    void theDayBeyondTheMotherFollowsUp()
    {
        const Chart up = mother().bar(100, 104, 96, 101).bar(101, 105.1, 100, 104);
        QCOMPARE(m_inside.told(up), QStringLiteral("6 InsideDay neutral, 7 InsideDay long"));
        const Signal above = m_inside.sightings(up).back().signal;
        QCOMPARE(above.trigger, 105.0);
        QCOMPARE(above.stop, 95.0);
        QCOMPARE(above.target, 115.0);
        QCOMPARE(m_inside.told(up.upsideDown()), QStringLiteral("6 InsideDay neutral, 7 InsideDay short"));
        const Signal below = m_inside.sightings(up.upsideDown()).back().signal;
        QCOMPARE(below.trigger, 95.0);
        QCOMPARE(below.stop, 105.0);
        QCOMPARE(below.target, 85.0);
    }

    void aDayUpToTheMothersHighIsNoFollowUp()
    {
        const Chart chart = mother().bar(100, 104, 96, 101).bar(101, 105, 95, 104);
        QCOMPARE(m_inside.told(chart), QStringLiteral("6 InsideDay neutral"));
    }

    void theFollowUpMayTakeSomeDaysAndComesOnce()
    {
        Chart chart = mother().bar(100, 104, 96, 101).bar(101, 104.5, 95.5, 103).bar(103, 104.8, 97, 104);
        chart.bar(104, 105.2, 98, 105).bar(105, 107, 94, 106);
        QCOMPARE(m_inside.told(chart), QStringLiteral("6 InsideDay neutral, 9 InsideDay long"));
    }

    void aDayBeyondBothEndsGoesWhereItCloses()
    {
        const Chart chart = mother().bar(100, 104, 96, 101).bar(101, 106, 94, 95);
        QCOMPARE(m_inside.told(chart), QStringLiteral("6 InsideDay neutral, 7 InsideDay short"));
    }

    void averagesThatStayCrossedForTwoDaysCount()
    {
        const Sighting seen = m_averages.theOne(risingAverages().to(105, 1));
        QCOMPARE(seen.bar, 218u);
        QCOMPARE(seen.pattern, QStringLiteral("MACross"));
        QCOMPARE(seen.signal.direction, Direction::Long);
        QCOMPARE(seen.detail("fast"), (41 * 99 + 9 * 105) / 50.0);
        QCOMPARE(seen.detail("slow"), (131 * 100 + 60 * 99 + 9 * 105) / 200.0);
        QCOMPARE(seen.signal.trigger, seen.detail("slow"));
    }

    void theDeathCrossIsItsMirror()
    {
        QCOMPARE(m_averages.told(risingAverages().to(105, 1).upsideDown()), QStringLiteral("218 MACross short"));
    }

    void oneDayAcrossIsNotEnough()
    {
        QCOMPARE(m_averages.told(risingAverages()), Nothing);
        QCOMPARE(m_averages.told(risingAverages().closes({94, 105})), Nothing); // 7 cents back, and across again
    }

    void averagesThatHardlyCrossDoNotCount()
    {
        QCOMPARE(m_averages.told(risingAverages().closes({96, 100})), Nothing); // by two cents; a day moves a dollar
        QCOMPARE(PatternDrive(m_averages).with("clearance", 0).told(risingAverages().to(96, 1)),
                 QStringLiteral("218 MACross long"));
    }

    void averagesThatWereAlwaysApartDoNotCross()
    {
        QCOMPARE(m_averages.told(Chart(Timeframe::Daily).to(200, 260)), Nothing);
    }

    /// Within the day it is EMA 9 and 20: down, up, down, and up again.
    void averagesCrossOnceASessionEachWay()
    {
        const PatternDrive drive("MACross", Timeframe::Min5);
        Chart chart = Chart(Timeframe::Min5).to(96, 28).to(100, 12).to(95, 14).to(99, 12);
        QCOMPARE(chart.size(), 66u);
        const auto seen = drive.sightings(chart);
        QCOMPARE(drive.told(chart), QStringLiteral("36 MACross long, 48 MACross short"));
        chart.nextDay().to(95, 14);
        QCOMPARE(drive.sightings(chart).size(), 3u);
        QCOMPARE(drive.sightings(chart).back().signal.direction, Direction::Short);
    }

    void theNarrowestOfSevenDaysIsNeutral()
    {
        const Sighting seen = m_narrow.theOne(mother().bar(100, 105.1, 95.2, 101));
        QCOMPARE(seen.bar, 6u);
        QCOMPARE(seen.pattern, QStringLiteral("NR7"));
        QCOMPARE(seen.signal.direction, Direction::Neutral);
        QCOMPARE(seen.detail("range"), 105.1 - 95.2);
        QCOMPARE(seen.detail("inside"), 0.0);
        QCOMPARE(seen.signal.shape, 0.5);
    }

    void aNarrowInsideDayIsStronger()
    {
        const Sighting seen = m_narrow.theOne(mother().bar(100, 104.9, 95.2, 101));
        QCOMPARE(seen.detail("inside"), 1.0);
        QCOMPARE(seen.signal.shape, 1.0);
    }

    void aDayAsNarrowAsAnotherIsNotTheNarrowest() { QCOMPARE(m_narrow.told(mother().bar(100, 106, 96, 101)), Nothing); }

    void onlySixDaysBeforeAreLookedAt()
    {
        Chart chart = Chart(Timeframe::Daily).reach(1).stay(1).reach(6).stay(6).reach(5).stay(1);
        QCOMPARE(m_narrow.told(chart), QStringLiteral("7 NR7 neutral"));
        chart[1] = chart[0];
        QCOMPARE(m_narrow.told(chart), Nothing);
    }

    void sixDaysAreTooFew()
    {
        QCOMPARE(m_narrow.told(Chart(Timeframe::Daily).reach(6).stay(5).reach(5).stay(1)), Nothing);
    }

    void aDayThatRunsIsNotYetNarrow()
    {
        QCOMPARE(PatternDrive(m_narrow).forming(300).told(mother().bar(100, 104, 96, 101)), Nothing);
    }
};

QTEST_GUILESS_MAIN(DayPatternsTest)
#include "tst_daypatterns.moc"
