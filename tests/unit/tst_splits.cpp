// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restrows.h"
#include "core/storage/adjustedbars.h"
#include "core/storage/sqlitestorage.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QTemporaryDir>

using namespace tickstock;
using namespace tickstock::test;

/// Bars are stored as they were traded, and read in the shares of one day.
class SplitsTest final : public Test
{
    Q_OBJECT

private:
    const QString m_aapl = QStringLiteral("AAPL");
    QTemporaryDir m_directory;

    StockSplit split(QDate date, double from, double to) const { return {m_aapl, date, from, to}; }
    static SplitList listOf(std::vector<StockSplit> splits)
    {
        return {QDate(2000, 1, 1), QDate(2030, 1, 1), std::move(splits), {}, true};
    }
    static massive::SplitRows rowsOf(const QByteArray &json, QDate from = {2000, 1, 1}, QDate to = {2030, 1, 1})
    {
        massive::SplitRows rows(from, to);
        rows.take(QJsonDocument::fromJson(json).array());
        return rows;
    }

private Q_SLOTS:
    void countsWhatWasExecutedBetweenTheDays()
    {
        const std::vector<StockSplit> splits{split({2020, 8, 31}, 1, 4), split({2025, 6, 2}, 10, 1)};
        QCOMPARE(splitFactor(splits, {2020, 8, 28}, {2020, 8, 28}), 1.0);
        QCOMPARE(splitFactor(splits, {2020, 8, 28}, {2020, 8, 31}), 0.25);
        QCOMPARE(splitFactor(splits, {2020, 8, 31}, {2020, 8, 31}), 1.0); // trades in the new shares
        QCOMPARE(splitFactor(splits, {2020, 8, 28}, {2025, 6, 2}), 2.5);
        QCOMPARE(splitFactor(splits, {2025, 5, 30}, {2025, 6, 2}), 10.0);
        QCOMPARE(splitFactor({}, {2020, 1, 1}, {2025, 1, 1}), 1.0);
    }

    void readsTheVendorsAnswer()
    {
        const SplitList list = rowsOf(
                                   R"([{"execution_date":"2020-08-31","split_from":1,"split_to":4,"ticker":"AAPL"},
                {"execution_date":"2020-13-31","split_from":1,"split_to":4,"ticker":"AAPL"},
                {"execution_date":"2020-08-31","split_from":0,"split_to":4,"ticker":"MSFT"},
                {"execution_date":"2020-08-31","split_from":1,"ticker":"MSFT"},
                {"execution_date":"1999-12-31","split_from":1,"split_to":2,"ticker":"MSFT"},
                {"execution_date":"2005-02-28","split_from":"3.5","split_to":1.25,"ticker":"BRK.B"},
                {"execution_date":"2005-02-28","split_from":1,"split_to":2,"ticker":"not a symbol"}])")
                                   .list();
        const std::vector<StockSplit> wanted{split({2020, 8, 31}, 1, 4),
                                             {QStringLiteral("BRK.B"), {2005, 2, 28}, 3.5, 1.25}};
        QVERIFY(list.splits == wanted);
        QCOMPARE(list.unclear, QStringList({m_aapl, QStringLiteral("MSFT")}));
        QVERIFY(list.isWhole);
        QVERIFY(
            !rowsOf(R"([{"execution_date":"2020-08-31","split_from":1,"split_to":4,"ticker":null}])").list().isWhole);
    }

    /// The vendor has published the same split twice, and a split with its own opposite.
    void oneOfThoseThatAreTheSameCountsAndNoneThatContradict()
    {
        const massive::SplitRows rows = rowsOf(
            R"([{"execution_date":"2025-03-05","split_from":15,"split_to":1,"ticker":"AAPL"},
                {"execution_date":"2025-03-05","split_from":1,"split_to":15,"ticker":"AAPL"},
                {"execution_date":"2025-03-06","split_from":1,"split_to":2,"ticker":"AAPL"},
                {"execution_date":"2025-03-06","split_from":2,"split_to":4,"ticker":"AAPL"},
                {"execution_date":"2025-03-05","split_from":1,"split_to":3,"ticker":"MSFT"}])");
        const std::vector<StockSplit> wanted{split({2025, 3, 6}, 1, 2), {QStringLiteral("MSFT"), {2025, 3, 5}, 1, 3}};
        QVERIFY(rows.list().splits == wanted);
        QCOMPARE(rows.contradictions(), QStringList{QStringLiteral("AAPL on 2025-03-05")});
    }

    void whatTheVendorWithdrawsOrMovesIsForgotten()
    {
        SqliteStorage storage(m_directory.filePath(QStringLiteral("moved.sqlite")));
        QVERIFY(storage.open());
        const QString msft = QStringLiteral("MSFT");
        const StockSplit old = split({2020, 8, 31}, 1, 4), wrong = split({2025, 3, 6}, 1, 4),
                         moved = split({2025, 3, 7}, 1, 4), other{msft, {2025, 3, 6}, 1, 2};
        QVERIFY(storage.saveSplits(listOf({old, wrong, other})));
        SplitList list{QDate(2025, 2, 1), QDate(2025, 3, 7), {moved, other}, {}, true};
        QCOMPARE(*storage.saveSplits(list), QStringList{m_aapl});
        QVERIFY(*storage.splits(m_aapl) == (std::vector{old, moved})); // what was not asked for stays
        QVERIFY(*storage.splits(msft) == std::vector{other});
        QVERIFY(storage.saveSplits(list)->isEmpty());

        list.splits.clear();
        list.unclear = {m_aapl}; // an entry could not be read
        QCOMPARE(*storage.saveSplits(list), QStringList{msft});
        QVERIFY(*storage.splits(m_aapl) == (std::vector{old, moved}));
        list.unclear.clear();
        list.isWhole = false; // nobody knows whose entry it was
        QVERIFY(storage.saveSplits(list)->isEmpty());
        list.isWhole = true;
        QCOMPARE(*storage.saveSplits(list), QStringList{m_aapl});
        QVERIFY(*storage.splits(m_aapl) == std::vector{old});
    }

    void theStoreKeepsThemAndBarsAreReadInTheSharesOfADay()
    {
        SqliteStorage storage(m_directory.filePath(QStringLiteral("t.sqlite")));
        QVERIFY(storage.open());
        WriteBatch batch;
        const QDate before(2025, 3, 7), day(2025, 3, 10);
        const auto minuteOf = [](QDate date, double price, double volume) {
            Bar made = bar(newyork::toUtc(date, QTime(9, 30)), price, price + 4, price - 4, price, volume);
            made.vwap = price;
            return made;
        };
        batch.minutes.push_back({m_aapl, minuteOf(before, 400, 100), Session::Regular});
        batch.minutes.push_back({m_aapl, minuteOf(day, 100, 500), Session::Regular});
        Bar daily = minuteOf(before, 400, 1'000);
        daily.start = newyork::toUtc(before, QTime(0, 0));
        batch.days.push_back({m_aapl, before, daily});
        QVERIFY(storage.write(batch));

        QVERIFY(!storage.newestSplit()->isValid());
        QVERIFY(storage.saveSplits(listOf({}))->isEmpty());
        const StockSplit other{QStringLiteral("MSFT"), {2025, 3, 11}, 2, 1};
        QCOMPARE(*storage.saveSplits(listOf({split(day, 1, 4), other})), QStringList({m_aapl, QStringLiteral("MSFT")}));
        QVERIFY(storage.saveSplits(listOf({split(day, 1, 4), other}))->isEmpty()); // known
        QCOMPARE(*storage.newestSplit(), QDate(2025, 3, 11));
        QVERIFY(*storage.splits(m_aapl) == std::vector{split(day, 1, 4)});

        const auto read = [&](QDate asOf) { return *adjustedMinutes(storage, m_aapl, {0}, {INT64_MAX}, asOf); };
        QCOMPARE(read(before).front().close, 400.0);
        const std::vector<Bar> minutes = read(day);
        QCOMPARE(minutes.front().open, 100.0);
        QCOMPARE(minutes.front().high, 101.0);
        QCOMPARE(minutes.front().low, 99.0);
        QCOMPARE(minutes.front().close, 100.0);
        QCOMPARE(minutes.front().vwap, 100.0);
        QCOMPARE(minutes.front().volume, 400.0);
        QCOMPARE(minutes.back().close, 100.0);
        QCOMPARE(minutes.back().volume, 500.0);
        const auto days = adjustedDays(storage, m_aapl, before, day, day);
        QCOMPARE(days->front().close, 100.0);
        QCOMPARE(days->front().volume, 4'000.0);
        QCOMPARE(storage.minutes(m_aapl, {0}, {INT64_MAX})->front().close, 400.0); // as it was traded

        QCOMPARE(*storage.saveSplits(listOf({split(day, 1, 2), other})),
                 QStringList{m_aapl}); // the vendor has put it right
        QCOMPARE(read(day).front().close, 200.0);
    }

    void whatIsUsualIsCountedInTheSharesOfTheSession()
    {
        SqliteStorage storage(m_directory.filePath(QStringLiteral("usual.sqlite")));
        QVERIFY(storage.open());
        const QDate session(2025, 3, 14);
        QDate date = session;
        WriteBatch batch;
        for (int ago = 1; ago <= 6; ++ago) {
            date = ExchangeCalendar::previousTradingDay(date);
            const double volume = ago > 3 ? 100 : 400; // in the shares of then
            batch.minutes.push_back(
                {m_aapl, bar(newyork::toUtc(date, QTime(9, 30)), 1, 1, 1, 1, volume), Session::Regular});
            batch.minutes.push_back(
                {m_aapl, bar(newyork::toUtc(date, QTime(9, 29)), 1, 1, 1, 1, 77'777), Session::Pre});
        }
        batch.minutes.push_back(
            {m_aapl, bar(newyork::toUtc(session, QTime(9, 30)), 1, 1, 1, 1, 99'999), Session::Regular});
        QVERIFY(storage.write(batch));
        QCOMPARE(usualVolumes(storage, m_aapl, session)->of(0), 250.0);
        QVERIFY(storage.saveSplits(listOf({split({2025, 3, 11}, 1, 4)})));
        QCOMPARE(usualVolumes(storage, m_aapl, session)->of(0), 400.0);
        QVERIFY(std::isnan(usualVolumes(storage, QStringLiteral("MSFT"), session)->of(0)));
    }
};

QTEST_GUILESS_MAIN(SplitsTest)
#include "tst_splits.moc"
