// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/symbol.h"
#include "core/market/tick.h"
#include "core/types/boundedqueue.h"
#include "core/types/delayqueue.h"
#include "core/types/histogram.h"
#include "tests/support/test.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace tickstock;

class TypesTest final : public test::Test
{
    Q_OBJECT

private Q_SLOTS:
    void queueDropsTheOldestAndCounts()
    {
        BoundedQueue<int> queue(10);
        int woken = 0;
        queue.setWake([&] { ++woken; });
        for (int i = 0; i < 6; ++i)
            queue.push(i, 2);
        QCOMPARE(woken, 1);
        QCOMPARE(queue.dropped(), 2u);
        QCOMPARE(queue.weight(), 10u);
        const auto taken = queue.take(3);
        QCOMPARE(taken.entries, (std::vector<int>{1, 2}));
        QCOMPARE(taken.dropped, 2u);
        QCOMPARE(queue.weight(), 6u);
        queue.push(6, 2);
        QCOMPARE(woken, 1); // who left some knows of it
        QCOMPARE(queue.takeAll(), (std::vector<int>{3, 4, 5, 6}));
        QVERIFY(queue.take(3).entries.empty());
        queue.push(7, 2);
        QCOMPARE(woken, 2);
    }

    void delayedWorkRunsInItsOrderAndOnlyWhenItIsDue()
    {
        QList<int> ran;
        {
            DelayQueue later;
            later.after(60'000, [&] { ran.append(9); });
            later.after(2, [&] {
                ran.append(2);
                later.after(0, [&] { ran.append(3); });
            });
            later.after(0, [&] { ran.append(1); }); // before what was to run first until now
            QTRY_COMPARE(ran, (QList<int>{1, 2, 3}));
            QCOMPARE(later.size(), 1u);
        }
        QCoreApplication::processEvents();
        QCOMPARE(ran.size(), 3);
    }

    void aBurstIsForgottenAfterTwoPeriods()
    {
        RecentHistogram recent(100);
        recent.roll(1'000);
        recent.record(5'000);
        recent.roll(1'050);
        recent.record(10);
        QVERIFY(recent.percentile(0.99) >= 5'000);
        recent.roll(1'100);
        recent.record(20);
        QVERIFY(recent.percentile(0.99) >= 5'000); // of the period before
        recent.roll(1'200);
        QVERIFY(recent.percentile(0.99) >= 20 && recent.percentile(0.99) < 30);
    }

    void queueCutsWhatIsHeavierThanItsBound()
    {
        BoundedQueue<std::vector<int>> queue(3);
        QCOMPARE(queue.push({1, 2}, 2), 0u);
        QCOMPARE(queue.push({3, 4, 5, 6, 7}, 5), 4u); // the older entry goes, too
        QCOMPARE(queue.weight(), 3u);
        QCOMPARE(queue.dropped(), 4u);
        QCOMPARE(queue.takeAll(), (std::vector<std::vector<int>>{{5, 6, 7}}));

        BoundedQueue<int> whole(10); // of what cannot be cut, nothing is kept
        QCOMPARE(whole.push(7, 50), 50u);
        QCOMPARE(whole.weight(), 0u);
        QCOMPARE(whole.dropped(), 50u);
        QVERIFY(whole.takeAll().empty());

        BoundedQueue<TickBatchPtr> ticks(2);
        auto batch = std::make_shared<TickBatch>();
        batch->ticks.resize(5);
        batch->ticks.back().close = 7;
        QCOMPARE(ticks.push(batch, 5), 3u);
        const auto taken = ticks.takeAll();
        QCOMPARE(taken.size(), 1u);
        QCOMPARE(taken.front()->ticks.size(), 2u);
        QCOMPARE(taken.front()->ticks.back().close, 7.0);
        QCOMPARE(batch->ticks.size(), 5u); // others may read it still
    }

    void queueLosesNothingBetweenThreads()
    {
        BoundedQueue<int> queue(1'000'000);
        std::atomic<bool> done{false};
        std::thread producer([&] {
            for (int i = 0; i < 100'000; ++i)
                queue.push(i);
            done = true;
        });
        int expected = 0;
        while (!done || queue.weight() > 0) {
            for (const int value : queue.takeAll())
                QCOMPARE(value, expected++);
        }
        producer.join();
        for (const int value : queue.takeAll())
            QCOMPARE(value, expected++);
        QCOMPARE(expected, 100'000);
    }

    void histogramBoundsThePercentiles()
    {
        Histogram histogram;
        QCOMPARE(histogram.percentile(0.5), 0);
        for (int i = 1; i <= 10'000; ++i)
            histogram.record(i);
        for (const double fraction : {0.01, 0.5, 0.9, 0.99, 1.0}) {
            const double exact = fraction * 10'000;
            const auto given = static_cast<double>(histogram.percentile(fraction));
            QVERIFY2(given >= exact && given <= exact * 1.13 + 1, qPrintable(QString::number(given)));
        }
        histogram.record(INT64_MAX);
        histogram.record(-5);
        QCOMPARE(histogram.total(), 10'002u);
    }

    void symbolsKeepTheirCase()
    {
        SymbolTable table;
        const auto preferred = table.intern(std::string_view("KIMpL")),
                   common = table.intern(std::string_view("BRK.B"));
        QVERIFY(preferred && common && *preferred != *common);
        QCOMPARE(table.intern(QStringLiteral("KIMpL")), preferred);
        QCOMPARE(table.name(*common), std::string_view("BRK.B"));
        QVERIFY(!table.find(QStringLiteral("KIMPL")));
        for (const char *bad : {"", "A B", "A\n", "\xff", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG"})
            QVERIFY2(!table.intern(std::string_view(bad)), bad);
    }

    void symbolTableIsBounded()
    {
        SymbolTable table;
        for (std::size_t i = 0; i < SymbolTable::MaxSymbols; ++i)
            table.intern(std::string_view(std::to_string(i)));
        QVERIFY(!table.intern(std::string_view("ONEMORE")));
        QVERIFY(table.intern(std::string_view("17")));
    }
};

QTEST_GUILESS_MAIN(TypesTest)
#include "tst_types.moc"
