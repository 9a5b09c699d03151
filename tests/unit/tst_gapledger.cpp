// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/tickdeduplicator.h"
#include "core/feed/volumecontinuity.h"
#include "core/history/gapledger.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// The rules about holes: how they are noticed, what is one, and when it is repaired.
class GapLedgerTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_start = at("2025-03-10 10:00");
    const Timestamp m_wall{1'700'000'000'000};
    const QString m_name = QStringLiteral("AAPL");

    const Timestamp m_late = at("2025-03-10 19:00");

    /// REST gives all minutes from @p from on, long after the holes, and they account for everything.
    void fetchAll(GapLedger &ledger, const QString &name, Timestamp from)
    {
        for (const GapLedger::Open &hole : ledger.open(name))
            ledger.account(hole.number, m_wall);
        ledger.fetched(name, from, m_late, ledger.serial(), m_wall);
    }
    static Tick withDayVolume(Tick tick, double dayVolume)
    {
        tick.dayVolume = dayVolume;
        return tick;
    }

private Q_SLOTS:
    void aHoleIsRepairedWhenFetchedAndItsLastMinuteCertain()
    {
        GapLedger ledger;
        ledger.open({2}, m_name, m_start + OneSecond * 30, QStringLiteral("lost"));
        QCOMPARE(ledger.list()->front().from, m_start + OneSecond * 30);
        fetchAll(ledger, m_name, m_start - OneMinute);
        ledger.confirm(m_name, m_start + OneMinute * 2, m_wall); // before data came again: says nothing
        QCOMPARE(ledger.repaired({2}), 0u);
        ledger.resume(m_name, m_start + OneSecond * 150);
        ledger.confirm(m_name, m_start + OneMinute, m_wall); // an earlier minute
        QCOMPARE(ledger.repaired({2}), 0u);
        ledger.confirm(m_name, m_start + OneMinute * 2, m_wall);
        QCOMPARE(ledger.repaired({2}), 0u); // its newest minutes may have been corrected since
        ledger.fetched(m_name, m_start - GapLedger::BeforeLoss, m_start + OneMinute * 3, ledger.serial(), m_wall);
        QCOMPARE(ledger.repaired({2}), 0u); // too early
        ledger.fetched(m_name, m_start - OneMinute, m_late, ledger.serial(), m_wall);
        QCOMPARE(ledger.repaired({2}), 0u); // not all that may have been corrected
        ledger.fetched(m_name, m_start - GapLedger::BeforeLoss, m_late, ledger.serial(), m_wall);
        QCOMPARE(ledger.count({2}), 1u);
        QCOMPARE(ledger.repaired({2}), 1u);
        const Gap gap = ledger.list()->front();
        QCOMPARE(gap.to, m_start + OneSecond * 150);
        QCOMPARE(gap.repairedBy, QStringLiteral("rest"));
        QCOMPARE(gap.repairedAt, m_wall);
        ledger.confirm(m_name, m_start + OneMinute * 3, m_wall); // not twice
        QCOMPARE(ledger.repaired({2}), 1u);
    }

    void fetchingLessThanTheHoleIsNotEnough()
    {
        GapLedger ledger;
        ledger.open({1}, m_name, m_start, QStringLiteral("lost"));
        ledger.resume(m_name, m_start + OneMinute);
        ledger.confirm(m_name, m_start + OneMinute, m_wall);
        fetchAll(ledger, m_name, m_start + OneMinute);
        QCOMPARE(ledger.repaired({1}), 0u);
        fetchAll(ledger, QStringLiteral("MSFT"), m_start - OneMinute);
        QCOMPARE(ledger.repaired({1}), 0u);
        fetchAll(ledger, m_name, m_start); // the correction of a minute before it may have been lost with it
        QCOMPARE(ledger.repaired({1}), 0u);
        fetchAll(ledger, m_name, m_start - GapLedger::BeforeLoss);
        QCOMPARE(ledger.repaired({1}), 1u);
    }

    void aSecondLossBeforeDataCameAgainIsTheSameHole()
    {
        GapLedger ledger;
        ledger.open({1}, m_name, m_start, QStringLiteral("lost"));
        fetchAll(ledger, m_name, m_start - OneMinute);
        ledger.open({3}, m_name, m_start + OneMinute, QStringLiteral("stalled"));
        QCOMPARE(ledger.list()->size(), 1u);
        ledger.resume(m_name, m_start + OneMinute * 3);
        ledger.confirm(m_name, m_start + OneMinute * 3, m_wall);
        QCOMPARE(ledger.repaired({1}), 0u); // what was fetched before the second loss is not all
        ledger.fetched(m_name, m_start - OneMinute, m_late, ledger.serial() - 1,
                       m_wall); // nor what was asked for before it
        QCOMPARE(ledger.repaired({1}), 0u);
        ledger.open({3}, m_name, m_start + OneMinute * 5, QStringLiteral("lost"));
        QCOMPARE(ledger.list()->size(), 2u);
    }

    void whatRemainsUnexplainedIsAStateOfItsOwn()
    {
        GapLedger ledger;
        ledger.open({1}, m_name, m_start, QStringLiteral("lost"));
        ledger.resume(m_name, m_start + OneMinute);
        const auto number = ledger.open(m_name).front().number;
        ledger.explain(number, QStringLiteral("3.1 % of its volume is not in what REST gave"));
        QCOMPARE(ledger.takeChanged().front().openBecause,
                 QStringLiteral("3.1 % of its volume is not in what REST gave"));
        ledger.endUnexplained(number, QStringLiteral("fetched, 3.1 % of volume unexplained"));
        QVERIFY(!ledger.hasOpen(m_name));
        QCOMPARE(ledger.repaired({1}), 0u);
        QCOMPARE(ledger.unexplained(), 1u);
        const Gap gap = ledger.takeChanged().front();
        QVERIFY(gap.isEnded() && !gap.isRepaired() && gap.openBecause.isEmpty());
        GapLedger next;
        next.restore(gap);
        QVERIFY(!next.hasOpen(m_name));
    }

    void anOverloadThatGoesOnIsOneHole()
    {
        GapLedger ledger;
        for (int i = 0; i < 5; ++i) {
            ledger.open({}, m_name, m_start + OneSecond * 10 * i, QStringLiteral("overload"), true);
            ledger.resume(m_name, m_start + OneSecond * 10 * i + OneSecond);
        }
        QCOMPARE(ledger.list()->size(), 1u);
        QCOMPARE(ledger.list()->front().to, m_start + OneSecond * 41);
        ledger.open({}, m_name, m_start + OneMinute * 10, QStringLiteral("overload"), true);
        QCOMPARE(ledger.list()->size(), 2u);
    }

    void anEarlierRunsHolesGoOn()
    {
        GapLedger ledger;
        ledger.restore({{1}, m_name, m_start, m_start + OneMinute, QStringLiteral("lost"), {}, {}});
        ledger.restore({{1}, m_name, m_start, m_start, QStringLiteral("lost"), QStringLiteral("rest"), m_wall});
        QCOMPARE(ledger.count({1}), 1u);
        QVERIFY(ledger.takeChanged().empty()); // as it is in the store
        fetchAll(ledger, m_name, m_start - GapLedger::BeforeLoss);
        QCOMPARE(ledger.repaired({1}), 1u);
        QCOMPARE(ledger.takeChanged().size(), 1u);
    }

    void finishedEntriesAreForgottenFirst()
    {
        GapLedger ledger;
        ledger.open({1}, QStringLiteral("OPEN"), m_start, QStringLiteral("lost"));
        for (std::size_t i = 0; i < GapLedger::MaxEntries + 10; ++i) {
            const Timestamp from = m_start + OneMinute * static_cast<int>(i);
            ledger.open({1}, m_name, from, QStringLiteral("lost"));
            ledger.resume(m_name, from);
            fetchAll(ledger, m_name, from - GapLedger::BeforeLoss);
            ledger.confirm(m_name, from, m_wall);
            (void)ledger.takeChanged();
        }
        QCOMPARE(ledger.list()->size(), GapLedger::MaxEntries);
        QCOMPARE(ledger.list()->front().symbol, QStringLiteral("OPEN"));
        QCOMPARE(ledger.count({1}), GapLedger::MaxEntries + 11);
    }

    void volumeProvesWhatASilenceHasCost()
    {
        VolumeContinuity volumes;
        const SymbolId id{3};
        const auto bar = [&](int seconds, double volume, double dayVolume) {
            return withDayVolume(second(id, m_start + OneSecond * seconds, 1, 1, 1, 1, volume), dayVolume);
        };
        QVERIFY(!volumes.proveLoss(bar(0, 10, 100)));
        QVERIFY(!volumes.proveLoss(bar(1, 10, 500))); // nobody suspected anything
        volumes.suspect({id}, m_start + OneSecond);
        QVERIFY(!volumes.proveLoss(bar(0, 12, 512))); // sent again
        QVERIFY(!volumes.proveLoss(bar(5, 20, 520)));
        volumes.suspect({id}, m_start + OneSecond * 6);
        volumes.suspect({id}, m_start + OneSecond * 8);
        QVERIFY(volumes.proveLoss(bar(9, 20, 541)));
        QCOMPARE(volumes.silentSince(id), m_start + OneSecond * 6);
        QVERIFY(!volumes.proveLoss(bar(10, 20, 561)));
        // Minute bars do not count where seconds come, trades never.
        volumes.suspect({id}, m_start);
        QVERIFY(!volumes.proveLoss(withDayVolume(minute(id, m_start + OneMinute, 1, 1, 1, 1, 5), 99'999)));
        QVERIFY(!volumes.proveLoss(trade(id, m_start + OneMinute, 1, 5)));
        // A new day begins at nothing; a volume that is not told proves nothing right.
        QVERIFY(!volumes.proveLoss(bar(90'000, 30, 30)));
        volumes.suspect({id}, m_start);
        QVERIFY(volumes.proveLoss(bar(90'010, 30, NoValue)));
    }

    void aCorrectionIsNeverTakenForADuplicate()
    {
        TickDeduplicator deduplicator;
        const SymbolId id{1};
        deduplicator.watch(id);
        const auto version = [&](double close) { return minute(id, m_start, 100, 110, 90, close, 500); };
        // Whatever the order in which two connections deliver the same three versions, three pass.
        const std::array<double, 3> versions{100, 105, 100};
        for (unsigned order = 0; order < 64; ++order) {
            TickDeduplicator fresh;
            fresh.watch(id);
            std::array<std::size_t, 2> next{0, 0};
            int passed = 0;
            for (unsigned step = 0; step < 6; ++step) {
                std::size_t connection = (order >> step) & 1;
                if (next[connection] == 3)
                    connection = 1 - connection;
                const double close = versions[next[connection]++];
                passed += !fresh.isDuplicate(version(close), {static_cast<std::uint8_t>(connection + 1)});
            }
            QCOMPARE(passed, 3);
        }
        // One that missed a version does not hold the others up.
        QVERIFY(!deduplicator.isDuplicate(version(1), {1}));
        QVERIFY(!deduplicator.isDuplicate(version(2), {1}));
        QVERIFY(deduplicator.isDuplicate(version(2), {2}));
        QVERIFY(!deduplicator.isDuplicate(version(3), {2}));
        QVERIFY(deduplicator.isDuplicate(version(3), {1}));
    }

    void oldVersionsAreForgotten()
    {
        TickDeduplicator deduplicator;
        const SymbolId id{0};
        deduplicator.watch(id);
        QVERIFY(!deduplicator.isDuplicate(second(id, m_start, 1, 1, 1, 1, 1), {1}));
        QVERIFY(!deduplicator.isDuplicate(second(id, m_start + OneMinute * 20, 1, 1, 1, 1, 1), {1}));
        QVERIFY(!deduplicator.isDuplicate(second(id, m_start, 1, 1, 1, 1, 1), {2}));
    }
};

QTEST_GUILESS_MAIN(GapLedgerTest)
#include "tst_gapledger.moc"
