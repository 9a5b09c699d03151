// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "ui/chart/bartext.h"
#include "ui/chart/chartaxis.h"
#include "ui/chart/chartmodel.h"
#include "ui/chart/chartview.h"
#include "ui/chart/studies/studytext.h"
#include "ui/chart/typetogo.h"

#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>

#include <random>
#include <set>

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

    void modelAggregatesLiveMinutes()
    {
        ChartModel model;
        model.setSymbol(QStringLiteral("AAPL"));
        model.setTimeframe(Timeframe::Min5);
        model.setHistory(minutesFrom("2014-09-17 09:30", 7), {});
        QCOMPARE(model.bars().size(), 2u);
        QSignalSpy changed(&model, &ChartModel::barsChanged);
        model.updateMinute(bar(at("2014-09-17 09:37"), 100, 200, 99, 150, 5));
        QCOMPARE(model.bars().back().high, 200);
        QCOMPARE(model.bars().back().close, 150);
        model.updateMinute(bar(at("2014-09-17 09:40"), 100, 101, 99, 100, 5));
        QCOMPARE(model.bars().size(), 3u);
        QCOMPARE(changed.takeFirst()[0].toInt(), 1);
        QCOMPARE(changed.takeFirst()[0].toInt(), 2);
        model.updateMinute(bar(at("2014-09-17 09:31"), 100, 300, 99, 100, 5)); // a correction
        QCOMPARE(model.bars().front().high, 300);
        QCOMPARE(changed.takeFirst()[0].toInt(), 0);
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
        Drawings drawings;
        ChartView view(model, drawings);
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
        const double x = view.scene().time().xOf(280);
        QTest::mouseMove(&view, QPoint(static_cast<int>(x), 200));
        QTRY_VERIFY(!focused.isEmpty());
        QCOMPARE(focused.last()[0].toInt(), 280);
    }

    void wheelZoomsAndDragPans()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        view.grab();
        const double width = view.scene().time().barWidth(), lastX = view.scene().time().xOf(899);
        wheel(view, 120);
        QVERIFY(view.scene().time().barWidth() > width);
        QVERIFY(std::abs(view.scene().time().xOf(899) - lastX) < 1); // anchored at the last bar while live
        wheel(view, -240);
        QVERIFY(view.scene().time().barWidth() < width);
        QTest::mousePress(&view, Qt::LeftButton, {}, {200, 200});
        QTest::mouseMove(&view, {500, 200});
        QTest::mouseRelease(&view, Qt::LeftButton, {}, {500, 200});
        QVERIFY(view.scene().time().barsBehind() > 20);
        const double held = view.scene().time().xOf(800);
        model.updateMinute(bar(at("2014-09-17 19:00"), 100, 101, 99, 100, 5));
        view.grab();
        QCOMPARE(view.scene().time().xOf(800), held); // a new bar does not move what the user holds
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(view.scene().time().barsBehind(), 0);
    }

    void isReadByKeyboard()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
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
        QVERIFY(view.scene().time().xOf(488) > 0); // the view follows
        for (const auto key : {Qt::Key_Plus, Qt::Key_Minus, Qt::Key_PageUp, Qt::Key_Home, Qt::Key_0, Qt::Key_Escape})
            QTest::keyClick(&view, key);
        QVERIFY(!view.grab().isNull());
    }

    void axesAreDraggedAndGoBack()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        view.grab();
        const PriceScale &scale = view.scene().mainPane().scale;
        const double span = scale.high() - scale.low();
        const int axis = view.width() - 20;
        const auto drag = [&](QPoint from, QPoint to) {
            QTest::mousePress(&view, Qt::LeftButton, {}, from);
            QTest::mouseMove(&view, to);
            QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
        };
        drag({axis, 100}, {axis, 250}); // 150 pixels are twice the range
        QVERIFY(std::abs((scale.high() - scale.low()) / span - 2) < 0.01);
        QVERIFY(!scale.isAutomatic());
        QVERIFY(!view.findChild<QToolButton *>(QStringLiteral("scaleAutomatic"))->isChecked());
        const double low = scale.low();
        drag({300, 200}, {300, 260}); // held by hand, prices move with the mouse
        QVERIFY(scale.low() > low);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, {axis, 100});
        QVERIFY(scale.isAutomatic());
        QVERIFY(std::abs((scale.high() - scale.low()) / span - 1) < 0.01);
        const double width = view.scene().time().barWidth();
        const int bottom = view.height() - 8;
        drag({200, bottom}, {350, bottom});
        QVERIFY(view.scene().time().barWidth() > 1.9 * width);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, {200, bottom});
        QCOMPARE(view.scene().time().barWidth(), width);
    }

    void scalesAreSwitchedByTheirButtons()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        const auto mode = [&] { return view.scene().mainPane().scale.mode(); };
        view.findChild<QToolButton *>(QStringLiteral("scaleLogarithmic"))->click();
        QCOMPARE(mode(), PriceScale::Mode::Logarithmic);
        view.findChild<QToolButton *>(QStringLiteral("scalePercent"))->click();
        QCOMPARE(mode(), PriceScale::Mode::Percent);
        QVERIFY(view.scene().priceText(model.series()[899].close).contains(u'%'));
        view.findChild<QToolButton *>(QStringLiteral("scalePercent"))->click();
        QCOMPARE(mode(), PriceScale::Mode::Linear);
    }

    void everyStyleIsDrawn()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        std::set<QByteArray> pictures;
        for (const ChartStyle style : {ChartStyle::Candles, ChartStyle::HollowCandles, ChartStyle::OhlcBars,
                                       ChartStyle::Line, ChartStyle::Area, ChartStyle::HeikinAshi}) {
            view.setStyle(style);
            const QImage image = view.grab().toImage();
            pictures.insert(QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes()));
        }
        QCOMPARE(pictures.size(), 6u);
    }

    /// The bars' close at the top of a hollow body is inside it: nothing is filled there.
    void hollowCandlesAreFilledWhenTheyFell()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        view.setStyle(ChartStyle::HollowCandles);
        model.setSymbol(QStringLiteral("AAPL"));
        std::vector<Bar> bars;
        for (int i = 0; i < 40; ++i) {
            const bool rises = i % 2 == 0;
            bars.push_back(
                bar(at("2014-09-17 09:30") + OneMinute * i, rises ? 100 : 110, 112, 98, rises ? 110 : 100, 5));
        }
        model.setHistory(bars, {});
        for (int i = 0; i < 6; ++i)
            view.zoomIn();
        const QImage image = view.grab().toImage();
        const auto inside = [&](int index) {
            const double x = view.scene().time().xOf(index) + 4;
            const double y = view.scene().mainPane().scale.yOf(105);
            return image.pixelColor(static_cast<int>(x), static_cast<int>(y));
        };
        const Theme theme = Theme::dark();
        QVERIFY(inside(36) != theme.up && inside(36) != theme.down);
        QCOMPARE(inside(37), theme.down);
    }

    void studiesComeAndGo()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 600);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        const auto add = [&](const char *name) {
            view.addStudy(*studyType(name), ParameterValues(studyType(name)->parameters));
        };
        QCOMPARE(view.scene().panes().size(), 2u); // bars and volume
        add("EMA");
        add("RSI");
        add("MACD");
        const auto titleOf = [&](std::size_t pane) { return studyTitle(*view.scene().panes()[pane].studies[0].study); };
        QCOMPARE(view.scene().panes().size(), 4u);
        QCOMPARE(titleOf(0), QStringLiteral("EMA 20"));
        QVERIFY(pixelsOf(view.grab().toImage(), Theme::dark().studies[0]) > 20);
        view.movePane(3, -1);
        QCOMPARE(titleOf(2), QStringLiteral("MACD 12 26 9"));
        ParameterValues values(studyType("EMA")->parameters);
        QVERIFY(values.set("period", 9));
        view.setStudyParameters(0, 0, values);
        QCOMPARE(titleOf(0), QStringLiteral("EMA 9"));
        view.removeStudy(2, 0);
        QCOMPARE(view.scene().panes().size(), 3u);
        QCOMPARE(titleOf(2), QStringLiteral("RSI 14"));
        const ChartPane &rsi = view.scene().panes()[2];
        QVERIFY(rsi.scale.low() <= 0 && rsi.scale.high() >= 100);
    }

    void aMarkerIsClickedAndExplained()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 18:40");
        event.direction = Direction::Long;
        event.id = event.computedId();
        model.addEvents({event});
        view.grab();
        QSignalSpy clicked(&view, &ChartView::eventClicked);
        const int index = model.indexOf(event.barStart);
        const double y = view.scene().mainPane().scale.yOf(model.series()[index].low) + 9;
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(int(view.scene().time().xOf(index)), int(y)));
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(clicked.first()[0].value<PatternEvent>().id, event.id);
        QTest::mouseClick(&view, Qt::LeftButton, {}, {60, 60});
        QCOMPARE(clicked.count(), 1);
        QVERIFY(describeBar(model, index).contains(u"Hammer"));
        event.state = EventState::Withdrawn;
        model.addEvents({event});
        QVERIFY(model.markers().empty());
    }

    void whatIsTypedGoesThere()
    {
        QCOMPARE(TypeToGo::timeframeFrom(QStringLiteral("15")), Timeframe::Min15);
        QCOMPARE(TypeToGo::timeframeFrom(QStringLiteral("5m")), Timeframe::Min5);
        QCOMPARE(TypeToGo::timeframeFrom(QStringLiteral(",d")), Timeframe::Daily);
        QVERIFY(!TypeToGo::timeframeFrom(QStringLiteral("7")));
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        TypeToGo typeToGo(&view);
        connect(&view, &ChartView::typed, &typeToGo, [&](const QString &text) {
            typeToGo.begin(text, {QStringLiteral("AAPL"), QStringLiteral("MSFT")});
        });
        QSignalSpy symbols(&typeToGo, &TypeToGo::symbolTyped), timeframes(&typeToGo, &TypeToGo::timeframeTyped);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocus();
        QTest::keyClicks(&view, QStringLiteral("m"));
        QVERIFY(typeToGo.isVisible());
        QTest::keyClicks(&typeToGo, QStringLiteral("sft"));
        QTest::keyClick(&typeToGo, Qt::Key_Return);
        QCOMPARE(symbols.takeFirst()[0].toString(), QStringLiteral("msft")); // spelled by who knows the feed's symbols
        QVERIFY(!typeToGo.isVisible());
        QTest::keyClicks(&view, QStringLiteral("1"));
        QTest::keyClicks(&typeToGo, QStringLiteral("7"));
        QTest::keyClick(&typeToGo, Qt::Key_Return);
        QVERIFY(typeToGo.isVisible()); // there is no such time frame
        QTest::keyClick(&typeToGo, Qt::Key_Escape);
        QVERIFY(!typeToGo.isVisible());
        QCOMPARE(timeframes.count(), 0);
        QTest::keyClicks(&view, QStringLiteral("5"));
        QTest::keyClick(&typeToGo, Qt::Key_Return);
        QCOMPARE(timeframes.count(), 1);
    }

    void zoomedOutColumnsKeepTheExtremes()
    {
        auto minutes = minutesFrom("2014-09-17 04:00", 900);
        minutes[137].high = 500; // one spike among many bars of a pixel
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(400, 400);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutes, {});
        view.grab();
        for (int i = 0; i < 60; ++i)
            wheel(view, -120, Qt::ControlModifier);
        const QImage image = view.grab().toImage();
        QVERIFY(view.scene().time().barWidth() < 1);
        const int x = static_cast<int>(std::floor(view.scene().time().xOf(137)));
        const int y = static_cast<int>(std::round(view.scene().mainPane().scale.yOf(400))); // inside the spike alone
        const QColor colour = image.pixelColor(x, y);
        QVERIFY2(colour == Theme::dark().up || colour == Theme::dark().down, qPrintable(colour.name()));
    }

    void jumpsToABarOnceItIsThere()
    {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(800, 500);
        view.show();
        model.setSymbol(QStringLiteral("AAPL"));
        view.jumpTo(at("2014-09-17 10:00"));
        model.setHistory(minutesFrom("2014-09-17 04:00", 900), {});
        view.grab();
        const double x = view.scene().time().xOf(360);
        QVERIFY2(x > 200 && x < 600, qPrintable(QString::number(x)));
        auto more = minutesFrom("2014-09-16 15:00", 60);
        const auto same = minutesFrom("2014-09-17 04:00", 900);
        more.insert(more.end(), same.begin(), same.end());
        model.setHistory(more, {}); // REST has added to it
        view.grab();
        QVERIFY(std::abs(view.scene().time().xOf(420) - x) < 8); // the bar stays where it was
    }
};

QTEST_MAIN(ChartTest)
#include "tst_chart.moc"
