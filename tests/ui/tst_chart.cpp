// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/studies/studytext.h"
#include "ui/chart/view/bartext.h"
#include "ui/chart/view/typetogo.h"

#include <QScreen>
#include <QSignalSpy>
#include <QToolButton>

#include <set>

using namespace tickstock;
using namespace tickstock::test;

/// What a user sees of one chart, and does to it.
class ChartTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void viewPaintsCandlesAndReadsABar()
    {
        ShownChart chart;
        ChartView &view = chart.view;
        ChartModel &model = chart.model;
        const Theme theme = Theme::dark();
        QCOMPARE(pixelsOf(view.grab().toImage(), theme.up), 0);
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutesFrom("2014-09-17 09:30", 300), {});
        const QImage image = view.grab().toImage();
        QVERIFY(pixelsOf(image, theme.up) > 500);
        QVERIFY(pixelsOf(image, theme.down) > 500);
        QVERIFY(pixelsOf(image, theme.upVolume) > 300);
        const double x = view.scene().time().xOf(280);
        QTest::mouseMove(&view, QPoint(static_cast<int>(x), 200));
        QTRY_COMPARE(view.focusedBar(), std::optional(280));
    }

    void wheelZoomsAndDragPans()
    {
        const auto chart = ShownChart::withBars();
        ChartView &view = chart->view;
        ChartModel &model = chart->model;
        const double width = view.scene().time().barWidth(), lastX = view.scene().time().xOf(899);
        chart->wheel(120);
        QVERIFY(view.scene().time().barWidth() > width);
        QVERIFY(std::abs(view.scene().time().xOf(899) - lastX) < 1); // anchored at the last bar while live
        chart->wheel(-240);
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
        const auto chart = ShownChart::withBars();
        ChartView &view = chart->view;
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
            QTest::keyClick(&view, key, modifiers);
        };
        const TimeScale &time = view.scene().time();
        press(Qt::Key_Left);
        press(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(view.focusedBar(), std::optional(888));
        for (int i = 0; i < 40; ++i)
            press(Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(view.focusedBar(), std::optional(488));
        QVERIFY(time.xOf(488) > 0 && time.xOf(488) < view.scene().plot().right()); // the view follows
        press(Qt::Key_Right);
        QCOMPARE(view.focusedBar(), std::optional(489));
        const double width = time.barWidth(), right = time.right();
        press(Qt::Key_PageUp);
        QVERIFY(time.right() < right - 50);
        press(Qt::Key_Plus);
        QVERIFY(time.barWidth() > width);
        press(Qt::Key_Minus);
        QVERIFY(std::abs(time.barWidth() - width) < 1e-9);
        press(Qt::Key_Up, Qt::ControlModifier);
        QVERIFY(time.barWidth() > width);
        press(Qt::Key_Home);
        QVERIFY(time.visible().first == 0);
        press(Qt::Key_0);
        QVERIFY(time.isLive());
        QCOMPARE(time.barWidth(), TimeScale::DefaultBarWidth);
        press(Qt::Key_Escape);
        QVERIFY(!view.focusedBar());
    }

    void axesAreDraggedAndGoBack()
    {
        const auto chart = ShownChart::withBars();
        ChartView &view = chart->view;
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
        const auto chart = ShownChart::withBars();
        ChartView &view = chart->view;
        ChartModel &model = chart->model;
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
        const auto chart = ShownChart::withBars();
        ChartView &view = chart->view;
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
        ShownChart chart;
        ChartView &view = chart.view;
        ChartModel &model = chart.model;
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
        const auto chart = ShownChart::withBars({800, 600});
        ChartView &view = chart->view;
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
        view.moveStudy(view.scene().panes()[3].studies[0].id, -1);
        QCOMPARE(titleOf(2), QStringLiteral("MACD 12 26 9"));
        ParameterValues values(studyType("EMA")->parameters);
        QVERIFY(values.set("period", 9));
        view.setStudyParameters(view.scene().mainPane().studies[0].id, values);
        QCOMPARE(titleOf(0), QStringLiteral("EMA 9"));
        view.removeStudy(view.scene().panes()[2].studies[0].id);
        QCOMPARE(view.scene().panes().size(), 3u);
        QCOMPARE(titleOf(2), QStringLiteral("RSI 14"));
        const ChartPane &rsi = view.scene().panes()[2];
        QVERIFY(rsi.scale.low() <= 0 && rsi.scale.high() >= 100);
    }

    void aMarkerIsClickedAndExplained()
    {
        const auto chart = ShownChart::withBars();
        ChartView &view = chart->view;
        ChartModel &model = chart->model;
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
        CHECKED(giveKeyboardTo(view));
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
        ShownChart chart{QSize(400, 400)};
        ChartView &view = chart.view;
        ChartModel &model = chart.model;
        model.setSymbol(QStringLiteral("AAPL"));
        model.setHistory(minutes, {});
        view.grab();
        for (int i = 0; i < 60; ++i)
            chart.wheel(-120, Qt::ControlModifier);
        const QImage image = view.grab().toImage();
        QVERIFY(view.scene().time().barWidth() < 1);
        const int x = static_cast<int>(std::floor(view.scene().time().xOf(137)));
        const int y = static_cast<int>(std::round(view.scene().mainPane().scale.yOf(400))); // inside the spike alone
        const QColor colour = image.pixelColor(x, y);
        QVERIFY2(colour == Theme::dark().up || colour == Theme::dark().down, qPrintable(colour.name()));
    }

    void jumpsToABarOnceItIsThere()
    {
        ShownChart chart;
        ChartView &view = chart.view;
        ChartModel &model = chart.model;
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
