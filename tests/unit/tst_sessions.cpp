// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/nightlyrollup.h"
#include "core/history/sessionrecorder.h"
#include "core/storage/sqlitestorage.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace tickstock;
using namespace tickstock::test;

/// What is done once a session, by market time: its row, and its daily bars.
class SessionsTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<SqliteStorage> m_storage;
    const QString m_aapl = QStringLiteral("AAPL");
    int m_jobs = 0; // on the store

    std::function<void(std::function<void(Storage &)>)> onStore()
    {
        return [this](const std::function<void(Storage &)> &work) {
            ++m_jobs;
            work(*m_storage);
        };
    }
    static HealthBoard::Snapshot health(const char *time, quint64 ticks, quint64 gaps = 0)
    {
        HealthBoard::Snapshot snapshot;
        snapshot.pipeline.marketNow = at(time);
        snapshot.pipeline.ticks = ticks;
        snapshot.pipeline.closedMinutes = ticks / 10;
        snapshot.pipeline.events = ticks / 100;
        snapshot.gaps.count[1] = gaps;
        return snapshot;
    }
    QVariantList rows(const QString &sql) const
    {
        QSqlQuery query(sql, m_storage->database());
        QVariantList found;
        while (query.next())
            found.append(query.value(0));
        return found;
    }
    void storeMinute(const char *start, double close)
    {
        WriteBatch batch;
        batch.minutes.push_back({m_aapl, bar(at(start), 10, 20, 5, close, 100), Session::Regular});
        QVERIFY(m_storage->write(batch));
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_storage = std::make_unique<SqliteStorage>(m_directory->filePath(QStringLiteral("t.sqlite")));
        QVERIFY(m_storage->open());
    }
    void cleanup() { m_storage.reset(); }

    void aSessionHasARowWithWhatItBrought()
    {
        SessionRecorder recorder(onStore());
        recorder.poll(health("2025-03-10 03:00", 0), 3); // before the first event nothing begins
        QVERIFY(rows(QStringLiteral("SELECT id FROM streaming_sessions")).isEmpty());
        recorder.poll(health("2025-03-10 09:30", 500), 3);
        recorder.poll(health("2025-03-10 16:00", 4'000, 2), 5);
        recorder.poll(health("2025-03-10 20:20", 5'000, 2), 4); // after its last corrections
        QCOMPARE(rows(QStringLiteral("SELECT ticks FROM streaming_sessions")), QVariantList{5'000});
        QCOMPARE(rows(QStringLiteral("SELECT bars FROM streaming_sessions")), QVariantList{500});
        QCOMPARE(rows(QStringLiteral("SELECT gaps FROM streaming_sessions")), QVariantList{2});
        QCOMPARE(rows(QStringLiteral("SELECT symbols FROM streaming_sessions")), QVariantList{5});
        QCOMPARE(rows(QStringLiteral("SELECT ended_at FROM streaming_sessions")),
                 QVariantList{static_cast<qlonglong>(at("2025-03-10 20:16").ms)});
        recorder.poll(health("2025-03-11 04:01", 5'000), 4); // nothing has come yet
        recorder.poll(health("2025-03-11 09:30", 5'100), 4);
        recorder.finish(health("2025-03-11 09:45", 5'300, 3)); // the program ends
        QCOMPARE(rows(QStringLiteral("SELECT ticks FROM streaming_sessions ORDER BY id")), (QVariantList{5'000, 300}));
        QCOMPARE(rows(QStringLiteral("SELECT gaps FROM streaming_sessions ORDER BY id")), (QVariantList{2, 3}));
        recorder.finish(health("2025-03-11 09:50", 5'400)); // not twice
        QCOMPARE(rows(QStringLiteral("SELECT count(*) FROM streaming_sessions")), QVariantList{2});
    }

    void aDayThatFollowsAtOnceIsAnotherSession()
    {
        SessionRecorder recorder(onStore());
        recorder.poll(health("2025-03-10 15:00", 100), 1);
        recorder.poll(health("2025-03-11 09:31", 250), 1); // a recording leaves the night out
        recorder.finish(health("2025-03-11 09:32", 300));
        QCOMPARE(rows(QStringLiteral("SELECT ticks FROM streaming_sessions ORDER BY id")), (QVariantList{100, 200}));
    }

    void daysAreMadeTwiceAndMissedOnesAtStart()
    {
        NightlyRollup rollup(onStore());
        QSignalSpy done(&rollup, &NightlyRollup::rolledUp);
        CHECKED(storeMinute("2025-03-07 10:00", 11)); // Friday, when the program did not run
        CHECKED(storeMinute("2025-03-10 10:00", 12));
        rollup.poll(at("2025-03-10 15:00"));
        QCOMPARE(m_storage->days(m_aapl, QDate(2025, 3, 7), QDate(2025, 3, 8))->size(), 1u);
        QVERIFY(*m_storage->isRolledUp(QDate(2025, 3, 7)));
        QVERIFY(m_storage->days(m_aapl, QDate(2025, 3, 10), QDate(2025, 3, 11))->empty()); // it is not over
        rollup.poll(at("2025-03-10 16:19"));
        QVERIFY(m_storage->days(m_aapl, QDate(2025, 3, 10), QDate(2025, 3, 11))->empty());
        rollup.poll(at("2025-03-10 16:20"));
        QCOMPARE(m_storage->days(m_aapl, QDate(2025, 3, 10), QDate(2025, 3, 11))->front().close, 12.0);
        QVERIFY(!*m_storage->isRolledUp(QDate(2025, 3, 10))); // its corrections are still to come
        CHECKED(storeMinute("2025-03-10 15:59", 13));
        rollup.poll(at("2025-03-10 20:20"));
        QCOMPARE(m_storage->days(m_aapl, QDate(2025, 3, 10), QDate(2025, 3, 11))->front().close, 13.0);
        QVERIFY(*m_storage->isRolledUp(QDate(2025, 3, 10)));
        QCoreApplication::processEvents();
        QCOMPARE(done.count(), NightlyRollup::Sessions + 1); // five missed ones, and Monday's
    }

    /// The store writes what is due between them.
    void daysOfManySymbolsAreMadeAFewAtATime()
    {
        constexpr int Symbols = NightlyRollup::SymbolsAtOnce + 1;
        WriteBatch batch;
        for (int i = 0; i < Symbols; ++i)
            batch.minutes.push_back(
                {QStringLiteral("S%1").arg(i), bar(at("2025-03-10 10:00"), 10, 20, 5, 11, 100), Session::Regular});
        QVERIFY(m_storage->write(batch));
        NightlyRollup rollup(onStore());
        QSignalSpy done(&rollup, &NightlyRollup::rolledUp);
        m_jobs = 0;
        rollup.poll(at("2025-03-11 10:00"));
        QTRY_COMPARE(done.count(), NightlyRollup::Sessions);
        QCOMPARE(m_jobs, 2 * NightlyRollup::Sessions);
        QCOMPARE(rows(QStringLiteral("SELECT count(*) FROM ohlcv_daily")), QVariantList{Symbols});
    }

    void anEarlyCloseIsKnown()
    {
        NightlyRollup rollup(onStore());
        CHECKED(storeMinute("2025-07-03 12:59", 11)); // closes at 13:00
        CHECKED(storeMinute("2025-07-03 13:00", 99)); // post-market
        rollup.poll(at("2025-07-03 13:19"));
        QVERIFY(m_storage->days(m_aapl, QDate(2025, 7, 3), QDate(2025, 7, 4))->empty());
        rollup.poll(at("2025-07-03 13:20"));
        QCOMPARE(m_storage->days(m_aapl, QDate(2025, 7, 3), QDate(2025, 7, 4))->front().close, 11.0);
        rollup.poll(at("2025-07-04 12:00")); // a holiday: nothing of its own
        QVERIFY(m_storage->days(m_aapl, QDate(2025, 7, 4), QDate(2025, 7, 5))->empty());
    }
};

QTEST_GUILESS_MAIN(SessionsTest)
#include "tst_sessions.moc"
