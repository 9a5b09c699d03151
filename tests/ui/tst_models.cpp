// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "tests/support/test.h"
#include "ui/common/format.h"
#include "ui/events/eventmodel.h"
#include "ui/watchlist/watchlistmodel.h"
#include "ui/watchlist/watchlistview.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QSortFilterProxyModel>

#include <map>
#include <random>

using namespace tickstock;
using namespace tickstock::test;

class ModelsTest final : public Test
{
    Q_OBJECT

private:
    static QuoteUpdate quote(SymbolId id, double last, double previousClose = NoValue)
    {
        QuoteUpdate update;
        update.symbol = id;
        update.quote.last = last;
        update.quote.lastTime = {1'000};
        update.previousClose = previousClose;
        return update;
    }
    static PatternEvent event(int number, EventState state = EventState::Confirmed)
    {
        PatternEvent made;
        made.pattern = QStringLiteral("Hammer");
        made.symbol = QStringLiteral("S%1").arg(number % 5);
        made.barStart = at("2014-09-17 09:30") + OneMinute * number;
        made.state = state;
        made.id = made.computedId();
        return made;
    }

private Q_SLOTS:
    void watchlistFollowsRandomBatches()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSortFilterProxyModel proxy;
        proxy.setSourceModel(&model);
        proxy.setSortRole(WatchlistModel::SortRole);
        proxy.sort(WatchlistModel::ChangeColumn);
        QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);

        std::mt19937 random(7);
        QStringList names;
        for (int i = 0; i < 40; ++i)
            names.append(QStringLiteral("S%1").arg(i));
        std::map<QString, double> expected;
        for (int round = 0; round < 200; ++round) {
            if (round % 20 == 0) {
                std::shuffle(names.begin(), names.end(), random);
                model.setSymbols(names.mid(0, static_cast<qsizetype>(random() % 40)));
                for (const QString &name : names) {
                    if (model.rowOf(name) < 0)
                        expected.erase(name);
                }
            }
            std::vector<QuoteUpdate> batch;
            for (unsigned i = 0; i < random() % 30; ++i) {
                const QString name = names[static_cast<qsizetype>(random() % 40)];
                const double price = 1 + static_cast<double>(random() % 1'000) / 100;
                batch.push_back(quote(*symbols.intern(name), price, 5));
                if (model.rowOf(name) >= 0)
                    expected[name] = price;
            }
            model.applyBatch(batch);
            model.fadeFlashes();
        }
        for (const auto &[name, price] : expected) {
            const QModelIndex index = model.index(model.rowOf(name), WatchlistModel::LastColumn);
            QCOMPARE(index.data(WatchlistModel::SortRole).toDouble(), price);
        }
    }

    void watchlistShowsChangeWithItsSign()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        model.setSymbols({QStringLiteral("AAPL")});
        const auto cell = [&](int column) { return model.index(0, column).data().toString(); };
        QCOMPARE(cell(WatchlistModel::LastColumn), QStringLiteral("\u2013"));
        model.applyBatch({quote({0}, 110, 100)});
        QCOMPARE(cell(WatchlistModel::LastColumn), QStringLiteral("110.00"));
        QCOMPARE(cell(WatchlistModel::ChangeColumn), QStringLiteral("+10.00%"));
        model.applyBatch({quote({0}, 99)});
        QCOMPARE(cell(WatchlistModel::ChangeColumn), QStringLiteral("-1.00%"));
        QCOMPARE(model.index(0, WatchlistModel::LastColumn).data(WatchlistModel::TrendRole).toInt(), -1);
    }

    /// Nothing went up that shows as no change.
    void noChangeHasNoSign()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        model.setSymbols({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C"), QStringLiteral("D")});
        model.applyBatch(
            {quote({0}, 100, 100), quote({1}, 99.9999, 100), quote({2}, 100.0001, 100), quote({3}, 100.01, 100)});
        for (int row = 0; row < 3; ++row) {
            const QModelIndex change = model.index(row, WatchlistModel::ChangeColumn);
            QCOMPARE(change.data().toString(), QStringLiteral("0.00%"));
            QVERIFY(!change.data(Qt::ForegroundRole).isValid());
        }
        QCOMPARE(model.index(3, WatchlistModel::ChangeColumn).data().toString(), QStringLiteral("+0.01%"));
        QVERIFY(model.index(3, WatchlistModel::ChangeColumn).data(Qt::ForegroundRole).isValid());
        QCOMPARE(format::percent(-0.00004), QStringLiteral("0.00%"));
        QCOMPARE(format::percent(-0.00006), QStringLiteral("-0.01%"));
    }

    /// After hours a symbol trades on; once nothing can be traded, the session's close is what counts.
    void watchlistShowsTheSessionOfAClosedMarket()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        model.setSymbols({QStringLiteral("AAPL"), QStringLiteral("MSFT")});
        const auto row = [&](int number) {
            QStringList cells;
            for (const int column :
                 {WatchlistModel::LastColumn, WatchlistModel::ChangeColumn, WatchlistModel::VolumeColumn})
                cells.append(model.index(number, column).data().toString());
            return cells.join(u' ');
        };
        QuoteUpdate traded = quote({0}, 130, 100);
        traded.quote.dayVolume = 13;
        traded.regularClose = 108;
        traded.regularVolume = 12;
        QuoteUpdate stored; // nothing has traded since the program began
        stored.symbol = {1};
        stored.previousClose = 50;
        stored.regularClose = 49;
        stored.regularVolume = 7;
        model.applyBatch({traded, stored});
        model.applyTops({}, at("2025-03-07 18:00"));
        QCOMPARE(row(0), QStringLiteral("130.00 +30.00% 13"));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.applyTops({}, at("2025-03-08 12:00")); // a Saturday
        QCOMPARE(changed.count(), 1);
        QCOMPARE(row(0), QStringLiteral("108.00 +8.00% 13"));
        QCOMPARE(row(1), QStringLiteral("49.00 -2.00% 7"));
        const QModelIndex last = model.index(0, WatchlistModel::LastColumn);
        QCOMPARE(last.data(WatchlistModel::SortRole).toDouble(), 108.0);
        model.applyTops({}, at("2025-03-09 12:00"));
        QCOMPARE(changed.count(), 1);
        model.applyTops({}, at("2025-03-10 04:00"));
        QCOMPARE(row(0), QStringLiteral("130.00 +30.00% 13"));
    }

    void watchlistHasBidAndAskOnceThereAreAny()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        model.setSymbols({QStringLiteral("AAPL"), QStringLiteral("MSFT")});
        QCOMPARE(model.columnCount(), static_cast<int>(WatchlistModel::BidColumn));
        model.applyTops({}, {5'000});
        QCOMPARE(model.columnCount(), static_cast<int>(WatchlistModel::BidColumn));
        QSignalSpy inserted(&model, &QAbstractItemModel::columnsInserted);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        TopOfBook top;
        top.symbol = {1};
        top.bid = 10.5;
        top.time = {5'000};
        TopOfBook foreign = top;
        foreign.symbol = {99};
        model.applyTops({top, foreign}, {6'000});
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.columnCount(), static_cast<int>(WatchlistModel::ColumnCount));
        const auto bid = model.index(1, WatchlistModel::BidColumn), ask = model.index(1, WatchlistModel::AskColumn);
        QCOMPARE(bid.data().toString(), QStringLiteral("10.50"));
        QCOMPARE(ask.data().toString(), QString()); // nobody offers
        QCOMPARE(model.index(0, WatchlistModel::BidColumn).data().toString(), QString());
        QVERIFY(bid.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
        QVERIFY(bid.data(Qt::ToolTipRole).toString().startsWith(QStringLiteral("Quoted ")));
        QVERIFY(!bid.data(Qt::ForegroundRole).isValid());
        model.applyTops({}, Timestamp{5'000} + WatchlistModel::FreshFor + OneSecond);
        QVERIFY(bid.data(Qt::ForegroundRole).isValid()); // an old one looks old
        QCOMPARE(inserted.count(), 1);
    }

    void watchlistTouchesOnlyWhatChanged()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        model.setSymbols({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C"), QStringLiteral("D")});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.applyBatch({quote({3}, 1), quote({0}, 1), quote({1}, 1), quote({99}, 1)});
        QCOMPARE(changed.count(), 2); // rows 0 to 1, and 3
        QCOMPARE(changed[0][1].toModelIndex().row(), 1);
        model.applyBatch({});
        QCOMPARE(changed.count(), 2);
    }

    void noNumberOfTheWatchlistIsCut()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        WatchlistView view(model);
        model.setSymbols({QStringLiteral("BRK.A"), QStringLiteral("B")});
        view.resize(120, 200);
        view.show();
        const auto isWhole = [&] {
            for (int i = 0; i < model.columnCount(); ++i) {
                if (view.columnWidth(i) < static_cast<const QAbstractItemView &>(view).sizeHintForColumn(i))
                    return false;
            }
            return true;
        };
        model.applyBatch({quote({0}, 709'368.76, 650'000)});
        TopOfBook top;
        top.symbol = {0};
        top.bid = 709'368.5;
        top.ask = 709'371.25;
        top.time = {5'000};
        model.applyTops({top}, {6'000});
        QTRY_VERIFY(isWhole()); // as soon as it is shown, not with the next resizing
        view.resize(900, 200);
        QVERIFY(isWhole());
        QCOMPARE(view.horizontalHeader()->length(), view.viewport()->width()); // and no room is left over
    }

    void watchlistIsWalkedByKeyboard()
    {
        SymbolTable symbols;
        WatchlistModel model(symbols);
        WatchlistView view(model);
        model.setSymbols({QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("C")});
        QStringList chosen;
        connect(&view, &WatchlistView::symbolChosen, this, [&](const QString &symbol) { chosen.append(symbol); });
        view.selectSymbol(QStringLiteral("A")); // which is told to nobody
        QVERIFY(chosen.isEmpty());
        QTest::keyClick(&view, Qt::Key_Space);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Space); // the end
        QTest::keyClick(&view, Qt::Key_Space, Qt::ShiftModifier);
        QCOMPARE(chosen, (QStringList{QStringLiteral("B"), QStringLiteral("C"), QStringLiteral("B")}));
    }

    void whatWasOnlyProvisionalGoesWithoutATrace()
    {
        EventModel model;
        const QAbstractItemModelTester tester(&model);
        model.applyBatch({event(1, EventState::Forming), event(2, EventState::Forming)});
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(0, 0).data(Qt::FontRole).value<QFont>().italic());
        model.applyBatch({event(1, EventState::Withdrawn), event(2), event(3, EventState::Forming),
                          event(3, EventState::Withdrawn), event(4, EventState::Withdrawn)});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.eventAt(0).state, EventState::Confirmed);
        model.applyBatch({event(2, EventState::Withdrawn)}); // that one had been real
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"not a probability"));
    }

    void eventsComeOnTopAndKeepTheirRow()
    {
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.applyBatch({event(1), event(2)});
        model.applyBatch({});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.eventAt(0).id, event(2).id);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.applyBatch({event(1, EventState::Withdrawn), event(3), event(3)});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(model.eventAt(2).state, EventState::Withdrawn);
        QCOMPARE(model.eventsOf(QStringLiteral("S1")).size(), 1u);
    }

    void eventTableIsBounded()
    {
        EventModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<PatternEvent> many;
        for (int i = 0; i < EventModel::MaxRows + 500; ++i)
            many.push_back(event(i));
        model.applyBatch({many.begin(), many.begin() + 300});
        model.applyBatch({many.begin() + 300, many.end()});
        QCOMPARE(model.rowCount(), static_cast<int>(EventModel::MaxRows));
        QCOMPARE(model.eventAt(0).id, many.back().id);
    }
};

QTEST_MAIN(ModelsTest)
#include "tst_models.moc"
