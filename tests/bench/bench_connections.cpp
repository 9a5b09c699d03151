// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massiveconnection.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/market/barbook.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/simulator.h"
#include "core/types/workerthread.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>

#include <benchmark/benchmark.h>

using namespace tickstock;

namespace {

constexpr int SymbolCount = 300;
constexpr int Patience = 30'000;

QStringList names(int count)
{
    QStringList made;
    for (int i = 0; i < count; ++i)
        made.append(QStringLiteral("SIM%1").arg(i));
    return made;
}

/// massive-sim's insides in a thread of their own.
class Market
{
public:
    explicit Market(double speed)
    {
        simulator::SimulatorOptions options;
        options.speed = speed;
        m_thread.start([&] {
            simulator::MarketModelOptions model;
            for (const QString &name : names(SymbolCount))
                model.symbols.push_back(name.toStdString());
            model.start = {1'741'613'400'000}; // 2025-03-10 09:30 New York
            auto made = std::make_unique<simulator::Simulator>(
                std::make_unique<simulator::MarketModel>(std::move(model)), options);
            (void)made->start();
            m_url = QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(made->feedPort()));
            return made;
        });
    }
    const QUrl &url() const { return m_url; }
    void drop(int connection)
    {
        m_thread.post([connection](simulator::Simulator &sim) { sim.drop(connection); });
    }

private:
    QUrl m_url;
    WorkerThread<simulator::Simulator> m_thread{QStringLiteral("market")};
};

/// The manager over real sockets, in this thread.
class Feed
{
public:
    Feed(const QUrl &url, int connections)
    {
        MultiConnectionOptions options;
        options.router.strategy = RoutingStrategy::RoundRobin;
        manager = std::make_unique<MultiConnectionManager>(std::move(options), symbols);
        for (int i = 1; i <= connections; ++i) {
            MassiveConnectionOptions connection;
            connection.id = {static_cast<std::uint8_t>(i)};
            connection.url = url;
            connection.key = QStringLiteral("k");
            manager->addConnection(std::make_unique<MassiveConnection>(std::move(connection), symbols), i);
        }
    }
    /// Runs the event loop until the condition holds; false after a while.
    template<class Condition>
    static bool wait(Condition condition)
    {
        QElapsedTimer clock;
        clock.start();
        while (!condition() && clock.elapsed() < Patience)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 10);
        return condition();
    }
    bool start()
    {
        manager->subscribe(names(SymbolCount));
        manager->open();
        return wait([this] { return manager->confirmedTickers() == SymbolCount; });
    }

    SymbolTable symbols;
    std::unique_ptr<MultiConnectionManager> manager;
};

void report(benchmark::State &state, double figure, double budget, const char *what)
{
    state.SetLabel(what);
    state.counters["figure"] = figure;
    state.counters["budget"] = budget;
    state.counters["met"] = figure <= budget ? 1 : 0;
}

/// Three connections from nothing to 300 confirmed symbols, in seconds.
void threeUp(benchmark::State &state)
{
    const Market market(1);
    double worst = 0;
    for (auto _ : state) {
        Feed feed(market.url(), 3);
        QElapsedTimer clock;
        clock.start();
        if (!feed.start())
            state.SkipWithError("not confirmed");
        const double seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
        worst = std::max(worst, seconds);
        state.SetIterationTime(seconds);
        feed.manager->close();
    }
    report(state, worst, 2, "s");
}

/// From the loss of a connection to its symbols being confirmed on the others, in seconds.
void failover(benchmark::State &state)
{
    Market market(1);
    double worst = 0;
    for (auto _ : state) {
        Feed feed(market.url(), 3);
        if (!feed.start())
            state.SkipWithError("not confirmed");
        QElapsedTimer clock;
        bool isLost = false, isBack = false;
        QObject::connect(feed.manager.get(), &MarketFeed::lost, feed.manager.get(), [&](const Loss &) {
            isLost = true;
            clock.start();
        });
        QObject::connect(feed.manager.get(), &MarketFeed::confirmed, feed.manager.get(),
                         [&] { isBack = isLost && feed.manager->confirmedTickers() == SymbolCount; });
        market.drop(2);
        if (!Feed::wait([&] { return isBack; }))
            state.SkipWithError("not taken over");
        const double seconds = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
        worst = std::max(worst, seconds);
        state.SetIterationTime(seconds);
        feed.manager->close();
    }
    report(state, worst, 2, "s");
}

/// connectionFor() with ten thousand symbols, in microseconds.
void lookup(benchmark::State &state)
{
    Feed feed(QUrl(QStringLiteral("ws://127.0.0.1:1/stocks")), 3);
    feed.manager->subscribe(names(10'000));
    std::uint32_t next = 0;
    QElapsedTimer clock;
    clock.start();
    for (auto _ : state)
        benchmark::DoNotOptimize(feed.manager->connectionFor(SymbolId{next++ % 10'000}));
    report(state, static_cast<double>(clock.nsecsElapsed()) * 1e-3 / static_cast<double>(state.iterations()), 1,
           "us a look-up");
}

/// A connection without a socket.
class Source final : public MarketFeed
{
public:
    explicit Source(std::uint8_t id) { m_health.id = {id}; }
    void open() override {}
    void close() override {}
    void subscribe(const QStringList &) override {}
    void unsubscribe(const QStringList &) override {}
    std::vector<ConnectionHealth> health() const override { return {m_health}; }

private:
    ConnectionHealth m_health;
};

/// What the manager adds to a tick on its way, in microseconds; with symbols on one connection or on two.
void aggregation(benchmark::State &state)
{
    const bool isDoubled = state.range(0) == 2;
    SymbolTable symbols;
    MultiConnectionOptions options;
    options.router.strategy = RoutingStrategy::RoundRobin;
    if (isDoubled)
        options.criticalSymbols = names(SymbolCount);
    MultiConnectionManager manager(std::move(options), symbols);
    std::vector<Source *> sources;
    for (std::uint8_t id = 1; id <= 2; ++id) {
        auto source = std::make_unique<Source>(id);
        sources.push_back(source.get());
        manager.addConnection(std::move(source), id);
    }
    manager.subscribe(names(SymbolCount));
    quint64 delivered = 0;
    QObject::connect(&manager, &MarketFeed::ticks, &manager,
                     [&](const TickBatchPtr &batch) { delivered += batch->ticks.size(); });
    std::int64_t second = 1'741'613'400'000;
    quint64 sent = 0;
    QElapsedTimer clock;
    clock.start();
    for (auto _ : state) {
        auto batch = std::make_shared<TickBatch>();
        second += 1'000;
        for (std::uint32_t i = 0; i < 100; ++i) {
            Tick tick;
            tick.symbol = {i};
            tick.start = {second};
            tick.end = {second + 1'000};
            tick.open = tick.high = tick.low = tick.close = 100 + i;
            batch->ticks.push_back(tick);
        }
        for (int copy = 0; copy < state.range(0); ++copy) {
            batch->connection = {static_cast<std::uint8_t>(copy + 1)};
            Q_EMIT sources[static_cast<std::size_t>(copy)]->ticks(batch);
            sent += 100;
        }
    }
    report(state, static_cast<double>(clock.nsecsElapsed()) * 1e-3 / static_cast<double>(sent), 5, "us a tick");
    state.counters["delivered"] = static_cast<double>(delivered) / static_cast<double>(sent);
    state.SetItemsProcessed(static_cast<std::int64_t>(sent));
}

/// A value.
struct Taken
{
    double rate = 0;     ///< events a second
    Histogram latencyUs; ///< frame to bars
};

/// From the socket into bars, as fast as the simulator sends. @param connections 0: a connection without a manager
Taken take(int connections)
{
    constexpr quint64 Events = 300'000;
    Taken taken;
    const Market market(0);
    Feed feed(market.url(), std::max(1, connections));
    MassiveConnectionOptions bare;
    bare.url = market.url();
    bare.key = QStringLiteral("k");
    MassiveConnection connection(std::move(bare), feed.symbols);
    MarketFeed &source = connections == 0 ? static_cast<MarketFeed &>(connection) : *feed.manager;
    BarBook book;
    quint64 received = 0;
    QElapsedTimer clock;
    QObject::connect(&source, &MarketFeed::ticks, &source, [&](const TickBatchPtr &batch) {
        if (received == 0)
            clock.start();
        for (const Tick &tick : batch->ticks)
            book.apply(tick, tick.end);
        benchmark::DoNotOptimize(book.takeChanges());
        received += batch->ticks.size();
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        taken.latencyUs.record((now - batch->receivedNs) / 1'000);
    });
    source.subscribe(names(SymbolCount));
    source.open();
    if (Feed::wait([&] { return received >= Events; }))
        taken.rate = static_cast<double>(Events) / (static_cast<double>(clock.nsecsElapsed()) * 1e-9);
    source.close();
    return taken;
}

/// One and three connections; the peer is a bare connection without a manager, to the same kind of sender. All in one
/// process, the sender too, which limits both.
void throughput(benchmark::State &state)
{
    for (auto _ : state) {
        const Taken bare = take(0), ours = take(static_cast<int>(state.range(0)));
        if (bare.rate == 0 || ours.rate == 0) {
            state.SkipWithError("too slow");
            return;
        }
        state.SetLabel("events/s");
        state.counters["figure"] = ours.rate;
        state.counters["peer"] = bare.rate;
        state.counters["ratio"] = ours.rate / bare.rate;
        state.counters["frame_to_bars_p99_us"] = static_cast<double>(ours.latencyUs.percentile(0.99));
        state.counters["peer_frame_to_bars_p99_us"] = static_cast<double>(bare.latencyUs.percentile(0.99));
    }
}

BENCHMARK(threeUp)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(failover)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(lookup);
BENCHMARK(aggregation)->Arg(1)->Arg(2);
BENCHMARK(throughput)->Arg(1)->Arg(3)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    qputenv("QT_LOGGING_RULES", "tickstock.*=false");
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
