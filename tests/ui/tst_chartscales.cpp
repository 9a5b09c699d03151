// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/paint/chartaxis.h"

using namespace tickstock;
using namespace tickstock::test;

/// Where bars and prices stand on the screen, and what the axes say.
class ChartScalesTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void timeMapsBothWays()
    {
        TimeScale time;
        time.setRange(0, 700);
        time.setCount(1'000);
        for (const double index : {0.0, 500.5, 999.0})
            QCOMPARE(time.indexOf(time.xOf(index)), index);
        QCOMPARE(time.visible().second, 1'000);
    }

    void liveViewMovesAlongAndAHeldViewStays()
    {
        TimeScale time;
        time.setRange(0, 700);
        time.setCount(1'000);
        const double x = time.xOf(999);
        time.setCount(1'001);
        QCOMPARE(time.xOf(1'000), x);
        QCOMPARE(time.barsBehind(), 0);
        time.panBars(-200);
        QVERIFY(!time.isLive());
        const double held = time.xOf(700);
        time.setCount(1'005);
        QCOMPARE(time.xOf(700), held);
        QVERIFY(time.barsBehind() > 190);
        time.goLive();
        QCOMPARE(time.barsBehind(), 0);
    }

    void zoomKeepsItsAnchor()
    {
        TimeScale time;
        time.setRange(0, 700);
        time.setCount(5'000);
        time.panBars(-2'000);
        const double index = time.indexOf(300);
        time.zoom(1.5, 300);
        QVERIFY(std::abs(time.indexOf(300) - index) < 1e-9);
        for (int i = 0; i < 100; ++i)
            time.zoom(0.5, 300);
        QVERIFY(time.barWidth() * 5'000 > 350); // all bars, but not a dot
        for (int i = 0; i < 100; ++i)
            time.zoom(2, 300);
        QCOMPARE(time.barWidth(), TimeScale::MaxBarWidth);
    }

    void pricesMapBothWays_data()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("linear") << static_cast<int>(PriceScale::Mode::Linear);
        QTest::newRow("logarithmic") << static_cast<int>(PriceScale::Mode::Logarithmic);
        QTest::newRow("percent") << static_cast<int>(PriceScale::Mode::Percent);
    }
    void pricesMapBothWays()
    {
        QFETCH(int, mode);
        PriceScale scale;
        scale.setRange(20, 420);
        scale.setMode(static_cast<PriceScale::Mode>(mode));
        scale.setValues(90, 110);
        QCOMPARE(scale.yOf(110), 20.0);
        QCOMPARE(scale.yOf(90), 420.0);
        for (const double price : {90.0, 99.99, 110.0, 200.0})
            QVERIFY(std::abs(scale.valueOf(scale.yOf(price)) - price) < 1e-9);
        scale.shift(40); // a tenth of the height, downwards
        QVERIFY(std::abs(scale.yOf(110) - 60) < 1e-9);
        QVERIFY(!scale.isAutomatic());
        scale.stretch(2);
        QVERIFY(scale.high() > 120);
    }

    void equalRatiosAreEqualDistancesOnALogarithmicScale()
    {
        PriceScale scale;
        scale.setRange(0, 300);
        scale.setMode(PriceScale::Mode::Logarithmic);
        scale.setValues(1, 1'000);
        QVERIFY(std::abs(scale.yOf(10) - 200) < 1e-9);
        QVERIFY(std::abs(scale.yOf(100) - 100) < 1e-9);
        QCOMPARE(priceTicks(scale, 40), (std::vector<double>{1, 3, 10, 30, 100, 300, 1'000}));
        scale.setValues(-5, 10); // an indicator's values
        QVERIFY(!scale.isLogarithmic());
    }

    /// Prices that go below zero have no logarithm; above it again they have one, of the same range.
    void aLogarithmicScaleComesBackFromBelowZero()
    {
        PriceScale scale;
        scale.setRange(0, 400);
        scale.setValues(-100, 900);
        scale.setMode(PriceScale::Mode::Logarithmic);
        QVERIFY(!scale.isLogarithmic());
        scale.shift(100); // by a quarter of the height: 150 to 1,150
        QVERIFY(scale.isLogarithmic());
        QVERIFY(std::abs(scale.low() - 150) < 1e-6 && std::abs(scale.high() - 1'150) < 1e-6);
        QVERIFY(std::abs(scale.yOf(1'150)) < 1e-6 && std::abs(scale.yOf(150) - 400) < 1e-6);
        for (int i = 0; i < 200; ++i)
            scale.stretch(3);
        QVERIFY(std::isfinite(scale.low()) && std::isfinite(scale.high()));
        QVERIFY(priceTicks(scale, 40).size() < 100);
    }

    void pricesGetRoundSteps()
    {
        QCOMPARE(priceStep(100, 110, 500, 50), 1.0);
        QCOMPARE(priceStep(0.5, 0.6, 500, 50), 0.01);
        QCOMPARE(priceStep(100, 400, 300, 50), 50.0);
        PriceScale scale;
        scale.setRange(0, 200);
        scale.setValues(99.5, 103.2);
        QCOMPARE(priceTicks(scale, 50), (std::vector<double>{100, 101, 102, 103}));
        const auto percent = percentTicks(scale, 100, 50);
        QVERIFY(std::abs(percent.front() - 100) < 1e-9);
    }

    void timeLabelsDoNotOverlapAndNameNewDays()
    {
        auto bars = minutesFrom("2014-09-16 15:00", 60);
        const auto next = minutesFrom("2014-09-17 09:30", 120);
        bars.insert(bars.end(), next.begin(), next.end());
        ChartModel model;
        model.setHistory(bars, {});
        for (const double width : {0.5, 2.0, 7.0, 30.0}) {
            TimeScale time;
            time.setRange(0, 900);
            time.setCount(static_cast<int>(bars.size()));
            time.zoom(width / time.barWidth(), 900);
            const auto ticks = timeTicks(model, time, 80);
            QVERIFY(!ticks.empty());
            for (std::size_t i = 1; i < ticks.size(); ++i)
                QVERIFY(time.xOf(ticks[i].index) - time.xOf(ticks[i - 1].index) >= 60);
            const auto [first, last] = time.visible();
            if (first <= 60 && last > 60) {
                QVERIFY(std::any_of(ticks.begin(), ticks.end(), [](const TimeTick &tick) {
                    return tick.index == 60 && tick.text.contains(u"17");
                }));
            }
        }
    }

    /// High values at the bottom: what is drawn, dragged and read follows.
    void anInvertedScaleMapsBothWays()
    {
        PriceScale scale;
        scale.setRange(20, 420);
        scale.setInverted(true);
        scale.setValues(90, 110);
        QCOMPARE(scale.yOf(90), 20.0);
        QCOMPARE(scale.yOf(110), 420.0);
        QVERIFY(std::abs(scale.valueOf(scale.yOf(101.25)) - 101.25) < 1e-9);
        scale.shift(40);
        QVERIFY(std::abs(scale.yOf(90) - 60) < 1e-9);
        scale.fit(90, 110, 0.2, 0); // the room is above, on the screen
        QVERIFY(std::abs(scale.yOf(90) - 100) < 1e-9 && std::abs(scale.yOf(110) - 420) < 1e-9);
    }

    void aViewIsLiveOrSaysHowFarItIsBehind()
    {
        TimeScale time;
        time.setRange(0, 700);
        time.setCount(1'000);
        for (double right = 990; right < 1'003; right += 0.25) {
            time.setRight(right);
            QCOMPARE(time.isLive(), time.barsBehind() == 0);
            QCOMPARE(time.isLive(), right >= 999.5);
        }
    }
};

QTEST_GUILESS_MAIN(ChartScalesTest)
#include "tst_chartscales.moc"
