// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/view/chartexport.h"

#include <QScreen>
#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

/// What a user holds stays where it is while bars come; and what the hand does to a chart.
class ChartHoldTest final : public Test
{
    Q_OBJECT

private:
    /// As it is on the screen, made of whatever was repainted.
    static QImage screenOf(ChartView &view)
    {
        QCoreApplication::processEvents();
        return view.screen()->grabWindow(view.winId()).toImage();
    }
    static void makeStudies(ChartView &view)
    {
        for (const char *name : {"EMA", "Bollinger", "VWAP", "RSI", "MACD"})
            view.addStudy(*studyType(name), ParameterValues(studyType(name)->parameters));
    }

private Q_SLOTS:
    /// A reload, a minute that comes late, or both: to the tenth of a pixel.
    void aHeldViewStaysWhereItIs()
    {
        const auto chart = ShownChart::withBars();
        chart->drag({300, 200}, {613, 200});
        chart->view.setAutomaticScale(true);
        QTest::keyClick(&chart->view, Qt::Key_Left); // ends what runs on
        const Timestamp known = chart->model.series()[800].start;
        const auto xOfKnown = [&] { return chart->xOf(chart->model.indexOf(known)); };
        const double x = xOfKnown();
        QVERIFY(!chart->view.position().isLive);
        auto more = minutesFrom("2014-09-16 09:30", 390);
        const auto same = chart->model.bars();
        more.insert(more.end(), same.begin(), same.end());
        chart->model.setHistory(more, {});
        QVERIFY(std::abs(xOfKnown() - x) < 0.1);
        chart->model.updateMinute(bar(at("2014-09-16 17:30"), 100, 101, 99, 100, 5)); // before all that is on screen
        QVERIFY(std::abs(xOfKnown() - x) < 0.1);
        chart->model.updateMinute(bar(at("2014-09-17 19:00"), 100, 101, 99, 100, 5)); // a new one
        QVERIFY(std::abs(xOfKnown() - x) < 0.1);
    }

    void theBarThatIsReadStaysTheSame()
    {
        const auto chart = ShownChart::withBars();
        QTest::keyClick(&chart->view, Qt::Key_Left, Qt::ControlModifier);
        const auto read = [&] { return chart->model.series()[*chart->view.focusedBar()].start; };
        const Timestamp start = read();
        auto more = minutesFrom("2014-09-16 09:30", 390);
        const auto same = chart->model.bars();
        more.insert(more.end(), same.begin(), same.end());
        chart->model.setHistory(more, {});
        QVERIFY(chart->view.focusedBar());
        QCOMPARE(read(), start);
        chart->model.updateMinute(bar(at("2014-09-16 17:30"), 100, 101, 99, 100, 5));
        QCOMPARE(read(), start);
    }

    /// The free room that a live view has been given is the user's, too.
    void aReloadKeepsTheRoomAtTheRight()
    {
        const auto chart = ShownChart::withBars();
        chart->drag({600, 200}, {450, 200});
        QTest::keyClick(&chart->view, Qt::Key_Escape); // ends what runs on
        QVERIFY(chart->view.position().isLive);
        const double room = chart->view.position().room;
        QVERIFY(room > TimeScale::RightMargin + 5);
        chart->model.setHistory(chart->model.bars(), {});
        QVERIFY(std::abs(chart->view.position().room - room) < 1e-9);
    }

    void aReloadWhileTheHandIsOnIt()
    {
        const auto chart = ShownChart::withBars();
        QTest::mousePress(&chart->view, Qt::LeftButton, {}, {300, 200});
        QTest::mouseMove(&chart->view, {400, 200});
        QTest::mouseMove(&chart->view, {500, 200});
        const double x = chart->xOf(800);
        auto more = minutesFrom("2014-09-16 09:30", 390);
        const auto same = chart->model.bars();
        more.insert(more.end(), same.begin(), same.end());
        chart->model.setHistory(more, {});
        QVERIFY(std::abs(chart->xOf(800 + 390) - x) < 0.1);
        QTest::mouseRelease(&chart->view, Qt::LeftButton, {}, {500, 200});
    }

    /// A minute ends while a hand has hold of the live view: its last version and the new one come together.
    void aMinuteEndsUnderTheHand()
    {
        const auto chart = ShownChart::withBars();
        QTest::mousePress(&chart->view, Qt::LeftButton, {}, {500, 200});
        QTest::mouseMove(&chart->view, {490, 200});
        QTest::mouseMove(&chart->view, {480, 200});
        QVERIFY(chart->view.position().isLive);
        const double x = chart->xOf(899);
        const Bar last = bar(at("2014-09-17 18:59"), 100, 105, 99, 104, 2'000);
        const Bar next = bar(at("2014-09-17 19:00"), 104, 104, 104, 104, 10);
        chart->model.updateMinutes(std::array{last, next});
        QCOMPARE(chart->model.count(), 901);
        QVERIFY(std::abs(chart->xOf(899) - x) < 0.1);
        QTest::mouseRelease(&chart->view, Qt::LeftButton, {}, {480, 200});
    }

    void anotherTimeFrameShowsTheSameTime()
    {
        const auto chart = ShownChart::withBars();
        chart->drag({100, 200}, {700, 200});
        QTest::keyClick(&chart->view, Qt::Key_Escape); // ends what runs on
        const Timestamp right = chart->view.position().bar;
        chart->model.setTimeframe(Timeframe::Min2);
        QVERIFY(!chart->view.position().isLive);
        QVERIFY(std::abs((chart->view.position().bar - right).count()) <= 2 * OneMinute.count());
        chart->model.setTimeframe(Timeframe::Min1);
        QVERIFY(std::abs((chart->view.position().bar - right).count()) <= 2 * OneMinute.count());
        chart->model.setSymbol(QStringLiteral("MSFT"));
        chart->model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        QVERIFY(chart->view.position().isLive);
    }

    /// Nothing is left of what was read, or an index of old would point beyond the bars.
    void aChartThatIsEmptiedReadsNothing()
    {
        const auto chart = ShownChart::withBars();
        QTest::keyClick(&chart->view, Qt::Key_Left, Qt::ControlModifier);
        chart->model.setHistory({}, {});
        QVERIFY(!chart->view.focusedBar());
        chart->model.updateMinute(bar(at("2014-09-17 19:00"), 100, 101, 99, 100, 5));
        QVERIFY(!chart->image().isNull());
    }

    void homeShowsTheFirstBarAtTheLeft()
    {
        const auto chart = ShownChart::withBars();
        QTest::keyClick(&chart->view, Qt::Key_Home);
        QVERIFY(chart->xOf(0) >= 0 && chart->xOf(0) < 10);
    }

    void anotherSymbolBeginsWithAutomaticScales()
    {
        const auto chart = ShownChart::withBars();
        const int axis = chart->view.width() - 20;
        for (const ChartPane &pane : chart->scene().panes()) {
            const int y = static_cast<int>(pane.plot.center().y());
            chart->drag({axis, y}, {axis, y + 20});
            QVERIFY(!pane.scale.isAutomatic());
        }
        chart->model.setSymbol(QStringLiteral("MSFT"));
        for (const ChartPane &pane : chart->scene().panes())
            QVERIFY(pane.scale.isAutomatic());
    }

    /// A tick repaints a part of the screen; the whole must look as if all had been.
    void aTickLeavesNoTrace_data()
    {
        QTest::addColumn<int>("style");
        QTest::newRow("candles") << static_cast<int>(ChartStyle::Candles);
        QTest::newRow("hollow") << static_cast<int>(ChartStyle::HollowCandles);
        QTest::newRow("line") << static_cast<int>(ChartStyle::Line);
        QTest::newRow("heikin-ashi") << static_cast<int>(ChartStyle::HeikinAshi);
    }
    void aTickLeavesNoTrace()
    {
        QFETCH(int, style);
        const auto chart = ShownChart::withBars({801, 503});
        chart->view.setStyle(static_cast<ChartStyle>(style));
        makeStudies(chart->view);
        QVERIFY(QTest::qWaitForWindowExposed(&chart->view));
        screenOf(chart->view);
        const Timestamp last = chart->model.bars().back().start;
        for (const double close : {101.5, 104.25, 99.75, 102.0}) {
            chart->model.updateMinute(bar(last, 102, 104.5, 99.5, close, 1'000 + close));
            chart->view.setMarketTime(last + OneSecond * static_cast<int>(close - 90), false);
            const QImage partial = screenOf(chart->view);
            chart->view.update();
            QCOMPARE(partial, screenOf(chart->view));
        }
    }

    void panesAreResizedByTheirEdge()
    {
        const auto chart = ShownChart::withBars();
        makeStudies(chart->view);
        const auto &panes = chart->scene().panes();
        const double top = panes[2].plot.top(), below = panes[3].plot.top();
        chart->drag({300, static_cast<int>(top)}, {300, static_cast<int>(top) - 12});
        QVERIFY(std::abs(panes[2].plot.top() - (top - 12)) <= 1);
        QVERIFY(std::abs(panes[3].plot.top() - below) <= 1);
        chart->drag({300, static_cast<int>(panes[2].plot.top())}, {300, 0}); // never to nothing
        for (const ChartPane &pane : panes)
            QVERIFY(pane.plot.height() > 20);
        for (int i = 0; i < 12; ++i)
            makeStudies(chart->view);
        for (const ChartPane &pane : panes)
            QVERIFY(pane.plot.height() >= 3);
    }

    void theWheelPansWhenItIsSetSo()
    {
        const auto chart = ShownChart::withBars();
        const double width = chart->scene().time().barWidth();
        chart->view.setWheelHabits({true, false});
        chart->wheel(240);
        QCOMPARE(chart->scene().time().barWidth(), width);
        QVERIFY(!chart->view.position().isLive);
        chart->wheel(120, Qt::ControlModifier);
        QVERIFY(chart->scene().time().barWidth() > width);
        const double span = chart->scene().mainPane().scale.high() - chart->scene().mainPane().scale.low();
        chart->wheel(120, {}, {chart->view.width() - 20.0, 100});
        QVERIFY(chart->scene().mainPane().scale.high() - chart->scene().mainPane().scale.low() < span);
    }

    void theWheelZoomsAboutWhatItIsSetTo()
    {
        const auto chart = ShownChart::withBars();
        const QPointF cursor(300, 200);
        const double index = chart->scene().time().indexOf(cursor.x()), last = chart->xOf(899);
        chart->wheel(120, {}, cursor);
        QVERIFY(std::abs(chart->xOf(899) - last) < 0.1); // live: the last bar
        chart->view.resetView();
        chart->view.setWheelHabits({false, true});
        chart->wheel(120, {}, cursor);
        QVERIFY(std::abs(chart->scene().time().indexOf(cursor.x()) - index) < 0.1);
    }

    void shiftAndDragMeasures()
    {
        const auto chart = ShownChart::withBars();
        const auto withCrosshair = [&] {
            QTest::mouseMove(&chart->view, {350, 200});
            QTest::mouseMove(&chart->view, {400, 180});
            const qreal ratio = chart->view.devicePixelRatioF();
            return chart->image().copy(QRect(QPoint(300, 180) * ratio, QSize(100, 70) * ratio));
        };
        const QImage before = withCrosshair();
        QTest::mousePress(&chart->view, Qt::LeftButton, Qt::ShiftModifier, {300, 250});
        const QImage measured = withCrosshair();
        QVERIFY(measured != before);
        QVERIFY(chart->view.position().isLive); // measured, not dragged
        QTest::mouseRelease(&chart->view, Qt::LeftButton, Qt::ShiftModifier, {400, 180});
        QTest::keyClick(&chart->view, Qt::Key_Escape);
        QTest::keyClick(&chart->view, Qt::Key_Escape);
        QVERIFY(chart->view.position().isLive);
    }

    /// Whatever ends it, a hand that goes on moving has nothing in it.
    void aMeasurementThatIsCancelledIsOver()
    {
        const auto chart = ShownChart::withBars();
        const auto begin = [&] {
            QTest::mousePress(&chart->view, Qt::LeftButton, Qt::ShiftModifier, {300, 250});
            QTest::mouseMove(&chart->view, {350, 200});
        };
        begin();
        QTest::keyClick(&chart->view, Qt::Key_Escape);
        QTest::mouseMove(&chart->view, {380, 210});
        QTest::mouseRelease(&chart->view, Qt::LeftButton, Qt::ShiftModifier, {380, 210});
        begin();
        QTest::mousePress(&chart->view, Qt::RightButton, {}, {350, 200});
        QTest::mouseMove(&chart->view, {390, 210});
        begin();
        chart->model.setSymbol(QStringLiteral("MSFT"));
        QTest::mouseMove(&chart->view, {400, 210});
        QVERIFY(chart->model.isEmpty());
    }

    void fromDaysToMinutesThereAreBarsOnTheScreen()
    {
        const auto chart = ShownChart::withBars();
        std::vector<Bar> days;
        for (QDate day(2013, 9, 17); day < QDate(2014, 9, 17); day = ExchangeCalendar::nextTradingDay(day))
            days.push_back(bar(newyork::toUtc(day, QTime(0, 0)), 100, 105, 95, 101, 1'000));
        chart->model.setHistory(minutesFrom("2014-09-17 04:00", 900), days);
        chart->model.setTimeframe(Timeframe::Daily);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(&chart->view, Qt::Key_PageUp);
        QVERIFY(!chart->view.position().isLive);
        chart->model.setTimeframe(Timeframe::Min1);
        QVERIFY2(chart->xOf(0) < 10, qPrintable(QString::number(chart->xOf(0))));
    }

    void aJumpThatCannotBeMadeIsForgottenWithItsSymbol()
    {
        const auto chart = ShownChart::withBars();
        chart->view.jumpTo(at("2014-09-18 10:00"));
        chart->model.setSymbol(QStringLiteral("MSFT"));
        chart->model.setHistory(minutesFrom("2014-09-18 04:00", 900), {});
        QVERIFY(!chart->view.overlay().highlight);
    }

    void linesAreDrawnSelectedAndUndone()
    {
        const auto chart = ShownChart::withBars();
        const QString symbol = QStringLiteral("AAPL");
        chart->view.tool().choose(Drawing::Kind::TrendLine);
        chart->drag({200, 250}, {400, 150});
        QCOMPARE(chart->drawings.of(symbol).size(), 1u);
        QVERIFY(chart->view.position().isLive);
        const Drawing drawn = chart->drawings.of(symbol).front();
        chart->drag({300, 200}, {300, 230}); // by its middle
        QVERIFY(chart->drawings.of(symbol).front().first.price < drawn.first.price);
        chart->drawings.undo(symbol);
        QCOMPARE(chart->drawings.of(symbol).front(), drawn);
        QTest::mouseClick(&chart->view, Qt::LeftButton, {}, {300, 200});
        QTest::keyClick(&chart->view, Qt::Key_Delete);
        QVERIFY(chart->drawings.of(symbol).empty());
        chart->drawings.undo(symbol);
        QCOMPARE(chart->drawings.of(symbol).size(), 1u);
    }

    void linesAreDrawnByKeyboard()
    {
        const auto chart = ShownChart::withBars();
        chart->view.tool().choose(Drawing::Kind::TrendLine);
        QTest::keyClick(&chart->view, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&chart->view, Qt::Key_Return);
        QTest::keyClick(&chart->view, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&chart->view, Qt::Key_Return);
        const auto &drawn = chart->drawings.of(QStringLiteral("AAPL"));
        QCOMPARE(drawn.size(), 1u);
        QCOMPARE(drawn.front().first.time, chart->model.series()[889].start);
        QCOMPARE(drawn.front().second.time, chart->model.series()[879].start);
        QCOMPARE(drawn.front().second.price, chart->model.series()[879].close);
    }

    void isSavedAsItIsShown()
    {
        const auto chart = ShownChart::withBars();
        chart->view.setWatermark(QStringLiteral("REPLAY"));
        chart->view.addStudy(*studyType("EMA"), ParameterValues(studyType("EMA")->parameters));
        QImage picture;
        QVERIFY(picture.loadFromData(exported(chart->view, ChartFormat::Png), "PNG"));
        const qreal ratio = chart->view.devicePixelRatioF();
        const auto barsOf = [&](const QImage &image) { // the buttons are beside them
            QImage bars = image.copy(QRect(QPoint(), chart->scene().plot().size().toSize() * ratio));
            bars.setDevicePixelRatio(1);
            return bars.convertToFormat(QImage::Format_RGB32);
        };
        QCOMPARE(barsOf(picture), barsOf(chart->image()));
        const QByteArray svg = exported(chart->view, ChartFormat::Svg);
        QVERIFY(svg.startsWith("<?xml") && svg.contains("REPLAY") && svg.count("<rect") > 50);
        QVERIFY(suggestedFileName(chart->view).contains(u"AAPL") && suggestedFileName(chart->view).contains(u"REPLAY"));

        const QList<QByteArray> lines = exported(chart->view, ChartFormat::Csv).trimmed().split('\n');
        QCOMPARE(lines.front(), QByteArray("time,open,high,low,close,volume,vwap,trades,EMA 20"));
        const auto [first, last] = chart->scene().time().visible();
        QCOMPARE(lines.size(), last - first + 1);
        const QList<QByteArray> cells = lines.back().split(',');
        const Bar &bar = chart->model.series()[last - 1];
        QCOMPARE(cells[0], QByteArray("2014-09-17T18:59:00-04:00"));
        QCOMPARE(cells[4].toDouble(), bar.close);
        QCOMPARE(cells[8].toDouble(), chart->scene().mainPane().studies[0].study->line(0)[last - 1]);
    }
};

QTEST_MAIN(ChartHoldTest)
#include "tst_charthold.moc"
