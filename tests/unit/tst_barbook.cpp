// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/barbook.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <map>
#include <random>

using namespace tickstock;
using namespace tickstock::test;

namespace {

constexpr SymbolId Aapl{0};
using Kind = ClosedMinute::Kind;

} // namespace

class BarBookTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_start = at("2014-09-17 09:30");

    Timestamp after(int seconds) const { return m_start + OneSecond * seconds; }

private Q_SLOTS:
    void buildsTheFormingMinuteFromSeconds()
    {
        BarBook book;
        book.apply(second(Aapl, after(0), 10, 11, 9, 10.5, 100), after(3));
        book.apply(second(Aapl, after(5), 10.5, 12, 10, 11.5, 50), after(8));
        const Bar forming = *book.forming(Aapl);
        QCOMPARE(forming.open, 10);
        QCOMPARE(forming.high, 12);
        QCOMPARE(forming.low, 9);
        QCOMPARE(forming.close, 11.5);
        QCOMPARE(forming.volume, 150);
        QCOMPARE(book.quote(Aapl)->last, 11.5);
        QVERIFY(book.takeChanges().closed.empty());
    }

    /// Bars of a symbol may be read while its data flow already.
    void whatIsSeededAfterLiveDataLiesBeforeIt()
    {
        BarBook book;
        book.apply(second(Aapl, after(0), 10, 11, 9, 10.5, 100), after(3));
        std::vector<Bar> stored;
        for (int i = 300; i > 0; --i)
            stored.push_back(bar(m_start - OneMinute * i, 20, 21, 19, 20.5, 7));
        book.seed(Aapl, stored);
        QCOMPARE(book.quote(Aapl)->last, 10.5);
        QCOMPARE(book.forming(Aapl)->volume, 100);
        QCOMPARE(book.minutes(Aapl).size(), 301u);
        QCOMPARE(book.minutes(Aapl).front().start, stored.front().start);
        QVERIFY(book.memory() < 150 * sizeof(Bar)); // packed
        book.advance(after(10));
        QVERIFY(book.memory() < 150 * sizeof(Bar)); // and stays so
        QVERIFY(book.takeChanges().closed.empty());
    }

    void resentSecondReplacesItsSecond()
    {
        BarBook book;
        book.apply(second(Aapl, after(0), 10, 11, 9, 10.5, 100), after(3));
        book.apply(second(Aapl, after(5), 10.5, 12, 10, 11.5, 50), after(8));
        book.apply(second(Aapl, after(0), 10, 15, 9, 14, 130), after(20));
        QCOMPARE(book.forming(Aapl)->volume, 180);
        QCOMPARE(book.forming(Aapl)->high, 15);
        QCOMPARE(book.forming(Aapl)->close, 11.5);
        QCOMPARE(book.quote(Aapl)->last, 11.5); // never moves back
        book.apply(second(Aapl, after(0), 10, 15, 9, 14, 130), after(21));
        QCOMPARE(book.forming(Aapl)->volume, 180); // said twice, counted once
    }

    void closesAtTheFirstMinuteBar()
    {
        BarBook book;
        book.apply(second(Aapl, after(59), 10, 11, 9, 10.5, 100), after(62));
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 500), after(60));
        auto changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].kind, Kind::Closed);
        QCOMPARE(changes.closed[0].bar.volume, 500);
        QCOMPARE(changes.closed[0].bar.source, BarSource::Minute);
        book.apply(second(Aapl, after(58), 10, 20, 9, 10.5, 999), after(63)); // ranks lower
        book.advance(after(120));
        QVERIFY(book.takeChanges().closed.empty());
        QCOMPARE(book.minutes(Aapl).front().volume, 500);
    }

    void closesByTimeAndIsConfirmedLater()
    {
        BarBook book;
        book.apply(second(Aapl, after(10), 10, 11, 9, 10.5, 100), after(13));
        book.advance(after(62));
        QVERIFY(book.takeChanges().closed.empty());
        book.advance(after(63));
        auto changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].bar.source, BarSource::Seconds);
        book.apply(minute(Aapl, m_start, 10, 11, 9, 10.5, 100), after(64));
        changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].kind, Kind::Confirmed);
        QCOMPARE(changes.closed[0].bar.revision, 0);
    }

    void correctionRaisesTheRevision()
    {
        BarBook book;
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 500), after(60));
        book.takeChanges();
        book.apply(minute(Aapl, m_start, 10, 13, 8, 11, 520), after(300));
        auto changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].kind, Kind::Corrected);
        QCOMPARE(changes.closed[0].bar.revision, 1);
        book.apply(minute(Aapl, m_start, 10, 13, 8, 11, 520), after(301)); // the same again is no news
        QVERIFY(book.takeChanges().closed.empty());
    }

    void restNeverReplacesAYoungMinuteBar()
    {
        BarBook book;
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 500), after(60));
        book.takeChanges();
        const Bar rest = bar(m_start, 10, 12, 8, 11, 490, BarSource::Rest);
        book.applyRest(Aapl, rest, after(120));
        QVERIFY(book.takeChanges().closed.empty());
        book.applyRest(Aapl, rest, after(60 + 121));
        QCOMPARE(book.takeChanges().closed.size(), 1u);
        QCOMPARE(book.minutes(Aapl).front().volume, 490);
    }

    void restAheadOfMarketTimeWaits()
    {
        BarBook book;
        book.applyRest(Aapl, bar(m_start, 10, 12, 8, 11, 490, BarSource::Rest), after(20));
        QVERIFY(book.takeChanges().isEmpty());
        book.advance(after(59));
        QVERIFY(book.takeChanges().closed.empty());
        book.advance(after(60)); // the feed's clock got there
        QCOMPARE(book.takeChanges().closed.size(), 1u);
    }

    void everyMinuteOfAHoleIsSuspect()
    {
        BarBook book;
        book.apply(second(Aapl, after(58), 10, 11, 9, 10.5, 100), after(61));
        book.markSuspect(Aapl, after(59), after(185));
        book.advance(after(300));
        const auto changes = book.takeChanges();
        QVERIFY(changes.closed.empty());
        QCOMPARE(changes.unconfirmed.size(), 4u);
    }

    void minuteBarConfirmsEvenWhenOurClockIsSlow()
    {
        BarBook book;
        book.markSuspect(Aapl, after(30), after(30));
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 500), after(50)); // came after its end, by the server's clock
        book.advance(after(63));
        QCOMPARE(book.takeChanges().closed.size(), 1u);
    }

    void secondsDoNotTouchMinutesOfAnEarlierRun()
    {
        BarBook book;
        book.seed(Aapl, {bar(m_start, 10, 12, 8, 11, 500, BarSource::Seconds)});
        book.apply(second(Aapl, after(50), 10, 11, 9, 10.5, 100), after(70));
        QVERIFY(book.takeChanges().closed.empty());
        QCOMPARE(book.minutes(Aapl).front().volume, 500);
    }

    void suspectMinuteWaitsForConfirmation()
    {
        BarBook book;
        book.markSuspect(Aapl, after(30), after(30));
        book.apply(second(Aapl, after(40), 10, 11, 9, 10.5, 100), after(43));
        book.advance(after(63));
        auto changes = book.takeChanges();
        QVERIFY(changes.closed.empty());
        QCOMPARE(changes.unconfirmed.size(), 1u);
        QVERIFY(book.minutes(Aapl).empty());
        book.apply(minute(Aapl, m_start, 10, 12, 8, 10.5, 300), after(65));
        changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].kind, Kind::Closed);
        QCOMPARE(changes.closed[0].bar.volume, 300);
    }

    void suspectMinuteIsConfirmedByRest()
    {
        BarBook book;
        book.markSuspect(Aapl, after(30), after(30));
        book.advance(after(63));
        QCOMPARE(book.takeChanges().unconfirmed.size(), 1u);
        book.applyRest(Aapl, bar(m_start, 10, 12, 8, 11, 490, BarSource::Rest), after(70));
        const auto changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].kind, Kind::Closed);
    }

    void droppedTicksMakeEveryMinuteSuspect()
    {
        BarBook book;
        book.apply(second(Aapl, after(1), 10, 11, 9, 10.5, 100), after(4));
        book.apply(second({1}, after(1), 20, 21, 19, 20.5, 100), after(4));
        book.markAllSuspect(after(4), after(5));
        book.advance(after(63));
        const auto changes = book.takeChanges();
        QVERIFY(changes.closed.empty());
        QCOMPARE(changes.unconfirmed.size(), 2u);
    }

    void tradesBuildBarsOnlyWithoutSeconds()
    {
        BarBook book;
        book.apply(trade(Aapl, after(1), 10, 100), after(1));
        book.apply(trade(Aapl, after(2), 12, 50), after(2));
        Tick oddLot = trade(Aapl, after(3), 99, 5);
        oddLot.updatesHighLow = oddLot.updatesLast = false;
        book.apply(oddLot, after(3));
        QCOMPARE(book.forming(Aapl)->high, 12);
        QCOMPARE(book.forming(Aapl)->close, 12);
        QCOMPARE(book.forming(Aapl)->volume, 155);
        QCOMPARE(book.quote(Aapl)->last, 12);
        book.apply(second(Aapl, after(1), 10, 12, 10, 12, 160), after(4));
        book.apply(trade(Aapl, after(5), 13, 10), after(5));
        QCOMPARE(book.forming(Aapl)->volume, 160); // the trade waits for its second
        QCOMPARE(book.quote(Aapl)->last, 13);      // but the price is known at once
    }

    /// Two trades change places about the end of a minute: each minute has its own last one.
    void tradesMayComeInAnyOrder()
    {
        BarBook book;
        book.apply(trade(Aapl, after(50), 20.5, 10), after(50));
        book.apply(trade(Aapl, m_start + Milliseconds(60'100), 20.7, 10), after(60));
        book.apply(trade(Aapl, m_start + Milliseconds(59'900), 20.6, 10), after(60));
        book.apply(trade(Aapl, after(40), 20.4, 10), after(61)); // and one that is later still
        book.apply(trade(Aapl, after(130), 21, 10), after(130));
        book.advance(after(130));
        const auto closed = book.takeChanges().closed;
        QVERIFY(!closed.empty());
        const Bar &first = closed.front().bar;
        QCOMPARE(first.start, m_start);
        QCOMPARE(first.open, 20.4);
        QCOMPARE(first.close, 20.6);
        QCOMPARE(first.high, 20.6);
        QCOMPARE(first.volume, 30);
        QCOMPARE(book.quote(Aapl)->last, 21);
    }

    /// Odd lots may not open a bar, but they have traded.
    void volumeBeforeTheFirstPriceCounts()
    {
        BarBook book;
        Tick oddLot = trade(Aapl, after(1), 30, 5);
        oddLot.updatesHighLow = oddLot.updatesLast = false;
        book.apply(oddLot, after(1));
        QVERIFY(!book.forming(Aapl));
        book.apply(trade(Aapl, after(2), 10, 15), after(2));
        const auto bar = book.forming(Aapl);
        QVERIFY(bar);
        QCOMPARE(bar->volume, 20);
        QCOMPARE(bar->tradeCount, 2);
        QCOMPARE(bar->open, 10);
        QCOMPARE(bar->high, 10);
        QCOMPARE(bar->vwap, 15);
    }

    void earlyMinuteBarDoesNotClose()
    {
        BarBook book;
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 200), after(30));
        QVERIFY(book.takeChanges().closed.empty());
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 500), after(60));
        QCOMPARE(book.takeChanges().closed.size(), 1u);
    }

    void continuesRevisionsOfAnEarlierRun()
    {
        BarBook book;
        Bar stored = bar(m_start, 10, 12, 8, 11, 500);
        stored.revision = 4;
        book.seed(Aapl, {stored});
        QCOMPARE(book.quote(Aapl)->last, 11);
        book.apply(minute(Aapl, m_start, 10, 12, 8, 11, 600), after(90));
        const auto changes = book.takeChanges();
        QCOMPARE(changes.closed.size(), 1u);
        QCOMPARE(changes.closed[0].bar.revision, 5);
    }

    void anOldSecondWithoutNeighboursChangesNothing()
    {
        BarBook book;
        for (int s = 0; s < 20 * 60; s += 5)
            book.apply(second(Aapl, after(s), 10, 11, 9, 10, 100), after(s + 3));
        book.advance(after(20 * 60 + 5));
        book.takeChanges();
        book.apply(second(Aapl, after(5), 10, 50, 9, 10, 999), after(20 * 60 + 6));
        QVERIFY(book.takeChanges().closed.empty());
        QCOMPARE(book.minutes(Aapl).front().high, 11);
    }

    void agreesWithAPlainFoldInAnyOrder()
    {
        // Whatever the order of seconds and corrections inside the window, the minute is the fold of their last
        // versions.
        std::mt19937 random(4711);
        for (int round = 0; round < 200; ++round) {
            BarBook book;
            std::map<int, Tick> last;
            std::vector<Tick> sent;
            for (int i = 0; i < 60; ++i) {
                const int s = static_cast<int>(random() % 60);
                const double price = 100 + static_cast<double>(random() % 100) / 10;
                sent.push_back(second(Aapl, after(s), price, price + 1, price - 1, price + 0.5, 1 + random() % 500));
            }
            for (const Tick &tick : sent) {
                book.apply(tick, after(61));
                last[static_cast<int>((tick.start - m_start).count())] = tick;
            }
            Bar expected = barFrom(last.begin()->second);
            for (auto it = std::next(last.begin()); it != last.end(); ++it)
                expected.extend(barFrom(it->second));
            const Bar built = *book.forming(Aapl);
            QVERIFY(built.hasSameValues(expected));
            QCOMPARE(book.quote(Aapl)->last, last.rbegin()->second.close);
        }
    }
};

QTEST_GUILESS_MAIN(BarBookTest)
#include "tst_barbook.moc"
