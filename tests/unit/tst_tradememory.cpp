// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/tickdeduplicator.h"
#include "tests/support/managerfixture.h"

using namespace tickstock;
using namespace tickstock::test;

/// The same trade counts once, however often and by whatever connection it comes.
class TradeMemoryTest final : public ManagerFixture
{
    Q_OBJECT

private:
    static constexpr SymbolId A{1}, B{2};

    const Timestamp m_start = at("2025-03-10 10:00");

    Tick made(std::uint64_t key, std::int64_t sequence, SymbolId symbol = A, Milliseconds after = {}) const
    {
        Tick tick = trade(symbol, m_start + after, 100, 5);
        tick.tradeKey = key;
        tick.sequence = sequence;
        return tick;
    }

private Q_SLOTS:
    void aTradeIsKnownByIdAndSequence()
    {
        TradeMemory memory;
        QVERIFY(!memory.isKnown(made(77, 1)));
        QVERIFY(memory.isKnown(made(77, 1)));
        QVERIFY(!memory.isKnown(made(78, 1)));
        QVERIFY(!memory.isKnown(made(77, 2)));
        QVERIFY(!memory.isKnown(made(77, 1, B))); // ids are unique in a symbol
        QVERIFY(!memory.isKnown(made(0, 12)));
        QVERIFY(memory.isKnown(made(0, 12)));
        QVERIFY(!memory.isKnown(made(0, 0)));
        QVERIFY(!memory.isKnown(made(0, 0))); // nothing tells it from another one
    }

    void theLastMinutesAreRemembered()
    {
        TradeMemory memory;
        QVERIFY(!memory.isKnown(made(1, 1)));
        for (int minute = 1; minute < 8; ++minute)
            QVERIFY(!memory.isKnown(made(100, minute, A, OneMinute * minute)));
        QVERIFY(memory.isKnown(made(1, 1)));
        QVERIFY(!memory.isKnown(made(2, 2, A, OneMinute * 9)));
        QVERIFY(memory.isKnown(made(1, 1)));
        QVERIFY(!memory.isKnown(made(3, 3, A, OneMinute * 18)));
        QVERIFY(!memory.isKnown(made(1, 1)));
    }

    void manyTradesAreToldApart()
    {
        TradeMemory memory;
        constexpr int Count = 100'000;
        int known = 0;
        for (int i = 1; i <= Count; ++i)
            known += memory.isKnown(made(static_cast<std::uint64_t>(i) * 8, i));
        QCOMPARE(known, 0);
        for (int i = 1; i <= Count; ++i)
            known += memory.isKnown(made(static_cast<std::uint64_t>(i) * 8, i));
        QCOMPARE(known, Count);
    }

    void aBatchLosesWhatIsRepeatedAndNothingElse()
    {
        TickDeduplicator deduplicator;
        auto batch = std::make_shared<TickBatch>();
        batch->ticks = {made(1, 1), second(A, m_start, 1, 1, 1, 1, 1), made(2, 2)};
        QCOMPARE(deduplicator.filter(batch, {1}), TickBatchPtr(batch)); // as it is
        batch->ticks.push_back(made(3, 3));
        const TickBatchPtr rest = deduplicator.filter(batch, {1});
        QCOMPARE(rest->ticks.size(), 2u);
        QCOMPARE(rest->ticks[0].kind, TickKind::SecondBar); // bars of one connection are not watched
        QCOMPARE(rest->ticks[1].tradeKey, 3u);
        batch->ticks = {made(3, 3)};
        QVERIFY(!deduplicator.filter(batch, {2}));
        batch->thrownAway = {{A, m_start}}; // what a frame lacks is told all the same
        QCOMPARE(deduplicator.filter(batch, {2})->thrownAway, batch->thrownAway);
    }

    void oneConnectionDeliversATradeOnceAlsoAfterALoss()
    {
        makeLive(1, "A");
        Tick first = trade(id("A"), m_open, 100, 5);
        first.tradeKey = 7;
        first.sequence = 3;
        feed(1).send({first});
        feed(1).send({first});
        QCOMPARE(m_ticks.size(), 1u);
        feed(1).lose(m_open);
        feed(1).comeUp();
        Tick next = first;
        next.sequence = 4;
        feed(1).send({first, next});
        QCOMPARE(m_ticks.size(), 2u);
        QCOMPARE(m_ticks.back().sequence, 4);
    }
};

QTEST_GUILESS_MAIN(TradeMemoryTest)
#include "tst_tradememory.moc"
