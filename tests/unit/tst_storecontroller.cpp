// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/storecontroller.h"
#include "tests/support/test.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace tickstock;

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
