// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/drawingfixture.h"
#include "tests/support/test.h"
#include "ui/chart/drawings/ruler.h"

#include <QSignalSpy>

#include <cmath>

using namespace tickstock;
using namespace tickstock::test;

/// What mouse and keys make of drawings, and what the ruler says.
class DrawingToolTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void twoClicksDraw()
    {
        const DrawnChart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        QSignalSpy armed(&tool, &DrawingTool::armedChanged);
        QVERIFY(!tool.press({300, 200}, Qt::NoModifier)); // the chart's own
        tool.choose(Kind::TrendLine);
        QVERIFY(!tool.press({790, 200}, Qt::NoModifier)); // the axis
        const QPointF first = chart.pixel(60, 102), second = chart.pixel(90, 105);
        CHECKED(click(tool, first));
        QVERIFY(drawings.of(Apple).empty() && tool.draft());
        CHECKED(click(tool, first)); // a double click is no line
        QVERIFY(drawings.of(Apple).empty() && tool.draft());
        QVERIFY(tool.move(second, Qt::NoModifier));
        QVERIFY(isNear(tool.draft()->second.price, 105));
        CHECKED(click(tool, second));
        QCOMPARE(drawings.of(Apple).size(), 1u);
        const Drawing &line = drawings.of(Apple).front();
        QVERIFY(line.first.time == chart.point(60, 0).time && isNear(line.first.price, 102));
        QVERIFY(line.second.time == chart.point(90, 0).time && isNear(line.second.price, 105));
        QVERIFY(!tool.armed() && !tool.draft() && tool.selected() == line.id);
        QCOMPARE(armed.size(), 2);
    }

    void draggingDraws()
    {
        const DrawnChart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        tool.choose(Kind::Rectangle);
        CHECKED(drag(tool, chart.pixel(60, 102), chart.pixel(90, 105)));
        QCOMPARE(drawings.of(Apple).size(), 1u);
        QCOMPARE(drawings.of(Apple).front().kind, Kind::Rectangle);
        QVERIFY(drawings.of(Apple).front().second.time == chart.point(90, 0).time);
        tool.choose(Kind::HorizontalLine);
        QVERIFY(!tool.selected());
        CHECKED(drag(tool, chart.pixel(60, 102), chart.pixel(60, 104)));
        QVERIFY(isNear(drawings.of(Apple).back().first.price, 104));
        drawings.undo(Apple);
        QVERIFY(!tool.selected()); // it is gone
        QCOMPARE(drawings.of(Apple).size(), 1u);
    }

    void theKeyboardDraws()
    {
        const DrawnChart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        const ChartPoint first = chart.point(60, 102), second = chart.point(90, 105);
        QVERIFY(!tool.place(first) && !tool.aim(first));
        tool.choose(Kind::TrendLine);
        QVERIFY(tool.place(first));
        QVERIFY(tool.place(first)); // still waiting
        QVERIFY(tool.aim(second));
        QVERIFY(tool.draft()->second == second);
        QVERIFY(tool.place(second));
        QVERIFY(drawings.of(Apple).front().first == first && drawings.of(Apple).front().second == second);
        tool.choose(Kind::HorizontalLine);
        QVERIFY(tool.place(second));
        QCOMPARE(drawings.of(Apple).size(), 2u);
        QVERIFY(tool.removeSelected() && !tool.removeSelected());
        QCOMPARE(drawings.of(Apple).size(), 1u);
    }

    void aWholeDragIsOneStep()
    {
        const DrawnChart chart;
        Drawings drawings;
        const Drawing line = chart.trend();
        QVERIFY(drawings.add(Apple, line));
        DrawingTool tool(drawings, chart.scene);
        const QPointF first = chart.pixel(60, 101), second = chart.pixel(90, 105);
        QSignalSpy changed(&drawings, &Drawings::changed);
        const double width = chart.scene.time().barWidth();
        CHECKED(drag(tool, (first + second) / 2, (first + second) / 2 + QPointF(-5 * width, -30)));
        QCOMPARE(changed.size(), 1);
        const Drawing moved = drawings.of(Apple).front();
        QVERIFY(moved.id == line.id && tool.selected() == line.id);
        QCOMPARE(moved.first.time.ms, chart.point(55, 0).time.ms);
        QCOMPARE(moved.second.time.ms, chart.point(85, 0).time.ms);
        QVERIFY(moved.first.price > 101 && isNear(moved.second.price - moved.first.price, 4));
        CHECKED(drag(tool, chart.pixel(85, moved.second.price), chart.pixel(95, 103))); // by a handle
        QVERIFY(drawings.of(Apple).front().first == moved.first);
        QVERIFY(isNear(drawings.of(Apple).front().second.price, 103));
        drawings.undo(Apple);
        QVERIFY(drawings.of(Apple).front() == moved);
        drawings.undo(Apple);
        QVERIFY(drawings.of(Apple).front() == line);
        changed.clear();
        CHECKED(click(tool, first)); // selects only
        QCOMPARE(changed.size(), 0);
    }

    void cancelTakesBackOneThingAfterTheOther()
    {
        const DrawnChart chart;
        Drawings drawings;
        const Drawing line = chart.trend();
        QVERIFY(drawings.add(Apple, line));
        DrawingTool tool(drawings, chart.scene);
        QVERIFY(!tool.cancel());
        const QPointF first = chart.pixel(60, 101);
        QVERIFY(tool.press(first, Qt::NoModifier));
        QVERIFY(tool.move(first + QPointF(60, 60), Qt::NoModifier));
        QVERIFY(tool.draft() && *tool.draft() != line);
        QVERIFY(tool.cancel()); // the drag
        QVERIFY(!tool.draft() && tool.selected() == line.id);
        QVERIFY(!tool.release(first + QPointF(60, 60), Qt::NoModifier));
        QVERIFY(drawings.of(Apple).front() == line);
        QVERIFY(tool.cancel()); // the selection
        QVERIFY(!tool.selected() && !tool.cancel());
        tool.choose(Kind::TrendLine);
        CHECKED(click(tool, {300, 200}));
        QVERIFY(tool.draft());
        QVERIFY(tool.cancel()); // the draft
        QVERIFY(!tool.draft() && tool.armed());
        QVERIFY(tool.cancel()); // the choice
        QVERIFY(!tool.armed() && !tool.cancel());
        QCOMPARE(drawings.of(Apple).size(), 1u);
    }

    void anotherSymbolDropsWhatIsAtHand()
    {
        DrawnChart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        tool.choose(Kind::TrendLine);
        CHECKED(click(tool, {300, 200}));
        chart.model.setSymbol(Microsoft);
        tool.symbolChanged();
        QVERIFY(!tool.draft() && !tool.selected());
        QVERIFY(!tool.press({300, 200}, Qt::NoModifier)); // it has no bars yet
        QVERIFY(!tool.move({300, 200}, Qt::NoModifier));
    }

    void theMagnetHoldsToPrices()
    {
        const DrawnChart chart;
        const Bar &under = chart.model.bars()[80];
        const QPointF above = chart.pixel(80, under.high) + QPointF(1, -4);
        QCOMPARE(pointAt(chart.scene, above, Magnet::On).price, under.high);
        QVERIFY(pointAt(chart.scene, above).price > under.high);
        const QPointF higher = above - QPointF(0, 5);
        QCOMPARE(pointAt(chart.scene, higher, Magnet::On).price, pointAt(chart.scene, higher).price);
        const QPointF beyond = chart.pixel(122, under.high);
        QVERIFY(isNear(pointAt(chart.scene, beyond, Magnet::On).price, under.high));
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        tool.choose(Kind::HorizontalLine);
        CHECKED(click(tool, above, Qt::ControlModifier));
        QCOMPARE(drawings.of(Apple).front().first.price, under.high);
        const QPointF low = chart.pixel(80, under.low) + QPointF(0, 3);
        QVERIFY(tool.press(chart.pixel(80, under.high), Qt::NoModifier));
        QVERIFY(tool.move(low, Qt::ControlModifier));
        QVERIFY(tool.release(low, Qt::ControlModifier));
        QCOMPARE(drawings.of(Apple).front().first.price, under.low);
    }

    void theRulerMeasures()
    {
        const DrawnChart minutes;
        Measure measured = measure(minutes.scene, minutes.pixel(60, 100), minutes.pixel(72, 101.24));
        QVERIFY(isNear(measured.price, 1.24) && isNear(measured.percent, 1.24));
        QCOMPARE(measured.bars, 12);
        QVERIFY(measured.time == 12 * OneMinute);
        QStringList lines = measureLines(minutes.scene, measured);
        QVERIFY(lines[0].startsWith(u'+') && lines[0].contains(QStringLiteral("24")));
        QVERIFY2(lines[1].startsWith(QStringLiteral("12 bar")) && lines[1].endsWith(QStringLiteral("12 m")),
                 qPrintable(lines[1]));
        measured = measure(minutes.scene, minutes.pixel(100, 102), minutes.pixel(20, 101));
        QVERIFY(isNear(measured.price, -1) && isNear(measured.percent, -100.0 / 102));
        QCOMPARE(measured.bars, -80);
        QVERIFY(measured.time == -80 * OneMinute);
        lines = measureLines(minutes.scene, measured);
        QVERIFY(lines[0].startsWith(u'-'));
        QVERIFY2(lines[1].startsWith(QStringLiteral("-80 bar")) && lines[1].endsWith(QStringLiteral("1 h 20 m")),
                 qPrintable(lines[1]));
    }

    /// Bars lie side by side, with a night between them or not; time knows of it.
    void theRulerCountsNightsAndDays()
    {
        auto bars = minutesFrom("2014-09-16 15:50", 10);
        const auto next = minutesFrom("2014-09-17 09:30", 10);
        bars.insert(bars.end(), next.begin(), next.end());
        const DrawnChart chart(Timeframe::Min1, bars);
        const Measure night = measure(chart.scene, chart.pixel(9, 100), chart.pixel(10, 100));
        QCOMPARE(night.bars, 1);
        QVERIFY(night.time == next.front().start - bars[9].start);
        const Measure longer = measure(chart.scene, chart.pixel(0, 100), chart.pixel(15, 100));
        QVERIFY(measureLines(chart.scene, longer)[1].endsWith(QStringLiteral("17 h 45 m")));
        const std::vector<Bar> days{bar(at("2014-09-12 00:00"), 1, 2, 1, 2, 10), // a Friday
                                    bar(at("2014-09-15 00:00"), 2, 3, 2, 3, 10),
                                    bar(at("2014-09-16 00:00"), 2, 3, 2, 3, 10)};
        const DrawnChart daily(Timeframe::Daily, {}, days);
        const Measure weekend = measure(daily.scene, daily.pixel(0, 2), daily.pixel(2, 3));
        QCOMPARE(weekend.bars, 2);
        QVERIFY(measureLines(daily.scene, weekend)[1].contains(QStringLiteral("4 day")));
    }

    void theRulerStaysWithinThePlot()
    {
        const DrawnChart chart;
        const auto paint = [&chart](const QPointF &from, const QPointF &to) {
            return DrawnChart::painted([&](QPainter &painter) { paintRuler(painter, chart.scene, from, to); });
        };
        const QRectF &plot = chart.scene.mainPane().plot;
        const Theme &theme = chart.scene.theme();
        const QImage up = paint({300, 300}, {500, 200});
        QVERIFY(pixelsNear(up, theme.up) > 300);
        QCOMPARE(pixelsNear(up, theme.down), 0);
        const QImage down = paint({300, 200}, {5'000, 5'000});
        QVERIFY(pixelsNear(down, theme.down) > 300);
        for (const QImage &image : {up, down, paint({-1e6, 1e6}, plot.topRight()), paint(plot.center(), {-50, -50})})
            QCOMPARE(touchedOutside(image, plot), 0);
    }
};

QTEST_MAIN(DrawingToolTest)
#include "tst_drawingtool.moc"
