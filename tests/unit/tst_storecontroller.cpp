// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storecontroller.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// The store's owner, alone: what it answers at the start, and its symbol lists.
class StoreControllerTest final : public test::Test
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;
    ServiceOptions m_options;

    std::shared_ptr<const StoreAnswer> start(StoreController &store)
    {
        std::shared_ptr<const StoreAnswer> answer;
        const auto connection = connect(&store, &StoreController::answered, this,
                                        [&](const std::shared_ptr<const StoreAnswer> &given) { answer = given; });
        store.start();
        (void)QTest::qWaitFor([&] { return answer != nullptr; }, 30'000);
        disconnect(connection);
        return answer;
    }

private Q_SLOTS:
    void init()
    {
        m_options = {};
        m_options.databaseFile = m_directory.filePath(QStringLiteral("store.sqlite"));
        QFile::remove(m_options.databaseFile);
    }

    void answersWithWhatTheSettingsAmountTo()
    {
        m_options.settings.universeKey = QStringLiteral("etf:core");
        StoreController store(m_options);
        const auto answer = start(store);
        QVERIFY(answer);
        QVERIFY(!answer->storageError);
        QVERIFY(answer->connections);
        QVERIFY(answer->connections->symbols.contains(QStringLiteral("SPY")));
        QCOMPARE(store.health().state, SinkState::Up);
    }

    void namesTheListsThatAreKnownWhereOneIsNot()
    {
        m_options.settings.universeKey = QStringLiteral("no:such");
        StoreController store(m_options);
        const auto answer = start(store);
        QVERIFY(answer);
        QVERIFY(!answer->connections);
        QVERIFY(answer->connections.error().detail.contains(QStringLiteral("etf:core")));
    }

    void keepsListsOverARestart()
    {
        const QString key = QStringLiteral("my:own");
        {
            StoreController store(m_options);
            QVERIFY(start(store));
            QSignalSpy read(&store, &SymbolLists::universesRead);
            store.saveUniverse(key, {QStringLiteral("AAPL")});
            QVERIFY(read.wait(30'000));
        }
        StoreController store(m_options);
        QVERIFY(start(store));
        std::map<QString, QStringList> lists;
        connect(&store, &SymbolLists::universesRead, this, [&](const auto &given) { lists = given; });
        store.readUniverses();
        QTRY_COMPARE(lists[key], QStringList{QStringLiteral("AAPL")});
    }

    void whatIsGatheredIsNotBehind()
    {
        StoreController store(m_options);
        QVERIFY(start(store));
        WriteBatch batch;
        batch.minutes.push_back({QStringLiteral("AAPL"), bar(at("2025-03-10 09:30"), 1, 2, 1, 2, 5), Session::Regular});
        batch.ticks.push_back({QStringLiteral("AAPL"), second({0}, at("2025-03-10 09:30"), 1, 2, 1, 2, 5), 1, 1});
        store.queue().add(std::move(batch));
        QTRY_COMPARE(store.health().written, 1u); // the minute
        QCOMPARE(store.health().backlog, 0u);
        QCOMPARE(store.health().gathered, 1u);
        QCOMPARE(store.health().state, SinkState::Up);
    }

    void saysWhyItCannotOpen()
    {
        m_options.databaseFile = m_directory.filePath(QStringLiteral("no/such/folder/store.sqlite"));
        m_options.settings.universeKey = QStringLiteral("etf:core");
        StoreController store(m_options);
        const auto answer = start(store);
        QVERIFY(answer);
        QVERIFY(answer->storageError);
        QVERIFY(answer->connections); // the lists that come with the program are known all the same
    }

    void aListThatCannotBeSavedIsNamed()
    {
        StoreController store(m_options);
        QVERIFY(start(store));
        {
            auto raw = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
            raw.setDatabaseName(m_options.databaseFile);
            QVERIFY(raw.open());
            QVERIFY(QSqlQuery(raw).exec(QStringLiteral("ALTER TABLE cache_entries RENAME TO hidden")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
        QSignalSpy notSaved(&store, &SymbolLists::notSaved);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("my:own .*cache_entries")));
        store.saveUniverse(QStringLiteral("my:own"), {QStringLiteral("AAPL")});
        QTRY_COMPARE_WITH_TIMEOUT(notSaved.size(), 1, 30'000);
        const QString problem = notSaved[0][0].toString();
        QVERIFY2(problem.startsWith(u"my:own: ") && problem.contains(u"cache_entries"), qPrintable(problem));
    }

    void doesNothingAfterItHasStopped()
    {
        StoreController store(m_options);
        QVERIFY(start(store));
        store.stop();
        bool hasRun = false;
        store.port()([&](Storage &) { hasRun = true; });
        store.readUniverses();
        QVERIFY(!hasRun);
    }
};

QTEST_GUILESS_MAIN(StoreControllerTest)
#include "tst_storecontroller.moc"
