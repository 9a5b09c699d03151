// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlitestorage.h"
#include "tests/support/builders.h"
#include "tests/support/gzcsv.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <map>

using namespace tickstock;
using namespace tickstock::test;

/// The built programs, end to end: a feed over its WebSocket, tickstockd, the database it leaves behind.
class TickstockdTest final : public QObject
{
    Q_OBJECT

private:
    static constexpr int Patience = 120'000;
    std::unique_ptr<QTemporaryDir> m_directory;
    quint16 m_feedPort = 0, m_httpPort = 0, m_apiPort = 0;

    QString sim(const char *path) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_httpPort).arg(QLatin1String(path));
    }
    QString api(const char *path) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_apiPort).arg(QLatin1String(path));
    }
    QStringList simArguments(const QStringList &more) const
    {
        return QStringList{QStringLiteral("--port"),    QString::number(m_feedPort), QStringLiteral("--http-port"),
                           QString::number(m_httpPort), QStringLiteral("--key"),     QStringLiteral("k")} +
               more;
    }
    std::map<QString, QString> environment(const QString &symbols) const
    {
        return {{QStringLiteral("MASSIVE_API_KEY"), QStringLiteral("k")},
                {QStringLiteral("MASSIVE_WEBSOCKET_URL"), QStringLiteral("ws://127.0.0.1:%1/stocks").arg(m_feedPort)},
                {QStringLiteral("MASSIVE_REST_URL"), QStringLiteral("http://127.0.0.1:%1").arg(m_httpPort)},
                {QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), symbols},
                {QStringLiteral("API_LISTEN"), QStringLiteral("127.0.0.1:%1").arg(m_apiPort)}};
    }
    QStringList serviceArguments() const { return {QStringLiteral("--data-dir"), m_directory->path()}; }

    struct Minute
    {
        double open, high, low, close, volume;
        bool operator==(const Minute &) const = default;
    };
    using Minutes = std::map<std::int64_t, Minute>;

    Minutes stored(const QString &symbol) const
    {
        SqliteStorage storage(m_directory->filePath(QStringLiteral("tickstock.sqlite")));
        Minutes minutes;
        if (!storage.open())
            return minutes;
        if (const auto bars = storage.minutes(symbol, {0}, {INT64_MAX})) {
            for (const Bar &bar : *bars)
                minutes[bar.start.ms] = {bar.open, bar.high, bar.low, bar.close, bar.volume};
        }
        return minutes;
    }
    Minutes truth(const QString &symbol) const
    {
        Minutes minutes;
        const auto lines = getText(sim("/sim/truth?symbol=") + symbol).split('\n');
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const auto cells = lines[i].split(',');
            if (cells.size() == 6) {
                minutes[cells[0].toLongLong()] = {cells[1].toDouble(), cells[2].toDouble(), cells[3].toDouble(),
                                                  cells[4].toDouble(), cells[5].toDouble()};
            }
        }
        return minutes;
    }
    static void compare(const Minutes &given, const Minutes &expected)
    {
        QVERIFY(!expected.empty());
        for (const auto &[start, minute] : expected) {
            const auto it = given.find(start);
            if (it == given.end())
                QFAIL(qPrintable(QStringLiteral("minute %1 is missing").arg(start)));
            if (!(it->second == minute))
                QFAIL(qPrintable(QStringLiteral("minute %1 differs: close %2 instead of %3, volume %4 instead of %5")
                                     .arg(start)
                                     .arg(it->second.close)
                                     .arg(minute.close)
                                     .arg(it->second.volume)
                                     .arg(minute.volume)));
        }
        QCOMPARE(given.size(), expected.size());
    }
    /// Plays recordings to their end and leaves tickstockd's database behind.
    void replay(const QStringList &files, const QString &symbols, int minutes)
    {
        QStringList arguments{QStringLiteral("--speed"), QStringLiteral("0")};
        for (const QString &file : files)
            arguments << QStringLiteral("--replay") << file;
        Program simulator(QStringLiteral("massive-sim"), simArguments(arguments));
        QVERIFY(simulator.waitForOutput(QStringLiteral("feed ws://")));
        Program service(QStringLiteral("tickstockd"), serviceArguments(), environment(symbols));
        QVERIFY(service.waitForOutput(QStringLiteral("running")));
        QVERIFY2(simulator.waitForOutput(QStringLiteral("to its end")), qPrintable(simulator.output()));
        QTRY_VERIFY_WITH_TIMEOUT(getJson(api("/api/health"))[u"pipeline"][u"closed_minutes"].toInt() >= minutes,
                                 Patience);
        QCOMPARE(getJson(api("/api/health"))[u"queues"][u"pipeline"][u"dropped"].toInt(), 0);
        QCOMPARE(service.terminate(), 0);
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_feedPort = freePort();
        m_httpPort = freePort();
        m_apiPort = freePort();
    }

    void storesTwentySessionsOfSpyExactly()
    {
        const QString file = QStringLiteral(TICKSTOCK_TEST_DATA "/SPY-201101.csv.gz");
        Minutes expected;
        for (const QStringList &row : readCsv(file)) {
            if (const auto start = newyork::parseUtc(row[0]))
                expected[start->ms] = {row[1].toDouble(), row[2].toDouble(), row[3].toDouble(), row[4].toDouble(),
                                       row[5].toDouble()};
        }
        QCOMPARE(expected.size(), 14'180u);
        QVERIFY(QFile::copy(file, m_directory->filePath(QStringLiteral("SPY.csv.gz"))));
        replay({m_directory->filePath(QStringLiteral("SPY.csv.gz"))}, QStringLiteral("SPY"), 14'180);
        compare(stored(QStringLiteral("SPY")), expected);
    }

    void storesTheTradesOfThreeSymbolsExactly()
    {
        const QString extra = qEnvironmentVariable("TICKSTOCK_EXTRA_DATA");
        const QStringList symbols{QStringLiteral("ETF"), QStringLiteral("AAA"), QStringLiteral("BBB")};
        const QString ticks = extra + QStringLiteral("/ticks/sampleMultiTradeData.csv.gz");
        // Its licence keeps that session out of the project. A machine without it must not count it as tried.
        if (extra.isEmpty() || !QFileInfo(ticks).isFile())
            QSKIP("TICKSTOCK_EXTRA_DATA names no folder with that session");
        replay({ticks}, symbols.join(u','), 3 * 390);
        for (const QString &symbol : symbols) {
            Minutes expected;
            for (const QStringList &row :
                 readCsv(extra + QStringLiteral("/derived/%1-20140917-1min.csv").arg(symbol))) {
                if (const auto start = newyork::parseNewYork(row[0]))
                    expected[start->ms] = {row[1].toDouble(), row[2].toDouble(), row[3].toDouble(), row[4].toDouble(),
                                           row[5].toDouble()};
            }
            QCOMPARE(expected.size(), 390u);
            compare(stored(symbol), expected);
        }
    }

    void storesTheModelExactlyAtSixtyTimesRealTime()
    {
        Program simulator(
            QStringLiteral("massive-sim"),
            simArguments({QStringLiteral("--symbols"), QStringLiteral("300"), QStringLiteral("--speed"),
                          QStringLiteral("60"), QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")}));
        QVERIFY(simulator.waitForOutput(QStringLiteral("feed ws://")));
        const QStringList known = getJson(sim("/sim/stats"))[u"symbols"].toObject().keys();
        QCOMPARE(known.size(), 300);
        Program service(QStringLiteral("tickstockd"), serviceArguments(), environment(known.join(u',')));
        QVERIFY(service.waitForOutput(QStringLiteral("running")));
        const auto health = [&] { return getJson(api("/api/health")); };
        QTRY_COMPARE_WITH_TIMEOUT(getJson(api("/api/websocket/connections"))[u"total_tickers"].toInt(), 300, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(health()[u"pipeline"][u"closed_minutes"].toInt() >= 300 * 8, Patience);
        // A correction of a closed minute, then everything that is due.
        QVERIFY(postTo(sim("/sim/resend?symbol=BRK.B&ago=150")).contains("true"));
        postTo(sim("/sim/pause"));
        std::map<QString, Minutes> truths;
        std::size_t total = 0;
        for (const QString &symbol : known) {
            truths[symbol] = truth(symbol);
            total += truths[symbol].size();
        }
        QTRY_VERIFY_WITH_TIMEOUT(health()[u"pipeline"][u"closed_minutes"].toInt() >= static_cast<int>(total), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(health()[u"repair"][u"waiting"].toInt(), 0, Patience);
        QCOMPARE(health()[u"queues"][u"pipeline"][u"dropped"].toInt(), 0);
        QCOMPARE(service.terminate(), 0);
        for (const QString &symbol : known) {
            compare(stored(symbol), truths[symbol]);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void repairsWhatItMissedWhileItWasGone()
    {
        Program simulator(
            QStringLiteral("massive-sim"),
            simArguments({QStringLiteral("--symbols"), QStringLiteral("3"), QStringLiteral("--speed"),
                          QStringLiteral("60"), QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")}));
        QVERIFY(simulator.waitForOutput(QStringLiteral("feed ws://")));
        const auto closed = [&] { return getJson(api("/api/health"))[u"pipeline"][u"closed_minutes"].toInt(); };
        const QString symbols = QStringLiteral("AAPL,MSFT,NVDA");
        {
            Program service(QStringLiteral("tickstockd"), serviceArguments(), environment(symbols));
            QTRY_VERIFY_WITH_TIMEOUT(closed() >= 6, Patience);
            QCOMPARE(service.terminate(), 0);
        }
        QTRY_VERIFY_WITH_TIMEOUT(truth(QStringLiteral("AAPL")).size() > 6, Patience); // it goes on without us
        Program service(QStringLiteral("tickstockd"), serviceArguments(), environment(symbols));
        QTRY_VERIFY_WITH_TIMEOUT(getJson(api("/api/health"))[u"repair"][u"repaired"].toInt() >= 3, Patience);
        // A silence too short to end the connection for, and a reset; then some minutes more.
        QVERIFY(postTo(sim("/sim/stall?connection=1&seconds=3")).contains("true"));
        const int stalledAt = closed();
        QTRY_VERIFY_WITH_TIMEOUT(closed() >= stalledAt + 9, Patience);
        QVERIFY(postTo(sim("/sim/drop?connection=1&how=abort")).contains("true"));
        const int before = closed();
        QTRY_VERIFY_WITH_TIMEOUT(closed() >= before + 9, Patience);
        postTo(sim("/sim/pause"));
        std::map<QString, Minutes> truths;
        for (const QString &symbol : symbols.split(u','))
            truths[symbol] = truth(symbol);
        QTRY_COMPARE_WITH_TIMEOUT(getJson(api("/api/health"))[u"repair"][u"waiting"].toInt(), 0, Patience);
        const auto complete = [&] {
            for (const auto &[symbol, minutes] : truths) {
                if (stored(symbol).size() < minutes.size())
                    return false;
            }
            return true;
        };
        QTRY_VERIFY_WITH_TIMEOUT(complete(), Patience);
        QCOMPARE(service.terminate(), 0);
        for (const auto &[symbol, minutes] : truths)
            compare(stored(symbol), minutes);
    }

    void badSettingEndsWithTwo()
    {
        Program service(QStringLiteral("tickstockd"), {QStringLiteral("--check-config")},
                        {{QStringLiteral("WEBSOCKET_STALL_SECONDS"), QStringLiteral("soon")}});
        QCOMPARE(service.waitForExit(), 2);
        for (const char *part : {"WEBSOCKET_STALL_SECONDS", "soon", "whole number"})
            QVERIFY2(service.errors().contains(QLatin1String(part)), qPrintable(service.errors()));
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
        auto settings = environment(QString());
        settings[QStringLiteral("SYMBOL_UNIVERSE_KEY")] = QStringLiteral("sp500:al");
        Program service(QStringLiteral("tickstockd"), serviceArguments(), settings);
        QCOMPARE(service.waitForExit(), 2);
        QVERIFY(service.errors().contains(u"sp500:all")); // what there is instead
    }

    void secondInstanceSaysWhoHoldsTheFolder()
    {
        Program first(QStringLiteral("tickstockd"), serviceArguments(), environment(QStringLiteral("AAPL")));
        QVERIFY(first.waitForOutput(QStringLiteral("running")));
        Program second(QStringLiteral("tickstockd"), serviceArguments(), environment(QStringLiteral("AAPL")));
        QCOMPARE(second.waitForExit(), 1);
        QVERIFY2(second.errors().contains(u"in use by tickstockd"), qPrintable(second.errors()));
    }

    void theKeyAppearsNowhere()
    {
        auto settings = environment(QStringLiteral("AAPL"));
        settings[QStringLiteral("MASSIVE_API_KEY")] = QStringLiteral("verysecretkey");
        settings[QStringLiteral("QT_LOGGING_RULES")] = QStringLiteral("tickstock.*=true");
        Program simulator(QStringLiteral("massive-sim"), simArguments({}));
        QVERIFY(simulator.waitForOutput(QStringLiteral("feed ws://")));
        Program service(QStringLiteral("tickstockd"), serviceArguments(), settings);
        QTRY_COMPARE_WITH_TIMEOUT(
            getJson(api("/api/websocket/connections"))[u"connections"][u"connection_1"][u"status"].toString(),
            QStringLiteral("blocked"), Patience);
        const QByteArray detail = getText(api("/api/websocket/connections/connection_1"));
        QVERIFY(detail.contains("authentication failed"));
        service.terminate();
        for (const QString &text : {service.output(), service.errors(), QString::fromUtf8(detail), simulator.output()})
            QVERIFY(!text.contains(u"verysecretkey"));
        for (const QFileInfo &info : QDir(m_directory->path()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(!file.readAll().contains("verysecretkey"));
        }
    }

    void localInterfaceAnswersLoopbackNamesOnly()
    {
        Program service(QStringLiteral("tickstockd"), serviceArguments(), environment(QStringLiteral("AAPL")));
        QVERIFY(service.waitForOutput(QStringLiteral("running")));
        QTRY_COMPARE_WITH_TIMEOUT(getJson(api("/api/health"))[u"version"].toString(), QStringLiteral("0.1.0"),
                                  Patience);
        const QJsonObject list = getJson(api("/api/websocket/connections"));
        for (const char *key :
             {"total_connections", "connected", "total_tickers", "total_ticks", "total_errors", "connections"})
            QVERIFY2(list.contains(QLatin1String(key)), key);
        QVERIFY(getJson(api("/api/nonsense")).contains(u"error"));
    }
};

QTEST_GUILESS_MAIN(TickstockdTest)
#include "tst_tickstockd.moc"
