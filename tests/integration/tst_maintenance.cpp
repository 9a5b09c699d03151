// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/makestore.h"
#include "core/storage/migrations.h"
#include "tests/support/builders.h"
#include "tests/support/postgresserver.h"
#include "tests/support/program.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// What tickstockd does instead of running, on both kinds of store.
class MaintenanceTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<PostgresServer> m_postgres;
    std::unique_ptr<QTemporaryDir> m_directory;
    const QString m_aapl = QStringLiteral("AAPL");

    QString directory(const char *name) const { return m_directory->filePath(QLatin1String(name)); }
    QString storeIn(const char *name) const { return directory(name) + QStringLiteral("/tickstock.sqlite"); }
    QString file(const char *name, const QByteArray &content) const
    {
        QFile made(directory(name));
        if (made.open(QIODevice::WriteOnly))
            made.write(content);
        return made.fileName();
    }
    /// Exit code, then everything it said.
    std::pair<int, QString> run(const char *data, const QStringList &arguments, bool onServer = false) const
    {
        std::map<QString, QString> environment;
        if (onServer)
            environment[QStringLiteral("DATABASE_URL")] = QString::fromUtf8(m_postgres->url().toEncoded());
        Program program(QStringLiteral("tickstockd"),
                        QStringList{QStringLiteral("--data-dir"), directory(data)} + arguments, environment);
        const int code = program.waitForExit();
        return {code, program.output() + program.errors()};
    }
    void fill(SqlStorage &store) const
    {
        WriteBatch batch;
        for (int i = 0; i < 400; ++i) {
            const Timestamp start = at("2025-03-10 09:30") + OneMinute * i;
            batch.minutes.push_back(
                {m_aapl, bar(start, 10 + i, 20 + i, 5, 15.125 + i, 100.5), ExchangeCalendar().sessionAt(start)});
            batch.ticks.push_back({m_aapl, second({0}, start, 1, 2, 1, 2, 5), 1, i});
        }
        batch.days.push_back({m_aapl, QDate(2025, 3, 7), bar(at("2025-03-07 00:00"), 1, 2, 1, 2, 3, BarSource::Rest)});
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = m_aapl;
        event.barStart = at("2025-03-10 10:00");
        event.id = event.computedId();
        batch.events.push_back(event);
        batch.gaps.push_back({{1}, m_aapl, at("2025-03-11 10:00"), {}, QStringLiteral("lost"), {}, {}});
        batch.indicators.push_back({m_aapl, at("2025-03-10 10:00"), Timeframe::Min1, QStringLiteral("rsi_14"), 50, {}});
        QVERIFY(store.write(batch));
        QVERIFY(store.saveUniverse(QStringLiteral("mine:one"), {QStringLiteral("B"), QStringLiteral("A")}));
        const auto session = store.beginSession(at("2025-03-10 09:30"), 1);
        QVERIFY(session && store.endSession(*session, at("2025-03-10 16:00"), {1, 2, 3, 4, 5}));
    }
    void verify(SqlStorage &store) const
    {
        const auto minutes = store.minutes(m_aapl, {0}, {INT64_MAX});
        QVERIFY(minutes);
        QCOMPARE(minutes->size(), 400u);
        QCOMPARE(minutes->back().close, 15.125 + 399);
        QCOMPARE(minutes->back().start, at("2025-03-10 09:30") + OneMinute * 399);
        QCOMPARE(store.days(m_aapl, QDate(2025, 3, 1), QDate(2025, 4, 1))->size(), 1u);
        QCOMPARE(store.events({0}, 10)->size(), 1u);
        QCOMPARE(store.openGaps({})->size(), 1u);
        QCOMPARE(store.openGaps({})->front().from, at("2025-03-11 10:00"));
        QCOMPARE(*store.universe(QStringLiteral("mine:one")), (QStringList{QStringLiteral("B"), QStringLiteral("A")}));
        QCOMPARE(store.tickDays()->size(), 1u);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_postgres = std::make_unique<PostgresServer>();
        QVERIFY2(m_postgres->create(), m_postgres->output().constData());
    }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_postgres->empty());
    }
    void cleanupTestCase() { m_postgres.reset(); }

    void copiesOneStoreIntoTheOtherAndBack()
    {
        {
            const auto store = makeStore({}, directory("source.sqlite"));
            QVERIFY(store->open());
            CHECKED(fill(*store));
        }
        for (int round = 0; round < 2; ++round) { // twice is once
            const auto [code, said] = run("a", {QStringLiteral("--copy-from"), directory("source.sqlite")}, true);
            QVERIFY2(code == 0, qPrintable(said));
            QVERIFY2(said.contains(u"ohlcv_1min: 400 rows"), qPrintable(said));
        }
        const auto server = makeStore(m_postgres->url(), {});
        QVERIFY(server->open());
        CHECKED(verify(*server));
        QCOMPARE(m_postgres->query(QStringLiteral("SELECT count(*) FROM ticks_20250310")), QVariantList{400});
        QCOMPARE(m_postgres->query(QStringLiteral("SELECT symbols, ticks, gaps FROM streaming_sessions")),
                 (QVariantList{1, 2, 5}));
        const auto [code, said] =
            run("b", {QStringLiteral("--copy-from"), QString::fromUtf8(m_postgres->url().toEncoded())});
        QVERIFY2(code == 0, qPrintable(said));
        const auto back = makeStore({}, storeIn("b"));
        QVERIFY(back->open());
        CHECKED(verify(*back));
    }

    void afterACopyTheServerGoesOnNumbering()
    {
        {
            const auto store = makeStore({}, directory("source.sqlite"));
            QVERIFY(store->open());
            CHECKED(fill(*store));
        }
        QCOMPARE(run("a", {QStringLiteral("--copy-from"), directory("source.sqlite")}, true).first, 0);
        const auto server = makeStore(m_postgres->url(), {});
        QVERIFY(server->open());
        QVERIFY(server->beginSession(at("2025-03-11 09:30"), 1));
    }

    void rollsUpADay()
    {
        {
            const auto store = makeStore({}, directory("s"));
            QVERIFY(store->open());
            CHECKED(fill(*store));
        }
        QVERIFY(QDir(m_directory->path()).mkdir(QStringLiteral("a")));
        QVERIFY(QFile::rename(directory("s"), storeIn("a")));
        const auto [code, said] = run("a", {QStringLiteral("--rollup"), QStringLiteral("2025-03-10")});
        QVERIFY2(code == 0 && said.contains(u"1 day(s)"), qPrintable(said));
        const auto store = makeStore({}, storeIn("a"));
        QVERIFY(store->open());
        const auto days = store->days(m_aapl, QDate(2025, 3, 10), QDate(2025, 3, 11));
        QCOMPARE(days->size(), 1u);
        QCOMPARE(days->front().open, 10.0);
        QCOMPARE(days->front().close, 15.125 + 389); // the last regular minute
        QCOMPARE(days->front().volume, 100.5 * 390);
    }

    void importsSymbolLists()
    {
        const QString csv =
            file("my lists.csv", "Symbol,Security\nMMM,3M\nAOS,\"A. O. \"\"Smith\"\"\"\nnot a symbol,x\n"
                                 "MMM,again\nBRK.B,Berkshire\r\n");
        for (const bool onServer : {false, true}) {
            const auto [code, said] = run("a", {QStringLiteral("--import-universe"), csv}, onServer);
            QVERIFY2(code == 0, qPrintable(said));
            QVERIFY2(said.contains(u"import:my_lists: 3 symbols") && said.contains(u"line 4"), qPrintable(said));
            const auto store = makeStore(onServer ? m_postgres->url() : QUrl(), storeIn("a"));
            QVERIFY(store->open());
            QCOMPARE(*store->universe(QStringLiteral("import:my_lists")),
                     (QStringList{QStringLiteral("MMM"), QStringLiteral("AOS"), QStringLiteral("BRK.B")}));
        }
        const auto [code, said] = run("a", {QStringLiteral("--import-universe"),
                                            file("two.csv", "universe,ticker\na:b,AAPL\nc:d,MSFT\na:b,NVDA\n")});
        QVERIFY2(code == 0 && said.contains(u"a:b: 2 symbols") && said.contains(u"c:d: 1 symbols"), qPrintable(said));
    }

    void migratesAndRefuses()
    {
        QCOMPARE(run("a", {QStringLiteral("--migrate")}, true).first, 0);
        QCOMPARE(m_postgres->query(QStringLiteral("SELECT count(*) FROM schema_version")),
                 QVariantList{static_cast<int>(postgresMigrations().size())});
        QVERIFY(m_postgres->empty());
        m_postgres->query(QStringLiteral("CREATE TABLE invoices (id int)"));
        const auto [code, said] = run("a", {QStringLiteral("--migrate")}, true);
        QCOMPARE(code, 1);
        QVERIFY2(said.contains(u"invoices") && !said.contains(u"secret"), qPrintable(said));
    }

    void badUsageEndsWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("rollup: no date") << QStringList{QStringLiteral("--rollup"), QStringLiteral("yesterday")};
        QTest::newRow("rollup: a Sunday") << QStringList{QStringLiteral("--rollup"), QStringLiteral("2025-03-09")};
        QTest::newRow("import: no file") << QStringList{QStringLiteral("--import-universe"), QStringLiteral("/no.csv")};
        QTest::newRow("copy: no file") << QStringList{QStringLiteral("--copy-from"), QStringLiteral("/no.sqlite")};
    }
    void badUsageEndsWithTwo()
    {
        QFETCH(QStringList, arguments);
        const auto [code, said] = run("a", arguments);
        QCOMPARE(code, 2);
        QVERIFY2(said.contains(arguments[1]) || said.contains(arguments[0]), qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(MaintenanceTest)
#include "tst_maintenance.moc"
