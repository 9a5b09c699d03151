// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/patterndrive.h"
#include "tests/support/test.h"

#include <QTest>

#include <array>

using namespace tickstock;
using namespace tickstock::test;

namespace {

const QString Nothing;

double timeOf(Chart chart, std::size_t index)
{
    return static_cast<double>(chart[index].start.ms);
}

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

/// Patterns of momentum and trend: divergence, squeeze, rising highs, pullback.
class TrendPatternsTest final : public Test
{
    Q_OBJECT

    PatternDrive m_divergence{"RSIDivergence", Timeframe::Min15};
    PatternDrive m_squeeze{"Squeeze", Timeframe::Min5};
    PatternDrive m_trend{"HigherHighsTrend", Timeframe::Min15};
    PatternDrive m_pullback{"BullishPullback", Timeframe::Min15};

    const QString m_divergenceFound = QStringLiteral("39 RSIDivergence long");
    const QString m_trendFound = QStringLiteral("46 HigherHighsTrend long");
    const QString m_pullbackFound = QStringLiteral("64 BullishPullback long");

private Q_SLOTS:
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

QTEST_GUILESS_MAIN(TrendPatternsTest)
#include "tst_trendpatterns.moc"
