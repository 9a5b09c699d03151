// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectionpool.h"
#include "tests/support/fakefeed.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// The connections of one account without sockets, on a clock that only the test moves.
class ConnectionPoolTest final : public test::Test
{
    Q_OBJECT

private:
    SymbolTable m_symbols;
    std::unique_ptr<ConnectionPool> m_pool;
    std::vector<FakeFeed *> m_feeds; // owned by the pool
    Timestamp m_wall;

    void make(int connections, bool retriesLimit = false)
    {
        m_wall = {1'000'000'000'000};
        m_feeds.clear();
        m_pool = std::make_unique<ConnectionPool>(retriesLimit, [this] { return m_wall; });
        for (int i = 1; i <= connections; ++i) {
            const ConnectionId id{static_cast<std::uint8_t>(i)};
            auto feed = std::make_unique<FakeFeed>(id, m_symbols);
            m_feeds.push_back(feed.get());
            connect(feed.get(), &MarketFeed::statusChanged, this,
                    [this, id](const ConnectionHealth &health) { m_pool->setStatus(id, health); });
            m_pool->add(std::move(feed), i);
        }
    }
    /// All of them open and well.
    void makeLive(int connections, bool retriesLimit = false)
    {
        make(connections, retriesLimit);
        m_pool->open();
        for (FakeFeed *feed : m_feeds) {
            m_pool->openNext();
            feed->goLive();
        }
        m_pool->noteRouted();
    }
    FakeFeed &feed(int number) { return *m_feeds[static_cast<std::size_t>(number) - 1]; }
    void fail(int number, StatusReason reason = StatusReason::Lost)
    {
        feed(number).setStatus(ConnectionStatus::Reconnecting, reason);
    }
    /// Numbers of those that may carry symbols.
    std::vector<int> usable() const
    {
        std::vector<int> found;
        for (const RoutedConnection &connection : m_pool->routed()) {
            if (connection.isUsable)
                found.push_back(connection.id.value);
        }
        return found;
    }
    using Numbers = std::vector<int>;

private Q_SLOTS:
    void cleanup() { m_pool.reset(); }

    void opensTheBestFirstAndThenTheNext()
    {
        make(2);
        auto best = std::make_unique<FakeFeed>(ConnectionId{3}, m_symbols);
        m_feeds.push_back(best.get());
        m_pool->add(std::move(best), 0);
        m_pool->openNext();
        QCOMPARE(feed(3).opened, 0); // not before the pool is open
        m_pool->open();
        QCOMPARE(feed(3).opened, 1);
        m_pool->setStatus({3}, feed(3).health().front());
        m_pool->openNext();
        QCOMPARE(feed(1).opened, 0); // it is still connecting
        m_wall = m_wall + Milliseconds(3'000);
        m_pool->openNext();
        QCOMPARE(feed(1).opened, 1); // it has had its time
        feed(1).goLive();
        m_pool->openNext();
        QCOMPARE(feed(2).opened, 1);
        m_pool->close();
        QVERIFY(!m_pool->isOpen());
        QCOMPARE(m_pool->health({1}).status, ConnectionStatus::Off);
    }

    void countsAsUsableWhileItStarts()
    {
        make(1);
        m_pool->open();
        QCOMPARE(usable(), Numbers{1});
        m_wall = m_wall + Milliseconds(10'000);
        QCOMPARE(usable(), Numbers{});
        feed(1).goLive();
        QCOMPARE(usable(), Numbers{1});
        QVERIFY(m_pool->isRoutingDue());
        m_pool->noteRouted();
        QVERIFY(!m_pool->isRoutingDue());
    }

    void oneThatFailedHasToBeWellForAWhile()
    {
        makeLive(2);
        Milliseconds pause = PooledConnection::ReturnPause;
        for (int round = 0; round < 8; ++round) {
            fail(2);
            QCOMPARE(usable(), Numbers{1});
            m_pool->noteRouted();
            feed(2).goLive();
            m_wall = m_wall + pause - Milliseconds(1);
            QCOMPARE(usable(), Numbers{1});
            m_wall = m_wall + Milliseconds(1);
            QCOMPARE(usable(), (Numbers{1, 2}));
            m_pool->noteRouted();
            pause = std::min(pause * 2, PooledConnection::LongestReturnPause); // it fails again soon
        }
        m_wall = m_wall + PooledConnection::LongestReturnPause * 6;
        fail(2); // after a long time without a failure
        m_pool->noteRouted();
        feed(2).goLive();
        m_wall = m_wall + PooledConnection::ReturnPause;
        QCOMPARE(usable(), (Numbers{1, 2}));
    }

    void oneThatHasJustComeBackIsBetterThanNone()
    {
        makeLive(2);
        fail(1);
        fail(2);
        QVERIFY(!m_pool->hasUsable());
        m_pool->noteRouted();
        feed(2).goLive();
        QCOMPARE(usable(), Numbers{2});
    }

    void drainedAndPausedOnesCarryNothing()
    {
        makeLive(3);
        m_pool->drain({1});
        QVERIFY(m_pool->health({1}).isDrained);
        m_pool->pause({2});
        QCOMPARE(usable(), Numbers{3});
        QCOMPARE(m_pool->vacating(), std::vector<ConnectionId>{{2}});
        m_pool->endDrain({1});
        QCOMPARE(usable(), (Numbers{1, 3}));
        m_pool->drain({2});
        m_pool->endPause({2}); // ends nothing else
        QCOMPARE(usable(), (Numbers{1, 3}));
        m_pool->resume({2}); // ends everything
        QCOMPARE(usable(), (Numbers{1, 2, 3}));
        QCOMPARE(feed(2).opened, 1); // it was open all the time
    }

    void aPausedConnectionIsOpenedWhenThePauseEnds()
    {
        makeLive(1);
        m_pool->pause({1});
        feed(1).close();
        QCOMPARE(m_pool->health({1}).reason, StatusReason::Paused);
        m_pool->openNext();
        QCOMPARE(feed(1).opened, 1);
        m_pool->endPause({1});
        m_pool->endPause({1});
        QCOMPARE(feed(1).opened, 2);
    }

    void aRemovedConnectionIsNotRouted()
    {
        makeLive(2);
        m_pool->beginRemoval({2});
        QVERIFY(m_pool->isBeingRemoved({2}));
        QCOMPARE(m_pool->routed().size(), 1u);
        QCOMPARE(m_pool->vacating(), std::vector<ConnectionId>{{2}});
        const std::unique_ptr<MarketFeed> taken = m_pool->take({2});
        QCOMPARE(taken.get(), static_cast<MarketFeed *>(m_feeds[1]));
        QVERIFY(!m_pool->has({2}));
        QCOMPARE(m_pool->ids(), std::vector<ConnectionId>{{1}});
        QCOMPARE(m_pool->health().size(), 1u);
    }

    void theLimitKeepsOffTheRefusedAndThoseThatWait()
    {
        make(3);
        m_pool->open();
        feed(1).goLive();
        m_pool->openNext();
        feed(2).goLive();
        fail(1, StatusReason::TooManyConnections); // the second has just come
        QCOMPARE(m_pool->limit(), 1);
        for (const int number : {1, 3}) {
            const ConnectionHealth health = m_pool->health({static_cast<std::uint8_t>(number)});
            QCOMPARE(health.status, ConnectionStatus::Off);
            QCOMPARE(health.reason, StatusReason::PlanLimit);
            QCOMPARE(health.detail, QStringLiteral("1"));
        }
        m_pool->openNext();
        QCOMPARE(feed(3).opened, 0);
        m_pool->resume({3});
        QCOMPARE(m_pool->limit(), 1); // the first is still kept off
        m_pool->reconnect({1});
        QCOMPARE(m_pool->limit(), 0);
        QCOMPARE(feed(1).opened, 2);
    }

    void anotherProgramsEvictionIsNoLimit()
    {
        makeLive(2);
        m_wall = m_wall + PooledConnection::Fresh;
        fail(1, StatusReason::TooManyConnections);
        QCOMPARE(m_pool->limit(), 0);
        QCOMPARE(m_pool->health({1}).reason, StatusReason::TooManyConnections);
    }

    void theLimitIsRetriedEverLessOften()
    {
        makeLive(2, true);
        fail(2, StatusReason::TooManyConnections);
        QCOMPARE(m_pool->limit(), 1);
        m_wall = m_wall + 15 * OneMinute - Milliseconds(1);
        m_pool->retryLimit();
        m_pool->openNext();
        QCOMPARE(feed(2).opened, 1);
        m_wall = m_wall + Milliseconds(1);
        m_pool->retryLimit();
        m_pool->openNext();
        QCOMPARE(feed(2).opened, 2);
        QCOMPARE(m_pool->limit(), 0);
        feed(2).goLive();
        fail(1, StatusReason::TooManyConnections); // the limit still holds, and keeps the other off now
        m_wall = m_wall + 15 * OneMinute;
        m_pool->retryLimit();
        QCOMPARE(m_pool->limit(), 1);
        m_wall = m_wall + 15 * OneMinute;
        m_pool->retryLimit();
        QCOMPARE(m_pool->limit(), 0);
    }

    void withAUserTheLimitIsNotRetried()
    {
        makeLive(2);
        fail(2, StatusReason::TooManyConnections);
        m_wall = m_wall + OneDay;
        m_pool->retryLimit();
        QCOMPARE(m_pool->limit(), 1);
    }
};

QTEST_GUILESS_MAIN(ConnectionPoolTest)
#include "tst_connectionpool.moc"
