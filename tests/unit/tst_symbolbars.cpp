// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/minuteseries.h"
#include "core/market/quote.h"
#include "core/market/secondseries.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <random>

using namespace tickstock;
using namespace tickstock::test;

/// The parts of which the bar book is made: one symbol's quote, seconds and minutes.
class SymbolBarsTest final : public test::Test
{
    Q_OBJECT

private:
    const SymbolId m_id{0};
    const Timestamp m_start = at("2025-03-10 10:00");

    Bar secondAt(int seconds, double close, double volume = 100) const
    {
        return bar(m_start + OneSecond * seconds, close, close + 1, close - 1, close, volume, BarSource::Seconds);
    }

private Q_SLOTS:
    void theRingIsASortedVectorThatForgets()
    {
        std::mt19937 random(1);
        TimeRing<Bar> ring;
        std::vector<Bar> plain;
        const auto isSame = [&] {
            for (std::size_t i = 0; i < plain.size(); ++i) {
                if (ring[i].start != plain[i].start)
                    return false;
            }
            return ring.size() == plain.size();
        };
        for (int step = 0; step < 5'000; ++step) {
            Bar made = secondAt(step, 10);
            if (random() % 10 == 0) // one that came late
                made.start = made.start - OneSecond * static_cast<int>(random() % 100) - Milliseconds(step);
            const std::size_t at = ring.firstFrom(made.start);
            QCOMPARE(at, static_cast<std::size_t>(lowerBoundByStart(plain, made.start) - plain.begin()));
            ring.insert(at, made);
            plain.insert(plain.begin() + static_cast<std::ptrdiff_t>(at), made);
            if (random() % 50 == 0) {
                const std::size_t first = random() % 3 == 0 ? random() % plain.size() : 0;
                const std::size_t last = first + random() % (plain.size() - first + 1);
                ring.erase(first, last);
                plain.erase(plain.begin() + static_cast<std::ptrdiff_t>(first),
                            plain.begin() + static_cast<std::ptrdiff_t>(last));
            }
            QVERIFY(isSame());
        }
        QVERIFY(ring.memory() <= 4'000 * sizeof(Bar));
    }

    void anOlderTickNeverReplacesANewerQuote()
    {
        QuoteKeeper keeper;
        QVERIFY(!keeper.isKnown());
        keeper.apply(second(m_id, m_start + OneSecond * 5, 10, 11, 9, 10.5, 100));
        QCOMPARE(keeper.quote().last, 10.5);
        QCOMPARE(keeper.quote().lastTime, m_start + OneSecond * 6);
        keeper.apply(second(m_id, m_start + OneSecond * 4, 10, 11, 9, 99, 100));
        QCOMPARE(keeper.quote().last, 10.5);
        // A minute that ends with this second began before it.
        keeper.apply(second(m_id, m_start + OneSecond * 59, 10, 11, 9, 12, 100));
        keeper.apply(minute(m_id, m_start, 10, 12, 9, 77, 500));
        QCOMPARE(keeper.quote().last, 12);
    }

    void aTradeThatMustNotSetTheLastPriceDoesNot()
    {
        QuoteKeeper keeper;
        keeper.apply(trade(m_id, m_start + OneSecond, 10, 5));
        Tick odd = trade(m_id, m_start + OneSecond * 2, 50, 5);
        odd.updatesLast = false;
        keeper.apply(odd);
        QCOMPARE(keeper.quote().last, 10);
    }

    void theDaysFiguresStayWhereATickHasNone()
    {
        QuoteKeeper keeper;
        Tick tick = second(m_id, m_start, 10, 11, 9, 10, 100);
        tick.dayVolume = 1'000;
        tick.dayOpen = 9;
        keeper.apply(tick);
        keeper.apply(second(m_id, m_start + OneSecond, 10, 11, 9, 11, 100));
        QCOMPARE(keeper.quote().dayVolume, 1'000);
        QCOMPARE(keeper.quote().dayOpen, 9);
        QVERIFY(std::isnan(keeper.quote().dayVwap));
    }

    void aStoredMinuteSetsThePriceUnlessTheFeedWasThere()
    {
        QuoteKeeper keeper;
        keeper.seed(bar(m_start, 1, 2, 1, 2, 10));
        QCOMPARE(keeper.quote().last, 2);
        QCOMPARE(keeper.quote().lastTime, m_start + OneMinute);
        keeper.apply(second(m_id, m_start + OneMinute, 3, 3, 3, 3, 1));
        keeper.seed(bar(m_start, 1, 2, 1, 1.5, 10));
        QCOMPARE(keeper.quote().last, 3);
    }

    void aSecondThatIsSentAgainRaisesItsRevisionIfItDiffers()
    {
        SecondSeries seconds;
        const auto first = seconds.put(secondAt(5, 10));
        QVERIFY(first.isNewest && !first.isKnown);
        QCOMPARE(first.revision, 0);
        QVERIFY(seconds.put(secondAt(5, 10)).isKnown);
        const auto corrected = seconds.put(secondAt(5, 12));
        QVERIFY(!corrected.isKnown && !corrected.isNewest);
        QCOMPARE(corrected.revision, 1);
        QCOMPARE(seconds.bars().size(), 1u);
        QVERIFY(!seconds.put(secondAt(3, 8)).isNewest);
        QCOMPARE(seconds.bars().front().close, 8);
    }

    void secondsAddUpToTheirMinuteOnly()
    {
        SecondSeries seconds;
        for (const int at : {59, 0, 30, 60, -1})
            (void)seconds.put(secondAt(at, 10 + at));
        const Bar minute = seconds.rolledUp(m_start);
        QCOMPARE(minute.start, m_start);
        QCOMPARE(minute.open, 10);
        QCOMPARE(minute.close, 69);
        QCOMPARE(minute.high, 70);
        QCOMPARE(minute.low, 9);
        QCOMPARE(minute.volume, 300);
    }

    void secondsAreKeptAsLongAsTheVendorCorrectsThem()
    {
        SecondSeries seconds;
        (void)seconds.put(secondAt(0, 10));
        (void)seconds.put(secondAt(15 * 60 + 59, 10));
        QVERIFY(!seconds.isForgotten(m_start));
        QCOMPARE(seconds.bars().size(), 2u);
        (void)seconds.put(secondAt(18 * 60, 10));
        QVERIFY(seconds.isForgotten(m_start));
        QCOMPARE(seconds.bars().size(), 2u);
        QCOMPARE(seconds.bars().front().start, m_start + OneSecond * (15 * 60 + 59));
    }

    /// AM has told the minute: what is sent again is still told from what is corrected.
    void ofASettledMinuteCorrectionsAreStillKnown()
    {
        SecondSeries seconds;
        for (const int at : {0, 30, 59, 60, 61})
            (void)seconds.put(secondAt(at, 10 + at));
        (void)seconds.put(secondAt(30, 44)); // revision 1
        seconds.settle(m_start);
        QCOMPARE(seconds.bars().size(), 2u); // of the minute that runs
        QVERIFY(seconds.put(secondAt(0, 10)).isKnown);
        const auto again = seconds.put(secondAt(30, 44));
        QVERIFY(again.isKnown);
        QCOMPARE(again.revision, 1);
        const auto corrected = seconds.put(secondAt(30, 45));
        QVERIFY(!corrected.isKnown && !corrected.isNewest);
        QCOMPARE(corrected.revision, 2);
        QVERIFY(seconds.put(secondAt(30, 45)).isKnown);
        const auto late = seconds.put(secondAt(31, 7)); // the first of that second
        QVERIFY(!late.isKnown && !late.isNewest);
        QCOMPARE(late.revision, 0);
        QVERIFY(seconds.put(secondAt(31, 7)).isKnown);
        seconds.settle(m_start); // REST has confirmed it once more
        QVERIFY(seconds.put(secondAt(59, 69)).isKnown);
        QCOMPARE(seconds.rolledUp(m_start + OneMinute).close, 71);
        seconds.settle(m_start + OneMinute); // before its last seconds have come
        const auto last = seconds.put(secondAt(119, 9));
        QVERIFY(last.isNewest && !last.isKnown);
        QVERIFY(seconds.put(secondAt(119, 9)).isKnown);
        QCOMPARE(seconds.put(secondAt(119, 8)).revision, 1);
        QVERIFY(seconds.bars().empty());
        for (int i = 0; i < 600; ++i)
            QCOMPARE(seconds.put(secondAt(0, 100 + i)).revision, std::min(i + 1, 255));
        (void)seconds.put(secondAt(18 * 60, 10));
        QVERIFY(seconds.isForgotten(m_start));
    }

    void minutesLieInOrderEachOnce()
    {
        MinuteSeries minutes;
        bool isNew = false;
        minutes.at(m_start + OneMinute, isNew).hasValues = true;
        QVERIFY(isNew);
        (void)minutes.at(m_start, isNew);
        QVERIFY(isNew);
        QVERIFY(minutes.at(m_start + OneMinute, isNew).hasValues);
        QVERIFY(!isNew);
        QCOMPARE(minutes.all().size(), 2u);
        QCOMPARE(minutes.all().front().bar.start, m_start);
        QVERIFY(minutes.find(m_start));
        QVERIFY(!minutes.find(m_start + OneMinute * 2));
    }

    void oldMinutesAreForgottenButNotThoseThatMayBeCorrected()
    {
        MinuteSeries minutes;
        bool isNew = false;
        for (int i = 0; i <= static_cast<int>(MinuteSeries::MaxMinutes); ++i)
            (void)minutes.at(m_start + OneMinute * i, isNew);
        QVERIFY(isNew);
        QCOMPARE(minutes.all().size(), MinuteSeries::MaxMinutes / 2 + 1);
        QVERIFY(!minutes.find(m_start));
        // Of sessions before, an hour at a time.
        MinuteSeries days;
        for (int i = 0; i <= 17 * 60; i += 10)
            (void)days.at(m_start + OneMinute * i, isNew);
        QCOMPARE(days.all().front().bar.start, m_start + OneHour);
        (void)days.at(m_start + OneDay * 3, isNew);
        QCOMPARE(days.all().size(), 1u);
        // Nothing is forgotten within the correction window, however much there is.
        MinuteSeries dense;
        for (int i = 0; i < static_cast<int>(MinuteSeries::MaxMinutes); ++i)
            (void)dense.at(m_start + Milliseconds(i), isNew);
        (void)dense.at(m_start + OneMinute, isNew);
        QCOMPARE(dense.all().size(), MinuteSeries::MaxMinutes + 1);
    }

    /// Minutes that nothing is open about take little memory, and are there when they are asked for, as they were.
    void settledMinutesArePacked()
    {
        MinuteSeries minutes;
        bool isNew = false;
        const auto settle = [&](int i) {
            TrackedMinute &minute = minutes.at(m_start + OneMinute * i, isNew);
            QVERIFY(isNew);
            minute.bar = bar(minute.bar.start, 10, 11, 9, (1'000 + i) / 100.0, 100);
            minute.hasValues = minute.isOver = minute.isReported = true;
            minute.isSuspect = i == 5;
            minute.isSeeded = i % 3 == 0;
        };
        for (int i = 0; i < 390; ++i) {
            if (i != 3)
                CHECKED(settle(i));
        }
        const std::size_t packed = minutes.memory();
        // The one that is suspect holds back those behind it.
        QVERIFY(packed > 384 * sizeof(TrackedMinute));
        minutes.find(m_start + OneMinute * 5)->isSuspect = false;
        for (int i = 390; i < 500; ++i)
            CHECKED(settle(i));
        QVERIFY(minutes.memory() * 2 < 500 * sizeof(TrackedMinute));
        QVERIFY(!minutes.find(m_start + OneMinute * 3));
        const std::vector<TrackedMinute> all = minutes.all();
        QCOMPARE(all.size(), 499u);
        for (const TrackedMinute &minute : all) {
            const auto i = (minute.bar.start - m_start) / OneMinute;
            QCOMPARE(minute.bar.close, static_cast<double>(1'000 + i) / 100);
            QVERIFY(minute.isSettled());
            QCOMPARE(minute.isSeeded, i % 3 == 0);
        }
        // A late repair finds its minute, and one that was missing its place.
        TrackedMinute *old = minutes.find(m_start + OneMinute * 100);
        QVERIFY(old);
        old->bar.close = 99;
        CHECKED(settle(3));
        minutes.find(m_start + OneMinute * 3)->bar.close = 33;
        for (int i = 500; i < 540; ++i)
            CHECKED(settle(i));
        QVERIFY(minutes.memory() * 2 < 540 * sizeof(TrackedMinute));
        QCOMPARE(minutes.all().size(), 540u);
        QCOMPARE(minutes.find(m_start + OneMinute * 100)->bar.close, 99.0);
        QCOMPARE(minutes.find(m_start + OneMinute * 3)->bar.close, 33.0);
        QCOMPARE(minutes.newest()->bar.start, m_start + OneMinute * 539);
    }

    /// What is packed is forgotten like the rest: by session, and by number.
    void packedMinutesAreForgotten()
    {
        MinuteSeries minutes;
        bool isNew = false;
        const auto settle = [&](Timestamp start) {
            TrackedMinute &minute = minutes.at(start, isNew);
            minute.hasValues = minute.isOver = minute.isReported = true;
        };
        for (int i = 0; i < 390; ++i)
            settle(m_start + OneMinute * i);
        settle(m_start + OneHour * 17 + OneMinute);
        QCOMPARE(minutes.all().front().bar.start, m_start + OneHour + OneMinute);
        settle(m_start + OneDay * 3);
        QCOMPARE(minutes.all().size(), 1u);
        for (int i = 1; i <= static_cast<int>(MinuteSeries::MaxMinutes); ++i)
            settle(m_start + OneDay * 3 + Milliseconds(i * 50'000));
        QVERIFY(minutes.all().size() < MinuteSeries::MaxMinutes);
        QVERIFY(minutes.all().size() >= MinuteSeries::MaxMinutes / 2);
        QVERIFY(minutes.find(m_start + OneDay * 3 + Milliseconds(50'000 * 900)));
    }
};

QTEST_GUILESS_MAIN(SymbolBarsTest)
#include "tst_symbolbars.moc"
