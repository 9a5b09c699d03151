// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/managerfixture.h"

using namespace tickstock;
using namespace tickstock::test;

/// Which connection carries what while all are well, and what the user changes.
class ConnectionManagerTest final : public ManagerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void opensOneAfterTheOther()
    {
        make(RoutingStrategy::RoundRobin, 3);
        m_manager->open();
        QCOMPARE(feed(1).opened, 1);
        QCOMPARE(feed(2).opened, 0);
        feed(1).goLive();
        QCOMPARE(feed(2).opened, 1);
        feed(2).setStatus(ConnectionStatus::Reconnecting, StatusReason::Unreachable); // a failure holds nobody up
        QCOMPARE(feed(3).opened, 1);
        QCOMPARE(feed(2).opened, 1);
        feed(3).goLive();
        m_manager->close();
        QCOMPARE(health(3).status, ConnectionStatus::Off);
    }

    void doesNotWaitLongForASlowOne()
    {
        make(RoutingStrategy::RoundRobin, 2);
        m_manager->open();
        pass(Milliseconds(2'000));
        QCOMPARE(feed(2).opened, 0);
        pass(Milliseconds(2'000));
        QCOMPARE(feed(2).opened, 1);
    }

    void everySymbolHasOneOwner()
    {
        makeLive(3, "A,B,C,D,E,F,G");
        QCOMPARE(feed(1).carried(), list("A,D,G"));
        QCOMPARE(feed(2).carried(), list("B,E"));
        QCOMPARE(feed(3).carried(), list("C,F"));
        QCOMPARE(m_manager->connectionFor(QStringLiteral("E")), ConnectionId{2});
        QCOMPARE(m_manager->connectionFor(QStringLiteral("Z")), ConnectionId{});
        QCOMPARE(m_manager->tickers({3}), list("C,F"));
        QCOMPARE(m_manager->confirmedTickers(), 7);
        QCOMPARE(m_manager->routing().tickers, 7);
        m_manager->unsubscribe(list("E,Z"));
        QCOMPARE(feed(2).carried(), list("B"));
        QCOMPARE(m_manager->connectionFor(QStringLiteral("E")), ConnectionId{});
        m_manager->subscribe(list("E"));
        QCOMPARE(m_manager->connectionFor(QStringLiteral("E")), ConnectionId{2}); // the fewest
    }

    void manualKeepsWhatItWasGiven()
    {
        make(RoutingStrategy::Manual, 2);
        m_manager->subscribe(list("A,B"), {1});
        m_manager->subscribe(list("B,C"), {2}); // B belongs to the lower one
        m_manager->subscribe(list("A,B,C"));
        m_manager->open();
        feed(1).comeUp();
        feed(2).comeUp();
        QCOMPARE(feed(1).carried(), list("A,B"));
        QCOMPARE(feed(2).carried(), list("C"));
    }

    void ticksPassWithTheirConnection()
    {
        makeLive(2, "A,B");
        send(1, "A", 1);
        send(2, "B", 1);
        QCOMPARE(m_ticks.size(), 2u);
    }

    void criticalSymbolsAreCarriedTwiceAndDeliveredOnce()
    {
        makeCritical("A", "A,B");
        feed(1).comeUp();
        feed(2).comeUp();
        QCOMPARE(feed(1).carried(), list("A"));
        QCOMPARE(feed(2).carried(), list("A,B"));
        send(1, "A", 1, 100);
        send(2, "A", 1, 100);
        send(2, "A", 2, 101);
        send(1, "A", 2, 101);
        send(1, "A", 1, 105); // a correction
        send(2, "A", 1, 105);
        send(2, "A", 1, 100); // and back
        send(1, "A", 1, 100);
        QCOMPARE(m_ticks.size(), 4u);
        // One of the two goes: nothing is missing, and the other stays alone.
        feed(2).lose(m_open + OneSecond * 60);
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].symbols.size(), 1u);
        QCOMPARE(name(m_lost[0].symbols[0]), QStringLiteral("B"));
        QCOMPARE(m_manager->connectionFor(QStringLiteral("A")), ConnectionId{1});
        send(1, "A", 61);
        QCOMPARE(m_ticks.size(), 5u);
    }

    void aMoveDoesNotDoubleAnything()
    {
        makeLive(2, "A,B");
        send(2, "B", 1);
        m_manager->drain({2}, true);
        QCOMPARE(feed(1).carried(), list("A,B"));
        send(2, "B", 2);
        feed(1).confirm(list("B"));
        send(1, "B", 2); // both had it
        send(1, "B", 3);
        send(2, "B", 3); // still on its way
        QCOMPARE(m_ticks.size(), 3u);
        QVERIFY(health(2).isDrained);
        pass(Milliseconds(70'000)); // nothing can straggle any more
        send(1, "B", 100);
        QCOMPARE(m_ticks.size(), 4u);
        m_manager->drain({2}, false);
        QCOMPARE(feed(2).carried(), list("B"));
    }

    void pausedConnectionsAreLeftAndClosed()
    {
        makeLive(2, "A,B");
        m_manager->pause({2});
        QCOMPARE(feed(1).carried(), list("A,B"));
        QCoreApplication::processEvents();
        QCOMPARE(health(2).status, ConnectionStatus::Live); // not before the other has confirmed
        feed(1).confirm(list("B"));
        pass(OneSecond);
        QCoreApplication::processEvents();
        QCOMPARE(health(2).status, ConnectionStatus::Off);
        QCOMPARE(health(2).reason, StatusReason::Paused);
        QVERIFY(m_lost.empty());
        m_manager->resume({2});
        QCOMPARE(feed(2).opened, 2);
        feed(2).comeUp();
        pass(Milliseconds(12'000));
        QCOMPARE(feed(2).carried(), list("B"));
    }

    void theOnlyConnectionIsClosedAtOnceWhenPaused()
    {
        makeLive(1, "A");
        m_manager->pause({1});
        QCoreApplication::processEvents();
        QCOMPARE(health(1).status, ConnectionStatus::Off);
        m_manager->resume({1});
        feed(1).comeUp();
        m_manager->resume({1}); // nothing to do
        QCOMPARE(feed(1).opened, 2);
    }

    void removedConnectionsHandOverFirst()
    {
        makeLive(2, "A,B");
        m_manager->removeConnection({2});
        QCoreApplication::processEvents();
        QCOMPARE(m_manager->health().size(), 2u);
        feed(1).confirm(list("B"));
        pass(OneSecond);
        QCoreApplication::processEvents();
        QCOMPARE(m_manager->health().size(), 1u);
        QVERIFY(m_lost.empty());
        auto another = std::make_unique<FakeFeed>(ConnectionId{3}, *m_symbols);
        FakeFeed *third = another.get();
        m_manager->addConnection(std::move(another), 3);
        QCOMPARE(third->opened, 1);
        third->comeUp();
        QCOMPARE(third->subscribed.size(), 1u);
    }

    void plansCanBeLookedAtBeforeTheyAreApplied()
    {
        makeLive(2, "A,B,C,D");
        QVERIFY(m_manager->plan().isEmpty());
        feed(2).lose(m_open);
        feed(1).confirmAll();
        feed(2).goLive();
        m_wall = m_wall + Milliseconds(20'000); // well again, but nobody has looked yet
        const RoutingPlan plan = m_manager->plan();
        QCOMPARE(plan.moves.size(), 2u);
        QCOMPARE(plan.moves[0].name, QStringLiteral("B"));
        QCOMPARE(plan.moves[0].from, ConnectionId{1});
        QCOMPARE(plan.moves[0].to, ConnectionId{2});
        QCOMPARE(plan.loads[0].symbolsBefore, 4);
        QCOMPARE(plan.loads[0].symbolsAfter, 2);
        QVERIFY(feed(2).carried().isEmpty());
        const RoutingPlan applied = m_manager->rebalance();
        QCOMPARE(applied.moves.size(), 2u);
        QCOMPARE(feed(2).carried(), list("B,D"));
        QCOMPARE(m_manager->routing().openMoves, 2);
        feed(2).confirmAll();
        QCOMPARE(m_manager->routing().openMoves, 0);
        QCOMPARE(m_manager->routing().lastMoves, 2);
    }

    void loadIsLevelledByMeasuredEvents()
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::LoadBalanced;
        options.rebalanceInterval = Milliseconds(10'000);
        make(std::move(options), 2);
        m_manager->subscribe(list("A,B,C,D"));
        m_manager->open();
        feed(1).comeUp();
        feed(2).comeUp();
        QCOMPARE(feed(1).subscribed.size(), 2u);
        // A and C, which are on one connection, are busy.
        int sent = 0;
        for (int seconds = 0; seconds < 60; ++seconds) {
            for (int number : {1, 2}) {
                for (const QString &symbol : feed(number).carried()) {
                    const bool isBusy = symbol == u"A" || symbol == u"C";
                    for (int i = 0; i < (isBusy ? 10 : 1); ++i)
                        send(number, symbol.toLatin1().constData(), sent++);
                }
            }
            pass(OneSecond);
            feed(1).confirmAll();
            feed(2).confirmAll();
        }
        QVERIFY(m_manager->connectionFor(QStringLiteral("A")) != m_manager->connectionFor(QStringLiteral("C")));
        QVERIFY(m_manager->plan().isEmpty()); // and stays as it is
        QVERIFY(m_manager->receipts().size() <= 2u);
    }

    void anOvertakenPlanIsClosed()
    {
        makeLive(3, "A,B,C");
        m_manager->drain({3}, true);
        QCOMPARE(m_manager->routing().openMoves, 1);
        const ConnectionId target = m_manager->connectionFor(QStringLiteral("C"));
        m_feeds[target.value - 1]->lose(m_open); // before it could confirm
        const int other = target.value == 1 ? 2 : 1;
        feed(other).confirmAll();
        QCOMPARE(m_manager->routing().openMoves, 0);
        m_manager->drain({3}, false);
        m_manager->unsubscribe(list("C"));
        QCOMPARE(m_manager->routing().openMoves, 0);
    }
};

QTEST_GUILESS_MAIN(ConnectionManagerTest)
#include "tst_connectionmanager.moc"
