// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/managerfixture.h"

using namespace tickstock;
using namespace tickstock::test;

/// What becomes of the symbols when connections are lost, stall, flap or meet the account's limit.
class ConnectionFailoverTest final : public ManagerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void lostConnectionsSymbolsMoveAtOnce()
    {
        makeLive(3, "A,B,C,D,E,F");
        feed(2).lose(m_open + OneSecond * 10);
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].symbols.size(), 2u);
        QCOMPARE(m_lost[0].connection, ConnectionId{2});
        QVERIFY(feed(2).carried().isEmpty()); // it must not ask for them again
        QCOMPARE(feed(1).subscribed.size() + feed(3).subscribed.size(), 6u);
        QVERIFY(m_confirmed.isEmpty());
        feed(1).confirmAll();
        feed(3).confirmAll();
        QCOMPARE(QSet<QString>(m_confirmed.begin(), m_confirmed.end()),
                 (QSet<QString>{QStringLiteral("B"), QStringLiteral("E")}));
        QCOMPARE(m_manager->receipts().back().moves, 2);
        QCOMPARE(m_manager->receipts().back().open, 0);
    }

    void symbolsReturnWhenTheConnectionHasBeenWellForAWhile()
    {
        makeLive(2, "A,B");
        feed(2).lose(m_open);
        feed(1).confirm(list("B"));
        feed(2).setStatus(ConnectionStatus::Connecting, StatusReason::Requested);
        feed(2).goLive();
        pass(Milliseconds(9'000));
        QVERIFY(feed(2).carried().isEmpty());
        m_unsure.clear();
        pass(Milliseconds(2'000));
        QCOMPARE(feed(2).carried(), list("B"));
        QCOMPARE(feed(1).carried(), list("A,B")); // make before break
        feed(2).confirmAll();
        QCOMPARE(feed(1).carried(), list("A"));
        QCOMPARE(m_unsure, list("B")); // moved without a loss
        QCOMPARE(m_lost.size(), 1u);
    }

    void aFlappingConnectionWaitsLonger()
    {
        makeLive(2, "A,B");
        Milliseconds waited{0};
        for (int round = 0; round < 3; ++round) {
            feed(2).lose(m_open);
            feed(1).confirmAll();
            feed(2).goLive();
            waited = Milliseconds(0);
            while (feed(2).carried().isEmpty() && waited < Milliseconds(120'000)) {
                pass(OneSecond);
                waited += OneSecond;
            }
            feed(2).confirmAll();
        }
        QCOMPARE(waited.count(), 40'000);
    }

    void aStalledConnectionIsLeftButNotBeforeTheOtherHasConfirmed()
    {
        makeLive(2, "A,B");
        send(2, "B", 5);
        Q_EMIT feed(2).lost({{2}, {id("B")}, m_open + OneSecond * 6, StatusReason::Stalled});
        feed(2).setStatus(ConnectionStatus::Degraded, StatusReason::Stalled);
        QCOMPARE(feed(1).carried(), list("A,B"));
        QCOMPARE(feed(2).carried(), list("B"));
        feed(1).confirm(list("B"));
        QVERIFY(feed(2).carried().isEmpty());
        QCOMPARE(m_confirmed, list("B"));
    }

    void withNobodyElseTheSymbolsStay()
    {
        makeLive(1, "A,B");
        feed(1).lose(m_open);
        QCOMPARE(feed(1).carried(), list("A,B"));
        m_manager->subscribe(list("C"));
        QCOMPARE(feed(1).carried(), list("A,B,C"));
        feed(1).comeUp();
        QCOMPARE(m_confirmed, list("A,B,C"));
    }

    void withoutFailoverTheyStayToo()
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        options.router.failsOver = false;
        make(std::move(options), 2);
        m_manager->subscribe(list("A,B"));
        m_manager->open();
        feed(1).comeUp();
        feed(2).comeUp();
        feed(2).lose(m_open);
        QCOMPARE(feed(2).carried(), list("B"));
        QCOMPARE(feed(1).carried(), list("A"));
    }

    void aSymbolIsLostWhenItsSecondCarrierWasBrokenToo()
    {
        makeCritical("A", "A");
        feed(1).comeUp();
        feed(2).comeUp();
        feed(2).lose(m_open + OneSecond * 10);
        QVERIFY(m_lost.empty());
        send(1, "A", 20);
        feed(2).goLive();
        pass(Milliseconds(11'000));
        feed(2).confirmAll(); // from here on intact
        Q_EMIT feed(1).lost({{1}, {id("A")}, m_open + OneSecond * 12, StatusReason::ShortSilence});
        QCOMPARE(m_lost.size(), 1u); // it began while the other was away
        feed(1).confirm(list("A"));
        QCOMPARE(m_confirmed.last(), QStringLiteral("A"));
    }

    void shortSilencesAreSaidOnlyOfWhatIsMissing()
    {
        makeLive(2, "A,B");
        Q_EMIT feed(1).unsure({id("A"), id("B")}, m_open);
        QCOMPARE(m_unsure, list("A"));
        Q_EMIT feed(1).lost({{1}, {id("A")}, m_open, StatusReason::ShortSilence});
        QCOMPARE(m_lost.size(), 1u);
        feed(1).confirm(list("A"));
        QCOMPARE(m_confirmed, list("A"));
    }

    void lossBeforeAnyDataBeginsWithTheSubscription()
    {
        makeLive(2, "A,B");
        feed(2).lose({}); // no event has told the market's time: nobody knows since when
        QVERIFY(!m_lost[0].since.isValid());
        m_lost.clear();
        feed(1).confirmAll();
        send(1, "A", 30);
        feed(1).confirm(list("B"));
        feed(1).lose({}); // nothing came by it yet
        QCOMPARE(m_lost.size(), 1u);
        QVERIFY(m_lost[0].since.isValid());
    }

    void ourOwnLimitIsLearnedOnce_data()
    {
        QTest::addColumn<bool>("olderGoes");
        QTest::newRow("the older one is thrown out") << true;
        QTest::newRow("the newer one is thrown out") << false;
    }

    void ourOwnLimitIsLearnedOnce()
    {
        QFETCH(bool, olderGoes);
        make(RoutingStrategy::RoundRobin, 3);
        m_manager->subscribe(list("A,B,C"));
        m_manager->open();
        feed(1).comeUp();
        feed(2).comeUp();
        const int gone = olderGoes ? 1 : 2, stays = olderGoes ? 2 : 1;
        feed(gone).lose(m_open, StatusReason::TooManyConnections);
        // The third was on its way already, and meets the same.
        feed(3).comeUp();
        feed(olderGoes ? stays : 3).lose(m_open, StatusReason::TooManyConnections);
        const int last = olderGoes ? 3 : stays;
        feed(last).confirmAll();
        QCOMPARE(m_manager->connectionLimit(), 1);
        QCOMPARE(feed(last).subscribed.size(), 3u);
        pass(Milliseconds(600'000));
        QCOMPARE(feed(1).opened + feed(2).opened + feed(3).opened, 3); // none came again
        QCOMPARE(health(gone).status, ConnectionStatus::Off);
        QCOMPARE(health(gone).reason, StatusReason::PlanLimit);
        QCOMPARE(health(gone).detail, QStringLiteral("1"));
        // The user may try; the limit is forgotten when nobody is kept off by it any more.
        m_manager->reconnect({static_cast<std::uint8_t>(gone)});
        QCOMPARE(feed(gone).opened, 2);
        QCOMPARE(m_manager->connectionLimit(), 1);
        m_manager->reconnect({static_cast<std::uint8_t>(olderGoes ? stays : 3)});
        QCOMPARE(m_manager->connectionLimit(), 0);
    }

    void withoutAUserTheLimitIsTriedAgainEverLessOften()
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        options.retriesLimit = true;
        make(std::move(options), 2);
        m_manager->subscribe(list("A,B"));
        m_manager->open();
        feed(1).comeUp();
        feed(2).comeUp();
        feed(1).lose(m_open, StatusReason::TooManyConnections);
        pass(Milliseconds(14 * 60'000));
        QCOMPARE(feed(1).opened, 1);
        pass(Milliseconds(2 * 60'000));
        QCOMPARE(feed(1).opened, 2);
        feed(1).comeUp();
        feed(1).lose(m_open, StatusReason::TooManyConnections); // refused again, beside one that is live for long
        pass(Milliseconds(60'000));
        QCOMPARE(feed(1).opened, 2);
    }

    void aReconnectionThatIsRefusedKeepsNobodyElseOff()
    {
        makeLive(3, "A,B,C");
        pass(Milliseconds(60'000));
        for (int number : {1, 2, 3})
            feed(number).lose(m_open);
        feed(2).setStatus(ConnectionStatus::Connecting, StatusReason::Requested);
        feed(1).setStatus(ConnectionStatus::Reconnecting, StatusReason::TooManyConnections); // dead sockets still count
        QCOMPARE(health(1).reason, StatusReason::PlanLimit);
        QCOMPARE(health(3).status, ConnectionStatus::Reconnecting);
    }

    void whatASilentConnectionShouldHaveBroughtIsLostWhenItIsLeft()
    {
        makeLive(2, "A,B");
        send(2, "B", 19);
        feed(2).fallSilent();
        m_manager->drain({2}, true);
        feed(1).confirm(list("B"));
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].connection, ConnectionId{2});
        QCOMPARE(m_lost[0].since, m_open + OneSecond * 20);
        QCOMPARE(m_confirmed, list("B"));
    }

    void aSecondCarrierThatCameTooLateToCoverStillCarriesOn()
    {
        makeCritical("A", "A");
        feed(1).comeUp();
        send(1, "A", 10);
        feed(2).comeUp(); // intact only from three seconds later on
        m_confirmed.clear();
        feed(1).lose(m_open + OneSecond * 11);
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_confirmed, list("A")); // fetched at once
    }

    void thoseThatComeBackTogetherKeepTheirSymbols()
    {
        makeLive(2, "A,B");
        feed(1).lose(m_open);
        feed(2).lose(m_open);
        feed(1).comeUp();
        pass(Milliseconds(5'000));
        feed(2).comeUp();
        m_unsure.clear();
        for (int i = 0; i < 30; ++i) {
            pass(OneSecond);
            feed(1).confirmAll();
            feed(2).confirmAll();
        }
        QVERIFY(m_manager->receipts().size() <= 4u); // away from both, to the first that came, and home again
        QCOMPARE(feed(2).carried(), list("B"));
    }

    void anotherProgramsEvictionIsNotOurLimit()
    {
        makeLive(2, "A,B");
        pass(Milliseconds(60'000));
        feed(2).lose(m_open, StatusReason::TooManyConnections, ConnectionStatus::Blocked);
        QCOMPARE(m_manager->connectionLimit(), 0);
        QCOMPARE(health(2).status, ConnectionStatus::Blocked);
        QCOMPARE(feed(1).carried(), list("A,B"));
        m_manager->open(); // tries the blocked one again
        QCOMPARE(feed(2).opened, 2);
    }
};

QTEST_GUILESS_MAIN(ConnectionFailoverTest)
#include "tst_connectionfailover.moc"
