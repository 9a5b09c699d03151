// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "core/service/storedwatchlists.h"
#include "core/storage/postgresstorage.h"
#include "core/storage/sqlitestorage.h"
#include "core/storage/storageworker.h"
#include "core/storage/storereader.h"
#include "tests/support/builders.h"
#include "tests/support/postgresserver.h"
#include "tests/support/test.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace tickstock;
using namespace tickstock::test;

/// The PostgreSQL store on a real server, beside the SQLite one, which must say the same.
class PostgresTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    std::unique_ptr<PostgresServer> m_server;
    std::unique_ptr<QTemporaryDir> m_directory;
    const QString m_aapl = QStringLiteral("AAPL");
    const Timestamp m_open = at("2025-03-10 09:30");

    QUrl url() const { return m_server->url(); }
    std::unique_ptr<PostgresStorage> opened(Milliseconds patience = PostgresStorage::UsualPatience) const
    {
        auto storage = std::make_unique<PostgresStorage>(url(), QStringLiteral("massive"), patience);
        const auto done = storage->open();
        if (!done)
            qWarning().noquote() << done.error().detail;
        return storage;
    }
    QVariantList query(const QString &sql) const { return m_server->query(sql); }
    WriteBatch minutes(int from, int count, const QString &symbol) const
    {
        WriteBatch batch;
        for (int i = from; i < from + count; ++i)
            batch.minutes.push_back(
                {symbol, bar(m_open + OneMinute * i, 10, 20, 5, 10 + i * 0.01, 100.5), Session::Regular});
        return batch;
    }
    WriteBatch oneMinute(double close, BarSource source, int revision) const
    {
        Bar made = bar(m_open, 10, 20, 5, close, 100, source);
        made.revision = revision;
        WriteBatch batch;
        batch.minutes.push_back({m_aapl, made, Session::Regular});
        return batch;
    }
    /// Hammers of the same symbol, one a bar; the second one short, the third one of days.
    static std::vector<PatternEvent> threePatterns(Timestamp open)
    {
        std::vector<PatternEvent> events;
        for (int i = 0; i < 3; ++i) {
            PatternEvent event;
            event.pattern = QStringLiteral("Hammer");
            event.symbol = QStringLiteral("AAPL");
            event.barStart = open + OneMinute * i;
            event.timeframe = i == 2 ? Timeframe::Daily : Timeframe::Min5;
            event.direction = i == 1 ? Direction::Short : Direction::Long;
            event.confidence = 0.75;
            event.price = 10;
            event.details[u"levels"] = QJsonObject{{QStringLiteral("trigger"), 10.5}};
            if (i == 0)
                event.details[u"strength"] = 80;
            event.id = event.computedId();
            events.push_back(event);
        }
        return events;
    }
    /// Everything there is, so that two stores can be compared.
    static WriteBatch variety()
    {
        WriteBatch batch;
        std::mt19937 random(4);
        std::uniform_real_distribution<double> price(1, 1'000), shares(0, 100'000);
        const ExchangeCalendar calendar;
        for (const char *symbol : {"AAPL", "BRK.B", "KIMpL", "A"}) {
            for (int day = 10; day <= 12; ++day) {
                const Timestamp start = at(qPrintable(QStringLiteral("2025-03-%1 09:00").arg(day)));
                for (int i = 0; i < 420; i += symbol[0] == 'K' ? 7 : 1) {
                    const double low = price(random), high = low + price(random);
                    Bar made = bar(start + OneMinute * i, (low + high) / 2, high, low, (low * 2 + high) / 3,
                                   std::round(shares(random) * 1e6) / 1e6);
                    made.vwap = i % 50 == 49 && day == 11 ? NoValue : (low + high) / 2;
                    made.tradeCount = day == 12 ? -1 : i;
                    batch.minutes.push_back({QString::fromLatin1(symbol), made, calendar.sessionAt(made.start)});
                }
            }
        }
        batch.days.push_back(
            {QStringLiteral("A"), QDate(2025, 3, 11), bar(at("2025-03-11 00:00"), 1, 2, 1, 2, 3, BarSource::Rest)});
        batch.gaps.push_back({{1},
                              QStringLiteral("BRK.B"),
                              at("2025-03-12 10:00"),
                              at("2025-03-12 10:05"),
                              QStringLiteral("lost"),
                              {},
                              {}});
        return batch;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_server = std::make_unique<PostgresServer>();
        QVERIFY2(m_server->create(), m_server->output().constData());
    }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        if (!m_server->isRunning())
            QVERIFY(m_server->start());
        QVERIFY(m_server->empty());
    }
    void cleanupTestCase() { m_server.reset(); }

    void readsBackWhatWasWritten()
    {
        const auto storage = opened();
        WriteBatch batch = oneMinute(12.34, BarSource::Minute, 3);
        batch.minutes[0].bar.vwap = 11.5;
        batch.days.push_back({m_aapl, QDate(2025, 3, 7), bar(at("2025-03-07 00:00"), 1, 2, 0.5, 1.5, 9)});
        batch.ticks.push_back({m_aapl, second({0}, m_open, 1, 2, 1, 2, 5.5), 1, 1});
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer, \"the\" {one}");
        event.symbol = m_aapl;
        event.barStart = m_open + Milliseconds(123);
        event.details = {{QStringLiteral("why"), QStringLiteral("it's \\ so")}};
        event.id = event.computedId();
        batch.events.push_back(event);
        batch.gaps.push_back({{2}, m_aapl, m_open, {}, QStringLiteral("lost"), {}, {}});
        batch.indicators.push_back({m_aapl, m_open, Timeframe::Min1, QStringLiteral("rsi_14"), 61.5, {}});
        QVERIFY(storage->write(batch));
        QVERIFY(storage->write(batch)); // twice is once
        const auto found = storage->minutes(m_aapl, m_open, m_open + OneMinute);
        QVERIFY(found);
        QCOMPARE(found->size(), 1u);
        QCOMPARE(found->front().start, m_open);
        QCOMPARE(found->front().close, 12.34);
        QCOMPARE(found->front().vwap, 11.5);
        QCOMPARE(found->front().tradeCount, -1);
        QCOMPARE(found->front().revision, 3);
        QCOMPARE(storage->lastMinute(m_aapl)->ms, m_open.ms);
        QVERIFY(!storage->lastMinute(QStringLiteral("MSFT"))->isValid());
        const auto days = storage->days(m_aapl, QDate(2025, 3, 1), QDate(2025, 4, 1));
        QCOMPARE(days->size(), 1u);
        QCOMPARE(days->front().start, at("2025-03-07 00:00"));
        const auto events = storage->events({0}, 10);
        QCOMPARE(events->size(), 1u);
        QCOMPARE(events->front().pattern, event.pattern);
        QCOMPARE(events->front().barStart, event.barStart);
        QCOMPARE(events->front().details[u"why"].toString(), QStringLiteral("it's \\ so"));
        QCOMPARE(storage->openGaps({})->size(), 1u);
        QCOMPARE(query(QStringLiteral("SELECT indicator, value, timeframe FROM intraday_indicators")),
                 (QVariantList{QStringLiteral("rsi_14"), 61.5, QStringLiteral("1min")}));
        batch.gaps[0].to = m_open + OneMinute;
        batch.gaps[0].repairedBy = QStringLiteral("rest");
        batch.gaps[0].repairedAt = m_open + OneMinute * 2;
        QVERIFY(storage->write(batch));
        QVERIFY(storage->openGaps({})->empty());
        QCOMPARE(query(QStringLiteral("SELECT count(*), min(event_type), max(seq) FROM ticks")),
                 (QVariantList{1, QStringLiteral("aggregate"), 1}));
        QCOMPARE(query(QStringLiteral("SELECT to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') FROM"
                                      " ohlcv_1min")),
                 QVariantList{QStringLiteral("2025-03-10 13:30")});
    }

    void theSameVersionsWinAsInSqlite_data()
    {
        QTest::addColumn<int>("firstSource");
        QTest::addColumn<int>("firstRevision");
        QTest::addColumn<int>("secondSource");
        QTest::addColumn<int>("secondRevision");
        for (int a = 0; a <= 3; ++a) {
            for (int b = 0; b <= 3; ++b) {
                for (int revision = 0; revision <= 2; ++revision)
                    QTest::addRow("%d after %d, revision %d", b, a, revision) << a << 1 << b << revision;
            }
        }
    }
    void theSameVersionsWinAsInSqlite()
    {
        QFETCH(int, firstSource);
        QFETCH(int, firstRevision);
        QFETCH(int, secondSource);
        QFETCH(int, secondRevision);
        SqliteStorage sqlite(m_directory->filePath(QStringLiteral("t.sqlite")));
        QVERIFY(sqlite.open());
        const auto postgres = opened();
        std::vector<std::pair<double, int>> found;
        for (Storage *storage : {static_cast<Storage *>(&sqlite), static_cast<Storage *>(postgres.get())}) {
            QVERIFY(storage->write(oneMinute(10, static_cast<BarSource>(firstSource), firstRevision)));
            QVERIFY(storage->write(oneMinute(15, static_cast<BarSource>(secondSource), secondRevision)));
            const auto bars = storage->minutes(m_aapl, {0}, {INT64_MAX});
            QVERIFY(bars && bars->size() == 1);
            found.emplace_back(bars->front().close, bars->front().revision);
        }
        QCOMPARE(found[0], found[1]);
    }

    void oneBatchMayHoldAKeyTwice()
    {
        const auto storage = opened();
        WriteBatch batch = oneMinute(10, BarSource::Minute, 0);
        batch.minutes.push_back(oneMinute(11, BarSource::Minute, 1).minutes[0]);
        batch.minutes.push_back(oneMinute(12, BarSource::Seconds, 5).minutes[0]); // ranks lower
        QVERIFY(storage->write(batch));
        QCOMPARE(storage->minutes(m_aapl, {0}, {INT64_MAX})->front().close, 11.0);
    }

    void patternsOfTheDayComeAndGo()
    {
        const auto storage = opened();
        WriteBatch batch;
        batch.events = threePatterns(m_open);
        batch.events.push_back(batch.events[0]); // twice in a batch
        QVERIFY(storage->write(batch));
        const QString rows = QStringLiteral("SELECT direction, strength, confidence, levels FROM intraday_patterns"
                                            " ORDER BY timestamp");
        const QString levels = QStringLiteral("{\"trigger\":10.5}");
        const QVariantList first{QStringLiteral("long"), 80, 0.75, levels};
        const QVariantList second{QStringLiteral("short"), -100, 0.75, levels};
        QCOMPARE(query(rows), first + second);
        WriteBatch withdrawn;
        withdrawn.events = {batch.events[1], batch.events[1]};
        withdrawn.events[0].state = EventState::Forming; // says nothing of it
        withdrawn.events[1].state = EventState::Withdrawn;
        QVERIFY(storage->write(withdrawn));
        QVERIFY(storage->write(withdrawn));
        QCOMPARE(query(rows), first);
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM events")), QVariantList{3});
    }

    void refusesADatabaseThatIsNotOurs()
    {
        query(QStringLiteral("CREATE TABLE invoices (id int)"));
        query(QStringLiteral("CREATE VIEW totals AS SELECT 1"));
        PostgresStorage storage(url());
        const auto done = storage.open();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Refused);
        QVERIFY2(done.error().detail.contains(u"invoices, totals"), qPrintable(done.error().detail));
        QVERIFY(!done.error().detail.contains(u"secret"));
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")), QVariantList{1});
    }

    void refusesANewerSchema()
    {
        opened();
        query(QStringLiteral("INSERT INTO schema_version VALUES (99, 0)"));
        PostgresStorage storage(url());
        const auto done = storage.open();
        QVERIFY(!done && done.error().code == ErrorCode::Refused);
        QVERIFY(done.error().detail.contains(u"99"));
    }

    void bringsAnOlderSchemaUpToDate()
    {
        query(QStringLiteral("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, applied_at BIGINT NOT NULL)"));
        for (const QString &statement : postgresMigrations().front().statements)
            query(statement);
        query(QStringLiteral("INSERT INTO schema_version VALUES (1, 0)"));
        query(QStringLiteral("INSERT INTO ohlcv_1min VALUES ('AAPL', '2025-03-10 13:30+00', 1, 2, 1, 2, 3, NULL, NULL,"
                             " 'regular', 'am', 0)"));
        const auto storage = opened();
        QCOMPARE(query(QStringLiteral("SELECT max(version) FROM schema_version")),
                 QVariantList{postgresMigrations().back().version});
        QCOMPARE(storage->minutes(m_aapl, {0}, {INT64_MAX})->size(), 1u);
        QVERIFY(storage->write(variety()));
    }

    void aWrongPasswordIsSaidAndNotShown()
    {
        QUrl wrong = url();
        wrong.setPassword(QStringLiteral("notthis"));
        PostgresStorage storage(wrong);
        const auto done = storage.open();
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Denied);
        QVERIFY2(done.error().detail.contains(u"password authentication failed"), qPrintable(done.error().detail));
        QVERIFY(!done.error().detail.contains(u"notthis"));
    }

    void ticksLieInDaysAndOldDaysGo()
    {
        const auto storage = opened();
        WriteBatch batch;
        for (int day = 3; day <= 14; ++day) {
            const Timestamp start =
                at(qPrintable(QStringLiteral("2025-03-%1 09:30").arg(day, 2, 10, QLatin1Char('0'))));
            batch.ticks.push_back({m_aapl, second({0}, start, 1, 2, 1, 2, 5), 1, day});
        }
        QVERIFY(storage->write(batch));
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM ticks_20250310")), QVariantList{1});
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM ticks_default")), QVariantList{0});
        QVERIFY(storage->forgetOldTicks(5)); // exchange days: Monday to Friday
        QCOMPARE(query(QStringLiteral("SELECT count(*), min(seq) FROM ticks")), (QVariantList{5, 10}));
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM pg_class WHERE relname = 'ticks_20250303'")),
                 QVariantList{0});
        QVERIFY(storage->write(batch)); // what comes late gets its day again
        QVERIFY(storage->forgetOldTicks(5));
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM ticks")), QVariantList{5});
    }

    void rollsUpAsSqliteDoes()
    {
        SqliteStorage sqlite(m_directory->filePath(QStringLiteral("t.sqlite")));
        QVERIFY(sqlite.open());
        const auto postgres = opened();
        const WriteBatch batch = variety();
        const ExchangeCalendar calendar;
        std::vector<std::vector<Bar>> results;
        for (Storage *storage : {static_cast<Storage *>(&sqlite), static_cast<Storage *>(postgres.get())}) {
            QVERIFY(storage->write(batch));
            for (int day = 10; day <= 12; ++day) {
                const auto hours = *calendar.hours(QDate(2025, 3, day));
                const auto done = storage->rollUp(hours);
                QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
                QCOMPARE(done->days, day == 10 ? 4 : 3); // on the 11th one came from REST, on the 12th one has a hole
                QVERIFY(done->last.isNull());
                int days = 0, steps = 0;
                for (QString after = QStringLiteral(""); !after.isNull(); ++steps) {
                    const auto step = storage->rollUp(hours, after, 2); // symbols at a time
                    QVERIFY(step && step->days <= 2 && step->last != after);
                    days += step->days;
                    after = step->last;
                }
                QCOMPARE(days, done->days);
                QCOMPARE(steps, 3); // after the fourth symbol there might have been a fifth
            }
            std::vector<Bar> all;
            for (const char *symbol : {"AAPL", "BRK.B", "KIMpL", "A"}) {
                const auto days = storage->days(QString::fromLatin1(symbol), QDate(2025, 3, 1), QDate(2025, 4, 1));
                QVERIFY(days);
                all.insert(all.end(), days->begin(), days->end());
            }
            results.push_back(all);
        }
        QCOMPARE(results[0].size(), 4u * 3 - 1);
        QCOMPARE(results[1].size(), results[0].size());
        for (std::size_t i = 0; i < results[0].size(); ++i) {
            const Bar &a = results[0][i], &b = results[1][i];
            QVERIFY(a.hasSameValues(b));
            QCOMPARE(a.start, b.start);
            QCOMPARE(a.tradeCount, b.tradeCount);
            QVERIFY(std::isnan(a.vwap) ? std::isnan(b.vwap) : a.vwap == b.vwap);
        }
        // By hand: AAPL on the 10th.
        Bar expected;
        bool isFirst = true;
        for (const StoredMinute &minute : batch.minutes) {
            if (minute.symbol != m_aapl || minute.session != Session::Regular ||
                newyork::date(minute.bar.start) != QDate(2025, 3, 10))
                continue;
            if (std::exchange(isFirst, false))
                expected = minute.bar;
            else
                expected.extend(minute.bar);
        }
        const Bar &rolled = results[1][0];
        QCOMPARE(rolled.open, expected.open);
        QCOMPARE(rolled.high, expected.high);
        QCOMPARE(rolled.low, expected.low);
        QCOMPARE(rolled.close, expected.close);
        QCOMPARE(rolled.volume, expected.volume);
        QCOMPARE(rolled.vwap, expected.vwap);
        QCOMPARE(rolled.source, BarSource::Rollup);
        // A day from REST stays.
        QCOMPARE(postgres->days(QStringLiteral("A"), QDate(2025, 3, 11), QDate(2025, 3, 12))->front().volume, 3.0);
    }

    void readsVolumesAndSplitsAsTheFileDoes()
    {
        const auto postgres = opened();
        SqliteStorage sqlite(m_directory->filePath(QStringLiteral("beside.sqlite")));
        QVERIFY(sqlite.open());
        WriteBatch batch = minutes(0, 30, m_aapl);
        batch.minutes.push_back({m_aapl, bar(m_open - OneMinute, 1, 1, 1, 1, 5), Session::Pre});
        const std::vector<StockSplit> splits{{m_aapl, {2025, 3, 10}, 1, 4}, {m_aapl, {2020, 8, 31}, 1.5, 7}};
        const SplitList all{{2020, 1, 1}, {2025, 3, 10}, splits, {}, true},
            withdrawn{{2025, 3, 1}, {2025, 3, 10}, {}, {}, true};
        for (Storage *storage : {static_cast<Storage *>(postgres.get()), static_cast<Storage *>(&sqlite)}) {
            QVERIFY(storage->write(batch));
            QVERIFY(!storage->newestSplit()->isValid());
            QCOMPARE(*storage->saveSplits(all), QStringList{m_aapl});
            QVERIFY(storage->saveSplits(all)->isEmpty());
            QCOMPARE(*storage->newestSplit(), QDate(2025, 3, 10));
            QVERIFY(*storage->splits(m_aapl) == (std::vector{splits[1], splits[0]}));
            QCOMPARE(*storage->saveSplits(withdrawn), QStringList{m_aapl});
            QVERIFY(*storage->splits(m_aapl) == std::vector{splits[1]});
            const auto volumes = storage->regularVolumes(m_aapl, m_open, m_open + OneMinute * 29);
            QCOMPARE(volumes->size(), 29u);
            QCOMPARE(volumes->front().start, m_open);
            QCOMPARE(volumes->back().start, m_open + OneMinute * 28);
            QCOMPARE(volumes->back().volume, 100.5);
            QCOMPARE(storage->regularVolumes(m_aapl, {0}, {INT64_MAX})->size(), 30u);
        }
    }

    /// The connection that reads beside the one that writes; when its server has ended it, it is made again.
    void isReadInOneStateBesideWhatIsWritten()
    {
        const auto storage = opened();
        QVERIFY(storage->write(minutes(0, 1, m_aapl)));
        StoreReader reader(std::make_unique<PostgresStorage>(url()));
        std::vector<qint64> found; // minutes; -1: no answer
        const auto count = [&](Storage &from) {
            const auto read = from.minutes(m_aapl, {0}, {INT64_MAX});
            found.push_back(read ? static_cast<qint64>(read->size()) : -1);
        };
        reader.read([&](Storage &read) {
            count(read);
            QVERIFY(storage->write(minutes(1, 2, m_aapl)));
            count(*storage);
            count(read);
        });
        reader.read(count);
        reader.read([&](Storage &read) { QVERIFY(!read.saveUniverse(QStringLiteral("mine:one"), {m_aapl})); });
        query(QStringLiteral("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                             " 'tickstock'"));
        reader.read(count);
        reader.read(count);
        QCOMPARE(found, (std::vector<qint64>{1, 3, 1, 3, -1, 3}));
    }

    /// What is kept is what it was made of: when that changes, it is made again.
    void keepsUsualVolumesUntilTheirMinutesChange()
    {
        const auto postgres = opened();
        SqliteStorage sqlite(m_directory->filePath(QStringLiteral("usual.sqlite")));
        QVERIFY(sqlite.open());
        const QDate session{2025, 3, 10};
        std::vector<float> means(390, std::numeric_limits<float>::quiet_NaN());
        means[7] = 1'234.5F;
        const UsualVolumes usual = *UsualVolumes::fromMeans(means);
        const QString other = QStringLiteral("OTHER");
        const auto minuteAt = [](const QString &symbol, const char *time) {
            WriteBatch batch;
            batch.minutes.push_back({symbol, bar(at(time), 1, 1, 1, 1, 5), Session::Regular});
            return batch;
        };
        for (Storage *storage : {static_cast<Storage *>(postgres.get()), static_cast<Storage *>(&sqlite)}) {
            quint64 since = storage->watchUsualVolumes(session);
            const auto isKept = [&](const QString &symbol, QDate date) {
                const auto kept = storage->keptUsualVolumes(symbol, date);
                return kept && *kept && (*kept)->of(7) == 1'234.5 && std::isnan((*kept)->of(8));
            };
            QVERIFY(!isKept(m_aapl, session));
            QVERIFY(storage->keepUsualVolumes({{m_aapl, session, usual}, {other, session, usual}}, since));
            QVERIFY(isKept(m_aapl, session) && isKept(other, session));
            QVERIFY(!isKept(m_aapl, session.addDays(1))); // made of other sessions
            QVERIFY(storage->write(minuteAt(m_aapl, "2025-03-10 09:30")));
            QVERIFY(isKept(m_aapl, session)); // of the session itself
            QVERIFY(storage->write(minuteAt(m_aapl, "2025-03-07 15:59")));
            QVERIFY(!isKept(m_aapl, session) && isKept(other, session));
            const std::vector<StockSplit> splits{{other, {2025, 3, 10}, 1, 4}};
            QVERIFY(storage->saveSplits({session, session, splits, {}, true}));
            QVERIFY(!isKept(other, session));
            QVERIFY(storage->keepUsualVolumes({{m_aapl, session, usual}, {other, session, usual}}, since));
            QVERIFY(!isKept(m_aapl, session) && !isKept(other, session)); // made of what has changed since
            since = storage->watchUsualVolumes(session);
            QVERIFY(storage->keepUsualVolumes({{other, session, usual}}, since));
            QVERIFY(isKept(other, session));
            QVERIFY(storage->keepUsualVolumes({{other, session.addDays(1), UsualVolumes()}}, since));
            QVERIFY(isKept(other, session)); // what that session's were made of has not been watched
            since = storage->watchUsualVolumes(session.addDays(1));
            QVERIFY(storage->keepUsualVolumes({{other, session.addDays(1), UsualVolumes()}}, since));
            QVERIFY(!isKept(other, session));
            QVERIFY(std::isnan((*storage->keptUsualVolumes(other, session.addDays(1)))->of(7)));
        }
    }

    void remembersUniversesSessionsAndRollups()
    {
        const auto storage = opened();
        const QStringList symbols{QStringLiteral("B"), QStringLiteral("A"), QStringLiteral("BRK.B")};
        QVERIFY(storage->saveUniverse(QStringLiteral("mine:one"), symbols));
        QCOMPARE(*storage->universe(QStringLiteral("mine:one")), symbols);
        QCOMPARE(*storage->universeKeys(), QStringList{QStringLiteral("mine:one")});
        QVERIFY(storage->saveUniverse(QStringLiteral("mine:one"), {}));
        QCOMPARE(storage->universe(QStringLiteral("mine:one")).error().code, ErrorCode::NotFound);
        QVERIFY(!*storage->isRolledUp(QDate(2025, 3, 10)));
        QVERIFY(storage->noteRolledUp(QDate(2025, 3, 10)));
        QVERIFY(*storage->isRolledUp(QDate(2025, 3, 10)));
        QVERIFY(storage->universeKeys()->isEmpty()); // that is not one
        const auto id = storage->beginSession(m_open, 3);
        QVERIFY(id);
        QVERIFY(storage->endSession(*id, m_open + OneMinute, {4, 10, 20, 30, 40}));
        QCOMPARE(query(QStringLiteral("SELECT symbols, ticks, bars, events, gaps FROM streaming_sessions")),
                 (QVariantList{4, 10, 20, 30, 40}));
    }

    /// Both stores keep watchlists alike, and neither lets anybody write over what he has not seen.
    void keepsWatchlists()
    {
        const auto postgres = opened();
        SqliteStorage sqlite(m_directory->filePath(QStringLiteral("watchlists.sqlite")));
        QVERIFY(sqlite.open());
        for (Storage *storage : {static_cast<Storage *>(postgres.get()), static_cast<Storage *>(&sqlite)}) {
            Watchlist list;
            list.id = QStringLiteral("1");
            list.name = QStringLiteral("it's \"mine\" \u00fc\U0001f4c8");
            list.groups = {{QString(), {{m_aapl, QString(), QStringLiteral("note, \\ and ?")}}},
                           {QStringLiteral("Empty"), {}}};
            list.columns = "{\"widths\":[76]}";
            const auto first = storage->saveWatchlist(list);
            QVERIFY2(first, qPrintable(first ? QString() : first.error().detail));
            QCOMPARE(*first, 1);
            QVERIFY(storage->watchlists()->front().saysTheSame(list));
            QCOMPARE(storage->watchlists()->front().columns, list.columns);
            Watchlist unseen = list; // by somebody who does not know that there is one
            unseen.name = QStringLiteral("other");
            QCOMPARE(storage->saveWatchlist(unseen).error().code, ErrorCode::Refused);
            list.version = 1;
            list.place = 3;
            QCOMPARE(*storage->saveWatchlist(list), 2);
            QCOMPARE(*storage->saveWatchlist(list), 2); // the answer was lost
            QVERIFY(storage->saveWatchlistColumns(list.id, {}));
            QCOMPARE(*storage->watchlistVersions(), (std::map<QString, qint64>{{list.id, 2}}));
            QVERIFY(storage->watchlists()->front().columns.isEmpty());
            QVERIFY(storage->removeWatchlist(list.id));
            QCOMPARE(storage->saveWatchlist(list).error().code, ErrorCode::NotFound);
        }
    }

    /// Each desktop of a team over a connection of its own.
    void aTeamSharesItsWatchlists()
    {
        const auto one = opened(), other = opened();
        const auto desktop = [](PostgresStorage &storage) {
            return std::make_unique<StoredWatchlists>(
                [&storage](const std::function<void(Storage &)> &work) { work(storage); }, true);
        };
        const auto mine = desktop(*one), theirs = desktop(*other);
        QStringList seen;
        connect(theirs.get(), &Watchlists::listsRead, this, [&](const std::vector<Watchlist> &lists) {
            seen.clear();
            for (const Watchlist &list : lists)
                seen.append(symbolsOf(list).join(u','));
        });
        Watchlist list;
        list.id = newWatchlistId();
        list.name = QStringLiteral("Ours");
        list.groups = {{QString(), {{m_aapl, QString(), QString()}}}};
        mine->saveList(list);
        theirs->look();
        QTRY_COMPARE(seen.join(u' '), m_aapl);
        list.groups.front().symbols.push_back({QStringLiteral("MSFT"), QString(), QString()});
        mine->saveList(list);
        theirs->look();
        QTRY_COMPARE(seen.join(u' '), QStringLiteral("AAPL,MSFT"));
        mine->removeList(list.id);
        theirs->look();
        QTRY_COMPARE(seen.join(u' '), QString());
    }

    void keepsTheNamesOfAllSymbols()
    {
        const auto postgres = opened();
        SqliteStorage sqlite(m_directory->filePath(QStringLiteral("names.sqlite")));
        QVERIFY(sqlite.open());
        SymbolListing listing{{}, m_open};
        for (int i = 0; i < 1'234; ++i)
            listing.symbols.push_back(
                {QStringLiteral("%1%2").arg(QChar(i % 2 == 0 ? u's' : u'S')).arg(i, 4, 10, QLatin1Char('0')),
                 QStringLiteral("It's no. %1").arg(i), QString(), QStringLiteral("XNYS")});
        std::sort(listing.symbols.begin(), listing.symbols.end(),
                  [](const ListedSymbol &a, const ListedSymbol &b) { return a.symbol < b.symbol; });
        for (Storage *storage : {static_cast<Storage *>(postgres.get()), static_cast<Storage *>(&sqlite)}) {
            QVERIFY(storage->listing()->symbols.empty() && !storage->listingTime()->isValid());
            QVERIFY(storage->saveListing(listing));
            QVERIFY(storage->listing()->symbols == listing.symbols);
            QCOMPARE(*storage->listingTime(), m_open);
            const SymbolListing newer{{listing.symbols[7]}, m_open + OneDay};
            QVERIFY(storage->saveListing(newer));
            QVERIFY(storage->listing()->symbols == newer.symbols);
            QCOMPARE(storage->listing()->readAt, newer.readAt);
            const SymbolListing twice{{listing.symbols[7], listing.symbols[7]}, m_open};
            QVERIFY(!storage->saveListing(twice));
            QCOMPARE(storage->listing()->readAt, newer.readAt); // as it was
        }
    }

    /// The worker over the server: whatever happens to it, everything is there in the end, once.
    void losesNothingWhenTheServerIsKilled()
    {
        WriteQueue queue(1'000'000);
        SinkMeter meter(QStringLiteral("storage"), QString());
        StorageWorker worker({std::make_unique<PostgresStorage>(url()),
                              std::make_unique<Spool>(m_directory->filePath(QStringLiteral("spool.sqlite"))), queue,
                              meter, 5});
        QVERIFY(worker.open());
        queue.add(minutes(0, 100, m_aapl));
        worker.drain();
        QCOMPARE(meter.state(), SinkState::Up);
        m_server->kill();
        for (int i = 1; i <= 20; ++i) {
            queue.add(minutes(100 * i, 100, m_aapl));
            worker.drain();
        }
        QCOMPARE(meter.state(), SinkState::Failing);
        QCOMPARE(meter.health().spooled, 2'000u);
        QVERIFY(m_server->start());
        QTRY_COMPARE_WITH_TIMEOUT(meter.state(), SinkState::Up, Patience);
        QCOMPARE(meter.health().spooled, 0u);
        QCOMPARE(meter.health().dropped, 0u);
        QCOMPARE(query(QStringLiteral("SELECT count(*), min(timestamp) < max(timestamp) FROM ohlcv_1min")),
                 (QVariantList{2'100, true}));
    }

    void aServerThatHangsIsNoticedAndLeft()
    {
        WriteQueue queue(1'000'000);
        SinkMeter meter(QStringLiteral("storage"), QString());
        StorageWorker worker({std::make_unique<PostgresStorage>(url(), QStringLiteral("massive"), Milliseconds(1'000)),
                              std::make_unique<Spool>(m_directory->filePath(QStringLiteral("spool.sqlite"))), queue,
                              meter, 5});
        QVERIFY(worker.open());
        m_server->freeze();
        queue.add(minutes(0, 100, m_aapl));
        worker.drain(); // would wait for ever
        QCOMPARE(meter.state(), SinkState::Failing);
        QVERIFY2(meter.health().lastError.contains(u"no answer"), qPrintable(meter.health().lastError));
        QCOMPARE(meter.health().spooled, 100u);
        m_server->thaw();
        QTRY_COMPARE_WITH_TIMEOUT(meter.state(), SinkState::Up, Patience);
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM ohlcv_1min")), QVariantList{100});
    }

    void theEndIsNotHeldUpByAServerThatHangs()
    {
        auto storage = opened();
        m_server->freeze();
        storage->finishWithin(Milliseconds(200)); // the usual patience is many times that
        const auto written = storage->write(minutes(0, 10, m_aapl));
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::Unreachable);
        QVERIFY(storage->isLost());
        const auto reopened = storage->open(); // would wait for the server
        QVERIFY(!reopened);
        QVERIFY2(reopened.error().detail.contains(u"not opened any more"), qPrintable(reopened.error().detail));
        storage.reset();
        m_server->thaw();
    }

    void theNextRunGoesOnWithTheSpool()
    {
        opened();
        const QString spoolFile = m_directory->filePath(QStringLiteral("spool.sqlite"));
        const auto run = [&](int from) {
            WriteQueue queue(1'000'000);
            SinkMeter meter(QStringLiteral("storage"), QString());
            StorageWorker worker(
                {std::make_unique<PostgresStorage>(url()), std::make_unique<Spool>(spoolFile), queue, meter, 5});
            (void)worker.open();
            queue.add(minutes(from, 100, m_aapl));
            worker.drain();
            if (m_server->isRunning())
                QTRY_COMPARE_WITH_TIMEOUT(meter.health().spooled, 0u, Patience);
        };
        m_server->kill();
        CHECKED(run(0));
        CHECKED(run(100));
        QVERIFY(m_server->start());
        CHECKED(run(200));
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM ohlcv_1min")), QVariantList{300});
    }

    void aReplayedSpoolDoesNotGoBack()
    {
        const auto storage = opened();
        QVERIFY(storage->write(oneMinute(11, BarSource::Minute, 2)));
        QVERIFY(storage->write(oneMinute(10, BarSource::Minute, 1)));
        QCOMPARE(storage->minutes(m_aapl, {0}, {INT64_MAX})->front().close, 11.0);
    }

    void aRowThatNoDatabaseTakesHoldsNobodyUp()
    {
        WriteQueue queue(1'000'000);
        SinkMeter meter(QStringLiteral("storage"), QString());
        StorageWorker worker({std::make_unique<PostgresStorage>(url()),
                              std::make_unique<Spool>(m_directory->filePath(QStringLiteral("spool.sqlite"))), queue,
                              meter, 5});
        QVERIFY(worker.open());
        WriteBatch batch = minutes(0, 50, m_aapl);
        batch.minutes[17].bar.start = {INT64_MAX / 2}; // beyond any calendar
        queue.add(batch);
        worker.drain();
        QCOMPARE(meter.state(), SinkState::Up);
        QCOMPARE(meter.health().dropped, 1u);
        QCOMPARE(query(QStringLiteral("SELECT count(*) FROM ohlcv_1min")), QVariantList{49});
    }

    void opensLateWhenTheServerComesLate()
    {
        m_server->kill();
        WriteQueue queue(1'000'000);
        SinkMeter meter(QStringLiteral("storage"), QString());
        StorageWorker worker({std::make_unique<PostgresStorage>(url()),
                              std::make_unique<Spool>(m_directory->filePath(QStringLiteral("spool.sqlite"))), queue,
                              meter, 5});
        QSignalSpy opened(&worker, &StorageWorker::opened);
        QVERIFY(!worker.open());
        queue.add(minutes(0, 10, m_aapl));
        worker.drain();
        QVERIFY(m_server->start());
        QTRY_COMPARE_WITH_TIMEOUT(opened.count(), 1, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(meter.state(), SinkState::Up, Patience);
        QCOMPARE(worker.storage().minutes(m_aapl, {0}, {INT64_MAX})->size(), 10u);
    }
};

QTEST_GUILESS_MAIN(PostgresTest)
#include "tst_postgres.moc"
