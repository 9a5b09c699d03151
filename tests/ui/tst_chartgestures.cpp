// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/drawingfixture.h"
#include "tests/support/test.h"
#include "ui/chart/view/chartgestures.h"
#include "ui/chart/view/chartkeys.h"
#include "ui/chart/view/charttarget.h"
#include "ui/chart/view/crosshair.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Counts what gestures ask of a chart.
struct FakeTarget final : ChartTarget
{
    void gestureStarted() override { ++started; }
    void sceneChanged() override { ++changed; }
    void sceneMoved() override { ++moved; }
    void paneResized() override { ++resized; }
    QRectF liveBadge() const override { return badge; }
    void showPointer(Qt::CursorShape shape) override { pointer = shape; }
    void showMarkerTip(const PatternEvent *event, const QPoint &) override { explained = event; }
    void chooseEvent(const PatternEvent &event) override { chosen.append(event.pattern); }
    void beginTyping(const QString &text) override { typed.append(text); }

    int started = 0, changed = 0, moved = 0, resized = 0;
    QRectF badge;
    Qt::CursorShape pointer = Qt::BlankCursor;
    const PatternEvent *explained = nullptr;
    QStringList chosen, typed;
};

/// Everything that gestures act on, and no widget.
struct HeldChart : DrawnChart
{
    using DrawnChart::DrawnChart;

    static QMouseEvent mouse(QEvent::Type type, QPointF at, Qt::KeyboardModifiers modifiers = {})
    {
        return {type, at, at, Qt::LeftButton, Qt::LeftButton, modifiers};
    }
    void press(QPointF at, Qt::KeyboardModifiers modifiers = {})
    {
        gestures.press(mouse(QEvent::MouseButtonPress, at, modifiers));
    }
    void move(QPointF at, Qt::KeyboardModifiers modifiers = {})
    {
        gestures.move(mouse(QEvent::MouseMove, at, modifiers));
    }
    void release(QPointF at) { gestures.release(mouse(QEvent::MouseButtonRelease, at)); }
    void doubleClick(QPointF at) { gestures.doubleClick(mouse(QEvent::MouseButtonDblClick, at)); }
    void drag(QPointF from, QPointF to, Qt::KeyboardModifiers modifiers = {})
    {
        press(from, modifiers);
        move((from + to) / 2, modifiers);
        move(to, modifiers);
        release(to);
    }
    void wheel(QPoint delta, Qt::KeyboardModifiers modifiers = {}, QPointF at = {300, 200})
    {
        gestures.wheel({at, at, {}, delta, Qt::NoButton, modifiers, Qt::NoScrollPhase, false});
    }
    bool key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}, const QString &text = {})
    {
        return keys.press({QEvent::KeyPress, key, modifiers, text});
    }
    QPointF onPriceAxis(double y) const { return {scene.plot().right() + 10, y}; }
    QPointF onTimeAxis(double x) const { return {x, scene.timeAxis().center().y()}; }
    double span() const { return scene.mainPane().scale.high() - scene.mainPane().scale.low(); }

    ChartOverlay overlay;
    Drawings drawings;
    DrawingTool tool{drawings, scene};
    Crosshair crosshair{scene, overlay};
    FakeTarget target;
    ChartGestures gestures{scene, crosshair, tool, target};
    ChartKeys keys{scene, crosshair, tool, gestures, target};
};

/// A chart with more bars than fit on the screen.
HeldChart longChart()
{
    return HeldChart(Timeframe::Min1, minutesFrom("2014-09-17 04:00", 900));
}

} // namespace

/// What mouse, wheel and keys do to a chart, without one on the screen.
class ChartGesturesTest final : public test::Test
{
    Q_OBJECT

private Q_SLOTS:
    void aDragPansByItsPixels()
    {
        HeldChart chart = longChart();
        const double x = chart.scene.time().xOf(800);
        chart.press({200, 150});
        QVERIFY(chart.gestures.holdsTime());
        chart.move({202, 150}); // a click's tremble
        QCOMPARE(chart.scene.time().xOf(800), x);
        chart.move({260, 150});
        QCOMPARE(chart.target.pointer, Qt::ClosedHandCursor);
        QVERIFY(isNear(chart.scene.time().xOf(800), x + 60));
        QCOMPARE(chart.target.moved, 1);
        chart.release({260, 150});
        QCOMPARE(chart.target.pointer, Qt::ArrowCursor);
        chart.gestures.stopCoasting();
        QVERIFY(!chart.gestures.holdsTime());
    }

    void theWheelZoomsPansAndStretches()
    {
        HeldChart chart = longChart();
        const TimeScale &time = chart.scene.time();
        const double width = time.barWidth(), last = time.xOf(899), span = chart.span();
        chart.wheel({0, 120});
        QVERIFY(time.barWidth() > width);
        QVERIFY(isNear(time.xOf(899), last)); // about the last bar while live
        const double zoomed = time.barWidth(), index = time.indexOf(300);
        chart.wheel({0, 120}, Qt::ControlModifier);
        QVERIFY(isNear(time.indexOf(300), index)); // about the cursor
        QVERIFY(time.barWidth() > zoomed);
        QCOMPARE(chart.target.moved, 2);
        const double x = time.xOf(800), same = time.barWidth();
        chart.wheel({0, 120}, Qt::ShiftModifier);
        QVERIFY(isNear(time.xOf(800), x + 30));
        chart.gestures.setWheelHabits({true, false});
        chart.wheel({0, 120});
        QVERIFY(isNear(time.xOf(800), x + 60));
        QCOMPARE(time.barWidth(), same);
        chart.wheel({0, -120}, {}, chart.onPriceAxis(100));
        QVERIFY(isNear(chart.span() / span, 1.15));
        QCOMPARE(chart.target.moved, 4);
        QCOMPARE(chart.target.changed, 1);
        QCOMPARE(chart.target.started, 5);
    }

    void axesAreStretchedAndLetGo()
    {
        HeldChart chart = longChart();
        const double span = chart.span(), width = chart.scene.time().barWidth();
        chart.drag(chart.onPriceAxis(100), chart.onPriceAxis(250)); // 150 pixels double
        QVERIFY(std::abs(chart.span() / span - 2) < 1e-6);
        QVERIFY(!chart.scene.mainPane().scale.isAutomatic());
        chart.doubleClick(chart.onPriceAxis(100));
        QVERIFY(chart.scene.mainPane().scale.isAutomatic());
        chart.drag(chart.onTimeAxis(200), chart.onTimeAxis(350));
        QVERIFY(std::abs(chart.scene.time().barWidth() / width - 2) < 1e-6);
        chart.doubleClick(chart.onTimeAxis(200));
        QCOMPARE(chart.scene.time().barWidth(), width);
    }

    void aPaneIsResizedByItsEdge()
    {
        HeldChart chart = longChart();
        chart.scene.addStudy(*studyType("RSI"), ParameterValues(studyType("RSI")->parameters));
        const double edge = chart.scene.panes()[1].plot.top();
        chart.move({100, edge});
        QCOMPARE(chart.target.pointer, Qt::SplitVCursor);
        chart.drag({100, edge}, {100, edge - 50});
        QVERIFY(std::abs(chart.scene.panes()[1].plot.top() - (edge - 50)) < 2);
        QVERIFY(chart.target.resized > 0);
        chart.press({100, edge - 50});
        chart.gestures.letGo(); // the pane is gone
        const double same = chart.scene.panes()[1].plot.top();
        chart.move({100, edge - 90});
        QCOMPARE(chart.scene.panes()[1].plot.top(), same);
    }

    void shiftMeasures()
    {
        HeldChart chart = longChart();
        chart.drag({200, 100}, {300, 150}, Qt::ShiftModifier);
        QVERIFY(chart.gestures.ruler());
        QVERIFY(chart.gestures.ruler()->first.time < chart.gestures.ruler()->second.time);
        QCOMPARE(chart.target.moved, 0);
        chart.press({200, 100});
        QVERIFY(!chart.gestures.ruler());
    }

    void theBadgeLeadsBackToThePresent()
    {
        HeldChart chart = longChart();
        QVERIFY(chart.key(Qt::Key_Home));
        QVERIFY(!chart.scene.time().isLive());
        chart.target.badge = QRectF(600, 300, 80, 20);
        chart.press({610, 310});
        QVERIFY(chart.scene.time().isLive());
        QVERIFY(!chart.gestures.holdsTime());
    }

    void aClickOnAMarkerChoosesItsEvent()
    {
        HeldChart chart = longChart();
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = Apple;
        event.barStart = at("2014-09-17 18:40");
        event.direction = Direction::Long;
        event.id = event.computedId();
        chart.model.addEvent(event);
        const auto marker = markerOn(chart.scene, event.barStart);
        QVERIFY(marker);
        chart.move(marker->tip);
        QVERIFY(chart.target.explained);
        chart.press(marker->tip);
        chart.release(marker->tip);
        QCOMPARE(chart.target.chosen, QStringList{event.pattern});
        chart.drag(marker->tip, marker->tip + QPointF(40, 0)); // is no click
        QCOMPARE(chart.target.chosen.size(), 1);
        chart.gestures.stopCoasting();
        chart.move({60, 60});
        QVERIFY(!chart.target.explained);
    }

    void aChosenToolComesFirst()
    {
        HeldChart chart = longChart();
        chart.tool.choose(Kind::HorizontalLine);
        chart.move({200, 150});
        QCOMPARE(chart.target.pointer, Qt::CrossCursor);
        chart.press({200, 150});
        chart.release({200, 150});
        QCOMPARE(chart.drawings.of(Apple).size(), 1u);
        QCOMPARE(chart.target.moved, 0);
    }

    void anEmptyChartDoesNothing()
    {
        HeldChart chart(Timeframe::Min1, {});
        chart.wheel({0, 120});
        chart.press({200, 150});
        chart.move({300, 150});
        chart.release({300, 150});
        chart.doubleClick(chart.onTimeAxis(200));
        QVERIFY(chart.key(Qt::Key_Left));
        QCOMPARE(chart.target.moved, 0);
        QVERIFY(!chart.crosshair.bar());
    }

    void keysReadABarAndKeepItOnTheScreen()
    {
        HeldChart chart = longChart();
        QSignalSpy crosshair(&chart.crosshair, &Crosshair::moved);
        QVERIFY(chart.key(Qt::Key_Left));
        QCOMPARE(chart.crosshair.bar(), std::optional(898));
        QCOMPARE(crosshair.count(), 1);
        for (int i = 0; i < 40; ++i)
            chart.key(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(chart.crosshair.bar(), std::optional(498));
        const double x = chart.scene.time().xOf(498);
        QVERIFY(x > chart.scene.plot().left() && x < chart.scene.plot().right());
        QVERIFY(chart.key(Qt::Key_Right));
        QCOMPARE(chart.crosshair.bar(), std::optional(499));
    }

    void keysMoveZoomAndReset()
    {
        HeldChart chart = longChart();
        const TimeScale &time = chart.scene.time();
        const double right = time.right(), width = time.barWidth();
        QVERIFY(chart.key(Qt::Key_PageUp));
        QVERIFY(time.right() < right - 50);
        QVERIFY(chart.key(Qt::Key_Plus));
        QVERIFY(time.barWidth() > width);
        QVERIFY(chart.key(Qt::Key_Down, Qt::ControlModifier));
        QVERIFY(isNear(time.barWidth(), width));
        QVERIFY(chart.key(Qt::Key_Home));
        QCOMPARE(time.visible().first, 0);
        QVERIFY(chart.key(Qt::Key_0, {}, QStringLiteral("0")));
        QVERIFY(time.isLive());
        QVERIFY(chart.target.typed.isEmpty());
        QVERIFY(!chart.key(Qt::Key_Up)); // is somebody else's
        QVERIFY(!chart.key(Qt::Key_F5));
    }

    void keysDrawAndTakeBack()
    {
        HeldChart chart = longChart();
        chart.tool.choose(Kind::TrendLine);
        QVERIFY(chart.key(Qt::Key_Left));
        QVERIFY(chart.key(Qt::Key_Return));
        QVERIFY(chart.tool.draft());
        QVERIFY(chart.key(Qt::Key_Escape)); // the draft
        QVERIFY(!chart.tool.draft() && chart.crosshair.bar());
        chart.key(Qt::Key_Escape); // the choice, if it is still there, then the bar
        chart.key(Qt::Key_Escape);
        QVERIFY(!chart.tool.armed() && !chart.crosshair.bar());
        chart.tool.choose(Kind::HorizontalLine);
        chart.key(Qt::Key_Left);
        chart.key(Qt::Key_Return);
        QCOMPARE(chart.drawings.of(Apple).size(), 1u);
        QCOMPARE(chart.drawings.of(Apple).front().first.price, chart.model.series()[898].close);
    }

    void lettersBeginASymbol()
    {
        HeldChart chart = longChart();
        QVERIFY(chart.key(Qt::Key_M, {}, QStringLiteral("m")));
        QVERIFY(chart.key(Qt::Key_Comma, {}, QStringLiteral(",")));
        QVERIFY(!chart.key(Qt::Key_M, Qt::ControlModifier, QStringLiteral("m")));
        QVERIFY(!chart.key(Qt::Key_Slash, {}, QStringLiteral("/")));
        QCOMPARE(chart.target.typed, (QStringList{QStringLiteral("m"), QStringLiteral(",")}));
    }
};

QTEST_MAIN(ChartGesturesTest)
#include "tst_chartgestures.moc"
