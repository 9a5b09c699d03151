// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/sessionchange.h"
#include "core/service/quoteboard.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// What a symbol has moved in its session, at every hour of the week: lists, charts and rankings say the same.
class SessionChangeTest final : public Test
{
    Q_OBJECT

private:
    static constexpr SymbolId A{0};

    static Bar day(const char *date, double close)
    {
        const QByteArray midnight = QByteArray(date) + " 00:00";
        return bar(at(midnight.constData()), close, close, close, close, 1'000 * close, BarSource::Rest);
    }
    static std::vector<Bar> daysUntil(QDate last)
    {
        std::vector<Bar> days{day("2025-03-05", 90), day("2025-03-06", 100), day("2025-03-07", 110),
                              day("2025-03-10", 121)};
        std::erase_if(days, [last](const Bar &each) { return newyork::date(each.start) > last; });
        return days;
    }

private Q_SLOTS:
    void isCountedFromTheCloseBefore()
    {
        const SessionChange change = sessionChange(105, 100);
        QCOMPARE(change.points, 5.0);
        QCOMPARE(change.fraction, 105.0 / 100 - 1);
        QCOMPARE(sessionChange(100, 100).points, 0.0);
        for (const auto &[last, close] : std::vector<std::pair<double, double>>{
                 {NoValue, 100}, {100, NoValue}, {100, 0}, {100, -1}, {100, INFINITY}, {INFINITY, 100}}) {
            QVERIFY(std::isnan(sessionChange(last, close).points));
            QVERIFY(std::isnan(sessionChange(last, close).fraction));
        }
    }

    void theSessionBeforeIsThatOfThePrices_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QDate>("lastDay"); // that is known
        QTest::addColumn<double>("previous");
        QTest::addColumn<double>("own");
        const auto row = [](const char *now, QDate lastDay, double previous, double own) {
            QTest::newRow(now) << QByteArray(now) << lastDay << previous << own;
        };
        const QDate thursday(2025, 3, 6), friday(2025, 3, 7), monday(2025, 3, 10);
        row("2025-03-07 05:00", thursday, 100, NoValue); // before the open
        row("2025-03-07 12:00", thursday, 100, NoValue);
        row("2025-03-07 18:00", friday, 100, 110); // rolled up already
        row("2025-03-07 21:00", friday, 100, 110);
        row("2025-03-08 02:00", friday, 100, 110);
        row("2025-03-08 12:00", friday, 100, 110); // Saturday: Friday's session against Thursday's
        row("2025-03-10 03:59", friday, 100, 110);
        row("2025-03-10 04:00", friday, 110, NoValue);
        row("2025-03-11 03:00", monday, 110, 121);
    }
    void theSessionBeforeIsThatOfThePrices()
    {
        QFETCH(const QByteArray, now);
        QFETCH(const QDate, lastDay);
        QFETCH(const double, previous);
        QFETCH(const double, own);
        QuoteBoard board;
        BarBook book;
        board.setDays(A, daysUntil(lastDay), at(now.constData()));
        const QuoteUpdate update = board.update(A, book);
        QCOMPARE(update.previousClose, previous);
        QCOMPARE(update.regularClose, own);
        QCOMPARE(update.regularVolume, 1'000 * own);
    }

    void aClosedMarketShowsItsClose()
    {
        QCOMPARE(priceShown(103, 100, Session::Closed), 100.0);
        QCOMPARE(priceShown(103, NoValue, Session::Closed), 103.0);
        for (const Session open : {Session::Pre, Session::Regular, Session::Post})
            QCOMPARE(priceShown(103, 100, open), 103.0);
        QVERIFY(std::isnan(priceShown(NoValue, NoValue, Session::Regular)));
    }

    /// From the last regular minute until the daily bar is known, and then by that.
    void rankingsSayTheSame()
    {
        MoverBook movers;
        const Timestamp close = at("2025-03-07 16:00");
        movers.setCloses(A, regularCloses(daysUntil({2025, 3, 6}), {2025, 3, 7}));
        movers.addMinute(A, bar(close - 2 * OneMinute, 105, 105, 105, 105, 7));
        movers.addMinute(A, bar(close - OneMinute, 108, 108, 108, 108, 5));
        movers.addMinute(A, bar(close + OneHour, 130, 130, 130, 130, 1)); // after hours
        Quote quote;
        quote.last = 130;
        quote.lastTime = close + OneHour + OneMinute;
        movers.takeQuote(A, quote);
        const auto change = [&](const char *now) {
            const auto none = [](SymbolId, int) { return NoValue; };
            return movers.rank(MoverList::Gainers, 1, at(now), none).at(0).change;
        };
        QCOMPARE(change("2025-03-07 18:00"), sessionChange(130, 100).fraction);
        QCOMPARE(change("2025-03-07 21:00"), sessionChange(108, 100).fraction);
        QCOMPARE(movers.closesOf(A).own, 108.0);
        QCOMPARE(movers.closesOf(A).volume, 12.0);
        movers.setCloses(A, regularCloses(daysUntil({2025, 3, 7}), {2025, 3, 7}));
        QCOMPARE(change("2025-03-08 12:00"), sessionChange(110, 100).fraction);
        QCOMPARE(movers.closesOf(A).volume, 110'000.0);
        const RegularCloses unknown = movers.closesOf({7});
        QVERIFY(std::isnan(unknown.previous) && std::isnan(unknown.own) && std::isnan(unknown.volume));
    }
};

QTEST_GUILESS_MAIN(SessionChangeTest)
#include "tst_sessionchange.moc"
