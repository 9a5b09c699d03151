// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/multiconnectionmanager.h"
#include "tests/support/builders.h"
#include "tests/support/fakefeed.h"

#include <QSignalSpy>

using namespace tickstock;
using namespace tickstock::test;

/// The manager over connections that the test holds in its hands, on a clock that only the test moves.
class ConnectionManagerTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<SymbolTable> m_symbols;
    std::unique_ptr<MultiConnectionManager> m_manager;
    std::vector<FakeFeed *> m_feeds; // owned by the manager
    std::vector<Tick> m_ticks;
    std::vector<Loss> m_lost;
    QStringList m_confirmed, m_unsure;
    Timestamp m_wall;
    const Timestamp m_open = at("2025-03-10 09:30");

    QString name(SymbolId id) const { return m_symbols->qname(id); }
    SymbolId id(const char *symbol) { return *m_symbols->intern(std::string_view(symbol)); }
    static QStringList list(const char *names) { return QString::fromLatin1(names).split(u','); }

    void make(MultiConnectionOptions options, int connections)
    {
        m_symbols = std::make_unique<SymbolTable>();
        m_feeds.clear();
        m_ticks.clear();
        m_lost.clear();
        m_confirmed.clear();
        m_unsure.clear();
        m_wall = {1'000'000'000'000};
        options.wallClock = [this] { return m_wall; };
        m_manager = std::make_unique<MultiConnectionManager>(std::move(options), *m_symbols);
        connect(m_manager.get(), &MarketFeed::ticks, this, [this](const TickBatchPtr &batch) {
            m_ticks.insert(m_ticks.end(), batch->ticks.begin(), batch->ticks.end());
        });
        connect(m_manager.get(), &MarketFeed::lost, this, [this](const Loss &loss) { m_lost.push_back(loss); });
        connect(m_manager.get(), &MarketFeed::confirmed, this, [this](const std::vector<SymbolId> &symbols) {
            for (const SymbolId symbol : symbols)
                m_confirmed.append(name(symbol));
        });
        connect(m_manager.get(), &MarketFeed::unsure, this, [this](const std::vector<SymbolId> &symbols) {
            for (const SymbolId symbol : symbols)
                m_unsure.append(name(symbol));
        });
        for (int i = 1; i <= connections; ++i) {
            auto feed = std::make_unique<FakeFeed>(ConnectionId{static_cast<std::uint8_t>(i)}, *m_symbols);
            m_feeds.push_back(feed.get());
            m_manager->addConnection(std::move(feed), i);
        }
    }
    void make(RoutingStrategy strategy, int connections)
    {
        MultiConnectionOptions options;
        options.router.strategy = strategy;
        make(std::move(options), connections);
    }
    /// Everything subscribed in turn and live.
    void makeLive(int connections, const char *names)
    {
        make(RoutingStrategy::RoundRobin, connections);
        m_manager->subscribe(list(names));
        m_manager->open();
        for (FakeFeed *feed : m_feeds)
            feed->comeUp();
        m_confirmed.clear();
    }
    FakeFeed &feed(int number) { return *m_feeds[static_cast<std::size_t>(number) - 1]; }
    void pass(Milliseconds span)
    {
        for (Milliseconds done{0}; done < span; done += OneSecond) {
            m_wall = m_wall + OneSecond;
            m_manager->housekeep();
        }
    }
    void send(int number, const char *symbol, int secondOfSession, double price = 100)
    {
        feed(number).send({second(id(symbol), m_open + OneSecond * secondOfSession, price, price, price, price, 10)});
    }
    ConnectionHealth health(int number) const { return m_manager->health()[static_cast<std::size_t>(number) - 1]; }

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

    void criticalSymbolsAreCarriedTwiceAndDeliveredOnce()
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        options.criticalSymbols = list("A");
        make(std::move(options), 2);
        m_manager->subscribe(list("A,B"));
        m_manager->open();
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

    void aSymbolIsLostWhenItsSecondCarrierWasBrokenToo()
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        options.criticalSymbols = list("A");
        make(std::move(options), 2);
        m_manager->subscribe(list("A"));
        m_manager->open();
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
        for (int i = 0; i < 20; ++i) {
            m_wall = m_wall + Milliseconds(100);
            send(2, "B", i);
        }
        m_wall = m_wall + Milliseconds(6'000); // silent, but nobody has found out yet
        m_manager->drain({2}, true);
        feed(1).confirm(list("B"));
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].connection, ConnectionId{2});
        QCOMPARE(m_lost[0].since, m_open + OneSecond * 20);
        QCOMPARE(m_confirmed, list("B"));
    }

    void aSecondCarrierThatCameTooLateToCoverStillCarriesOn()
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        options.criticalSymbols = list("A");
        make(std::move(options), 2);
        m_manager->subscribe(list("A"));
        m_manager->open();
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
