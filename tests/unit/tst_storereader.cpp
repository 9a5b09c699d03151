// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/sqlitestorage.h"
#include "core/storage/storereader.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// The connection that reads beside the one that writes, of a SQLite file; tst_postgres has the same of a server.
class StoreReaderTest final : public test::Test
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    const QString m_aapl = QStringLiteral("AAPL");
    const Timestamp m_start = at("2025-03-10 09:30");

    QString file() const { return m_directory->filePath(QStringLiteral("store.sqlite")); }
    StoreReader reader() const { return StoreReader(std::make_unique<SqliteStorage>(file())); }
    void write(Storage &storage, int minutes) const
    {
        WriteBatch batch;
        for (int i = 0; i < minutes; ++i)
            batch.minutes.push_back({m_aapl, bar(m_start + OneMinute * i, 1, 1, 1, 1, 5), Session::Regular});
        QVERIFY(storage.write(batch));
    }
    /// -1: no answer.
    qint64 count(Storage &storage) const
    {
        const auto minutes = storage.minutes(m_aapl, {0}, {INT64_MAX});
        return minutes ? static_cast<qint64>(minutes->size()) : -1;
    }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void readsOneStateWhateverIsWrittenMeanwhile()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        write(storage, 1);
        StoreReader beside = reader();
        std::vector<qint64> found;
        beside.read([&](Storage &read) {
            found.push_back(count(read));
            write(storage, 3); // which waits for no reader
            found.push_back(count(storage));
            found.push_back(count(read));
        });
        beside.read([&](Storage &read) { found.push_back(count(read)); });
        QCOMPARE(found, (std::vector<qint64>{1, 3, 1, 3}));
    }

    void aStoreThatIsNotThereIsLookedForAgain()
    {
        StoreReader beside = reader();
        std::vector<qint64> found;
        const auto look = [&] { beside.read([&](Storage &read) { found.push_back(count(read)); }); };
        look();
        QVERIFY(!QFile::exists(file())); // whoever only reads makes no store
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        write(storage, 2);
        look();
        QCOMPARE(found, (std::vector<qint64>{-1, 2}));
    }

    void changesNothing()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        reader().read([&](Storage &read) {
            QVERIFY(count(read) == 0);
            QVERIFY(!read.saveUniverse(QStringLiteral("mine:one"), {m_aapl}));
        });
        QVERIFY(storage.universeKeys()->isEmpty());
    }
};

QTEST_GUILESS_MAIN(StoreReaderTest)
#include "tst_storereader.moc"
