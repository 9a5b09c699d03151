// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "tests/support/replayfixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

#include <algorithm>

using namespace tickstock;
using namespace tickstock::test;

/// The built programs, end to end: a feed over its WebSocket, tickstockd, the database it leaves behind.
class TickstockdTest final : public ReplayFixture
{
    Q_OBJECT

private:
    using World = SimulatedService;
    std::unique_ptr<World> m_world;

    static QString sources() { return QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"); }
    void compare(const QString &symbol, const World::Minutes &expected) const
    {
        const QString difference = World::difference(m_world->stored(symbol), expected);
        QVERIFY2(difference.isEmpty(), qPrintable(symbol + u' ' + difference));
    }
    int closedMinutes() const { return m_world->health()[u"pipeline"][u"closed_minutes"].toInt(); }
    int repair(QStringView figure) const { return m_world->health()[u"repair"][figure].toInt(); }
    /// A market that begins with the session, a minute a second.
    void makeMarket(int symbols)
    {
        m_world = std::make_unique<World>(QStringList{QStringLiteral("--symbols"), QString::number(symbols),
                                                      QStringLiteral("--speed"), QStringLiteral("60"),
                                                      QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")});
    }

private Q_SLOTS:
    void cleanup() { m_world.reset(); }

    void storesTwentySessionsOfSpyExactly()
    {
        const QString file = QStringLiteral(TICKSTOCK_TEST_DATA "/SPY-201101.csv.gz");
        const auto expected = World::recorded(file, newyork::parseUtc);
        QCOMPARE(expected.size(), 14'180u);
        QTemporaryDir directory; // the symbol is the file's name
        QVERIFY(QFile::copy(file, directory.filePath(QStringLiteral("SPY.csv.gz"))));
        m_world = replay({directory.filePath(QStringLiteral("SPY.csv.gz"))}, {QStringLiteral("SPY")}, 14'180);
        QVERIFY(m_world);
        CHECKED(compare(QStringLiteral("SPY"), expected));
    }

    void storesTheModelExactlyAtSixtyTimesRealTime()
    {
        makeMarket(300);
        const QStringList known = m_world->stats()[u"symbols"].toObject().keys();
        QCOMPARE(known.size(), 300);
        QVERIFY(m_world->startService({{sources(), known.join(u',')}}));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connections()[u"total_tickers"].toInt(), 300, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= 300 * 8, Patience);
        // A correction of a closed minute, then everything that is due.
        QVERIFY(m_world->control(QStringLiteral("/sim/resend?symbol=BRK.B&ago=150")));
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        std::map<QString, World::Minutes> truths;
        std::size_t total = 0;
        for (const QString &symbol : known) {
            truths[symbol] = m_world->truth(symbol);
            total += truths[symbol].size();
        }
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= static_cast<int>(total), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(repair(u"waiting"), 0, Patience);
        QCOMPARE(m_world->health()[u"queues"][u"pipeline"][u"dropped"].toInt(), 0);
        QCOMPARE(m_world->service().terminate(), 0);
        for (const QString &symbol : known) {
            CHECKED(compare(symbol, truths[symbol]));
        }
    }

    void repairsWhatItMissedWhileItWasGone()
    {
        makeMarket(3);
        const QString symbols = QStringLiteral("AAPL,MSFT,NVDA");
        QVERIFY(m_world->startService({{sources(), symbols}}));
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= 6, Patience);
        QCOMPARE(m_world->service().terminate(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(m_world->truth(QStringLiteral("AAPL")).size() > 6, Patience); // it goes on without us
        QVERIFY(m_world->startService({{sources(), symbols}}));
        QTRY_VERIFY_WITH_TIMEOUT(repair(u"repaired") >= 3, Patience);
        // A silence too short to end the connection for, and a reset; then some minutes more.
        QVERIFY(m_world->control(QStringLiteral("/sim/stall?connection=1&seconds=3")));
        const int stalledAt = closedMinutes();
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= stalledAt + 9, Patience);
        QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=1&how=abort")));
        const int before = closedMinutes();
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= before + 9, Patience);
        QVERIFY(m_world->control(QStringLiteral("/sim/pause")));
        std::map<QString, World::Minutes> truths;
        for (const QString &symbol : symbols.split(u','))
            truths[symbol] = m_world->truth(symbol);
        QTRY_COMPARE_WITH_TIMEOUT(repair(u"waiting"), 0, Patience);
        const auto isComplete = [&] {
            return std::all_of(truths.begin(), truths.end(), [&](const auto &entry) {
                return m_world->stored(entry.first).size() >= entry.second.size();
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), Patience);
        QCOMPARE(m_world->service().terminate(), 0);
        for (const auto &[symbol, minutes] : truths)
            CHECKED(compare(symbol, minutes));
    }

    void badSettingEndsWithTwo()
    {
        Program service(QStringLiteral("tickstockd"), {QStringLiteral("--check-config")},
                        {{QStringLiteral("WEBSOCKET_STALL_SECONDS"), QStringLiteral("soon")}});
        QCOMPARE(service.waitForExit(), 2);
        for (const char *part : {"WEBSOCKET_STALL_SECONDS", "soon", "whole number"})
            QVERIFY2(service.errors().contains(QLatin1String(part)), qPrintable(service.errors()));
    }

    void checkConfigShowsWhatIsGivenAndWhatItAmountsTo()
    {
        Program service(QStringLiteral("tickstockd"), {QStringLiteral("--check-config")},
                        {{QStringLiteral("MASSIVE_API_KEY"), QStringLiteral("hush")},
                         {QStringLiteral("REDIS_URL"), QStringLiteral("redis://:hush@host/2")},
                         {QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), QStringLiteral("AAPL,MSFT")},
                         {QStringLiteral("MASIVE_REST_URL"), QStringLiteral("x")}});
        QCOMPARE(service.waitForExit(), 0);
        const QString output = service.output();
        for (const char *part : {"WEBSOCKET_CONNECTION_1_SYMBOLS=AAPL,MSFT (environment)", "MASSIVE_API_KEY=(secret)",
                                 "REDIS_URL=redis://...", "key       set", "2: AAPL,MSFT", "redis://host:6379/2",
                                 "MASIVE_REST_URL is not a setting; MASSIVE_REST_URL is"})
            QVERIFY2(output.contains(QLatin1String(part)), qPrintable(output));
        QVERIFY(!output.contains(u"hush"));
        QVERIFY(!output.contains(u"STORE_TICKS")); // has its default
    }

    void badUsageEndsWithTwo_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *name, const char *program, const QStringList &arguments) {
            QTest::newRow(name) << QString::fromLatin1(program) << arguments;
        };
        row("unknown option", "tickstockd", {QStringLiteral("--nonsense")});
        row("unknown role", "tickstockd", {QStringLiteral("--role"), QStringLiteral("chef")});
        row("missing env file", "tickstockd", {QStringLiteral("--env"), QStringLiteral("/nowhere/.env")});
        row("sim: unknown option", "massive-sim", {QStringLiteral("--nonsense")});
        row("sim: bad port", "massive-sim", {QStringLiteral("--port"), QStringLiteral("99999")});
        row("sim: bad rate", "massive-sim", {QStringLiteral("--rate"), QStringLiteral("-1")});
        row("sim: bad start", "massive-sim", {QStringLiteral("--start"), QStringLiteral("tomorrow")});
        row("sim: no recording", "massive-sim", {QStringLiteral("--replay"), QStringLiteral("/nowhere.csv")});
    }
    void badUsageEndsWithTwo()
    {
        QFETCH(QString, program);
        QFETCH(QStringList, arguments);
        Program run(program, arguments);
        QCOMPARE(run.waitForExit(), 2);
        QVERIFY(!run.errors().isEmpty());
    }

    void unknownUniverseEndsWithTwo()
    {
        m_world = std::make_unique<World>(QStringList());
        QVERIFY(!m_world->startService({{QStringLiteral("SYMBOL_UNIVERSE_KEY"), QStringLiteral("sp500:al")}}));
        QCOMPARE(m_world->service().waitForExit(), 2);
        QVERIFY(m_world->service().errors().contains(u"sp500:all")); // what there is instead
    }

    void secondInstanceSaysWhoHoldsTheFolder()
    {
        m_world = std::make_unique<World>(QStringList());
        QVERIFY(m_world->startService({{sources(), QStringLiteral("AAPL")}}));
        Program second(QStringLiteral("tickstockd"), {QStringLiteral("--data-dir"), m_world->dataDirectory()},
                       m_world->environment({}));
        QCOMPARE(second.waitForExit(), 1);
        QVERIFY2(second.errors().contains(u"in use by tickstockd"), qPrintable(second.errors()));
    }

    void theKeyAppearsNowhere()
    {
        m_world = std::make_unique<World>(QStringList());
        QVERIFY(m_world->startService({{sources(), QStringLiteral("AAPL")},
                                       {QStringLiteral("MASSIVE_API_KEY"), QStringLiteral("verysecretkey")},
                                       {QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("tickstock.*=true")}}));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->inState("blocked"), 1, Patience);
        const QByteArray detail = m_world->getApi(QStringLiteral("/api/websocket/connections/connection_1"));
        QVERIFY(detail.contains("authentication failed"));
        m_world->service().terminate();
        for (const QString &text : {m_world->service().output(), m_world->service().errors(), QString::fromUtf8(detail),
                                    m_world->simulator().output()})
            QVERIFY(!text.contains(u"verysecretkey"));
        for (const QFileInfo &info : QDir(m_world->dataDirectory()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains("verysecretkey"));
        }
    }

    void localInterfaceAnswers()
    {
        m_world = std::make_unique<World>(QStringList());
        QVERIFY(m_world->startService({{sources(), QStringLiteral("AAPL")}}));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->health()[u"version"].toString(), QStringLiteral("0.1.0"), Patience);
        const QJsonObject list = m_world->connections();
        for (const char *key :
             {"total_connections", "connected", "total_tickers", "total_ticks", "total_errors", "connections"})
            QVERIFY2(list.contains(QLatin1String(key)), key);
        QVERIFY(QJsonDocument::fromJson(m_world->getApi(QStringLiteral("/api/nonsense"))).object().contains(u"error"));
    }
};

QTEST_GUILESS_MAIN(TickstockdTest)
#include "tst_tickstockd.moc"
