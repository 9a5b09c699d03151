// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "ui/chart/chartscene.h"
#include "ui/chart/drawings/drawinggeometry.h"
#include "ui/chart/drawings/drawingpainter.h"
#include "ui/chart/drawings/drawings.h"
#include "ui/chart/drawings/drawingtool.h"
#include "ui/chart/drawings/ruler.h"
#include "ui/chart/timeindex.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QSignalSpy>

#include <cmath>
#include <limits>

using namespace tickstock;
using namespace tickstock::test;

namespace {

using Kind = Drawing::Kind;

const QString Apple = QStringLiteral("AAPL"), Microsoft = QStringLiteral("MSFT");

std::vector<Bar> minutesFrom(const char *start, int count, double price = 100)
{
    std::vector<Bar> bars;
    for (int i = 0; i < count; ++i) {
        const double open = price + i % 7, close = price + (i + 3) % 7;
        bars.push_back(
            bar(at(start) + OneMinute * i, open, std::max(open, close) + 1, std::min(open, close) - 1, close, 100 + i));
    }
    return bars;
}

/// Two hours of minutes from 09:30 on, laid out as on the screen.
struct Chart
{
    explicit Chart(Timeframe timeframe = Timeframe::Min1,
                   const std::vector<Bar> &minutes = minutesFrom("2014-09-17 09:30", 120),
                   const std::vector<Bar> &days = {})
    {
        model.setSymbol(Apple);
        model.setTimeframe(timeframe);
        model.setHistory(minutes, days);
        scene.layout({800, 500});
        scene.update(0);
        scene.fit();
    }
    ChartPoint point(double index, double price) const { return {timeOfIndex(model, index), price}; }
    QPointF pixel(double index, double price) const { return pointOf(scene, point(index, price)); }
    Drawing make(Kind kind, const ChartPoint &first, const ChartPoint &second = {}) const
    {
        return {QUuid::createUuid(), kind, first, second};
    }
    Drawing trend() const { return make(Kind::TrendLine, point(60, 101), point(90, 105)); }
    QImage paint(const std::vector<Drawing> &drawings, const std::optional<QUuid> &selected = std::nullopt) const
    {
        return painted([&](QPainter &painter) { paintDrawings(painter, scene, drawings, std::nullopt, selected); });
    }
    template<class Paint>
    static QImage painted(const Paint &paint)
    {
        QImage image(800, 500, QImage::Format_RGB32);
        image.fill(Qt::black);
        {
            QPainter painter(&image);
            paint(painter);
        }
        return image;
    }

    ChartModel model;
    ChartScene scene{model};
};

template<class Is>
int pixels(const QImage &image, const Is &is)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += is(QPoint(x, y), image.pixelColor(x, y)) ? 1 : 0;
    }
    return count;
}

int pixelsOf(const QImage &image, const QColor &colour)
{
    return pixels(image, [&colour](QPoint, const QColor &each) {
        return std::abs(each.red() - colour.red()) < 4 && std::abs(each.green() - colour.green()) < 4 &&
               std::abs(each.blue() - colour.blue()) < 4;
    });
}

int touched(const QImage &image)
{
    return pixels(image, [](QPoint, const QColor &colour) { return colour != QColor(Qt::black); });
}

int touchedOutside(const QImage &image, const QRectF &area)
{
    return pixels(image, [&area](QPoint at, const QColor &colour) {
        return colour != QColor(Qt::black) && !area.contains(QPointF(at) + QPointF(0.5, 0.5));
    });
}

void click(DrawingTool &tool, const QPointF &at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QVERIFY(tool.press(at, modifiers));
    QVERIFY(tool.release(at, modifiers));
}

void drag(DrawingTool &tool, const QPointF &from, const QPointF &to)
{
    QVERIFY(tool.press(from, Qt::NoModifier));
    for (const double share : {0.25, 0.5, 0.75, 1.0})
        QVERIFY(tool.move(from + (to - from) * share, Qt::NoModifier));
    QVERIFY(tool.release(to, Qt::NoModifier));
}

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

} // namespace

class DrawingsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonKeepsEverything()
    {
        const Chart chart;
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
        const Chart chart;
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
        const Chart chart;
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
        const Chart chart;
        Drawings drawings;
        std::vector<std::vector<Drawing>> states{{}};
        const auto did = [&](bool done) {
            QVERIFY(done);
            states.push_back(drawings.of(Apple));
        };
        const Drawing first = chart.trend(), second = chart.trend();
        did(drawings.add(Apple, first));
        did(drawings.add(Apple, second));
        Drawing moved = first;
        moved.second.price = 110;
        did(drawings.change(Apple, moved));
        QVERIFY(!drawings.change(Apple, moved) && !drawings.change(Apple, chart.trend()) &&
                !drawings.add(Apple, first));
        did(drawings.remove(Apple, first.id));
        QVERIFY(!drawings.remove(Apple, first.id));
        did(drawings.add(Apple, chart.trend()));
        did(drawings.removeAll(Apple));
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
        const Chart chart;
        Drawings drawings;
        for (std::size_t i = 0; i < Drawings::MostDrawings; ++i)
            QVERIFY(drawings.add(Apple, chart.trend()));
        QVERIFY(!drawings.add(Apple, chart.trend()));
        QVERIFY(drawings.add(Microsoft, chart.trend()));
        DrawingTool tool(drawings, chart.scene);
        QSignalSpy refused(&tool, &DrawingTool::refused);
        tool.choose(Kind::HorizontalLine);
        click(tool, {300, 200});
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
        const Chart chart;
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
        const Chart chart(Timeframe::Min15);
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
        const Chart chart;
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
        const Chart chart;
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
        const Chart chart;
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
        const Chart chart;
        const QRectF &plot = chart.scene.mainPane().plot;
        const QColor accent = chart.scene.theme().accent;
        const Drawing box = chart.make(Kind::Rectangle, chart.point(100, 103), chart.point(140, 300));
        const QImage image = chart.paint({box, chart.trend()}, box.id);
        QVERIFY(pixelsOf(image, accent) > 100);
        QCOMPARE(touchedOutside(image, plot), 0);
        const Drawing line = chart.make(Kind::HorizontalLine, chart.point(0, 103));
        const QImage level = chart.paint({line});
        QVERIFY(pixelsOf(level, accent) > 700);
        QVERIFY(touchedOutside(level, plot) > 100); // its label
        QCOMPARE(touchedOutside(level, plot.united(chart.scene.priceAxis(0))), 0);
        QVERIFY(touched(chart.paint({line}, line.id)) > touched(level)); // with a handle
        const Chart empty(Timeframe::Min1, {});
        QCOMPARE(touched(empty.paint({line})), 0);
    }

    void theDraftIsPaintedInsteadOfTheDrawing()
    {
        const Chart chart;
        const Drawing line = chart.make(Kind::HorizontalLine, chart.point(0, 103));
        Drawing draft = line;
        draft.first.price = 105;
        const QImage image =
            Chart::painted([&](QPainter &painter) { paintDrawings(painter, chart.scene, {line}, draft); });
        const auto at = [&](double price) {
            return image.pixelColor(200, static_cast<int>(std::floor(chart.pixel(0, price).y())));
        };
        QVERIFY(at(103) == QColor(Qt::black));
        QVERIFY(at(105) != QColor(Qt::black));
    }

    void twoClicksDraw()
    {
        const Chart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        QSignalSpy armed(&tool, &DrawingTool::armedChanged);
        QVERIFY(!tool.press({300, 200}, Qt::NoModifier)); // the chart's own
        tool.choose(Kind::TrendLine);
        QVERIFY(!tool.press({790, 200}, Qt::NoModifier)); // the axis
        const QPointF first = chart.pixel(60, 102), second = chart.pixel(90, 105);
        click(tool, first);
        QVERIFY(drawings.of(Apple).empty() && tool.draft());
        click(tool, first); // a double click is no line
        QVERIFY(drawings.of(Apple).empty() && tool.draft());
        QVERIFY(tool.move(second, Qt::NoModifier));
        QVERIFY(isNear(tool.draft()->second.price, 105));
        click(tool, second);
        QCOMPARE(drawings.of(Apple).size(), 1u);
        const Drawing &line = drawings.of(Apple).front();
        QVERIFY(line.first.time == chart.point(60, 0).time && isNear(line.first.price, 102));
        QVERIFY(line.second.time == chart.point(90, 0).time && isNear(line.second.price, 105));
        QVERIFY(!tool.armed() && !tool.draft() && tool.selected() == line.id);
        QCOMPARE(armed.size(), 2);
    }

    void draggingDraws()
    {
        const Chart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        tool.choose(Kind::Rectangle);
        drag(tool, chart.pixel(60, 102), chart.pixel(90, 105));
        QCOMPARE(drawings.of(Apple).size(), 1u);
        QCOMPARE(drawings.of(Apple).front().kind, Kind::Rectangle);
        QVERIFY(drawings.of(Apple).front().second.time == chart.point(90, 0).time);
        tool.choose(Kind::HorizontalLine);
        QVERIFY(!tool.selected());
        drag(tool, chart.pixel(60, 102), chart.pixel(60, 104));
        QVERIFY(isNear(drawings.of(Apple).back().first.price, 104));
        drawings.undo(Apple);
        QVERIFY(!tool.selected()); // it is gone
        QCOMPARE(drawings.of(Apple).size(), 1u);
    }

    void theKeyboardDraws()
    {
        const Chart chart;
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
        const Chart chart;
        Drawings drawings;
        const Drawing line = chart.trend();
        QVERIFY(drawings.add(Apple, line));
        DrawingTool tool(drawings, chart.scene);
        const QPointF first = chart.pixel(60, 101), second = chart.pixel(90, 105);
        QSignalSpy changed(&drawings, &Drawings::changed);
        const double width = chart.scene.time().barWidth();
        drag(tool, (first + second) / 2, (first + second) / 2 + QPointF(-5 * width, -30));
        QCOMPARE(changed.size(), 1);
        const Drawing moved = drawings.of(Apple).front();
        QVERIFY(moved.id == line.id && tool.selected() == line.id);
        QCOMPARE(moved.first.time.ms, chart.point(55, 0).time.ms);
        QCOMPARE(moved.second.time.ms, chart.point(85, 0).time.ms);
        QVERIFY(moved.first.price > 101 && isNear(moved.second.price - moved.first.price, 4));
        drag(tool, chart.pixel(85, moved.second.price), chart.pixel(95, 103)); // by a handle
        QVERIFY(drawings.of(Apple).front().first == moved.first);
        QVERIFY(isNear(drawings.of(Apple).front().second.price, 103));
        drawings.undo(Apple);
        QVERIFY(drawings.of(Apple).front() == moved);
        drawings.undo(Apple);
        QVERIFY(drawings.of(Apple).front() == line);
        changed.clear();
        click(tool, first); // selects only
        QCOMPARE(changed.size(), 0);
    }

    void cancelTakesBackOneThingAfterTheOther()
    {
        const Chart chart;
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
        click(tool, {300, 200});
        QVERIFY(tool.draft());
        QVERIFY(tool.cancel()); // the draft
        QVERIFY(!tool.draft() && tool.armed());
        QVERIFY(tool.cancel()); // the choice
        QVERIFY(!tool.armed() && !tool.cancel());
        QCOMPARE(drawings.of(Apple).size(), 1u);
    }

    void anotherSymbolDropsWhatIsAtHand()
    {
        Chart chart;
        Drawings drawings;
        DrawingTool tool(drawings, chart.scene);
        tool.choose(Kind::TrendLine);
        click(tool, {300, 200});
        chart.model.setSymbol(Microsoft);
        tool.symbolChanged();
        QVERIFY(!tool.draft() && !tool.selected());
        QVERIFY(!tool.press({300, 200}, Qt::NoModifier)); // it has no bars yet
        QVERIFY(!tool.move({300, 200}, Qt::NoModifier));
    }

    void theMagnetHoldsToPrices()
    {
        const Chart chart;
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
        click(tool, above, Qt::ControlModifier);
        QCOMPARE(drawings.of(Apple).front().first.price, under.high);
        const QPointF low = chart.pixel(80, under.low) + QPointF(0, 3);
        QVERIFY(tool.press(chart.pixel(80, under.high), Qt::NoModifier));
        QVERIFY(tool.move(low, Qt::ControlModifier));
        QVERIFY(tool.release(low, Qt::ControlModifier));
        QCOMPARE(drawings.of(Apple).front().first.price, under.low);
    }

    void theRulerMeasures()
    {
        const Chart minutes;
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
        const Chart chart(Timeframe::Min1, bars);
        const Measure night = measure(chart.scene, chart.pixel(9, 100), chart.pixel(10, 100));
        QCOMPARE(night.bars, 1);
        QVERIFY(night.time == next.front().start - bars[9].start);
        const Measure longer = measure(chart.scene, chart.pixel(0, 100), chart.pixel(15, 100));
        QVERIFY(measureLines(chart.scene, longer)[1].endsWith(QStringLiteral("17 h 45 m")));
        const std::vector<Bar> days{bar(at("2014-09-12 00:00"), 1, 2, 1, 2, 10), // a Friday
                                    bar(at("2014-09-15 00:00"), 2, 3, 2, 3, 10),
                                    bar(at("2014-09-16 00:00"), 2, 3, 2, 3, 10)};
        const Chart daily(Timeframe::Daily, {}, days);
        const Measure weekend = measure(daily.scene, daily.pixel(0, 2), daily.pixel(2, 3));
        QCOMPARE(weekend.bars, 2);
        QVERIFY(measureLines(daily.scene, weekend)[1].contains(QStringLiteral("4 day")));
    }

    void theRulerStaysWithinThePlot()
    {
        const Chart chart;
        const auto paint = [&chart](const QPointF &from, const QPointF &to) {
            return Chart::painted([&](QPainter &painter) { paintRuler(painter, chart.scene, from, to); });
        };
        const QRectF &plot = chart.scene.mainPane().plot;
        const Theme &theme = chart.scene.theme();
        const QImage up = paint({300, 300}, {500, 200});
        QVERIFY(pixelsOf(up, theme.up) > 300);
        QCOMPARE(pixelsOf(up, theme.down), 0);
        const QImage down = paint({300, 200}, {5'000, 5'000});
        QVERIFY(pixelsOf(down, theme.down) > 300);
        for (const QImage &image : {up, down, paint({-1e6, 1e6}, plot.topRight()), paint(plot.center(), {-50, -50})})
            QCOMPARE(touchedOutside(image, plot), 0);
    }
};

QTEST_MAIN(DrawingsTest)
#include "tst_drawings.moc"
