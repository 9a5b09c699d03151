// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectionrouter.h"
#include "tests/support/test.h"

#include <QTest>

#include <map>

using namespace tickstock;

class RoutingTest final : public test::Test
{
    Q_OBJECT

private:
    static std::vector<RoutedConnection> three() { return {{{1}, 1}, {{2}, 2}, {{3}, 3}}; }
    static std::vector<RoutedSymbol> symbols(std::uint32_t count)
    {
        std::vector<RoutedSymbol> made;
        for (std::uint32_t i = 0; i < count; ++i)
            made.push_back({{i}, {}, {}});
        return made;
    }
    static std::map<int, int> counts(const std::vector<Route> &routes)
    {
        std::map<int, int> found;
        for (const Route &route : routes)
            ++found[route.owner.value];
        return found;
    }
    static ConnectionRouter router(RoutingStrategy strategy, int maxTickers = 0)
    {
        return ConnectionRouter({strategy, maxTickers, true, 0.25});
    }

private Q_SLOTS:
    void wordsAreThoseOfTheSettings()
    {
        for (const auto strategy : {RoutingStrategy::Manual, RoutingStrategy::RoundRobin, RoutingStrategy::Priority,
                                    RoutingStrategy::LoadBalanced})
            QCOMPARE(*routingStrategyFromText(toText(strategy)), strategy);
        QVERIFY(!routingStrategyFromText(QStringLiteral("magic")));
    }

    void inTurn()
    {
        const auto routes = router(RoutingStrategy::RoundRobin).routes(three(), symbols(7));
        for (std::size_t i = 0; i < routes.size(); ++i)
            QCOMPARE(routes[i].owner.value, static_cast<std::uint8_t>(i % 3 + 1));
    }

    void inTurnKeepsHomes()
    {
        auto given = symbols(6);
        for (std::size_t i = 0; i < 6; ++i)
            given[i].assigned = {static_cast<std::uint8_t>(i / 2 + 1)};
        given.erase(given.begin()); // one has gone: nobody moves for that
        const auto routes = router(RoutingStrategy::RoundRobin).routes(three(), given);
        for (std::size_t i = 0; i < given.size(); ++i)
            QCOMPARE(routes[i].owner, given[i].assigned);
        for (auto &symbol : given)
            symbol.assigned = {1}; // all on one is more than its share
        QCOMPARE(counts(router(RoutingStrategy::RoundRobin).routes(three(), given)),
                 (std::map<int, int>{{1, 2}, {2, 2}, {3, 1}}));
    }

    void limitsAreKeptAndTheRestIsNobodys()
    {
        for (const auto strategy : {RoutingStrategy::RoundRobin, RoutingStrategy::Priority,
                                    RoutingStrategy::LoadBalanced, RoutingStrategy::Manual}) {
            const auto found = counts(router(strategy, 2).routes(three(), symbols(8)));
            QCOMPARE(found, (std::map<int, int>{{0, 2}, {1, 2}, {2, 2}, {3, 2}}));
        }
    }

    void tiersStartAtTheirConnectionAndOverflow()
    {
        auto given = symbols(6);
        for (std::size_t i = 0; i < 6; ++i)
            given[i].tier = i < 3 ? 0 : 1;
        auto routes = router(RoutingStrategy::Priority).routes(three(), given);
        QCOMPARE(counts(routes), (std::map<int, int>{{1, 3}, {2, 3}}));
        routes = router(RoutingStrategy::Priority, 2).routes(three(), given);
        QCOMPARE(routes[0].owner, ConnectionId{1});
        QCOMPARE(routes[2].owner, ConnectionId{2}); // overflow of the first tier
        QCOMPARE(counts(routes), (std::map<int, int>{{1, 2}, {2, 2}, {3, 2}}));
        // Better is what has the lower number, not what comes first.
        routes = router(RoutingStrategy::Priority).routes({{{1}, 5}, {{2}, 1}}, given);
        QCOMPARE(routes[0].owner, ConnectionId{2});
        QCOMPARE(routes[5].owner, ConnectionId{1});
    }

    void moreTiersThanConnections()
    {
        auto given = symbols(4);
        for (std::size_t i = 0; i < 4; ++i)
            given[i].tier = static_cast<int>(i);
        const auto routes = router(RoutingStrategy::Priority, 3).routes({{{1}, 1}, {{2}, 2}}, given);
        QCOMPARE(counts(routes), (std::map<int, int>{{1, 1}, {2, 3}}));
    }

    void failoverTakesTheImportantFirst()
    {
        auto given = symbols(6);
        for (std::size_t i = 0; i < 6; ++i)
            given[i].assigned = {static_cast<std::uint8_t>(i < 4 ? 1 : 2)};
        given[3].isCritical = true;
        given[2].tier = -1;
        auto connections = std::vector<RoutedConnection>{{{1}, 1, false}, {{2}, 2}};
        const auto routes = router(RoutingStrategy::Manual, 4).routes(connections, given);
        QCOMPARE(routes[3].owner, ConnectionId{2});
        QCOMPARE(routes[2].owner, ConnectionId{2});
        QCOMPARE(routes[0].owner, ConnectionId{1}); // no room: stays at home until that is back
    }

    void failoverSpreadsByLoad()
    {
        auto given = symbols(9);
        for (std::size_t i = 0; i < 9; ++i) {
            given[i].assigned = {static_cast<std::uint8_t>(i % 3 + 1)};
            given[i].load = i % 3 == 1 ? 100 : 1; // the second connection is busy
        }
        const std::vector<RoutedConnection> connections{{{1}, 1, false}, {{2}, 2}, {{3}, 3}};
        const auto routes = router(RoutingStrategy::Manual).routes(connections, given);
        for (std::size_t i = 0; i < 9; i += 3)
            QCOMPARE(routes[i].owner, ConnectionId{3});
    }

    void loadIsLevelledWithFewMoves()
    {
        auto given = symbols(10);
        for (std::size_t i = 0; i < 10; ++i) {
            given[i].owner = {static_cast<std::uint8_t>(i < 5 ? 1 : 2)};
            given[i].load = i < 5 ? 100 : 10;
        }
        const auto routes = router(RoutingStrategy::LoadBalanced).routes({{{1}, 1}, {{2}, 2}}, given);
        int moved = 0;
        for (std::size_t i = 0; i < 10; ++i)
            moved += routes[i].owner != given[i].owner;
        QCOMPARE(moved, 2);
    }

    void symbolsThatSendNothingStay()
    {
        auto given = symbols(20);
        for (std::size_t i = 0; i < 20; ++i) {
            given[i].owner = {static_cast<std::uint8_t>(i < 16 ? 1 : 2)}; // sixteen silent ones on the first
            given[i].load = i < 16 ? 0 : 10;
        }
        const auto routes = router(RoutingStrategy::LoadBalanced).routes({{{1}, 1}, {{2}, 2}}, given);
        for (std::size_t i = 0; i < 16; ++i)
            QCOMPARE(routes[i].owner, ConnectionId{1});
    }

    void smallImbalanceMovesNothing()
    {
        auto given = symbols(4);
        for (std::size_t i = 0; i < 4; ++i) {
            given[i].owner = {static_cast<std::uint8_t>(i % 2 + 1)};
            given[i].load = i % 2 == 0 ? 11 : 9;
        }
        const auto routes = router(RoutingStrategy::LoadBalanced).routes({{{1}, 1}, {{2}, 2}}, given);
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(routes[i].owner, given[i].owner);
    }

    void oneBusySymbolDoesNotBounce()
    {
        auto given = symbols(2);
        given[0] = {{0}, {}, {1}, 0, false, 1'000};
        given[1] = {{1}, {}, {2}, 0, false, 1};
        const auto routes = router(RoutingStrategy::LoadBalanced).routes({{{1}, 1}, {{2}, 2}}, given);
        QCOMPARE(routes[0].owner, ConnectionId{1});
    }

    void withoutFailoverLoadLeavesThemWhereTheyAre()
    {
        auto given = symbols(2);
        given[0].owner = {1};
        given[1].owner = {2};
        const auto routes = ConnectionRouter({RoutingStrategy::LoadBalanced, 0, false, 0.25})
                                .routes({{{1}, 1}, {{2}, 2, false}}, given);
        QCOMPARE(routes[1].owner, ConnectionId{2});
    }

    void criticalSymbolsGetASecondConnectionIfThereIsOne()
    {
        auto given = symbols(2);
        given[1].isCritical = true;
        auto routes = router(RoutingStrategy::RoundRobin).routes(three(), given);
        QCOMPARE(routes[0].second, ConnectionId{});
        QVERIFY(routes[1].second.value != 0 && routes[1].second != routes[1].owner);
        routes = router(RoutingStrategy::RoundRobin).routes({{{1}, 1}, {{2}, 2, false}}, given);
        QCOMPARE(routes[1], (Route{{1}, {}}));
    }

    void nothingUsableLeavesThemWhereTheyWillBeServedFirst()
    {
        const auto routes = router(RoutingStrategy::LoadBalanced).routes({{{1}, 1, false}}, symbols(2));
        QCOMPARE(counts(routes), (std::map<int, int>{{1, 2}}));
        QCOMPARE(counts(router(RoutingStrategy::Manual).routes({}, symbols(2))), (std::map<int, int>{{0, 2}}));
    }
};

QTEST_GUILESS_MAIN(RoutingTest)
#include "tst_routing.moc"
