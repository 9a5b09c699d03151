// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redissubscriber.h"
#include "core/market/newyork.h"
#include "core/net/redisurl.h"
#include "core/patterns/patternscanner.h"
#include "core/scan/scanshards.h"
#include "core/storage/adjustedbars.h"
#include "core/storage/postgresstorage.h"
#include "core/types/fnv1a.h"
#include "core/types/text.h"
#include "tests/support/builders.h"
#include "tests/support/postgresserver.h"
#include "tests/support/program.h"
#include "tests/support/redisserver.h"
#include "tests/support/simulatedservice.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <map>
#include <set>

using namespace tickstock;
using namespace tickstock::test;

/// Scan workers on a real Redis: who holds what, what a worker that has lost it may say, and that all of them together
/// find what one alone would.
class ScanTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 120'000;
    std::unique_ptr<RedisServer> m_redis;

    RedisAddress address() const { return *redisAddress(m_redis->url()); }
    static FencedEvent event(int shard, const char *id, const char *state)
    {
        return {shard, id, state, "2025-03-10", QByteArray("{\"id\":\"") + id + "\",\"state\":\"" + state + "\"}"};
    }
    /// What trading programs and everybody else hear.
    struct Ear
    {
        explicit Ear(const RedisAddress &address)
            : subscriber(address,
                         {"tickstock_patterns", "tickstock:patterns:streaming", "tickstock:indicators:streaming"})
        {
            connect(&subscriber, &RedisSubscriber::received, &subscriber,
                    [this](const std::vector<BusMessage> &messages) {
                        for (const BusMessage &message : messages) {
                            auto &heard = message.channel == "tickstock_patterns"             ? traded
                                          : message.channel == "tickstock:patterns:streaming" ? streamed
                                                                                              : indicators;
                            heard.push_back(message.payload);
                        }
                    });
            QSignalSpy listening(&subscriber, &RedisSubscriber::listening);
            subscriber.open();
            listening.wait(5'000);
        }
        RedisSubscriber subscriber;
        std::vector<QByteArray> traded, streamed, indicators;
    };

private Q_SLOTS:
    void init()
    {
        m_redis = std::make_unique<RedisServer>();
        QVERIFY2(m_redis->start(), m_redis->output().constData());
    }
    void cleanup() { m_redis.reset(); }

    void workersShareTheStreamsEvenly()
    {
        ShardLeases first(address(), "first", 5);
        first.open();
        QTRY_COMPARE_WITH_TIMEOUT(first.shards().size(), 5, Patience);
        ShardLeases second(address(), "second", 5);
        second.open();
        QTRY_VERIFY_WITH_TIMEOUT(first.shards().size() == 3 && second.shards().size() == 2, Patience);
        QSet<int> all;
        for (const ShardLeases *worker : {&first, &second}) {
            for (const int shard : worker->shards())
                all.insert(shard);
        }
        QCOMPARE(all.size(), 5);
        ShardLeases third(address(), "third", 5);
        third.open();
        const auto areFair = [&] {
            std::vector<qsizetype> sizes{first.shards().size(), second.shards().size(), third.shards().size()};
            std::sort(sizes.begin(), sizes.end());
            return sizes == std::vector<qsizetype>{1, 2, 2};
        };
        QTRY_VERIFY_WITH_TIMEOUT(areFair(), Patience);
        third.close();
        QTRY_COMPARE_WITH_TIMEOUT(first.shards().size() + second.shards().size(), 5, Patience);
        second.close(); // gives them back: nobody has to wait for them to run out
        QVERIFY(second.shards().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(first.shards().size(), 5, Patience);
    }

    void aWorkerWithAnotherNumberOfStreamsGetsNone()
    {
        const QStringList count{QStringLiteral("SET"), QStringLiteral("tickstock:stream:shards")};
        (void)m_redis->command(count + QStringList{QStringLiteral("3")});
        ShardLeases worker(address(), "worker", 4);
        QSignalSpy refused(&worker, &ShardLeases::refused);
        worker.open();
        QTRY_VERIFY_WITH_TIMEOUT(!refused.isEmpty(), Patience);
        QVERIFY(refused.first()[0].toString().contains(u"3 streams"));
        QVERIFY(worker.shards().isEmpty());
        (void)m_redis->command(count + QStringList{QStringLiteral("4")});
        QTRY_COMPARE_WITH_TIMEOUT(worker.shards().size(), 4, Patience);
        QVERIFY(refused.last()[0].toString().isEmpty());
    }

    void aWorkerWithoutServerHoldsNothing()
    {
        ShardLeases worker(address(), "worker", 3);
        worker.open();
        QTRY_COMPARE_WITH_TIMEOUT(worker.shards().size(), 3, Patience);
        m_redis->freeze();
        QTRY_VERIFY_WITH_TIMEOUT(worker.shards().isEmpty(), Patience); // somebody else may have them by now
        m_redis->thaw();
        QTRY_COMPARE_WITH_TIMEOUT(worker.shards().size(), 3, Patience);
    }

    void anEventIsSaidOnceByWhoHoldsTheLease()
    {
        ShardLeases leases(address(), "mine", 2);
        leases.open();
        QTRY_COMPARE_WITH_TIMEOUT(leases.shards().size(), 2, Patience);
        Ear ear(address());
        EventFence fence(address(), [&](int shard) { return leases.lease(shard); });
        EventFence stranger(address(), [](int) { return QByteArray("theirs:1"); });
        QSignalSpy said(&fence, &EventFence::published), strangerSaid(&stranger, &EventFence::published);
        fence.open();
        stranger.open();
        stranger.publish({event(0, "x", "confirmed")});
        fence.publish({event(0, "a", "forming"), event(0, "a", "confirmed"), event(0, "a", "confirmed"),
                       event(0, "a", "withdrawn"), event(0, "a", "confirmed"), event(1, "b", "confirmed")});
        QTRY_COMPARE_WITH_TIMEOUT(ear.streamed.size(), 5u, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(fence.isIdle() && stranger.isIdle(), Patience);
        QCOMPARE(ear.streamed.size(), 5u); // one confirmation was said before
        QCOMPARE(said.count(), 6);         // which is to be stored all the same
        QCOMPARE(strangerSaid.count(), 0);
        QCOMPARE(ear.traded.size(), 2u); // and nobody trades twice on one event, nor on a stranger's word
        for (const QByteArray &json : ear.streamed)
            QVERIFY(!json.contains("\"x\""));
        EventFence next(address(), [&](int shard) { return leases.lease(shard); }); // another worker finds it, too
        next.open();
        next.publish({event(0, "a", "confirmed"), event(1, "c", "confirmed")});
        QTRY_COMPARE_WITH_TIMEOUT(ear.traded.size(), 3u, Patience);
        QCOMPARE(ear.streamed.size(), 6u);
    }

    void indicatorsArePublishedOnceByWhoHoldsTheLease()
    {
        ShardLeases leases(address(), "mine", 2);
        leases.open();
        QTRY_COMPARE_WITH_TIMEOUT(leases.shards().size(), 2, Patience);
        Ear ear(address());
        const auto values = [](const char *json, const char *series, int minute) {
            const Timestamp bar = at("2025-03-10 09:30") + OneMinute * minute;
            return FencedIndicators{0, series, bar, "2025-03-10", json};
        };
        EventFence fence(address(), [&](int shard) { return leases.lease(shard); });
        EventFence stranger(address(), [](int) { return QByteArray("theirs:1"); });
        QSignalSpy published(&fence, &EventFence::published);
        fence.open();
        stranger.open();
        stranger.publishIndicators({values("x", "AAPL:1min", 9)});
        fence.publishIndicators({values("a", "AAPL:1min", 0), values("b", "AAPL:5min", 0), values("a", "AAPL:1min", 0),
                                 values("c", "AAPL:1min", 1)});
        QTRY_VERIFY_WITH_TIMEOUT(ear.indicators.size() == 3 && fence.isIdle() && stranger.isIdle(), Patience);
        EventFence next(address(), [&](int shard) { return leases.lease(shard); }); // begins with the newest bar
        next.open();
        next.publishIndicators({values("c", "AAPL:1min", 1), values("d", "AAPL:1min", 2)});
        QTRY_COMPARE_WITH_TIMEOUT(ear.indicators.size(), 4u, Patience);
        QCOMPARE(ear.indicators, (std::vector<QByteArray>{"a", "b", "c", "d"}));
        QCOMPARE(published.count(), 0); // that is for events
        QVERIFY(ear.streamed.empty());
    }

    void aWorkerThatEndsGivesItsStreamsBack()
    {
        auto worker = std::make_unique<ScanShards>(address(), "ends", 2);
        QSignalSpy shards(worker.get(), &ScanShards::shardsChanged), published(worker.get(), &ScanShards::published);
        worker->open();
        QTRY_VERIFY_WITH_TIMEOUT(!shards.isEmpty() && shards.last()[0].value<QList<int>>().size() == 2, Patience);
        PatternEvent found;
        found.pattern = QStringLiteral("Hammer");
        found.symbol = QStringLiteral("AAPL");
        found.barStart = at("2025-03-10 09:30");
        found.id = found.computedId();
        worker->publish(found);
        bool isDone = false;
        worker->finish(Milliseconds(Patience), [&] { isDone = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isDone, Patience);
        QCOMPARE(published.count(), 1); // before it let go
        QCOMPARE(published[0][0].value<PatternEvent>().id, found.id);
        QVERIFY(m_redis->command({QStringLiteral("KEYS"), QStringLiteral("tickstock:scan:lease:*")})
                    .join(QString())
                    .isEmpty());
        worker = std::make_unique<ScanShards>(address(), "hangs", 2);
        connect(worker.get(), &ScanShards::shardsChanged, this, [&] { isDone = false; });
        worker->open();
        QTRY_VERIFY_WITH_TIMEOUT(!isDone, Patience);
        m_redis->freeze();
        worker->publish(found);
        worker->finish(Milliseconds(1), [&] { isDone = true; }); // does not wait for ever
        QTRY_VERIFY_WITH_TIMEOUT(isDone, Patience);
        m_redis->thaw();
    }

    void aKilledServerCostsNoEvent()
    {
        ShardLeases leases(address(), "mine", 1);
        leases.open();
        EventFence fence(address(),
                         [&](int) { return leases.lease(0).isEmpty() ? QByteArray("mine:?") : leases.lease(0); });
        fence.open();
        QTRY_COMPARE_WITH_TIMEOUT(leases.shards().size(), 1, Patience);
        m_redis->kill();
        for (int i = 0; i < 300; ++i)
            fence.publish({event(0, QByteArray::number(i).constData(), "confirmed")});
        QVERIFY(m_redis->start());
        // The lease is on the server's disk, and runs out; a new one is taken. What was refused meanwhile is found
        // again by who begins anew, so that here only what goes out counts: once each.
        Ear ear(address());
        QTRY_COMPARE_WITH_TIMEOUT(leases.shards().size(), 1, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(fence.isIdle(), Patience);
        for (int i = 0; i < 300; ++i)
            fence.publish({event(0, QByteArray::number(i).constData(), "confirmed")});
        QTRY_VERIFY_WITH_TIMEOUT(fence.isIdle(), Patience);
        const QStringList ledger =
            m_redis->command({QStringLiteral("HLEN"), QStringLiteral("tickstock:scan:events:2025-03-10")});
        QCOMPARE(ledger, QStringList{QStringLiteral("300")});
        std::set<QByteArray> once(ear.traded.begin(), ear.traded.end());
        QCOMPARE(once.size(), ear.traded.size());
    }

    void thePendingOfADeadWorkerAreReadByTheNext()
    {
        const auto add = [this](int number, int previous) {
            (void)m_redis->command({QStringLiteral("XADD"), QStringLiteral("tickstock:stream:ticks:0"),
                                    QStringLiteral("1-%1").arg(number), QStringLiteral("tick"), QString::number(number),
                                    QStringLiteral("previous"), QStringLiteral("1-%1").arg(previous)});
        };
        std::vector<QByteArray> heard;
        {
            ShardReader dead(address(), "dead");
            connect(&dead, &ShardReader::received, this, [&](const std::vector<QByteArray> &ticks) {
                heard.insert(heard.end(), ticks.begin(), ticks.end());
            });
            dead.setShards({0});
            dead.open();
            const QStringList ask{QStringLiteral("XINFO"), QStringLiteral("GROUPS"),
                                  QStringLiteral("tickstock:stream:ticks:0")};
            QTRY_VERIFY_WITH_TIMEOUT(m_redis->command(ask).contains(QStringLiteral("tickstock-scan")), Patience);
            add(1, 0);
            QTRY_COMPARE_WITH_TIMEOUT(heard.size(), 1u, Patience);
        } // the last one read was not acknowledged yet, or it was: either way it is not lost
        add(2, 1);
        heard.clear();
        ShardReader next(address(), "next");
        QSignalSpy missed(&next, &ShardReader::missed);
        connect(&next, &ShardReader::received, this,
                [&](const std::vector<QByteArray> &ticks) { heard.insert(heard.end(), ticks.begin(), ticks.end()); });
        next.setShards({0});
        next.open();
        QTRY_VERIFY_WITH_TIMEOUT(!heard.empty() && heard.back() == "2", Patience);
        QCOMPARE(missed.count(), 0);
        add(5, 4); // what lies between was trimmed
        QTRY_COMPARE_WITH_TIMEOUT(missed.count(), 1, Patience);
    }

    void allStreamsAreReadAtOnce()
    {
        std::vector<QByteArray> heard;
        ShardReader reader(address(), "reader");
        connect(&reader, &ShardReader::received, this,
                [&](const std::vector<QByteArray> &ticks) { heard.insert(heard.end(), ticks.begin(), ticks.end()); });
        QList<int> shards;
        for (int shard = 0; shard < 20; ++shard) // more than a handful of arguments
            shards.append(shard);
        reader.setShards(shards);
        reader.open();
        const auto stream = [](int shard) { return QStringLiteral("tickstock:stream:ticks:%1").arg(shard); };
        const QStringList ask{QStringLiteral("XINFO"), QStringLiteral("GROUPS"), stream(19)};
        QTRY_VERIFY_WITH_TIMEOUT(m_redis->command(ask).contains(QStringLiteral("tickstock-scan")), Patience);
        for (const int shard : shards)
            (void)m_redis->command({QStringLiteral("XADD"), stream(shard), QStringLiteral("1-1"),
                                    QStringLiteral("tick"), QString::number(shard)});
        QTRY_COMPARE_WITH_TIMEOUT(heard.size(), 20u, Patience);
        const std::set<QByteArray> different(heard.begin(), heard.end());
        QCOMPARE(different.size(), 20u);
        (void)m_redis->command({QStringLiteral("XADD"), stream(3), QStringLiteral("1-2"), QStringLiteral("tick"),
                                QStringLiteral("last")}); // the next question brings the thanks for the others
        QTRY_COMPARE_WITH_TIMEOUT(heard.size(), 21u, Patience);
        const QStringList pending{QStringLiteral("XPENDING"), stream(7), QStringLiteral("tickstock-scan")};
        QTRY_COMPARE_WITH_TIMEOUT(m_redis->command(pending).value(0), QStringLiteral("0"), Patience);
    }

    /// Each run of a worker is another member of the group.
    void membersThatAreGoneAreStruckOff()
    {
        const QString stream = QStringLiteral("tickstock:stream:ticks:0"), group = QStringLiteral("tickstock-scan");
        (void)m_redis->command(
            {QStringLiteral("XADD"), stream, QStringLiteral("1-1"), QStringLiteral("tick"), QStringLiteral("a")});
        (void)m_redis->command(
            {QStringLiteral("XGROUP"), QStringLiteral("CREATE"), stream, group, QStringLiteral("0")});
        (void)m_redis->command(
            {QStringLiteral("XGROUP"), QStringLiteral("CREATECONSUMER"), stream, group, QStringLiteral("long-gone")});
        (void)m_redis->command({QStringLiteral("XREADGROUP"), QStringLiteral("GROUP"), group,
                                QStringLiteral("died-at-work"), QStringLiteral("STREAMS"), stream,
                                QStringLiteral(">")});
        const auto members = [&] {
            return m_redis->command({QStringLiteral("XINFO"), QStringLiteral("CONSUMERS"), stream, group});
        };
        QVERIFY(members().contains(QStringLiteral("long-gone")));
        QVERIFY(members().contains(QStringLiteral("died-at-work")));
        std::vector<QByteArray> heard;
        ShardReader reader(address(), "reader", Milliseconds(0));
        connect(&reader, &ShardReader::received, this,
                [&](const std::vector<QByteArray> &ticks) { heard.insert(heard.end(), ticks.begin(), ticks.end()); });
        reader.setShards({0});
        reader.open();
        QTRY_VERIFY_WITH_TIMEOUT(!members().contains(QStringLiteral("long-gone")), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!members().contains(QStringLiteral("died-at-work")), Patience);
        QVERIFY(members().contains(QStringLiteral("reader")));
        QCOMPARE(heard, std::vector<QByteArray>{"a"}); // what it had read goes on
    }

    void withoutStreamsThereIsNothingToShare()
    {
        QTemporaryDir data;
        Program worker(QStringLiteral("tickstockd"),
                       {QStringLiteral("--role"), QStringLiteral("scan"), QStringLiteral("--data-dir"), data.path()},
                       {{QStringLiteral("REDIS_URL"), m_redis->url().toString()}});
        QCOMPARE(worker.waitForExit(), 2);
        QVERIFY(worker.errors().contains(u"REDIS_STREAM_SHARDS"));
    }

    /// What it does not know of the past it must not say: its store is away when it gets its streams.
    void aWorkerWaitsForItsStore()
    {
        PostgresServer postgres;
        QVERIFY2(postgres.create(), postgres.output().constData());
        SimulatedService world({QStringLiteral("--symbols"), QStringLiteral("4"), QStringLiteral("--speed"),
                                QStringLiteral("30"), QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")});
        SimulatedService::Environment settings{
            {QStringLiteral("REDIS_URL"), m_redis->url().toString()},
            {QStringLiteral("REDIS_STREAM_SHARDS"), QStringLiteral("2")},
            {QStringLiteral("DATABASE_URL"), QString::fromUtf8(postgres.url().toEncoded())},
            {QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), world.stats()[u"symbols"].toObject().keys().join(u',')}};
        QVERIFY(world.startService(settings, {QStringLiteral("--role"), QStringLiteral("ingest")}));
        const auto closedMinutes = [&] { return world.health()[u"pipeline"][u"closed_minutes"].toInt(); };
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= 40, Patience);
        postgres.kill();
        Ear ear(address());
        QTemporaryDir directory;
        settings[QStringLiteral("API_LISTEN")] = QStringLiteral("off");
        Program worker(
            QStringLiteral("tickstockd"),
            {QStringLiteral("--role"), QStringLiteral("scan"), QStringLiteral("--data-dir"), directory.path()},
            settings);
        QTRY_VERIFY_WITH_TIMEOUT(worker.errors().contains(u"begin later"), Patience);
        const int before = closedMinutes();
        QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= before + 12, Patience);
        QVERIFY(ear.streamed.empty());
        QVERIFY(postgres.start());
        QTRY_VERIFY_WITH_TIMEOUT(!ear.streamed.empty(), Patience);
        QCOMPARE(worker.terminate(), 0);
        QCOMPARE(world.service().terminate(), 0);
    }

    /// One program collects, three look for patterns, one of them is killed in the middle of the session.
    void threeWorkersFindWhatOneWould()
    {
        PostgresServer postgres;
        QVERIFY2(postgres.create(), postgres.output().constData());
        SimulatedService world({QStringLiteral("--symbols"), QStringLiteral("12"), QStringLiteral("--speed"),
                                QStringLiteral("30"), QStringLiteral("--start"), QStringLiteral("2025-03-10 09:30")});
        const QStringList symbols = world.stats()[u"symbols"].toObject().keys();
        const SimulatedService::Environment settings{
            {QStringLiteral("REDIS_URL"), m_redis->url().toString()},
            {QStringLiteral("REDIS_STREAM_SHARDS"), QStringLiteral("6")},
            {QStringLiteral("DATABASE_URL"), QString::fromUtf8(postgres.url().toEncoded())},
            {QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), symbols.join(u',')}};
        QVERIFY(world.startService(settings, {QStringLiteral("--role"), QStringLiteral("ingest")}));
        Ear ear(address());
        std::vector<std::unique_ptr<QTemporaryDir>> directories;
        std::vector<std::unique_ptr<Program>> workers;
        const auto startWorker = [&] {
            directories.push_back(std::make_unique<QTemporaryDir>());
            SimulatedService::Environment environment = settings;
            environment[QStringLiteral("API_LISTEN")] = QStringLiteral("off");
            workers.push_back(
                std::make_unique<Program>(QStringLiteral("tickstockd"),
                                          QStringList{QStringLiteral("--role"), QStringLiteral("scan"),
                                                      QStringLiteral("--data-dir"), directories.back()->path()},
                                          environment));
            return workers.back()->waitForOutput(QStringLiteral("running"));
        };
        for (int i = 0; i < 3; ++i)
            QVERIFY2(startWorker(), qPrintable(workers.back()->errors()));
        const auto closedMinutes = [&] { return world.health()[u"pipeline"][u"closed_minutes"].toInt(); };
        const auto goOn = [&](int minutes) {
            const int until = closedMinutes() + minutes * static_cast<int>(symbols.size());
            QTRY_VERIFY_WITH_TIMEOUT(closedMinutes() >= until, Patience);
        };
        CHECKED(goOn(16));
        workers[1]->kill();
        CHECKED(goOn(16));
        QVERIFY(world.control(QStringLiteral("/sim/pause")));
        // What one pass over the stored minutes finds is what has been stored as found.
        QString difference;
        const auto isSettled = [&] {
            difference = differenceFromOnePass(postgres.url(), symbols);
            return difference.isEmpty();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isSettled(), qPrintable(difference), Patience);
        QVERIFY(ear.traded.size() > 10);
        std::map<QString, int> measured; // by symbol
        for (const QByteArray &json : ear.indicators)
            ++measured[indicatorValuesFromJson(json)->symbol];
        for (const QString &symbol : symbols)
            QVERIFY2(measured[symbol] > 10, qPrintable(symbol));
        // The server forgets what it has said, and another worker takes over: what is stored is not said again.
        (void)m_redis->command({QStringLiteral("DEL"), QStringLiteral("tickstock:scan:events:2025-03-10")});
        workers[0]->kill();
        QVERIFY(world.control(QStringLiteral("/sim/resume")));
        QTRY_VERIFY_WITH_TIMEOUT(workers[2]->errors().contains(u"streams of this worker: 0,1,2,3,4,5"), Patience);
        CHECKED(goOn(3));
        QVERIFY(world.control(QStringLiteral("/sim/pause")));
        QTRY_VERIFY2_WITH_TIMEOUT(isSettled(), qPrintable(difference), Patience);
        const QString collector = originOf(*m_redis);
        QVERIFY(!collector.isEmpty());
        for (const QByteArray &json : ear.streamed) // which leaves patterns to the workers
            QVERIFY2(patternEventFromJson(json)->origin != collector, json.constData());
        std::map<QString, int> told;
        for (const QByteArray &json : ear.traded)
            QVERIFY2(++told[patternEventFromJson(json)->id.toString()] == 1, json.constData());
        std::set<QString> bars;
        for (const QByteArray &json : ear.indicators) {
            const auto values = indicatorValuesFromJson(json);
            const QString bar =
                values->symbol + text(toText(values->timeframe)) + QString::number(qint64(values->barStart.ms));
            QVERIFY2(bars.insert(bar).second, json.constData());
        }
        QCOMPARE(workers[2]->terminate(), 0);
        QCOMPARE(world.service().terminate(), 0);
    }

private:
    /// Of whoever feeds the streams.
    static QString originOf(RedisServer &redis)
    {
        const QStringList presence = redis.command({QStringLiteral("GET"), QStringLiteral("tickstock:ingest:alive")});
        return QJsonDocument::fromJson(presence.value(0).toUtf8()).object()[u"origin"].toString();
    }
    static QString differenceFromOnePass(const QUrl &url, const QStringList &symbols)
    {
        PostgresStorage storage(url);
        if (!storage.open())
            return QStringLiteral("no store");
        SymbolTable table;
        PatternScanner scanner(table, QStringLiteral("one"));
        std::map<QUuid, PatternEvent> wanted;
        Timestamp newest;
        for (const QString &symbol : symbols) {
            const SymbolId id = *table.intern(symbol);
            const auto days = storage.days(symbol, QDate(2024, 1, 1), QDate(2025, 3, 10));
            const auto minutes = storage.minutes(symbol, {0}, {INT64_MAX});
            if (!days || !minutes || minutes->empty())
                return symbol + QStringLiteral(" has nothing");
            const auto usual = usualVolumes(storage, symbol, newyork::date(minutes->back().start));
            scanner.seed(id, {*days, *minutes, usual ? *usual : UsualVolumes(), {}, {}});
            newest = std::max(newest, minutes->back().start + OneMinute);
        }
        std::vector<PatternEvent> events;
        scanner.evaluate(newest, events);
        for (const PatternEvent &event : events)
            wanted[event.id] = event;
        int found = 0;
        for (const QString &symbol : symbols) {
            const auto stored = storage.eventsOf(symbol, {0});
            if (!stored)
                return QStringLiteral("events cannot be read");
            for (const PatternEvent &event : *stored) {
                if (event.state != EventState::Confirmed)
                    continue;
                ++found;
                if (wanted.erase(event.id) == 0)
                    return QStringLiteral("too much: ") + QString::fromUtf8(toJson(event));
            }
        }
        if (!wanted.empty())
            return QStringLiteral("%1 missing, such as ").arg(wanted.size()) +
                   QString::fromUtf8(toJson(wanted.begin()->second));
        return found > 10 ? QString() : QStringLiteral("only %1 events").arg(found);
    }
};

QTEST_GUILESS_MAIN(ScanTest)
#include "tst_scan.moc"
