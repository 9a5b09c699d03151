// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sink/spool.h"
#include "core/storage/datadirectory.h"
#include "core/storage/migrations.h"
#include "core/storage/sqlitestorage.h"
#include "core/storage/storageworker.h"
#include "core/storage/writequeue.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>

using namespace tickstock;
using namespace tickstock::test;

class StorageTest final : public Test
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    const QString m_aapl = QStringLiteral("AAPL");
    const Timestamp m_start = at("2014-09-17 09:30");

    QString file() const { return m_directory->filePath(QStringLiteral("t.sqlite")); }
    WriteBatch minuteBatch(double close, BarSource source, int revision) const
    {
        Bar made = bar(m_start, 10, 20, 5, close, 100, source);
        made.revision = revision;
        WriteBatch batch;
        batch.minutes.push_back({m_aapl, made, Session::Regular});
        return batch;
    }
    double storedClose(SqliteStorage &storage) const
    {
        const auto bars = storage.minutes(m_aapl, {0}, {INT64_MAX});
        return bars && bars->size() == 1 ? bars->front().close : -1;
    }
    /// Runs a statement beside the store; the first value of its answer.
    QVariant value(const QString &statement) const { return value(statement, file()); }
    static QVariant value(const QString &statement, const QString &inFile)
    {
        QVariant found;
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("raw"));
            database.setDatabaseName(inFile);
            if (!database.open())
                qFatal("the test's own database connection");
            QSqlQuery query(database);
            if (!query.exec(statement))
                qWarning() << query.lastError().text();
            else if (query.next())
                found = query.value(0);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("raw"));
        return found;
    }
    void sql(const QString &statement) const { (void)value(statement); }

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void readsBackWhatWasWritten()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        WriteBatch batch = minuteBatch(12.34, BarSource::Minute, 3);
        batch.minutes[0].bar.vwap = 11.5;
        batch.days.push_back(
            {m_aapl, QDate(2014, 9, 16), bar(at("2014-09-16 00:00"), 1, 2, 0.5, 1.5, 9, BarSource::Rest)});
        batch.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5.5), 1, 1});
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = m_aapl;
        event.barStart = m_start;
        event.id = event.computedId();
        batch.events.push_back(event);
        QVERIFY(storage.write(batch));
        QVERIFY(storage.write(batch)); // twice is once

        const auto minutes = storage.minutes(m_aapl, m_start, m_start + OneMinute);
        QVERIFY(minutes);
        QCOMPARE(minutes->size(), 1u);
        QCOMPARE(minutes->front().start, m_start);
        QCOMPARE(minutes->front().close, 12.34);
        QCOMPARE(minutes->front().vwap, 11.5);
        QCOMPARE(minutes->front().revision, 3);
        QCOMPARE(minutes->front().source, BarSource::Minute);
        const auto days = storage.days(m_aapl, QDate(2014, 9, 1), QDate(2014, 9, 17));
        QVERIFY(days);
        QCOMPARE(days->size(), 1u);
        QCOMPARE(days->front().start, at("2014-09-16 00:00"));
        const auto events = storage.events({0}, 10);
        QVERIFY(events);
        QCOMPARE(events->size(), 1u);
        QCOMPARE(events->front().id, event.id);
        QCOMPARE(storage.lastMinute(m_aapl)->ms, m_start.ms);
        QVERIFY(!storage.lastMinute(QStringLiteral("NONE"))->isValid());
    }

    void keepsTheBarOfHigherRank_data()
    {
        QTest::addColumn<int>("source");
        QTest::addColumn<int>("revision");
        QTest::addColumn<bool>("wins");
        QTest::newRow("lower rank") << int(BarSource::Seconds) << 9 << false;
        QTest::newRow("same rank, newer") << int(BarSource::Rest) << 2 << true;
        QTest::newRow("same rank, again") << int(BarSource::Minute) << 1 << true;
        QTest::newRow("same rank, older") << int(BarSource::Minute) << 0 << false;
    }
    void keepsTheBarOfHigherRank()
    {
        QFETCH(int, source);
        QFETCH(int, revision);
        QFETCH(bool, wins);
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        QVERIFY(storage.write(minuteBatch(10, BarSource::Minute, 1)));
        QVERIFY(storage.write(minuteBatch(15, static_cast<BarSource>(source), revision)));
        QCOMPARE(storedClose(storage), wins ? 15.0 : 10.0);
    }

    void dayFromRestIsNeverOverwritten()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        WriteBatch rest, rolled;
        rest.days.push_back(
            {m_aapl, QDate(2014, 9, 16), bar(at("2014-09-16 00:00"), 1, 2, 0.5, 1.5, 9, BarSource::Rest)});
        rolled.days.push_back(
            {m_aapl, QDate(2014, 9, 16), bar(at("2014-09-16 00:00"), 1, 2, 0.5, 1.9, 9, BarSource::Minute)});
        QVERIFY(storage.write(rest));
        QVERIFY(storage.write(rolled));
        QCOMPARE(storage.days(m_aapl, QDate(2014, 9, 1), QDate(2014, 10, 1))->front().close, 1.5);
    }

    void patternsOfTheDayComeAndGo()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = m_aapl;
        event.barStart = m_start;
        event.timeframe = Timeframe::Min5;
        event.direction = Direction::Short;
        event.id = event.computedId();
        PatternEvent ofTheDay = event;
        ofTheDay.timeframe = Timeframe::Daily;
        ofTheDay.id = ofTheDay.computedId();
        WriteBatch batch;
        batch.events = {event, event, ofTheDay};
        QVERIFY(storage.write(batch));
        QCOMPARE(value(QStringLiteral("SELECT group_concat(pattern || strength) FROM intraday_patterns")),
                 QVariant(QStringLiteral("Hammer-100")));
        batch.events = {event};
        batch.events[0].state = EventState::Withdrawn;
        QVERIFY(storage.write(batch));
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM intraday_patterns")), QVariant(0));
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM events")), QVariant(2));
    }

    void refusesAForeignDatabase()
    {
        sql(QStringLiteral("CREATE TABLE invoices (id INTEGER)"));
        SqliteStorage storage(file());
        const auto opened = storage.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Refused);
        QVERIFY2(opened.error().detail.contains(u"invoices"), qPrintable(opened.error().detail));
    }

    void refusesANewerSchema()
    {
        {
            SqliteStorage storage(file());
            QVERIFY(storage.open());
        }
        sql(QStringLiteral("INSERT INTO schema_version VALUES (99, 0)"));
        SqliteStorage storage(file());
        const auto opened = storage.open();
        QVERIFY(!opened);
        QVERIFY2(opened.error().detail.contains(u"99"), qPrintable(opened.error().detail));
    }

    void migrationsAreNumberedWithoutHoles()
    {
        int expected = 0;
        for (const Migration &migration : sqliteMigrations())
            QCOMPARE(migration.version, ++expected);
    }

    void opensAgainAndKeepsData()
    {
        for (int run = 0; run < 2; ++run) {
            SqliteStorage storage(file());
            QVERIFY(storage.open());
            QVERIFY(storage.write(minuteBatch(10 + run, BarSource::Minute, run)));
        }
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        QCOMPARE(storedClose(storage), 11.0);
    }

    void keepsUniversesInOrder()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        const QStringList symbols{QStringLiteral("MSFT"), QStringLiteral("AAPL"), QStringLiteral("BRK.B")};
        QVERIFY(storage.saveUniverse(QStringLiteral("mine:one"), symbols));
        QCOMPARE(*storage.universe(QStringLiteral("mine:one")), symbols);
        QCOMPARE(*storage.universeKeys(), QStringList{QStringLiteral("mine:one")});
        const auto missing = storage.universe(QStringLiteral("mine:two"));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
    }

    void forgetsOldTicks()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        for (const int daysAgo : {7, 0}) {
            WriteBatch batch;
            batch.ticks.push_back({m_aapl, second({0}, m_start - daysAgo * OneDay, 1, 2, 1, 2, 5), 1, 1});
            QVERIFY(storage.write(batch));
            sql(QStringLiteral("INSERT INTO tick_rows VALUES ('OLD', %1, 'trade', 1, 1, 1, 1, 1, 1, 1, 'massive')")
                    .arg((m_start - daysAgo * OneDay).ms));
        }
        QVERIFY(storage.forgetOldTicks(5));
        QVERIFY(storage.forgetOldTicks(5));
        QCOMPARE(value(QStringLiteral("SELECT group_concat(symbol || timestamp) FROM ticks")),
                 QVariant(QStringLiteral("AAPL%1,OLD%1").arg(m_start.ms)));
    }

    void readsATickAsOneRow()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        Tick trade = second({0}, m_start + Milliseconds(5), 101.2345678901, 101.2345678901, 101.2345678901,
                            101.2345678901, 0.333333);
        trade.kind = TickKind::Trade;
        WriteBatch batch;
        batch.ticks.push_back({m_aapl, second({0}, m_start, 10.01, 10.5, 9.9, 10.25, 1'200), 2, 41});
        batch.ticks.push_back({QStringLiteral("BRK.B"), trade, 1, 42});
        batch.ticks.push_back({m_aapl, second({0}, m_start + OneSecond, 7, 7, 7, 7, 1e15), 2, 43});
        QVERIFY(storage.write(batch));
        const auto row = [this](const char *symbol, int seq) {
            return value(QStringLiteral(
                             "SELECT symbol||' '||timestamp||' '||event_type||' '||seq||' '||price||' '||volume"
                             "||' '||open||' '||high||' '||low||' '||connection||' '||source"
                             " FROM ticks WHERE symbol = '%1' AND seq = %2")
                             .arg(QLatin1String(symbol))
                             .arg(seq))
                .toString();
        };
        const QString at = QString::number(m_start.ms), later = QString::number((m_start + OneSecond).ms);
        QCOMPARE(row("AAPL", 41), QStringLiteral("AAPL %1 aggregate 41 10.25 1200.0 10.01 10.5 9.9 2 massive").arg(at));
        QCOMPARE(row("AAPL", 43), QStringLiteral("AAPL %1 aggregate 43 7.0 1.0e+15 7.0 7.0 7.0 2 massive").arg(later));
        QCOMPARE(value(QStringLiteral("SELECT price FROM ticks WHERE event_type = 'trade'")).toDouble(),
                 101.2345678901);
        QCOMPARE(value(QStringLiteral("SELECT volume FROM ticks WHERE event_type = 'trade'")).toDouble(), 0.333333);
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks WHERE typeof(timestamp) = 'integer'")), QVariant(3));
    }

    /// A batch that comes again, whole, in part or with more behind it, leaves each tick once.
    void aTickIsStoredOnce()
    {
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        const auto ticks = [&](int count) {
            WriteBatch batch;
            for (int i = 0; i < count; ++i)
                batch.ticks.push_back({m_aapl, second({0}, m_start + OneSecond * i, 1, 2, 1, 2, 5.25), 1, i});
            return batch;
        };
        constexpr int ManyBlocks = 2'345; // more than fit into two
        for (const int count : {3, 3, 5, 2, ManyBlocks, ManyBlocks}) {
            QVERIFY(storage.write(ticks(count)));
            QCOMPARE(value(QStringLiteral("SELECT count(*) = count(DISTINCT seq) FROM ticks")), QVariant(1));
        }
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")), QVariant(ManyBlocks));
        QCOMPARE(value(QStringLiteral("SELECT max(timestamp) FROM ticks")).toLongLong(),
                 (m_start + OneSecond * (ManyBlocks - 1)).ms);
    }

    /// What an older program has stored is in the same view.
    void ticksOfAnOlderProgramStayReadable()
    {
        {
            QStringList statements{QStringLiteral(
                "CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)")};
            for (const Migration &migration : sqliteMigrations()) {
                if (migration.version > 3)
                    break;
                statements += migration.statements;
                statements += QStringLiteral("INSERT INTO schema_version VALUES (%1, 0)").arg(migration.version);
            }
            for (const QString &statement : statements)
                sql(statement);
        }
        sql(QStringLiteral("INSERT INTO ticks VALUES ('AAPL', %1, 'trade', 7, 1.5, 2, 1, 3, 0.5, 1, 'massive')")
                .arg(m_start.ms));
        SqliteStorage storage(file());
        QVERIFY(storage.open());
        WriteBatch batch;
        batch.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2.5, 5), 1, 8});
        QVERIFY(storage.write(batch));
        QCOMPARE(value(QStringLiteral("SELECT group_concat(seq || ':' || price || ':' || low)"
                                      " FROM (SELECT * FROM ticks WHERE symbol = 'AAPL' ORDER BY seq)")),
                 QVariant(QStringLiteral("7:1.5:0.5,8:2.5:1.0")));
    }

    /// Gathered ticks wait; minutes do not, and go first.
    void ticksAreGathered()
    {
        WriteQueue queue(1'000'000);
        SinkMeter meter(QStringLiteral("storage"), file());
        StorageWorker worker({std::make_unique<SqliteStorage>(file()), nullptr, queue, meter, 0});
        QVERIFY(worker.open());
        WriteBatch batch = minuteBatch(10, BarSource::Minute, 0);
        batch.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, 1});
        queue.add(batch);
        worker.writeDue();
        QCOMPARE(storedClose(dynamic_cast<SqliteStorage &>(worker.storage())), 10);
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")), QVariant(0));
        QCOMPARE(queue.size(), 1u);
        QVERIFY(queue.due().isEmpty()); // nothing is late
        WriteBatch many;
        for (std::size_t i = 0; i < WriteQueue::TicksGathered; ++i)
            many.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, static_cast<std::int64_t>(i) + 2});
        queue.add(std::move(many));
        worker.writeDue();
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")), QVariant(int(WriteQueue::TicksGathered)));
        QCOMPARE(queue.size(), 1u);
        worker.drain(); // the end
        QCOMPARE(queue.size(), 0u);
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")), QVariant(int(WriteQueue::TicksGathered) + 1));
        QCOMPARE(meter.health().written, WriteQueue::TicksGathered + 2);
    }

    void gatheredTicksAreWrittenInTheEnd()
    {
        WriteQueue queue(100);
        SinkMeter meter(QStringLiteral("storage"), file());
        {
            StorageWorker worker({std::make_unique<SqliteStorage>(file()), nullptr, queue, meter, 0});
            QVERIFY(worker.open());
            WriteBatch batch;
            batch.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, 1});
            queue.add(batch);
            worker.writeDue();
            QCOMPARE(queue.size(), 1u);
        }
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")), QVariant(1));
    }

    void aFailedWriteIsKeptAndRepeated()
    {
        WriteQueue queue(100);
        SinkMeter meter(QStringLiteral("storage"), file());
        StorageWorker worker({std::make_unique<SqliteStorage>(file()), nullptr, queue, meter, 5});
        QVERIFY(worker.open());
        sql(QStringLiteral("ALTER TABLE ohlcv_1min RENAME TO hidden"));
        queue.add(minuteBatch(10, BarSource::Minute, 0));
        worker.drain();
        QCOMPARE(meter.health().state, SinkState::Failing);
        QCOMPARE(queue.size(), 1u);
        QVERIFY(!meter.health().lastError.isEmpty());
        sql(QStringLiteral("ALTER TABLE hidden RENAME TO ohlcv_1min"));
        worker.drain();
        QCOMPARE(meter.health().state, SinkState::Up);
        QCOMPARE(queue.size(), 0u);
        QCOMPARE(worker.storage().minutes(m_aapl, {0}, {INT64_MAX})->size(), 1u);
    }

    /// More has gathered than belongs in memory, and the disk takes nothing: the store, which is back, takes all of it.
    void whatHasNoRoomOnDiskIsStoredAtOnce()
    {
        constexpr std::size_t Rows = StorageWorker::MemoryRows + 5'000;
        const QString spoolFile = m_directory->filePath(QStringLiteral("spool.sqlite"));
        WriteQueue queue(2 * Rows);
        SinkMeter meter(QStringLiteral("storage"), file());
        StorageWorker worker(
            {std::make_unique<SqliteStorage>(file()), std::make_unique<Spool>(spoolFile), queue, meter, 0});
        QVERIFY(worker.open());
        value(QStringLiteral("ALTER TABLE spool RENAME TO hidden"), spoolFile);
        WriteBatch ticks;
        for (std::size_t i = 0; i < Rows; ++i)
            ticks.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, static_cast<std::int64_t>(i)});
        queue.add(std::move(ticks));
        worker.drain();
        QTRY_COMPARE_WITH_TIMEOUT(meter.health().backlog, 0u, 60'000);
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")).toULongLong(), quint64(Rows));
    }

    /// Or what has fallen behind once would never catch up.
    void aSpoolIsReplayedInWholeTransactions()
    {
        constexpr int Rows = 20'000;
        const QString spoolFile = m_directory->filePath(QStringLiteral("spool.sqlite"));
        WriteQueue queue(Rows);
        {
            SinkMeter meter(QStringLiteral("storage"), QString());
            StorageWorker away({std::make_unique<SqliteStorage>(m_directory->path()),
                                std::make_unique<Spool>(spoolFile), queue, meter, 0});
            QVERIFY(!away.open()); // a folder
            WriteBatch ticks;
            for (int i = 0; i < Rows; ++i)
                ticks.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, i});
            queue.add(std::move(ticks));
        }
        SinkMeter meter(QStringLiteral("storage"), file());
        StorageWorker worker(
            {std::make_unique<SqliteStorage>(file()), std::make_unique<Spool>(spoolFile), queue, meter, 0});
        QVERIFY(worker.open()); // takes one turn
        QCOMPARE(meter.health().backlog, 0u);
        QCOMPARE(value(QStringLiteral("SELECT count(*) FROM ticks")), QVariant(Rows));
    }

    void queueKeepsTheLastVersionOfAMinute()
    {
        WriteQueue queue(2);
        int woken = 0;
        queue.setWake([&] { ++woken; });
        queue.add(minuteBatch(10, BarSource::Seconds, 0));
        queue.add(minuteBatch(11, BarSource::Minute, 0));
        queue.add(minuteBatch(12, BarSource::Seconds, 0)); // ranks lower
        WriteBatch ticks;
        for (int i = 0; i < 5; ++i)
            ticks.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, i});
        queue.add(ticks);
        QCOMPARE(woken, 2); // for the minute, and for the first tick
        QCOMPARE(queue.droppedTicks(), 3u);
        WriteBatch taken = queue.takeAll();
        QCOMPARE(taken.minutes.size(), 1u);
        QCOMPARE(taken.minutes[0].bar.close, 11);
        QCOMPARE(taken.ticks.size(), 2u);
        queue.add(minuteBatch(13, BarSource::Minute, 1));
        queue.putBack(std::move(taken));
        QCOMPARE(queue.takeAll().minutes[0].bar.close, 13);
    }

    void whatGoesBackIsBoundedToo()
    {
        WriteQueue queue(3);
        const auto ticks = [&](int from, int count) {
            WriteBatch batch;
            for (int i = from; i < from + count; ++i)
                batch.ticks.push_back({m_aapl, second({0}, m_start, 1, 2, 1, 2, 5), 1, i});
            return batch;
        };
        queue.add(ticks(0, 3));
        WriteBatch failed = queue.takeAll();
        queue.add(ticks(3, 2));
        queue.putBack(std::move(failed));
        QCOMPARE(queue.size(), 3u);
        QCOMPARE(queue.droppedTicks(), 2u);
        QCOMPARE(queue.takeAll().ticks.back().sequence, 2); // what came first stays
    }

    void dataDirectoryNamesItsHolder()
    {
        const auto first = DataDirectory::open(m_directory->path());
        QVERIFY(first);
        const auto second = DataDirectory::open(m_directory->path());
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Busy);
        QVERIFY2(second.error().detail.contains(QString::number(QCoreApplication::applicationPid())),
                 qPrintable(second.error().detail));
    }

    void dataDirectoryExplainsAnImpossiblePath()
    {
        const QString path = m_directory->filePath(QStringLiteral("plain"));
        QFile plain(path);
        QVERIFY(plain.open(QIODevice::WriteOnly));
        const auto opened = DataDirectory::open(path + QStringLiteral("/below"));
        QVERIFY(!opened);
        QVERIFY(opened.error().detail.contains(u"--data-dir"));
    }
};

QTEST_GUILESS_MAIN(StorageTest)
#include "tst_storage.moc"
