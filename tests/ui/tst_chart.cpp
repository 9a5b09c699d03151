// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "ui/chart/chartaxis.h"
#include "ui/chart/chartmodel.h"
#include "ui/chart/chartview.h"
#include "ui/chart/chartviewport.h"

#include <QSignalSpy>
#include <QWheelEvent>

#include <random>

using namespace tickstock;
using namespace tickstock::test;

class ChartTest final : public QObject
{
    Q_OBJECT

private:
    static std::vector<Bar> minutesFrom(const char *start, int count, double price = 100)
    {
        std::vector<Bar> bars;
        for (int i = 0; i < count; ++i) {
            const double open = price + i % 7, close = price + (i + 3) % 7;
            bars.push_back(bar(at(start) + OneMinute * i, open, std::max(open, close) + 1, std::min(open, close) - 1,
                               close, 100 + i));
        }
        return bars;
    }
    static void wheel(ChartView &view, int delta, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const QPointF position(view.width() / 2.0, view.height() / 2.0);
        QWheelEvent event(position, view.mapToGlobal(position), {}, {0, delta}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
    }
    static int pixelsOf(const QImage &image, const QColor &colour)
    {
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == colour;
        }
        return count;
    }

private Q_SLOTS:
    void viewportMapsBothWays()
    {
        ChartViewport viewport;
        viewport.setPlot({0, 0, 700, 400});
        viewport.setCount(1'000);
        viewport.setPrices(90, 110);
        for (const double index : {0.0, 500.5, 999.0})
            QCOMPARE(viewport.indexOf(viewport.xOf(index)), index);
        for (const double price : {90.0, 99.99, 110.0})
            QCOMPARE(viewport.priceOf(viewport.yOf(price)), price);
        QCOMPARE(viewport.yOf(110), 0.0);
        QCOMPARE(viewport.visible().second, 1'000);
    }

    void liveViewMovesAlongAndAHeldViewStays()
    {
        ChartViewport viewport;
        viewport.setPlot({0, 0, 700, 400});
        viewport.setCount(1'000);
        const double x = viewport.xOf(999);
        viewport.setCount(1'001);
        QCOMPARE(viewport.xOf(1'000), x);
        QCOMPARE(viewport.barsBehind(), 0);
        viewport.panBars(-200);
        QVERIFY(!viewport.isLive());
        const double held = viewport.xOf(700);
        viewport.setCount(1'005);
        QCOMPARE(viewport.xOf(700), held);
        QVERIFY(viewport.barsBehind() > 190);
        viewport.goLive();
        QCOMPARE(viewport.barsBehind(), 0);
    }

    void zoomKeepsItsAnchor()
    {
        ChartViewport viewport;
        viewport.setPlot({0, 0, 700, 400});
        viewport.setCount(5'000);
        viewport.panBars(-2'000);
        const double index = viewport.indexOf(300);
        viewport.zoom(1.5, 300);
        QVERIFY(std::abs(viewport.indexOf(300) - index) < 1e-9);
        for (int i = 0; i < 100; ++i)
            viewport.zoom(0.5, 300);
        QVERIFY(viewport.barWidth() * 5'000 > 350); // all bars, but not a dot
        for (int i = 0; i < 100; ++i)
            viewport.zoom(2, 300);
        QCOMPARE(viewport.barWidth(), ChartViewport::MaxBarWidth);
    }

    void pricesGetRoundSteps()
    {
        QCOMPARE(priceStep(100, 110, 500, 50), 1.0);
        QCOMPARE(priceStep(0.5, 0.6, 500, 50), 0.01);
        QCOMPARE(priceStep(100, 400, 300, 50), 50.0);
        const auto ticks = priceTicks(99.5, 103.2, 1);
        QCOMPARE(ticks, (std::vector<double>{100, 101, 102, 103}));
    }

    void timeLabelsDoNotOverlapAndNameNewDays()
    {
        auto bars = minutesFrom("2014-09-16 15:00", 60);
        const auto next = minutesFrom("2014-09-17 09:30", 120);
        bars.insert(bars.end(), next.begin(), next.end());
        for (const double width : {0.5, 2.0, 7.0, 30.0}) {
            ChartViewport viewport;
            viewport.setPlot({0, 0, 900, 400});
            viewport.setCount(static_cast<int>(bars.size()));
            viewport.zoom(width / viewport.barWidth(), 900);
            const auto ticks = timeTicks(bars, viewport, Timeframe::Min1, 80);
            QVERIFY(!ticks.empty());
            for (std::size_t i = 1; i < ticks.size(); ++i)
                QVERIFY(viewport.xOf(ticks[i].index) - viewport.xOf(ticks[i - 1].index) >= 60);
            const auto [first, last] = viewport.visible();
            if (first <= 60 && last > 60) {
                QVERIFY(std::any_of(ticks.begin(), ticks.end(), [](const TimeTick &tick) {
                    return tick.index == 60 && tick.isDayStart && tick.text.contains(u"17");
                }));
            }
        }
    }

    void modelAggregatesLiveMinutes()
    {
        ChartModel model;
        model.setSymbol(QStringLiteral("AAPL"));
        model.setTimeframe(Timeframe::Min5);
        model.setHistory(minutesFrom("2014-09-17 09:30", 7), {});
        QCOMPARE(model.bars().size(), 2u);
        QSignalSpy last(&model, &ChartModel::lastBarChanged), history(&model, &ChartModel::historyChanged);
        model.updateMinute(bar(at("2014-09-17 09:37"), 100, 200, 99, 150, 5));
        QCOMPARE(model.bars().back().high, 200);
        QCOMPARE(model.bars().back().close, 150);
        model.updateMinute(bar(at("2014-09-17 09:40"), 100, 101, 99, 100, 5));
        QCOMPARE(model.bars().size(), 3u);
        QCOMPARE(last.count(), 2);
        model.updateMinute(bar(at("2014-09-17 09:31"), 100, 300, 99, 100, 5)); // a correction
        QCOMPARE(model.bars().front().high, 300);
        QCOMPARE(history.count(), 1);
    }

    void modelEqualsAFreshAggregation()
    {
        std::mt19937 random(3);
        auto minutes = minutesFrom("2014-09-17 08:00", 300);
        ChartModel model;
        model.setSymbol(QStringLiteral("X"));
        model.setTimeframe(Timeframe::Min15);
        model.setExtendedHours(false);
        auto shuffled = minutes;
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        for (const Bar &minute : shuffled)
            model.updateMinute(minute);
        std::erase_if(minutes, [](const Bar &minute) { return minute.start < at("2014-09-17 09:30"); });
        const auto expected = aggregate(minutes, Timeframe::Min15);
        QCOMPARE(model.bars().size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY(model.bars()[i].hasSameValues(expected[i]));
    }

    void dailyBarsEndWithTheRunningDay()
    {
        ChartModel model;
        model.setSymbol(QStringLiteral("X"));
        model.setTimeframe(Timeframe::Daily);
        const std::vector<Bar> days{bar(at("2014-09-15 00:00"), 1, 2, 1, 2, 10),
                                    bar(at("2014-09-16 00:00"), 2, 3, 2, 3, 10)};
        auto minutes = minutesFrom("2014-09-16 15:00", 60);
        const auto today = minutesFrom("2014-09-17 09:20", 20);
        minutes.insert(minutes.end(), today.begin(), today.end());
        model.setHistory(minutes, days);
        QCOMPARE(model.bars().size(), 3u);
        QCOMPARE(model.bars()[1].close, 3);             // the stored day, not a part of it
        QCOMPARE(model.bars()[2].open, today[10].open); // from 09:30 on
        QCOMPARE(model.referenceClose(today[15]), 3);
    }

    void viewPaintsCandlesAndReadsABar()
    {
        ChartModel model;
        ChartView view(model);
        view.resize(800, 500);
        view.show();
        const Theme theme = Theme::dark();
        QCOMPARE(pixelsOf(view.grab().toImage(), theme.up), 0);
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 09:30", 300), {});
        const QImage image = view.grab().toImage();
        QVERIFY(pixelsOf(image, theme.up) > 500);
        QVERIFY(pixelsOf(image, theme.down) > 500);
        QVERIFY(pixelsOf(image, theme.upVolume) > 300);
        QSignalSpy focused(&view, &ChartView::barFocused);
        const double x = view.viewport().xOf(280);
        QTest::mouseMove(&view, QPoint(static_cast<int>(x), 200));
        QTRY_VERIFY(!focused.isEmpty());
        QCOMPARE(focused.last()[0].toInt(), 280);
    }

    void wheelZoomsAndDragPans()
    {
        ChartModel model;
        ChartView view(model);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        view.grab();
        const double width = view.viewport().barWidth(), lastX = view.viewport().xOf(899);
        wheel(view, 120);
        QVERIFY(view.viewport().barWidth() > width);
        QVERIFY(std::abs(view.viewport().xOf(899) - lastX) < 1); // anchored at the last bar while live
        wheel(view, -240);
        QVERIFY(view.viewport().barWidth() < width);
        QTest::mousePress(&view, Qt::LeftButton, {}, {200, 200});
        QTest::mouseMove(&view, {500, 200});
        QTest::mouseRelease(&view, Qt::LeftButton, {}, {500, 200});
        QVERIFY(view.viewport().barsBehind() > 20);
        const double held = view.viewport().xOf(800);
        model.updateMinute(bar(at("2014-09-17 19:00"), 100, 101, 99, 100, 5));
        view.grab();
        QCOMPARE(view.viewport().xOf(800), held); // a new bar does not move what the user holds
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.viewport().barsBehind(), 0);
    }

    void isReadByKeyboard()
    {
        ChartModel model;
        ChartView view(model);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        view.grab();
        QSignalSpy focused(&view, &ChartView::barFocused);
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(focused.last()[0].toInt(), 888);
        for (int i = 0; i < 40; ++i)
            QTest::keyClick(&view, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(focused.last()[0].toInt(), 488);
        QVERIFY(view.viewport().xOf(488) > 0); // the view follows
        for (const auto key : {Qt::Key_Plus, Qt::Key_Minus, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_0, Qt::Key_Escape})
            QTest::keyClick(&view, key);
        QVERIFY(!view.grab().isNull());
    }

    void zoomedOutColumnsKeepTheExtremes()
    {
        auto minutes = minutesFrom("2014-09-17 04:00", 900);
        minutes[137].high = 500; // one spike among many bars of a pixel
        ChartModel model;
        ChartView view(model);
        view.resize(400, 400);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutes, {});
        view.grab();
        for (int i = 0; i < 60; ++i)
            wheel(view, -120, Qt::ControlModifier);
        const QImage image = view.grab().toImage();
        QVERIFY(view.viewport().barWidth() < 1);
        const int x = static_cast<int>(std::floor(view.viewport().xOf(137)));
        const int y = static_cast<int>(std::round(view.viewport().yOf(400))); // inside the spike alone
        const QColor colour = image.pixelColor(x, y);
        QVERIFY2(colour == Theme::dark().up || colour == Theme::dark().down, qPrintable(colour.name()));
    }

    void jumpsToABarOnceItIsThere()
    {
        ChartModel model;
        ChartView view(model);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        view.jumpTo(at("2014-09-17 10:00"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        view.grab();
        const double x = view.viewport().xOf(360);
        QVERIFY2(x > 200 && x < 600, qPrintable(QString::number(x)));
        auto more = minutesFrom("2014-09-16 15:00", 60);
        const auto same = minutesFrom("2014-09-17 04:00", 900);
        more.insert(more.end(), same.begin(), same.end());
        model.setHistory(more, {}); // REST has added to it
        view.grab();
        QVERIFY(std::abs(view.viewport().xOf(420) - x) < 8); // the bar stays where it was
    }
};

QTEST_MAIN(ChartTest)
#include "tst_chart.moc"
