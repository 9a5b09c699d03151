// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/config/connectionset.h"
#include "core/config/starteruniverses.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;

/// From settings to connections: the set-ups that README shows, and those that do not work out.
class ConnectionSetTest final : public test::Test
{
    Q_OBJECT

private:
    using Values = std::initializer_list<std::pair<const char *, const char *>>;

    static Expected<ConnectionSet> resolve(Values values)
    {
        SettingTexts made;
        for (const auto &[key, value] : values)
            made.values[QString::fromLatin1(key)] = {QString::fromLatin1(value), QStringLiteral(".env:1")};
        const auto settings = parseSettings(made);
        if (!settings)
            return settings.error();
        return resolveConnections(*settings, [](const QString &key) -> Expected<QStringList> {
            const auto universes = starterUniverses();
            const auto found = universes.find(key);
            if (found == universes.end())
                return Error{ErrorCode::NotFound, QStringLiteral("there is no universe '%1'").arg(key)};
            return found->second;
        });
    }
    static QStringList list(const char *names) { return QString::fromLatin1(names).split(u','); }
    static QStringList universe(const char *key) { return starterUniverses().at(QString::fromLatin1(key)); }

private Q_SLOTS:
    void oneUniverseAConnection()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "market_leaders:top_50"},
                                  {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                                  {"WEBSOCKET_CONNECTION_2_UNIVERSE_KEY", "etf:core"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 2u);
        QCOMPARE(set->connections[0].symbols, universe("market_leaders:top_50"));
        for (const QString &symbol : set->connections[1].symbols)
            QVERIFY(!set->connections[0].symbols.contains(symbol));
        QCOMPARE(set->connections[1].name, QStringLiteral("secondary"));
        QVERIFY(set->warnings.isEmpty());
    }

    void symbolsOnly()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL,MSFT"},
                                  {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                                  {"WEBSOCKET_CONNECTION_2_SYMBOLS", "MSFT,BRK.B"},
                                  {"WEBSOCKET_CONNECTION_3_ENABLED", "true"},
                                  {"WEBSOCKET_CONNECTION_3_SYMBOLS", "SPY"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 3u);
        QCOMPARE(set->connections[0].symbols, list("AAPL,MSFT"));
        QCOMPARE(set->connections[1].symbols, list("BRK.B")); // in two slots: belongs to the lower one
        QCOMPARE(set->connections[2].symbols, list("SPY"));
        QCOMPARE(set->symbols, list("AAPL,MSFT,BRK.B,SPY"));
    }

    void oneConnectionWithItsUniverse()
    {
        const auto set = resolve({{"SYMBOL_UNIVERSE_KEY", "etf:core,market_leaders:top_50"},
                                  {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                                  {"WEBSOCKET_CONNECTION_2_SYMBOLS", "XYZ"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 1u);
        QVERIFY(set->symbols.contains(universe("etf:core").first()));
        QVERIFY(set->symbols.contains(universe("market_leaders:top_50").last()));
        QVERIFY(!set->symbols.contains(QStringLiteral("XYZ")));
    }

    void universeAndSymbolsMixed()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "sp500:all"},
                                  {"WEBSOCKET_CONNECTION_1_SYMBOLS", "IGNORED"},
                                  {"WEBSOCKET_CONNECTION_3_ENABLED", "true"},
                                  {"WEBSOCKET_CONNECTION_3_SYMBOLS", "SPY,QQQ"},
                                  {"WEBSOCKET_CONNECTION_3_NAME", "etfs"},
                                  {"WEBSOCKET_CONNECTION_3_PRIORITY", "9"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 2u);
        QCOMPARE(set->connections[0].symbols.size(), 503);
        QCOMPARE(set->connections[1].id, ConnectionId{3});
        QCOMPARE(set->connections[1].name, QStringLiteral("etfs"));
        QCOMPARE(set->connections[1].priority, 9);
        QCOMPARE(set->connections[1].symbols, list("SPY,QQQ"));
    }

    void oneUniverseSplitInTurnOverThree()
    {
        for (const bool bySymbolUniverse : {false, true}) {
            const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                      {"WEBSOCKET_ROUTING_STRATEGY", "round-robin"},
                                      {bySymbolUniverse ? "SYMBOL_UNIVERSE_KEY" : "WEBSOCKET_CONNECTION_1_UNIVERSE_KEY",
                                       "tech_leaders:top_100"},
                                      {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                                      {"WEBSOCKET_CONNECTION_3_ENABLED", "true"}});
            QVERIFY(set);
            QCOMPARE(set->connections.size(), 3u);
            QCOMPARE(set->strategy, RoutingStrategy::RoundRobin);
            QCOMPARE(set->symbols.size(), 100);
            for (const ConnectionShare &share : set->connections)
                QVERIFY(share.symbols.isEmpty()); // the router gives them out
            QVERIFY(set->warnings.isEmpty());
        }
    }

    void tiersAndCriticalSymbolsTakeUniversesToo()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {"WEBSOCKET_ROUTING_STRATEGY", "priority"},
                                  {"WEBSOCKET_PRIORITY_TIERS", "etf:core;AAPL,MSFT"},
                                  {"WEBSOCKET_CRITICAL_SYMBOLS", "AAPL,NOPE"},
                                  {"WEBSOCKET_CONNECTION_2_ENABLED", "true"}});
        QVERIFY(set);
        QCOMPARE(set->tiers.size(), 2u);
        QCOMPARE(set->tiers[0], universe("etf:core"));
        QVERIFY(set->symbols.contains(QStringLiteral("MSFT")));
        QCOMPARE(set->criticalSymbols, list("AAPL"));
        QCOMPARE(set->warnings.size(), 1);
        QVERIFY(set->warnings[0].contains(u"NOPE"));
    }

    void slotsWithoutSymbolsStayOffUnderManual()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL"},
                                  {"WEBSOCKET_CONNECTION_2_ENABLED", "true"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 1u);
        QVERIFY(set->warnings.join(u' ').contains(u"no symbols"));
    }

    void notMoreThanTheMost()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {"WEBSOCKET_CONNECTIONS_MAX", "1"},
                                  {"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL"},
                                  {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                                  {"WEBSOCKET_CONNECTION_2_SYMBOLS", "MSFT"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 1u);
        QVERIFY(set->warnings.join(u' ').contains(u"WEBSOCKET_CONNECTIONS_MAX"));
    }

    void ownSymbolsStandInForAnUnknownUniverse()
    {
        const auto set =
            resolve({{"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "no:such"}, {"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL"}});
        QVERIFY(set);
        QCOMPARE(set->symbols, list("AAPL"));
        QCOMPARE(set->warnings.size(), 1);
        QVERIFY(!resolve({{"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "no:such"}}));
    }

    void whatDoesNotWorkOutFallsBackToOne_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("unknown strategy") << QStringLiteral("WEBSOCKET_ROUTING_STRATEGY") << QStringLiteral("magic");
        QTest::newRow("number out of range") << QStringLiteral("WEBSOCKET_CONNECTIONS_MAX") << QStringLiteral("0");
        QTest::newRow("no slot") << QStringLiteral("WEBSOCKET_CONNECTION_1_ENABLED") << QStringLiteral("false");
    }
    void whatDoesNotWorkOutFallsBackToOne()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        const QByteArray keyText = key.toLatin1(), valueText = value.toLatin1();
        const auto all = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {keyText.constData(), valueText.constData()},
                                  {"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL"},
                                  {"WEBSOCKET_CONNECTION_2_SYMBOLS", "MSFT"}});
        QVERIFY(all);
        QCOMPARE(all->connections.size(), 1u);
        QCOMPARE(all->symbols, list("AAPL,MSFT")); // the union of all slots
        QVERIFY(!all->warnings.isEmpty());
        const auto own = resolve({{"USE_MULTI_CONNECTION", "true"},
                                  {keyText.constData(), valueText.constData()},
                                  {"SYMBOL_UNIVERSE_KEY", "etf:core"},
                                  {"WEBSOCKET_CONNECTION_1_SYMBOLS", "AAPL"}});
        QVERIFY(own);
        QCOMPARE(own->symbols, universe("etf:core"));
    }

    void noUsableSlotFallsBackToo()
    {
        const auto set = resolve({{"USE_MULTI_CONNECTION", "true"}, {"SYMBOL_UNIVERSE_KEY", "etf:core"}});
        QVERIFY(set);
        QCOMPARE(set->connections.size(), 1u);
        QCOMPARE(set->symbols, universe("etf:core"));
        const auto unknown = resolve({{"USE_MULTI_CONNECTION", "true"},
                                      {"WEBSOCKET_CONNECTION_1_UNIVERSE_KEY", "no:such"},
                                      {"WEBSOCKET_CONNECTION_2_ENABLED", "true"},
                                      {"WEBSOCKET_CONNECTION_2_SYMBOLS", "MSFT"}});
        QVERIFY(unknown); // the other slot goes on
        QCOMPARE(unknown->connections.size(), 1u);
        QCOMPARE(unknown->connections[0].id, ConnectionId{2});
    }
};

QTEST_GUILESS_MAIN(ConnectionSetTest)
#include "tst_connectionset.moc"
