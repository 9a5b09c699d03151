// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/drawingfixture.h"
#include "tests/support/test.h"
#include "ui/chart/view/chartgestures.h"
#include "ui/chart/view/chartnavigation.h"
#include "ui/chart/view/charttarget.h"
#include "ui/chart/view/crosshair.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

namespace {

struct NoTarget final : ChartTarget
{
    void gestureStarted() override {}
    void sceneChanged() override {}
    void sceneMoved() override {}
    void paneResized() override {}
    QRectF liveBadge() const override { return {}; }
    void showPointer(Qt::CursorShape) override {}
    void showMarkerTip(const PatternEvent *, const QPoint &) override {}
    void chooseEvent(const PatternEvent &) override {}
    void beginTyping(const QString &) override {}
};

/// A chart that keeps itself where it stands, and no widget.
struct StandingChart
{
    explicit StandingChart(int bars = 900)
    {
        scene.layout({800, 500});
        model.setSymbol(Apple);
        if (bars > 0)
            load(bars);
    }
    void load(int bars, const char *from = "2014-09-17 04:00") { model.setHistory(minutesFrom(from, bars), {}); }

    ChartModel model;
    ChartScene scene{model};
    ChartOverlay overlay;
    Drawings drawings;
    DrawingTool tool{drawings, scene};
    Crosshair crosshair{scene, overlay};
    NoTarget target;
    ChartGestures gestures{scene, crosshair, tool, target};
    ChartNavigation navigation{model, scene, crosshair, tool, gestures};
};

} // namespace

/// Where a chart stands while bars come and go, and which of them is read; without a widget.
class ChartNavigationTest final : public test::Test
{
    Q_OBJECT

private Q_SLOTS:
    void aTickChangesTheLastBarAlone()
    {
        StandingChart chart;
        QSignalSpy all(&chart.navigation, &ChartNavigation::sceneChanged);
        QSignalSpy last(&chart.navigation, &ChartNavigation::lastBarChanged);
        Bar tick = chart.model.bars().back();
        tick.close += 0.5;
        chart.model.updateMinute(tick);
        QCOMPARE(last.count(), 1);
        QCOMPARE(all.count(), 0);
        tick.high = 500; // beyond its scale
        chart.model.updateMinute(tick);
        QCOMPARE(last.count(), 1);
        QCOMPARE(all.count(), 1);
        QVERIFY(chart.scene.mainPane().scale.high() >= 500);
        chart.model.updateMinute(bar(at("2014-09-17 19:00"), 100, 101, 99, 100, 5));
        QCOMPARE(all.count(), 2);
    }

    void aLiveChartGoesAlongAndAHeldOneStays()
    {
        StandingChart chart;
        chart.model.updateMinute(bar(at("2014-09-17 19:00"), 100, 101, 99, 100, 5));
        QVERIFY(chart.scene.time().isLive());
        chart.scene.time().panBars(-200);
        chart.navigation.applyMove();
        chart.crosshair.readBar(650);
        const double x = chart.scene.time().xOf(600);
        chart.load(960, "2014-09-17 03:00"); // an hour more before the first bar
        QVERIFY(isNear(chart.scene.time().xOf(660), x));
        QCOMPARE(chart.crosshair.bar(), std::optional(710));
        chart.model.setTimeframe(Timeframe::Min5);
        QVERIFY(!chart.navigation.position().isLive);
        QVERIFY(!chart.crosshair.bar());
    }

    void jumpsWaitForTheirBars()
    {
        StandingChart chart(0);
        QSignalSpy moved(&chart.navigation, &ChartNavigation::moved);
        chart.navigation.jumpTo(at("2014-09-17 10:00"));
        QCOMPARE(moved.count(), 0);
        chart.load(900);
        QCOMPARE(moved.count(), 1);
        QCOMPARE(chart.overlay.highlight, std::optional(at("2014-09-17 10:00")));
        const double x = chart.scene.time().xOf(360);
        QVERIFY(x > 200 && x < 600);

        chart.navigation.jumpTo(at("2014-09-16 10:00"));
        chart.navigation.cancelJump(); // the user looks elsewhere
        chart.load(2'000, "2014-09-16 04:00");
        QCOMPARE(moved.count(), 1);
    }

    void aLinkedPositionWaitsForBarsAndEmitsNothing()
    {
        StandingChart chart(0);
        QSignalSpy moved(&chart.navigation, &ChartNavigation::moved);
        ViewPosition position;
        position.isLive = false;
        position.bar = at("2014-09-17 12:00");
        chart.navigation.setPosition(position);
        chart.load(900);
        QCOMPARE(chart.navigation.position().bar, position.bar);
        position.isLive = true;
        chart.navigation.setPosition(position);
        QVERIFY(chart.scene.time().isLive());
        QCOMPARE(moved.count(), 0);
    }

    void theMouseReadsABarAndTheKeyboardKeepsIt()
    {
        StandingChart chart;
        QSignalSpy moved(&chart.crosshair, &Crosshair::moved);
        chart.crosshair.moveTo({chart.scene.time().xOf(880), 90});
        QCOMPARE(chart.crosshair.bar(), std::optional(880));
        const double price = moved.last()[1].toDouble();
        QVERIFY(std::abs(price - chart.scene.mainPane().scale.valueOf(90)) < 1e-9);
        chart.crosshair.leave();
        QVERIFY(!chart.crosshair.bar());
        QCOMPARE(moved.count(), 2);
        chart.crosshair.readBar(700);
        chart.crosshair.leave();
        QCOMPARE(chart.crosshair.bar(), std::optional(700));
        QCOMPARE(chart.crosshair.barStart(), std::optional(chart.model.series()[700].start));
        chart.crosshair.highlight(chart.model.series()[5].start);
        chart.crosshair.clear();
        QVERIFY(!chart.crosshair.barStart());
    }

    void aLinkedCrosshairIsFollowedInSilence()
    {
        StandingChart chart;
        QSignalSpy moved(&chart.crosshair, &Crosshair::moved), changed(&chart.crosshair, &Crosshair::changed);
        chart.crosshair.followLinked(at("2014-09-17 18:50"), Timeframe::Min1, 101.5);
        QCOMPARE(chart.crosshair.bar(), std::optional(890));
        QCOMPARE(chart.overlay.linkedPrice, std::optional(101.5));
        chart.crosshair.followLinked(at("2014-09-17 18:50"), Timeframe::Min1, 101.5);
        QCOMPARE(changed.count(), 1);                                                   // nothing else to paint
        chart.crosshair.followLinked(at("2014-09-17 04:00"), Timeframe::Min1, NoValue); // is off the screen
        QVERIFY(!chart.crosshair.bar() && !chart.overlay.linkedPrice);
        QCOMPARE(moved.count(), 0);
    }
};

QTEST_MAIN(ChartNavigationTest)
#include "tst_chartnavigation.moc"
