// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/routingtable.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;

/// What is kept of the symbols, their routes and their moves.
class RoutingTableTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr SymbolId A{0}, B{1}, C{2};
    static constexpr ConnectionId First{1}, Second{2};
    static constexpr Timestamp Now{1'000'000};

    static std::vector<RoutedConnection> both(bool isSecondUsable = true)
    {
        return {{First, 1, true}, {Second, 2, isSecondUsable}};
    }
    /// A, B and C in turn.
    static RoutingTable made(RoutingStrategy strategy = RoutingStrategy::RoundRobin, const QStringList &critical = {},
                             const std::vector<QStringList> &tiers = {})
    {
        RoutingTable table({strategy, 0, true, 0.25}, critical, tiers);
        table.add(A, QStringLiteral("A"), {});
        table.add(B, QStringLiteral("B"), {});
        table.add(C, QStringLiteral("C"), {});
        return table;
    }

private Q_SLOTS:
    void symbolsAreKeptOnceAndInOrder()
    {
        RoutingTable table = made();
        QVERIFY(!table.add(B, QStringLiteral("B"), {}));
        QVERIFY(table.remove(B, Now));
        QVERIFY(!table.remove(B, Now));
        QVERIFY(!table.remove({9}, Now));
        QVERIFY(table.add(B, QStringLiteral("B"), {}));
        QCOMPARE(table.symbols(), (std::vector<SymbolId>{A, C, B}));
        QCOMPARE(table.names({C, A}), (QStringList{QStringLiteral("C"), QStringLiteral("A")}));
        QCOMPARE(table.route({9}), Route());
    }

    void aPlanChangesNothingUntilItIsApplied()
    {
        RoutingTable table = made();
        const RoutingPlan plan = table.plan(both());
        QCOMPARE(plan.moves.size(), 3u);
        QCOMPARE(plan.moves[1].to, Second);
        QCOMPARE(plan.loads[0].symbolsBefore, 0);
        QCOMPARE(plan.loads[0].symbolsAfter, 2);
        QCOMPARE(table.route(B).owner, ConnectionId());
        QCOMPARE(table.apply(both(), QStringLiteral("subscribed"), Now).moves.size(), 3u);
        QCOMPARE(table.route(B).owner, Second);
        QVERIFY(table.plan(both()).isEmpty());
        QVERIFY(table.receipts().all().empty()); // nobody carried them before
    }

    void aMoveIsOpenUntilItIsConfirmed()
    {
        RoutingTable table = made();
        table.apply(both(), QStringLiteral("subscribed"), Now);
        table.apply(both(false), QStringLiteral("C2 lost"), Now);
        QCOMPARE(table.route(B).owner, First);
        QCOMPARE(table.receipts().openMoves(), 1);
        QCOMPARE(table.receipts().lastMoves(), 1);
        table.closeMove(A, Now); // is not moved
        QCOMPARE(table.receipts().openMoves(), 1);
        table.closeMove(B, Now + OneSecond);
        QCOMPARE(table.receipts().openMoves(), 0);
        const RoutingReceipt receipt = table.receipts().all().back();
        QCOMPARE(receipt.cause, QStringLiteral("C2 lost"));
        QCOMPARE(receipt.took, OneSecond);
    }

    void aRoundRobinSymbolComesHome()
    {
        RoutingTable table = made();
        table.apply(both(), QStringLiteral("subscribed"), Now);
        table.apply(both(false), QStringLiteral("C2 lost"), Now);
        table.apply(both(), QStringLiteral("C2 back"), Now); // before the other has confirmed
        QCOMPARE(table.route(B).owner, Second);
        QCOMPARE(table.receipts().openMoves(), 1); // the overtaken move is closed
        table.remove(B, Now);
        QCOMPARE(table.receipts().openMoves(), 0);
    }

    void receiptsAreNotKeptForEver()
    {
        RoutingTable table = made();
        table.apply(both(), QStringLiteral("subscribed"), Now);
        for (int i = 0; i < 60; ++i)
            table.apply(both(i % 2 == 1), QStringLiteral("flaps"), Now);
        QCOMPARE(table.receipts().all().size(), 50u);
        QCOMPARE(table.receipts().all().back().number, 60);
    }

    void tiersAndCriticalSymbolsAreAskedFor()
    {
        RoutingTable table =
            made(RoutingStrategy::Priority, {QStringLiteral("A")}, {{QStringLiteral("C")}, {QStringLiteral("A")}});
        table.apply(both(), QStringLiteral("subscribed"), Now);
        QCOMPARE(table.route(C).owner, First);
        QVERIFY(table.route(A).has(First) && table.route(A).has(Second));
        QCOMPARE(table.route(B).owner, Second); // in no tier
    }

    void eventsAreMeasuredAsRates()
    {
        RoutingTable table = made(RoutingStrategy::LoadBalanced);
        table.apply(both(), QStringLiteral("subscribed"), Now);
        table.measureRates(Now);
        for (int i = 0; i < 100; ++i)
            table.count(A);
        table.count({9});                              // not subscribed
        table.measureRates(Now + Milliseconds(4'999)); // too soon
        table.measureRates(Now + Milliseconds(10'000));
        const RoutingPlan plan = table.plan(both());
        double sum = 0;
        for (const RoutingPlan::Load &load : plan.loads)
            sum += load.before;
        QCOMPARE(sum, 10.0);
        table.measureRates(Now + Milliseconds(20'000)); // nothing came: the rate falls slowly
        QCOMPARE(table.plan(both()).loads[0].before + table.plan(both()).loads[1].before, 7.0);
    }
};

QTEST_GUILESS_MAIN(RoutingTableTest)
#include "tst_routingtable.moc"
