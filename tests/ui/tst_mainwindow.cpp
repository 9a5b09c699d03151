// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "tests/support/fakecore.h"
#include "tests/support/test.h"
#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/windowsetup.h"

#include <QAction>
#include <QDialog>
#include <QDockWidget>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QToolBar>

#include <map>

using namespace tickstock;
using namespace tickstock::test;

class MainWindowTest final : public Test
{
    Q_OBJECT

private:
    FakeCore m_fake;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T *find(const char *name) const
    {
        return m_window->findChild<T *>(QString::fromLatin1(name));
    }
    SymbolHistory history(const char *symbol) const
    {
        SymbolHistory made;
        made.symbol = QString::fromLatin1(symbol);
        for (int i = 0; i < 200; ++i)
            made.minutes.push_back(bar(at("2014-09-17 09:30") + OneMinute * i, 10, 11, 9, 10.5, 100));
        made.isComplete = true;
        return made;
    }

private Q_SLOTS:
    void init()
    {
        m_fake.market.subscribed = {QStringLiteral("AAPL"), QStringLiteral("MSFT")};
        m_fake.market.loaded.clear();
        m_window = std::make_unique<MainWindow>(QString());
        m_window->resize(1280, 720);
        m_window->setCore(m_fake.interfaces());
        m_window->show();
    }
    void cleanup() { m_window.reset(); }

    void opensTheFirstSymbol()
    {
        QCOMPARE(m_fake.market.loaded, QStringList{QStringLiteral("AAPL")});
        QCOMPARE(find<QLineEdit>("symbolEdit")->text(), QStringLiteral("AAPL"));
    }

    void showsQuotesAndBarsWithTheNextFrame()
    {
        Q_EMIT m_fake.market.historyLoaded(history("AAPL"));
        MarketUpdate update;
        update.marketNow = at("2014-09-17 12:55");
        QuoteUpdate quote;
        quote.symbol = *m_fake.market.symbols().find(std::string_view("AAPL"));
        quote.quote.last = 12.34;
        quote.quote.lastTime = update.marketNow;
        quote.forming = bar(at("2014-09-17 12:50"), 12, 13, 11, 12.34, 5);
        update.quotes.push_back(quote);
        m_fake.market.mailbox().post(update);
        const auto *watchlist = find<QTableView>("watchlist");
        QTRY_COMPARE(watchlist->model()->index(0, 1).data().toString(), QStringLiteral("12.34"));
        QCOMPARE(find<ChartView>("chart")->scene().time().count(), 201);
    }

    void typedSymbolIsSubscribedAndShown()
    {
        auto *edit = find<QLineEdit>("symbolEdit");
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("BRK.B"));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(m_fake.market.subscribed.contains(QStringLiteral("BRK.B")));
        QCOMPARE(m_fake.market.loaded.last(), QStringLiteral("BRK.B"));
        edit->selectAll();
        QTest::keyClicks(edit, QStringLiteral("A B"));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(find<QLabel>("notice")->text().contains(u"A B"));
        QCOMPARE(m_fake.market.loaded.last(), QStringLiteral("BRK.B"));
    }

    void clickedEventBringsTheChartToItsBar()
    {
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("MSFT");
        event.barStart = at("2014-09-17 09:50");
        event.id = event.computedId();
        MarketUpdate update;
        update.events.push_back(event);
        m_fake.market.mailbox().post(update);
        auto *events = find<QTableView>("events");
        QTRY_COMPARE(events->model()->rowCount(), 1);
        QTest::mouseClick(events->viewport(), Qt::LeftButton, {},
                          events->visualRect(events->model()->index(0, 0)).center());
        QCOMPARE(find<QLineEdit>("symbolEdit")->text(), QStringLiteral("MSFT"));
        QCOMPARE(m_fake.market.loaded.last(), QStringLiteral("MSFT"));
        Q_EMIT m_fake.market.historyLoaded(history("MSFT"));
        auto *chart = find<ChartView>("chart");
        chart->grab();
        const double x = chart->scene().time().xOf(20);
        QVERIFY(x > chart->scene().plot().left() && x < chart->scene().plot().right());
    }

    void statusBarTellsTheTruth()
    {
        ConnectionHealth connection;
        connection.id = {1};
        connection.name = QStringLiteral("primary");
        connection.status = ConnectionStatus::Degraded;
        connection.reason = StatusReason::Stalled;
        m_fake.health.snapshot.connections = {connection};
        m_fake.health.snapshot.pipeline.droppedTicks = 17;
        m_fake.health.snapshot.pipeline.marketNow = at("2014-09-17 10:00");
        QTRY_VERIFY(find<QLabel>("chipFeed")->text().contains(u"DEGRADED"));
        QVERIFY(find<QLabel>("chipLoss")->text().contains(u"17"));
        QVERIFY(m_window->healthLine().contains(u"DEGRADED"));
        m_fake.health.snapshot = {};
    }

    void sinksAreOneTabBesideTheEvents()
    {
        SinkHealth redis;
        redis.name = QStringLiteral("redis");
        redis.state = SinkState::Failing;
        m_fake.health.snapshot.sinks = {redis};
        auto *dock = find<QDockWidget>("sinksDock");
        QVERIFY(m_window->tabifiedDockWidgets(find<QDockWidget>("eventsDock")).contains(dock));
        const auto *sinks = find<QTableView>("sinks");
        QTRY_COMPARE(sinks->model()->rowCount(), 1);
        QVERIFY(m_window->applyLayout(QStringLiteral("focus")));
        QVERIFY(!dock->isVisible());
        QVERIFY(m_window->applyLayout(QStringLiteral("trading")));
        QVERIFY(!dock->isHidden());
        m_fake.health.snapshot = {};
    }

    /// The watchlist moves its own group, and follows it.
    void theWatchlistBelongsToAGroup()
    {
        ChartWorkspace &charts = m_window->charts();
        charts.setGrid(2);
        ChartPanel &first = *charts.panels()[0], &second = *charts.panels()[1];
        second.setLink(LinkGroup::B);
        second.showSymbol(QStringLiteral("MSFT"));
        QCOMPARE(first.symbol(), QStringLiteral("AAPL"));
        auto *watchlist = find<QTableView>("watchlist");
        QCOMPARE(watchlist->currentIndex().row(), 0); // another group's symbol is none of its business
        Q_EMIT m_fake.market.subscriptionsChanged();
        QCOMPARE(first.symbol(), QStringLiteral("AAPL"));
        QCOMPARE(second.symbol(), QStringLiteral("MSFT"));
        QTest::keyClick(watchlist, Qt::Key_Down);
        QCOMPARE(first.symbol(), QStringLiteral("MSFT"));
        first.showSymbol(QStringLiteral("AAPL"));
        QCOMPARE(watchlist->currentIndex().row(), 0);
        first.setLink(LinkGroup::None);
        second.setLink(LinkGroup::None);
        second.showSymbol(QStringLiteral("MSFT"));
        Q_EMIT second.activated();
        QCOMPARE(watchlist->currentIndex().row(), 1); // no chart is of its group: it goes with the one in use
        QTest::mouseClick(watchlist->viewport(), Qt::LeftButton, {},
                          watchlist->visualRect(watchlist->model()->index(0, 0)).center());
        QCOMPARE(second.symbol(), QStringLiteral("AAPL"));
    }

    void keptSymbolsAreSubscribed()
    {
        applySetup(QJsonDocument::fromJson(R"({"charts":{"grid":[{"symbol":"TSLA"}]}})").object(), *m_window);
        m_fake.market.loaded.clear();
        Q_EMIT m_fake.health.started();
        QVERIFY(m_fake.market.subscribed.contains(QStringLiteral("TSLA")));
        QVERIFY(m_fake.market.loaded.contains(QStringLiteral("TSLA")));
    }

    void coloursChangeWhileItRuns()
    {
        Q_EMIT m_fake.market.historyLoaded(history("AAPL"));
        auto *chart = find<ChartView>("chart");
        m_window->setLook({false, Look::Directions::Reversed});
        QCOMPARE(chart->scene().theme().window, Theme::light().window);
        QCOMPARE(chart->scene().theme().up, Theme::light().down);
        QCOMPARE(m_window->palette().color(QPalette::Base), Theme::light().window);
        m_window->setLook({});
        QCOMPARE(chart->scene().theme().up, Theme::dark().up);
    }

    /// The tool bar and the menu bar show the actions of the chart in use, not copies of them.
    void barsShowTheActionsOfTheChartInUse()
    {
        ChartWorkspace &charts = m_window->charts();
        charts.setGrid(2);
        ChartPanel &first = *charts.panels()[0], &second = *charts.panels()[1];
        const QList<QAction *> firsts = first.actions().timeframes(), seconds = second.actions().timeframes();
        const auto *bar = find<QToolBar>("toolbar");
        QVERIFY(bar->actions().contains(firsts[0]) && !bar->actions().contains(seconds[0]));
        const auto offered = bar->actions().size();
        Q_EMIT second.activated();
        QVERIFY(!bar->actions().contains(firsts[0]) && bar->actions().contains(seconds[0]));
        QVERIFY(bar->actions().contains(second.actions().extendedHours()));
        QCOMPARE(bar->actions().size(), offered);
        seconds[1]->trigger();
        QCOMPARE(second.model().timeframe(), AllTimeframes[1]);
        QCOMPARE(first.model().timeframe(), AllTimeframes[0]);
        const QMenu *menu = nullptr;
        for (const QAction *action : m_window->menuBar()->actions()) {
            if (action->text() == QStringLiteral("&Chart"))
                menu = action->menu();
        }
        QCOMPARE(menu->actions(), second.actions().menu().actions());
        charts.setGrid(1);
        QCOMPARE(bar->actions().size(), offered);
    }

    void coloursAreChosenInTheMenu()
    {
        const auto choice = [this](const char *text) {
            for (auto *action : m_window->findChildren<QAction *>()) {
                if (action->text() == QLatin1String(text))
                    return action;
            }
            return static_cast<QAction *>(nullptr);
        };
        QVERIFY(choice("&Dark")->isChecked());
        choice("&Light")->trigger();
        QCOMPARE(m_window->theme().window, Theme::light().window);
        m_window->setLook({});
        QVERIFY(choice("&Dark")->isChecked() && !choice("&Light")->isChecked());
    }

    /// No two of them ask for the same key, or neither would be heard.
    void noKeyMeansTwoThings()
    {
        std::map<QString, QString> keys;
        const auto note = [&](const QKeySequence &key, const QString &what) {
            if (key.isEmpty())
                return;
            const QString text = key.toString();
            QVERIFY2(keys.emplace(text, what).second, qPrintable(text + u' ' + what + u' ' + keys[text]));
        };
        for (const QAction *menu : m_window->menuBar()->actions())
            CHECKED(note(QKeySequence::mnemonic(menu->text()), menu->text()));
        for (const QAction *action : m_window->charts().active().findChildren<QAction *>(Qt::FindDirectChildrenOnly)) {
            for (const QKeySequence &key : action->shortcuts())
                CHECKED(note(key, action->text()));
        }
        for (const QAction *action : m_window->menuBar()->findChildren<QAction *>()) {
            if (action->shortcutContext() == Qt::ApplicationShortcut) {
                for (const QKeySequence &key : action->shortcuts())
                    CHECKED(note(key, action->text()));
            }
        }
        for (const auto *button : m_window->findChildren<QPushButton *>())
            CHECKED(note(QKeySequence::mnemonic(button->isVisible() ? button->text() : QString()), button->text()));
        QVERIFY(keys.size() > 25);
    }

    void commandsAreFoundByTyping()
    {
        Q_EMIT m_fake.market.historyLoaded(history("AAPL"));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        const QPointer<QDialog> palette = find<QDialog>("commandPalette");
        QVERIFY(palette);
        auto *text = palette->findChild<QLineEdit *>();
        const auto *list = palette->findChild<QListWidget *>();
        QVERIFY(list->count() > 40);
        QTest::keyClick(text, Qt::Key_Return);
        QVERIFY(palette); // nothing is run that nobody asked for
        QTest::keyClicks(text, QStringLiteral("qqq"));
        QTest::keyClick(text, Qt::Key_Down);
        QTest::keyClick(text, Qt::Key_Return);
        QVERIFY(palette);
        text->clear();
        QTest::keyClicks(text, QStringLiteral("group d"));
        QVERIFY2(list->currentItem()->text().endsWith(u"Group D"), qPrintable(list->currentItem()->text()));
        QTest::keyClick(text, Qt::Key_Return);
        QCOMPARE(m_window->charts().active().link(), LinkGroup::D);
        QTRY_VERIFY(!palette);
    }

    void symbolListsOpenFromTheMenu()
    {
        for (auto *action : m_window->findChildren<QAction *>()) {
            if (action->text().startsWith(QStringLiteral("Symbol &lists")))
                action->trigger();
        }
        const QPointer<QDialog> dialog = find<QDialog>("universeDialog");
        QVERIFY(dialog && dialog->isVisible());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!dialog); // closed for good
    }

    void withoutAKeyItOffersThreeWays()
    {
        Q_EMIT m_fake.health.noticed({ServiceNotice::Kind::NoKey, {}});
        for (const char *name : {"addKey", "trySimulator", "openRecording"})
            QVERIFY2(find<QPushButton>(name)->isVisible(), name);
        QSignalSpy chosen(m_window.get(), &MainWindow::simulatorChosen);
        QTest::mouseClick(find<QPushButton>("trySimulator"), Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
