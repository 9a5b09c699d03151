// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/drawingfixture.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

#include <cmath>
#include <limits>

using namespace tickstock;
using namespace tickstock::test;

/// What drawings are kept as, where they lie on the screen, and how they are painted.
class DrawingsTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void jsonKeepsEverything()
    {
        const DrawnChart chart;
        Drawings drawings;
        QVERIFY(drawings.add(Microsoft, chart.make(Kind::HorizontalLine, chart.point(3, 101.25))));
        QVERIFY(drawings.add(Apple, chart.trend()));
        QVERIFY(drawings.add(Apple, chart.make(Kind::Rectangle, chart.point(-8, 99), chart.point(200, 0.0001))));
        Drawings restored;
        QVERIFY(restored.add(QStringLiteral("GONE"), chart.trend()));
        QSignalSpy changed(&restored, &Drawings::changed);
        QCOMPARE(restored.restore(drawings.toJson()), QStringList());
        QCOMPARE(changed.size(), 3);
        for (const QString &symbol : {Apple, Microsoft})
            QVERIFY(restored.of(symbol) == drawings.of(symbol));
        QVERIFY(restored.of(QStringLiteral("GONE")).empty());
        QVERIFY(!restored.canUndo(Apple));
        QCOMPARE(restored.toJson(), drawings.toJson());
        QCOMPARE(restored.restore({}), QStringList());
        QVERIFY(restored.of(Apple).empty());
    }

    void badEntriesAreLeftOutAndNamed()
    {
        const DrawnChart chart;
        const QJsonObject good = chart.trend().toJson();
        const auto with = [&good](const QString &key, const QJsonValue &value) {
            QJsonObject changed = good;
            changed[key] = value;
            return changed;
        };
        const auto points = [&with](const QJsonValue &time, const QJsonValue &price) {
            const QJsonObject point{{QStringLiteral("time"), time}, {QStringLiteral("price"), price}};
            return with(QStringLiteral("points"), QJsonArray{point, point});
        };
        QVERIFY(Drawing::fromJson(points(1'000, 5)));
        const QJsonArray bad{points(0, 5),
                             points(-1'000, 5),
                             points(1e18, 5),
                             points(1.5, 5),
                             points(QStringLiteral("soon"), 5),
                             points(1'000, QJsonValue()),
                             points(1'000, std::numeric_limits<double>::infinity()),
                             with(QStringLiteral("kind"), QStringLiteral("circle")),
                             with(QStringLiteral("kind"), QStringLiteral("horizontal_line")), // which has one point
                             with(QStringLiteral("id"), QStringLiteral("me")),
                             with(QStringLiteral("points"), QJsonArray()),
                             QStringLiteral("text")};
        for (const QJsonValue &each : bad)
            QVERIFY2(!Drawing::fromJson(each.toObject()), qPrintable(each.toObject()[u"kind"].toString()));
        QJsonArray list = bad;
        list.append(good);
        list.append(good); // the same id again
        const QJsonObject symbols{{Apple, list}, {Microsoft, 7}};
        const QJsonObject root{{QStringLiteral("version"), 1}, {QStringLiteral("symbols"), symbols}};
        Drawings drawings;
        const QStringList problems = drawings.restore(QJsonDocument(root).toJson());
        QCOMPARE(problems.size(), bad.size() + 2);
        QVERIFY(problems.first().contains(Apple) && problems.last().contains(Microsoft));
        QCOMPARE(drawings.of(Apple).size(), 1u);
        for (const char *useless : {"{", "[]", "{}", R"({"version": 2, "symbols": {}})"})
            QCOMPARE(drawings.restore(useless).size(), 1);
        QCOMPARE(drawings.of(Apple).size(), 1u);
    }

    void eachSymbolHasItsOwnHistory()
    {
        const DrawnChart chart;
        Drawings drawings;
        const Drawing apple = chart.trend(), microsoft = chart.trend();
        QVERIFY(drawings.add(Apple, apple));
        QVERIFY(drawings.add(Microsoft, microsoft));
        QSignalSpy changed(&drawings, &Drawings::changed);
        drawings.undo(Apple);
        QCOMPARE(changed.takeFirst()[0].toString(), Apple);
        QVERIFY(drawings.of(Apple).empty() && !drawings.canUndo(Apple) && drawings.canRedo(Apple));
        QCOMPARE(drawings.of(Microsoft).size(), 1u);
        QVERIFY(drawings.canUndo(Microsoft) && !drawings.canRedo(Microsoft));
        drawings.redo(Apple);
        QVERIFY(drawings.of(Apple).front() == apple);
        drawings.undo(QStringLiteral("OTHER"));
        QVERIFY(!drawings.canUndo(QStringLiteral("OTHER")) && drawings.of(QStringLiteral("OTHER")).empty());
    }

    void everyChangeIsUndone()
    {
        const DrawnChart chart;
        Drawings drawings;
        std::vector<std::vector<Drawing>> states{{}};
        const auto did = [&](bool done) {
            QVERIFY(done);
            states.push_back(drawings.of(Apple));
        };
        const Drawing first = chart.trend(), second = chart.trend();
        CHECKED(did(drawings.add(Apple, first)));
        CHECKED(did(drawings.add(Apple, second)));
        Drawing moved = first;
        moved.second.price = 110;
        CHECKED(did(drawings.change(Apple, moved)));
        QVERIFY(!drawings.change(Apple, moved) && !drawings.change(Apple, chart.trend()) &&
                !drawings.add(Apple, first));
        CHECKED(did(drawings.remove(Apple, first.id)));
        QVERIFY(!drawings.remove(Apple, first.id));
        CHECKED(did(drawings.add(Apple, chart.trend())));
        CHECKED(did(drawings.removeAll(Apple)));
        QVERIFY(!drawings.removeAll(Apple));
        for (auto state = states.rbegin() + 1; state != states.rend(); ++state) {
            drawings.undo(Apple);
            QVERIFY(drawings.of(Apple) == *state);
        }
        for (auto state = states.begin() + 1; state != states.end(); ++state) {
            drawings.redo(Apple);
            QVERIFY(drawings.of(Apple) == *state);
        }
        QVERIFY(!drawings.canRedo(Apple));
    }

    void numbersAreBounded()
    {
        const DrawnChart chart;
        Drawings drawings;
        for (std::size_t i = 0; i < Drawings::MostDrawings; ++i)
            QVERIFY(drawings.add(Apple, chart.trend()));
        QVERIFY(!drawings.add(Apple, chart.trend()));
        QVERIFY(drawings.add(Microsoft, chart.trend()));
        DrawingTool tool(drawings, chart.scene);
        QSignalSpy refused(&tool, &DrawingTool::refused);
        tool.choose(Kind::HorizontalLine);
        CHECKED(click(tool, {300, 200}));
        QCOMPARE(refused.size(), 1);
        QVERIFY(!tool.armed() && !tool.draft() && !tool.selected());
        int steps = 0;
        for (; drawings.canUndo(Apple); ++steps)
            drawings.undo(Apple);
        QCOMPARE(steps, Drawings::MostUndoSteps);
        QCOMPARE(drawings.of(Apple).size(), Drawings::MostDrawings - static_cast<std::size_t>(steps));
    }

    void placesMapBothWays()
    {
        const DrawnChart chart;
        for (const double index : {-3.0, 30.0, 100.0, 119.0, 122.0}) { // also beyond either end
            const ChartPoint point = chart.point(index, 103.37);
            const QPointF pixel = pointOf(chart.scene, point);
            QCOMPARE(pixel.x(), chart.scene.time().xOf(index));
            const ChartPoint back = pointAt(chart.scene, pixel + QPointF(1, 0));
            QCOMPARE(back.time.ms, point.time.ms);
            QVERIFY(isNear(back.price, point.price));
        }
        QCOMPARE(chart.point(122, 1).time.ms, at("2014-09-17 11:32").ms);
    }

    void minutesLieInTheirBarsOfOtherTimeFrames()
    {
        const DrawnChart chart(Timeframe::Min15);
        const ChartPoint minute{at("2014-09-17 10:07"), 103};
        const QPointF pixel = pointOf(chart.scene, minute);
        QCOMPARE(pixel.x(), chart.scene.time().xOf(chart.model.indexOf(at("2014-09-17 10:00"))));
        const Drawing line = chart.make(Kind::TrendLine, minute, {at("2014-09-17 10:40"), 104});
        const double width = chart.scene.time().barWidth();
        Drawing moved = dragged(chart.scene, line, std::nullopt, {pixel, pixel + QPointF(0, 20)});
        QCOMPARE(moved.first.time.ms, line.first.time.ms); // dragged up and down, it keeps its times
        QVERIFY(moved.first.price < 103 && moved.second.price < 104);
        moved = dragged(chart.scene, line, std::nullopt, {pixel, pixel + QPointF(2 * width, 0)});
        QCOMPARE(moved.first.time.ms, at("2014-09-17 10:37").ms);
        QCOMPARE(moved.second.time.ms, at("2014-09-17 11:10").ms);
        QCOMPARE(moved.first.price, 103.0);
        moved = dragged(chart.scene, line, 1, {pixel, pixel + QPointF(-width, 0)});
        QVERIFY(moved.first == line.first);
        QCOMPARE(moved.second.time.ms, at("2014-09-17 10:25").ms);
    }

    void handlesAreHitBeforeLines()
    {
        const DrawnChart chart;
        const Drawing line = chart.trend(), below = chart.trend();
        const std::vector<Drawing> drawings{below, line};
        const QPointF first = chart.pixel(60, 101), second = chart.pixel(90, 105);
        const auto atFirst = hit(chart.scene, drawings, first + QPointF(3, -3));
        QVERIFY(atFirst && atFirst->id == line.id && atFirst->handle == 0); // the upper one's
        const auto atSecond = hit(chart.scene, drawings, second);
        QVERIFY(atSecond && atSecond->handle == 1);
        const auto body = hit(chart.scene, drawings, (first + second) / 2 + QPointF(0, 3));
        QVERIFY(body && body->id == line.id && !body->handle);
        QVERIFY(!hit(chart.scene, drawings, (first + second) / 2 + QPointF(0, 30)));
        QVERIFY(!hit(chart.scene, drawings, second + (second - first) / 2)); // it does not go on
        const Drawing box = chart.make(Kind::Rectangle, line.first, line.second);
        QVERIFY(hit(chart.scene, {box}, {(first.x() + second.x()) / 2, first.y() - 4}));
        QVERIFY(!hit(chart.scene, {box}, (first + second) / 2)); // inside
    }

    void horizontalLinesAreHitAnywhere()
    {
        const DrawnChart chart;
        const Drawing line = chart.make(Kind::HorizontalLine, chart.point(60, 104));
        const QRectF &plot = chart.scene.mainPane().plot;
        const double y = chart.pixel(60, 104).y();
        for (const double x : {plot.left() + 1, plot.center().x() + 50, plot.right() - 1}) {
            const auto found = hit(chart.scene, {line}, {x, y + 4});
            QVERIFY(found && !found->handle);
            QVERIFY(!hit(chart.scene, {line}, {x, y + 8}));
        }
        QVERIFY(!hit(chart.scene, {line}, {plot.right() + 10, y})); // that is the axis
    }

    void linesAreClipped()
    {
        const QRectF area(0, 0, 100, 50);
        const auto becomes = [&area](const QLineF &line, const QLineF &expected) {
            const auto part = clipped(line, area);
            return part && QLineF(part->p1(), expected.p1()).length() < 1e-3 &&
                   QLineF(part->p2(), expected.p2()).length() < 1e-3;
        };
        QVERIFY(becomes({10, 10, 90, 40}, {10, 10, 90, 40}));
        QVERIFY(becomes({-1e9, 20, 1e9, 20}, {0, 20, 100, 20}));
        QVERIFY(becomes({40, 1e9, 40, 25}, {40, 50, 40, 25}));
        QVERIFY(!clipped({-10, 20, -10, 30}, area));
        QVERIFY(!clipped({-20, 20, 10, -40}, area)); // past the corner
        QVERIFY(!clipped({-1e9, 60, 1e9, 60}, area));
        QVERIFY(clipped({5, 5, 5, 5}, area));
    }

    void linesFarOffTheScreenDoNoHarm()
    {
        const DrawnChart chart;
        const ChartPoint before = chart.point(-5e5, 104), after = chart.point(5e5, 104);
        const QImage along = chart.paint({chart.make(Kind::TrendLine, before, after)});
        const double y = chart.pixel(0, 104).y();
        QVERIFY(touched(along) > 700);
        QCOMPARE(touchedOutside(along, QRectF(0, y - 3, chart.scene.plot().right(), 6)), 0);
        const auto paintsNothing = [&](const ChartPoint &first, const ChartPoint &second) {
            return touched(chart.paint(
                       {chart.make(Kind::TrendLine, first, second), chart.make(Kind::Rectangle, first, second)})) == 0;
        };
        QVERIFY(paintsNothing({before.time, 1e9}, {after.time, 1e12}));
        QVERIFY(paintsNothing({before.time, 1e300}, {before.time + OneMinute, -1e300}));
        const Drawing everything = chart.make(Kind::Rectangle, {before.time, -1e300}, {after.time, 1e300});
        QCOMPARE(touchedOutside(chart.paint({everything}), chart.scene.mainPane().plot), 0);
    }

    void paintsWithinThePlot()
    {
        const DrawnChart chart;
        const QRectF &plot = chart.scene.mainPane().plot;
        const QColor accent = chart.scene.theme().accent;
        const Drawing box = chart.make(Kind::Rectangle, chart.point(100, 103), chart.point(140, 300));
        const QImage image = chart.paint({box, chart.trend()}, box.id);
        QVERIFY(pixelsNear(image, accent) > 100);
        QCOMPARE(touchedOutside(image, plot), 0);
        const Drawing line = chart.make(Kind::HorizontalLine, chart.point(0, 103));
        const QImage level = chart.paint({line});
        QVERIFY(pixelsNear(level, accent) > 700);
        QVERIFY(touchedOutside(level, plot) > 100); // its label
        QCOMPARE(touchedOutside(level, plot.united(chart.scene.priceAxis(0))), 0);
        QVERIFY(touched(chart.paint({line}, line.id)) > touched(level)); // with a handle
        const DrawnChart empty(Timeframe::Min1, {});
        QCOMPARE(touched(empty.paint({line})), 0);
    }

    void theDraftIsPaintedInsteadOfTheDrawing()
    {
        const DrawnChart chart;
        const Drawing line = chart.make(Kind::HorizontalLine, chart.point(0, 103));
        Drawing draft = line;
        draft.first.price = 105;
        const QImage image =
            DrawnChart::painted([&](QPainter &painter) { paintDrawings(painter, chart.scene, {line}, draft); });
        const auto at = [&](double price) {
            return image.pixelColor(200, static_cast<int>(std::floor(chart.pixel(0, price).y())));
        };
        QVERIFY(at(103) == QColor(Qt::black));
        QVERIFY(at(105) != QColor(Qt::black));
    }
};

QTEST_MAIN(DrawingsTest)
#include "tst_drawings.moc"
