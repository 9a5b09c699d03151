// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/types/utc.h"
#include "tests/support/chartfixture.h"
#include "tests/support/test.h"
#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartsetup.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/chartsmenu.h"

#include <QAction>
#include <QDateTimeEdit>
#include <QDialog>
#include <QJsonDocument>
#include <QMenu>
#include <QPointer>
#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

/// Several charts, what links them, and what is kept of them.
class WorkspaceTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<ChartWorkspace> m_charts;

    ChartPanel &chart(std::size_t index) const { return *m_charts->panels()[index]; }
    static SymbolHistory history(const QString &symbol)
    {
        SymbolHistory made;
        made.symbol = symbol;
        made.minutes = minutesFrom("2014-09-17 04:00", 900);
        made.isComplete = true;
        return made;
    }
    void showEverywhere(const QString &symbol)
    {
        for (ChartPanel *panel : m_charts->panels())
            panel->showSymbol(symbol);
        m_charts->applyHistory(history(symbol));
        QCoreApplication::processEvents(); // laid out
    }

    /// The first one of this name, or null, if it @p isThere or not.
    static QAction *actionOf(const QMenu &menu, const char *name, bool isThere = true)
    {
        QAction *found = nullptr;
        for (QAction *action : menu.actions()) {
            if (!found && action->text().remove(u'&') == QLatin1String(name))
                found = action;
        }
        if (!QTest::qVerify(static_cast<bool>(found) == isThere, name, menu.title().toUtf8().constData(), __FILE__,
                            __LINE__))
            qFatal("%s", name);
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_charts = std::make_unique<ChartWorkspace>(Theme::dark(), QString());
        m_charts->resize(1200, 800);
        m_charts->show();
    }
    void cleanup() { m_charts.reset(); }

    void chartsOfAGroupShowTheSameSymbol()
    {
        m_charts->setGrid(4);
        chart(2).setLink(LinkGroup::B);
        chart(3).setLink(LinkGroup::None);
        QSignalSpy wanted(m_charts.get(), &ChartWorkspace::historyWanted);
        chart(0).showSymbol(QStringLiteral("MSFT"));
        QCOMPARE(chart(1).symbol(), QStringLiteral("MSFT"));
        QCOMPARE(chart(2).symbol(), QString());
        QCOMPARE(wanted.count(), 1);                 // one answer serves all
        chart(3).showSymbol(QStringLiteral("NVDA")); // linked with nobody
        QCOMPARE(chart(0).symbol(), QStringLiteral("MSFT"));
        m_charts->showSymbol(QStringLiteral("TSLA"), LinkGroup::B);
        QCOMPARE(chart(2).symbol(), QStringLiteral("TSLA"));
        QCOMPARE(chart(0).symbol(), QStringLiteral("MSFT"));
        QCOMPARE(m_charts->symbols(),
                 (QStringList{QStringLiteral("MSFT"), QStringLiteral("TSLA"), QStringLiteral("NVDA")}));
    }

    void aRefusedGridIsNotShownAsChosen()
    {
        ChartsMenu menu(*m_charts);
        const auto chosen = [&menu] {
            QStringList texts;
            for (const QAction *action : menu.actions()) {
                if (action->actionGroup() && action->isChecked())
                    texts.append(action->text());
            }
            return texts;
        };
        const QStringList before = chosen();
        QCOMPARE(before.size(), 1);
        for (int i = 0; i < 12; ++i)
            m_charts->openWindow();
        menu.actions().at(ChartWorkspace::GridCounts.size() - 1)->trigger();
        QCOMPARE(m_charts->gridCount(), 1);
        QCOMPARE(chosen(), before);
    }

    void aGroupWithoutAChartIsTheChartInUse()
    {
        m_charts->showSymbol(QStringLiteral("MSFT"), LinkGroup::E);
        QCOMPARE(chart(0).symbol(), QStringLiteral("MSFT"));
    }

    /// By time, not by bar: they have different time frames.
    void crosshairAndTimeAreShared()
    {
        m_charts->setGrid(4);
        chart(1).setTimeframe(Timeframe::Min15);
        chart(3).setLink(LinkGroup::None);
        showEverywhere(QStringLiteral("AAPL"));
        chart(2).showSymbol(QStringLiteral("AAPL"));
        ChartView &first = chart(0).view();
        const int index = chart(0).model().indexOf(at("2014-09-17 18:40"));
        QTest::mouseMove(&first, {static_cast<int>(first.scene().time().xOf(index)), 90});
        QTRY_COMPARE(first.focusedBar(), std::optional(index));
        const auto shared = chart(1).view().focusedBar();
        QVERIFY(shared);
        QCOMPARE(chart(1).model().series()[*shared].start, at("2014-09-17 18:30"));
        const double price = first.scene().mainPane().scale.valueOf(90);
        QVERIFY(std::abs(*chart(1).view().overlay().linkedPrice - price) < 1e-9);
        QVERIFY(!chart(3).view().focusedBar());

        for (int i = 0; i < 10; ++i)
            chart(1).view().zoomIn(); // where all bars fit, there is nothing to move
        QTest::keyClick(&first, Qt::Key_PageUp);
        QVERIFY(!first.position().isLive);
        const TimeScale &time = chart(1).view().scene().time();
        const Timestamp right = first.position().bar;
        QCOMPARE(std::lround(time.right() - first.position().fraction), chart(1).model().indexAt(right));
        QVERIFY(chart(3).view().position().isLive);
        QTest::keyClick(&first, Qt::Key_End);
        QVERIFY(chart(1).view().position().isLive);
    }

    void anotherSymbolSharesTimeButNoPrice()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        chart(1).setLink(LinkGroup::None);
        chart(1).showSymbol(QStringLiteral("MSFT"));
        m_charts->applyHistory(history(QStringLiteral("MSFT")));
        applySetup(QJsonDocument::fromJson(R"({"grid":[{},{"link":"A"}]})").object(),
                   *m_charts); // as kept: nobody follows
        QCOMPARE(chart(1).symbol(), QStringLiteral("MSFT"));
        Q_EMIT chart(0).view().crosshair().moved(at("2014-09-17 18:50"), 101.5);
        QVERIFY(chart(1).view().focusedBar());
        QVERIFY(!chart(1).view().overlay().linkedPrice);
    }

    void gridGrowsAndShrinksWithoutForgetting()
    {
        m_charts->setGrid(6);
        QCOMPARE(m_charts->panels().size(), 6u);
        chart(5).setTimeframe(Timeframe::Daily);
        chart(5).setLink(LinkGroup::D);
        chart(0).view().setFocus();
        m_charts->setGrid(2);
        QCOMPARE(m_charts->panels().size(), 2u);
        m_charts->setGrid(6);
        QCOMPARE(chart(5).model().timeframe(), Timeframe::Daily);
        QCOMPARE(chart(5).link(), LinkGroup::D);
    }

    void chartsTakeAllTheRoomThereIs()
    {
        m_charts->setGrid(6);
        QCoreApplication::processEvents();
        QVERIFY(chart(0).width() < m_charts->width() / 2);
        m_charts->toggleMaximised();
        QCoreApplication::processEvents();
        QCOMPARE(m_charts->active().size(), m_charts->size());
        m_charts->toggleMaximised();
        m_charts->setGrid(1);
        QCoreApplication::processEvents();
        QCOMPARE(chart(0).size(), m_charts->size());
    }

    void aChartThatComesBackFollowsItsGroup()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        m_charts->setGrid(1);
        chart(0).showSymbol(QStringLiteral("MSFT"));
        m_charts->setGrid(2);
        QCOMPARE(chart(0).symbol(), QStringLiteral("MSFT"));
        QCOMPARE(chart(1).symbol(), QStringLiteral("MSFT"));
    }

    void whoJoinsAGroupShowsWhatItShows()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        chart(1).setLink(LinkGroup::B);
        chart(1).showSymbol(QStringLiteral("MSFT"));
        chart(1).setLink(LinkGroup::A);
        QCOMPARE(chart(1).symbol(), QStringLiteral("AAPL"));
        QCOMPARE(chart(0).symbol(), QStringLiteral("AAPL"));
    }

    void emptyChartsLeadNobody()
    {
        m_charts->setGrid(2);
        chart(1).showSymbol(QStringLiteral("MSFT"));
        chart(0).setLink(LinkGroup::B);
        m_charts->fillEmpty(QStringLiteral("AAPL"));
        QCOMPARE(chart(1).symbol(), QStringLiteral("MSFT"));
    }

    /// While the leader is panned a little further each time, a chart of longer bars never goes back.
    void followersMoveSteadily()
    {
        m_charts->setGrid(2);
        chart(1).setTimeframe(Timeframe::Min15);
        showEverywhere(QStringLiteral("AAPL"));
        for (int i = 0; i < 10; ++i)
            chart(1).view().zoomIn();
        ViewPosition position = chart(0).view().position();
        position.isLive = false;
        double before = 0;
        for (int i = 600; i < 640; ++i) {
            for (const double fraction : {-0.4, -0.1, 0.2, 0.45}) {
                position.bar = chart(0).model().series()[i].start;
                position.fraction = fraction;
                chart(1).view().setPosition(position);
                const double right = chart(1).view().scene().time().right();
                QVERIFY2(right >= before, qPrintable(QStringLiteral("%1 after %2").arg(right).arg(before)));
                before = right;
            }
        }
        QVERIFY(before > chart(1).model().indexOf(at("2014-09-17 14:00")) + 1); // and it has moved
    }

    /// A leader that goes back further than a follower's history leaves it at its first bars.
    void whoseHistoryBeginsLaterStopsThere()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        ViewPosition position = chart(0).view().position();
        position.isLive = false;
        position.bar = at("2014-08-01 10:00");
        chart(1).view().setPosition(position);
        const double first = chart(1).view().scene().time().xOf(0);
        QVERIFY2(first >= 0 && first < 10, qPrintable(QString::number(first)));
    }

    /// A day begins at midnight, its minutes later.
    void aDayPointsAtItsOwnMinutes()
    {
        m_charts->setGrid(2);
        SymbolHistory days = history(QStringLiteral("AAPL"));
        const auto before = minutesFrom("2014-09-16 04:00", 900);
        days.minutes.insert(days.minutes.begin(), before.begin(), before.end());
        days.days = {bar(at("2014-09-16 00:00"), 100, 101, 99, 100, 5)};
        chart(0).showSymbol(QStringLiteral("AAPL"));
        chart(1).setTimeframe(Timeframe::Daily);
        m_charts->applyHistory(days);
        QCoreApplication::processEvents();
        chart(0).view().goTo(at("2014-09-17 04:30"));
        Q_EMIT chart(1).view().crosshair().moved(at("2014-09-17 00:00"), NoValue);
        const auto read = chart(0).view().focusedBar();
        QVERIFY(read);
        QCOMPARE(chart(0).model().series()[*read].start, at("2014-09-17 04:00"));
    }

    void crosshairsGoWithTheirChart()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        const Timestamp read = chart(0).model().bars().back().start;
        Q_EMIT chart(0).view().crosshair().moved(read, NoValue);
        QVERIFY(chart(1).view().focusedBar());
        chart(0).setTimeframe(Timeframe::Min5);
        QVERIFY(!chart(1).view().focusedBar());
        Q_EMIT chart(1).view().crosshair().moved(read, NoValue);
        QVERIFY(chart(0).view().focusedBar());
        Q_EMIT chart(0).activated();
        m_charts->setGrid(1); // the second one goes
        QVERIFY(!chart(0).view().focusedBar());
    }

    void aChosenToolGoesWithTheHand()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        m_charts->active().view().tool().choose(Drawing::Kind::HorizontalLine);
        QTest::mouseClick(&chart(1).view(), Qt::LeftButton, {}, {200, 150});
        QCOMPARE(m_charts->drawings().of(QStringLiteral("AAPL")).size(), 1u);
        QVERIFY(!chart(0).view().tool().armed() && !chart(1).view().tool().armed());
    }

    /// A window that comes to the front has not been clicked into.
    void onlyAHandMakesAChartTheOneInUse()
    {
        m_charts->setGrid(2);
        Q_EMIT chart(0).activated();
        QFocusEvent front(QEvent::FocusIn, Qt::ActiveWindowFocusReason);
        QCoreApplication::sendEvent(&chart(1).view(), &front);
        QCOMPARE(&m_charts->active(), &chart(0));
        QFocusEvent tab(QEvent::FocusIn, Qt::TabFocusReason);
        QCoreApplication::sendEvent(&chart(1).view(), &tab);
        QCOMPARE(&m_charts->active(), &chart(1));
    }

    void whatIsGoneCannotBeSetUp()
    {
        showEverywhere(QStringLiteral("AAPL"));
        ChartView &view = chart(0).view();
        view.addStudy(*studyType("RSI"), ParameterValues(studyType("RSI")->parameters));
        const int id = view.scene().panes().back().studies.front().id;
        view.removeStudy(id);
        const auto panes = view.scene().panes().size();
        view.setStudyParameters(id, ParameterValues(studyType("RSI")->parameters));
        view.removeStudy(id);
        view.moveStudy(id, 1);
        QCOMPARE(view.scene().panes().size(), panes);
    }

    void undoWorksAfterAMenuWasOpen()
    {
        showEverywhere(QStringLiteral("AAPL"));
        ChartView &view = chart(0).view();
        giveKeyboardTo(view);
        chart(0).actions().menu().popup({});
        chart(0).actions().menu().close();
        view.tool().choose(Drawing::Kind::HorizontalLine);
        QTest::mouseClick(&view, Qt::LeftButton, {}, {200, 150});
        QCOMPARE(view.drawings().size(), 1u);
        QTest::keyClick(&view, Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(view.drawings().empty());
        QTest::keyClick(&view, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(view.drawings().size(), 1u);
    }

    void oneChartAloneAndBack()
    {
        m_charts->setGrid(4);
        Q_EMIT chart(2).activated();
        QCOMPARE(&m_charts->active(), &chart(2));
        m_charts->toggleMaximised();
        QVERIFY(chart(2).isVisible() && !chart(0).isVisible());
        m_charts->activateNext(); // which is alone now
        QVERIFY(chart(3).isVisible() && !chart(2).isVisible());
        m_charts->toggleMaximised();
        QVERIFY(chart(0).isVisible());
    }

    void aWindowIsAChartLikeAnyOther()
    {
        showEverywhere(QStringLiteral("AAPL"));
        chart(0).setTimeframe(Timeframe::Min5);
        m_charts->openWindow();
        QCOMPARE(m_charts->panels().size(), 2u);
        QVERIFY(chart(1).isWindow() && chart(1).isVisible());
        QCOMPARE(chart(1).symbol(), QStringLiteral("AAPL"));
        QCOMPARE(chart(1).model().timeframe(), Timeframe::Min5);
        QCOMPARE(&m_charts->active(), &chart(1));
        chart(0).showSymbol(QStringLiteral("MSFT"));
        QCOMPARE(chart(1).symbol(), QStringLiteral("MSFT"));
        chart(1).close();
        QCOMPARE(m_charts->panels().size(), 1u);
        QCOMPARE(&m_charts->active(), &chart(0));
    }

    void thereIsAnEndToWindows()
    {
        QSignalSpy told(m_charts.get(), &ChartWorkspace::answered);
        for (std::size_t i = 0; i < ChartWorkspace::MostCharts; ++i)
            m_charts->openWindow();
        QCOMPARE(m_charts->panels().size(), ChartWorkspace::MostCharts);
        QCOMPARE(told.count(), 1);
    }

    void setupComesBack()
    {
        m_charts->setGrid(2);
        showEverywhere(QStringLiteral("AAPL"));
        chart(1).setLink(LinkGroup::C);
        chart(1).showSymbol(QStringLiteral("MSFT"));
        chart(1).setTimeframe(Timeframe::Min15);
        chart(1).model().setExtendedHours(false);
        ChartView &view = chart(1).view();
        view.setStyle(ChartStyle::HeikinAshi);
        view.setScaleMode(PriceScale::Mode::Logarithmic);
        view.setInverted(true);
        ParameterValues values(studyType("EMA")->parameters);
        QVERIFY(values.set("period", 9));
        view.addStudy(*studyType("EMA"), values);
        view.addStudy(*studyType("RSI"), ParameterValues(studyType("RSI")->parameters));
        view.setPaneShare(2, 0.5);
        m_charts->setWheelHabits({true, true});
        m_charts->openWindow();
        const QJsonObject kept = setupOf(*m_charts);

        ChartWorkspace again(Theme::dark(), QString());
        applySetup(kept, again);
        QCOMPARE(again.panels().size(), 3u);
        QCOMPARE(again.gridCount(), 2);
        QCOMPARE(again.panels()[0]->symbol(), QStringLiteral("AAPL"));
        QCOMPARE(again.panels()[1]->symbol(), QStringLiteral("MSFT"));
        QCOMPARE(setupOf(*again.panels()[1]), setupOf(chart(1)));
        QCOMPARE(again.wheelHabits(), m_charts->wheelHabits());
        const auto &panes = again.panels()[1]->view().scene().panes();
        QCOMPARE(panes.size(), 3u);
        QCOMPARE(panes[0].studies[0].study->parameters()["period"], 9.0);
        QCOMPARE(panes[2].share, 0.5);
    }

    void aDamagedSetupCostsNothingButItself()
    {
        showEverywhere(QStringLiteral("AAPL"));
        const QJsonObject before = setupOf(chart(0));
        for (
            const char *damaged :
            {R"({})", R"({"grid":7,"windows":"x"})",
             R"({"grid":[{"symbol":"A B","timeframe":"7min","link":"Z","style":4,"scale":"cubic","inverted":"yes"}]})"}) {
            applySetup(QJsonDocument::fromJson(damaged).object(), *m_charts);
            QCOMPARE(m_charts->panels().size(), 1u);
            QCOMPARE(setupOf(chart(0)), before);
        }
        const char *studies = R"({"grid":[{"studies":[{"study":"Magic"},{"study":"RSI","parameters":{"period":-4},
                                 "share":1e9}]}]})";
        applySetup(QJsonDocument::fromJson(studies).object(), *m_charts);
        const auto &panes = chart(0).view().scene().panes();
        QCOMPARE(panes.size(), 2u);
        QCOMPARE(panes[1].studies[0].study->parameters()["period"], 14.0);
        QVERIFY(panes[1].share < 1);
    }

    void anEventBringsTheChartOfItsTimeFrame()
    {
        m_charts->setGrid(2);
        chart(1).setTimeframe(Timeframe::Min5);
        showEverywhere(QStringLiteral("AAPL"));
        PatternEvent event;
        event.symbol = QStringLiteral("MSFT");
        event.timeframe = Timeframe::Min5;
        event.barStart = at("2014-09-17 10:00");
        m_charts->jumpTo(event, LinkGroup::A);
        QCOMPARE(chart(0).symbol(), QStringLiteral("MSFT"));
        QCOMPARE(chart(0).model().timeframe(), Timeframe::Min1); // keeps its own
        QCOMPARE(&m_charts->active(), &chart(1));
        m_charts->applyHistory(history(QStringLiteral("MSFT")));
        const double x = chart(1).view().scene().time().xOf(chart(1).model().indexOf(event.barStart));
        QVERIFY(x > 0 && x < chart(1).view().scene().plot().right());
    }

    void keysActOnTheChartThatHasThem()
    {
        showEverywhere(QStringLiteral("AAPL"));
        ChartView &view = chart(0).view();
        CHECKED(giveKeyboardTo(view));
        const PriceScale &scale = view.scene().mainPane().scale;
        QTest::keyClick(&view, Qt::Key_L, Qt::AltModifier);
        QCOMPARE(scale.mode(), PriceScale::Mode::Logarithmic);
        QTest::keyClick(&view, Qt::Key_I, Qt::AltModifier);
        QVERIFY(scale.isInverted());
        QVERIFY(scale.yOf(105) > scale.yOf(100));
        QTest::keyClick(&view, Qt::Key_E, Qt::AltModifier);
        QVERIFY(!chart(0).model().showsExtendedHours());
        QTest::keyClick(&view, Qt::Key_PageUp);
        QTest::keyClick(&view, Qt::Key_R, Qt::AltModifier);
        QVERIFY(view.position().isLive);
        QTest::keyClick(&view, Qt::Key_G, Qt::AltModifier);
        auto *dialog = chart(0).findChild<QDialog *>(QStringLiteral("goToDialog"));
        QVERIFY(dialog);
        dialog->findChild<QDateTimeEdit *>()->setDateTime(QDateTime({2014, 9, 17}, {10, 0}, Utc));
        dialog->accept();
        QCOMPARE(view.overlay().highlight, std::optional(at("2014-09-17 10:00")));
        const double x = view.scene().time().xOf(chart(0).model().indexOf(at("2014-09-17 10:00")));
        QVERIFY(x > 0 && x < view.scene().plot().right());
    }

    void thePatternOnTheBarIsExplainedByKey()
    {
        showEverywhere(QStringLiteral("AAPL"));
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("AAPL");
        event.barStart = at("2014-09-17 18:58");
        event.direction = Direction::Long;
        event.id = event.computedId();
        chart(0).model().addEvents({event});
        ChartView &view = chart(0).view();
        giveKeyboardTo(view);
        QSignalSpy clicked(m_charts.get(), &ChartWorkspace::eventClicked),
            told(m_charts.get(), &ChartWorkspace::answered);
        QTest::keyClick(&view, Qt::Key_M, Qt::AltModifier);
        QCOMPARE(told.count(), 1); // no bar is read
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_M, Qt::AltModifier);
        QCOMPARE(clicked.count(), 1);
        QCOMPARE(clicked.first()[0].value<PatternEvent>().id, event.id);
    }

    /// The same actions stand in all menus: they are checked and enabled without one being opened.
    void actionsFollowTheirChart()
    {
        showEverywhere(QStringLiteral("AAPL"));
        ChartView &view = chart(0).view();
        const ChartActions &actions = chart(0).actions();
        const auto checked = [](const QList<QAction *> &choices) {
            QStringList texts;
            for (const QAction *action : choices) {
                if (action->isChecked())
                    texts.append(action->text().remove(u'&'));
            }
            return texts;
        };
        const auto timeframe = checked(actions.timeframes());
        QCOMPARE(timeframe.size(), 1);
        chart(0).setTimeframe(Timeframe::Min15);
        QCOMPARE(checked(actions.timeframes()).size(), 1);
        QVERIFY(checked(actions.timeframes()) != timeframe);
        QCOMPARE(checked(actions.styles().actions()), QStringList{QStringLiteral("Candles")});
        view.setStyle(ChartStyle::Area);
        QCOMPARE(checked(actions.styles().actions()), QStringList{QStringLiteral("Area")});
        QVERIFY(actions.extendedHours()->isChecked());
        actions.extendedHours()->trigger();
        QVERIFY(!chart(0).model().showsExtendedHours() && !actions.extendedHours()->isChecked());

        const QAction *undo = actionOf(actions.drawings(), "Undo drawing");
        QVERIFY(!undo->isEnabled());
        view.tool().choose(Drawing::Kind::HorizontalLine);
        QTest::mouseClick(&view, Qt::LeftButton, {}, {200, 150});
        QVERIFY(undo->isEnabled());
        actionOf(actions.drawings(), "Delete all of AAPL")->trigger();
        QVERIFY(view.drawings().empty() && undo->isEnabled());
    }

    /// One of its own actions changes the menu.
    void studiesComeAndGoByTheirMenu()
    {
        showEverywhere(QStringLiteral("AAPL"));
        const ChartScene &scene = chart(0).view().scene();
        const QMenu &studies = chart(0).actions().studies();
        QVERIFY(actionOf(studies, "Volume")->menu()); // is shown, and can be added once more
        actionOf(studies, "RSI 14", false);
        for (QAction *action : studies.actions()) {
            if (!action->menu() && action->text().contains(QStringLiteral("RSI")))
                action->trigger();
        }
        QCOMPARE(scene.panes().size(), 3u);
        const QPointer<QMenu> rsi = actionOf(studies, "RSI 14")->menu();
        actionOf(*rsi, "Move up")->trigger();
        QCOMPARE(scene.panes()[1].studies[0].study->type().name, std::string_view("RSI"));
        actionOf(*actionOf(studies, "RSI 14")->menu(), "Remove")->trigger();
        QCOMPARE(scene.panes().size(), 2u);
        actionOf(studies, "RSI 14", false);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(!rsi);
    }

    void menusOfferEverything()
    {
        showEverywhere(QStringLiteral("AAPL"));
        QStringList titles;
        for (const QAction *action : chart(0).actions().menu().actions()) {
            if (action->menu())
                titles.append(action->menu()->title().remove(u'&'));
        }
        QCOMPARE(titles,
                 (QStringList{QStringLiteral("Time frame"), QStringLiteral("Style"), QStringLiteral("Indicators"),
                              QStringLiteral("Draw"), QStringLiteral("Price scale"), QStringLiteral("Link group")}));
        chart(0).actions().drawings().actions().first()->trigger();
        QCOMPARE(chart(0).view().tool().armed(), std::optional(Drawing::Kind::HorizontalLine));
    }
};

QTEST_MAIN(WorkspaceTest)
#include "tst_workspace.moc"
