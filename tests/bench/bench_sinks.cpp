// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisbus.h"
#include "core/relay/tickforwarder.h"
#include "core/service/marketdataservice.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/simulator.h"
#include "core/storage/postgresstorage.h"
#include "core/storage/sqlitestorage.h"
#include "core/storage/storageworker.h"
#include "core/types/utc.h"
#include "tests/support/postgresserver.h"
#include "tests/support/redisserver.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTimer>

#include <benchmark/benchmark.h>
#include <libpq-fe.h>

#include <csignal>

using namespace tickstock;
using namespace tickstock::test;

/// What leaves the program, beside the fastest that the same server takes from anybody in the same run.
namespace {

constexpr Timestamp Open{1'741'613'400'000}; // 2025-03-10 09:30 New York

void passTime(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

bool waitFor(const std::function<bool()> &condition, int patienceMs = 120'000)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition() && timer.elapsed() < patienceMs)
        passTime(2);
    return condition();
}

Tick tickAt(int number)
{
    Tick tick;
    tick.start = Open + OneSecond * (number % 20'000);
    tick.end = tick.start + OneSecond;
    tick.open = tick.close = 101.25 + number % 100;
    tick.high = tick.open + 1;
    tick.low = tick.open - 1;
    tick.volume = 1'250;
    return tick;
}

/// @param wanted share of the peer's speed
void reportBeside(benchmark::State &state, double ours, double peer, double wanted, const char *unit)
{
    state.SetLabel(unit);
    state.counters["figure"] = ours;
    state.counters["peer"] = peer;
    state.counters["ratio"] = ours / peer;
    state.counters["budget"] = wanted * peer;
    state.counters["met"] = ours >= wanted * peer;
}

std::unique_ptr<RedisBus> makeBus(const RedisServer &server, const QTemporaryDir &directory, int shards = 0)
{
    RedisBus::Options options;
    options.address = *redisAddress(server.url());
    options.shards = shards;
    options.spoolFile = directory.filePath(QStringLiteral("spool.sqlite"));
    auto bus = std::make_unique<RedisBus>(std::move(options));
    waitFor([&] { return bus->health().state == SinkState::Up; });
    return bus;
}

/// Commands a second of redis-benchmark, one connection, pipelined, with a message of the same size.
double redisReference(const RedisServer &server, const QByteArray &payload)
{
    QProcess reference;
    reference.start(QStringLiteral("redis-benchmark"),
                    {QStringLiteral("-p"), QString::number(server.port()), QStringLiteral("-c"), QStringLiteral("1"),
                     QStringLiteral("-P"), QStringLiteral("500"), QStringLiteral("-n"), QStringLiteral("400000"),
                     QStringLiteral("-q"), QStringLiteral("PUBLISH"), QStringLiteral("channel"),
                     QString::fromUtf8(payload)});
    reference.waitForFinished(120'000);
    const QString said = QString::fromUtf8(reference.readAllStandardOutput());
    static const QRegularExpression rate(QStringLiteral("([0-9.]+) requests per second"));
    return rate.match(said).captured(1).toDouble();
}

void redisThroughput(benchmark::State &state)
{
    RedisServer server;
    server.setDurable(false);
    if (!server.start()) {
        state.SkipWithError("no redis-server");
        return;
    }
    const QTemporaryDir directory;
    constexpr int Ticks = 200'000, Slice = 1'000;
    for (auto _ : state) {
        const auto bus = makeBus(server, directory);
        TickForwarder forwarder("channel", {QStringLiteral("A")}, QStringLiteral("massive"));
        std::vector<std::vector<BusMessage>> slices;
        for (int i = 0; i < Ticks; ++i) {
            if (i % Slice == 0)
                slices.emplace_back();
            slices.back().push_back(forwarder.message(tickAt(i), QStringLiteral("AAPL"), {1}, 0));
        }
        QElapsedTimer timer;
        timer.start();
        for (const auto &slice : slices) {
            bus->publish(slice);
            waitFor([&] { return bus->health().backlog < 20'000; });
        }
        waitFor([&] { return bus->health().written >= Ticks; });
        const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        state.SetIterationTime(seconds);
        const double ours = 2.0 * Ticks / seconds; // each tick is published on two channels
        const double reference = redisReference(server, slices[0][0].payload);
        reportBeside(state, ours, reference, 1, "commands/s");
    }
}

void publishLatency(benchmark::State &state)
{
    RedisServer server;
    server.setDurable(false);
    if (!server.start()) {
        state.SkipWithError("no redis-server");
        return;
    }
    const QTemporaryDir directory;
    for (auto _ : state) {
        const auto bus = makeBus(server, directory, 4);
        TickForwarder forwarder("channel", {QStringLiteral("A")}, QStringLiteral("massive"));
        int number = 0;
        QTimer pace;
        pace.setTimerType(Qt::PreciseTimer);
        QObject::connect(&pace, &QTimer::timeout, [&] { // 100 ticks every 10 ms
            std::vector<BusMessage> messages;
            for (int i = 0; i < 100; ++i)
                messages.push_back(forwarder.message(tickAt(++number), QStringLiteral("AAPL"), {1}, 0));
            bus->publish(messages);
        });
        pace.start(10);
        passTime(8'000);
        const SinkHealth health = bus->health();
        state.counters["ticks_per_second"] = number / 8.0;
        state.counters["p50_us"] = static_cast<double>(health.lagP50Us);
        state.SetLabel("us");
        state.counters["budget"] = 10'000;
        state.counters["figure"] = static_cast<double>(health.lagP99Us);
        state.counters["met"] = health.lagP99Us < 10'000;
    }
}

WriteBatch minutes(int from, int count)
{
    WriteBatch batch;
    for (int i = from; i < from + count; ++i) {
        const Tick tick = tickAt(i);
        Bar bar;
        bar.start = Open + OneMinute * (i / 500);
        bar.open = tick.open;
        bar.high = tick.high;
        bar.low = tick.low;
        bar.close = tick.close;
        bar.volume = tick.volume;
        bar.vwap = tick.open;
        batch.minutes.push_back({QStringLiteral("SYM%1").arg(i % 500), bar, Session::Regular});
    }
    return batch;
}

/// Rows a second of the fastest upsert there is: COPY into a temporary table, then INSERT ... ON CONFLICT.
double copyAndUpsert(const QUrl &url, const std::vector<WriteBatch> &batches)
{
    PGconn *connection = PQconnectdb(url.toEncoded().constData());
    const auto run = [&](const char *sql) { PQclear(PQexec(connection, sql)); };
    run("TRUNCATE ohlcv_1min");
    run("CREATE TEMPORARY TABLE incoming (LIKE ohlcv_1min)");
    std::vector<QByteArray> texts; // made beforehand: the peer is the server's speed, not ours at writing dates
    for (const WriteBatch &batch : batches) {
        QByteArray &text = texts.emplace_back();
        for (const StoredMinute &minute : batch.minutes) {
            const Bar &bar = minute.bar;
            text += minute.symbol.toUtf8() + '\t' +
                    QDateTime::fromMSecsSinceEpoch(bar.start.ms, Utc).toString(Qt::ISODate).toUtf8();
            for (const double value : {bar.open, bar.high, bar.low, bar.close, bar.volume, bar.vwap})
                text += '\t' + QByteArray::number(value, 'g', 17);
            text += "\t\\N\tregular\tam\t0\n";
        }
    }
    QElapsedTimer timer;
    timer.start();
    for (const QByteArray &text : texts) {
        run("BEGIN");
        run("TRUNCATE incoming");
        PQclear(PQexec(connection, "COPY incoming FROM STDIN"));
        PQputCopyData(connection, text.constData(), static_cast<int>(text.size()));
        PQputCopyEnd(connection, nullptr);
        while (PGresult *result = PQgetResult(connection))
            PQclear(result);
        run("INSERT INTO ohlcv_1min AS t SELECT * FROM incoming ON CONFLICT (symbol, timestamp) DO UPDATE SET"
            " open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,"
            " volume = excluded.volume WHERE excluded.revision >= t.revision");
        run("COMMIT");
    }
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    qint64 rows = 0;
    for (const WriteBatch &batch : batches)
        rows += static_cast<qint64>(batch.minutes.size());
    PGresult *count = PQexec(connection, "SELECT count(*) FROM ohlcv_1min");
    const bool isComplete = QByteArray(PQgetvalue(count, 0, 0)).toLongLong() == rows;
    PQclear(count);
    PQfinish(connection);
    return isComplete ? static_cast<double>(rows) / seconds : 0;
}

void postgresThroughput(benchmark::State &state)
{
    PostgresServer server;
    if (!server.create()) {
        state.SkipWithError("no PostgreSQL");
        return;
    }
    constexpr int Rows = 200'000, BatchRows = 10'000;
    std::vector<WriteBatch> batches;
    for (int from = 0; from < Rows; from += BatchRows)
        batches.push_back(minutes(from, BatchRows));
    PostgresStorage storage(server.url());
    if (const auto opened = storage.open(); !opened) {
        state.SkipWithError(qPrintable(opened.error().detail));
        return;
    }
    for (auto _ : state) {
        server.query(QStringLiteral("TRUNCATE ohlcv_1min"));
        QElapsedTimer timer;
        timer.start();
        for (const WriteBatch &batch : batches) {
            if (!storage.write(batch))
                state.SkipWithError("not written");
        }
        const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
        state.SetIterationTime(seconds);
        const bool isComplete = server.query(QStringLiteral("SELECT count(*) FROM ohlcv_1min")) == QVariantList{Rows};
        const double ours = isComplete ? Rows / seconds : 0;
        const double reference = copyAndUpsert(server.url(), batches);
        reportBeside(state, ours, reference, 0.85, "rows/s");
    }
}

/// Ticks a second of a row each, in the form in which an older program kept them: what SQLite takes from anybody.
double insertRows(const QString &file, const std::vector<StoredTick> &ticks)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("rows"));
    database.setDatabaseName(file);
    if (!database.open())
        return 0;
    double seconds = 0;
    {
        QSqlQuery insert(database);
        insert.prepare(
            QStringLiteral("INSERT OR IGNORE INTO tick_rows VALUES (?,?,'aggregate',?,?,?,?,?,?,1,'massive')"));
        QElapsedTimer timer;
        timer.start();
        database.transaction();
        for (const StoredTick &stored : ticks) {
            int place = 0;
            for (const QVariant &value :
                 QVariantList{stored.symbol, qint64(stored.tick.start.ms), qint64(stored.sequence), stored.tick.close,
                              stored.tick.volume, stored.tick.open, stored.tick.high, stored.tick.low})
                insert.bindValue(place++, value);
            insert.exec();
        }
        database.commit();
        seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    }
    database.close();
    return static_cast<double>(ticks.size()) / seconds;
}

/// Seconds of 10,000 symbols, through queue and worker, as fast as the store takes them.
void sqliteTicks(benchmark::State &state)
{
    constexpr int Symbols = 10'000, Seconds = 200;
    std::vector<QString> names;
    for (int i = 0; i < Symbols; ++i)
        names.push_back(QStringLiteral("S%1").arg(i));
    const auto second = [&](int number) {
        std::vector<StoredTick> ticks;
        for (int i = 0; i < Symbols; ++i) {
            Tick tick = tickAt(number);
            const int cents = 5'000 + i + number % 7 * 3;
            tick.open = (cents + 1) / 100.0;
            tick.close = cents / 100.0;
            tick.high = (cents + 2) / 100.0;
            tick.low = (cents - 1) / 100.0;
            tick.volume = 100 + (i * 31 + number) % 900;
            ticks.push_back({names[static_cast<std::size_t>(i)], tick, 1, std::int64_t(number) * Symbols + i});
        }
        return ticks;
    };
    for (auto _ : state) {
        const QTemporaryDir directory;
        const QString file = directory.filePath(QStringLiteral("t.sqlite"));
        double seconds = 0;
        {
            WriteQueue queue(1'000'000);
            SinkMeter meter(QStringLiteral("storage"), file);
            StorageWorker worker({std::make_unique<SqliteStorage>(file), nullptr, queue, meter, 0});
            if (!worker.open()) {
                state.SkipWithError("not opened");
                return;
            }
            for (int i = 0; i < Seconds; ++i) { // only the worker's work is timed
                WriteBatch batch;
                batch.ticks = second(i);
                queue.add(std::move(batch));
                QElapsedTimer timer;
                timer.start();
                worker.writeDue();
                if (i + 1 == Seconds)
                    worker.drain();
                seconds += static_cast<double>(timer.nsecsElapsed()) / 1e9;
            }
        }
        const double bytes = static_cast<double>(QFileInfo(file).size()) / (double(Symbols) * Seconds);
        const double peer = insertRows(file, second(Seconds + 1));
        const double rate = double(Symbols) * Seconds / seconds;
        state.SetIterationTime(seconds);
        state.counters["bytes_per_tick"] = bytes;
        state.counters["peer"] = peer;
        state.counters["ratio"] = rate / peer;
        state.SetLabel("ticks/s");
        state.counters["budget"] = 200'000;
        state.counters["figure"] = rate;
        state.counters["met"] = rate >= 200'000 && bytes <= 60;
    }
}

/// Reception to bar, p99 in microseconds, over ten seconds with both sinks; after two of them the servers freeze.
double feedLatency(RedisServer &redis, PostgresServer &postgres, bool freezes)
{
    const QTemporaryDir directory;
    simulator::SimulatorOptions options;
    options.speed = 20;
    WorkerThread<simulator::Simulator> market{QStringLiteral("market")};
    std::pair<quint16, quint16> ports;
    QStringList symbols;
    for (int i = 0; i < 300; ++i)
        symbols.append(QStringLiteral("SIM%1").arg(i));
    market.start([&] {
        simulator::MarketModelOptions model;
        for (const QString &name : symbols)
            model.symbols.push_back(name.toStdString());
        model.start = Open;
        auto made =
            std::make_unique<simulator::Simulator>(std::make_unique<simulator::MarketModel>(std::move(model)), options);
        (void)made->start();
        ports = {made->feedPort(), made->httpPort()};
        return made;
    });
    ServiceOptions service;
    service.settings.apiKey = QStringLiteral("k");
    service.settings.webSocketUrl = QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(ports.first));
    service.settings.restUrl = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(ports.second));
    service.settings.connections[0].enabled = true;
    service.settings.connections[0].symbols = symbols;
    service.settings.redisUrl = redis.url();
    service.settings.databaseUrl = postgres.url();
    service.settings.apiListen.reset();
    service.databaseFile = directory.filePath(QStringLiteral("tickstock.sqlite"));
    MarketDataService running(std::move(service));
    running.start();
    waitFor([&] { return running.health().pipeline.ticks > 0; });
    passTime(2'000);
    if (freezes) {
        redis.freeze();
        postgres.freeze();
    }
    passTime(8'000);
    const double p99 = static_cast<double>(running.health().pipeline.latencyP99Us);
    if (freezes) {
        redis.thaw();
        postgres.thaw();
    }
    return p99;
}

void frozenServers(benchmark::State &state)
{
    RedisServer redis;
    PostgresServer postgres;
    if (!redis.start() || !postgres.create()) {
        state.SkipWithError("no servers");
        return;
    }
    for (auto _ : state) {
        const double well = feedLatency(redis, postgres, false);
        const double frozen = feedLatency(redis, postgres, true);
        state.SetLabel("us");
        state.counters["figure"] = frozen;
        state.counters["peer"] = well;
        state.counters["ratio"] = frozen / well;
        state.counters["budget"] = well * 1.5;
        state.counters["met"] = frozen <= well * 1.5;
    }
}

BENCHMARK(redisThroughput)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(publishLatency)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(postgresThroughput)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(sqliteTicks)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(frozenServers)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    QCoreApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
