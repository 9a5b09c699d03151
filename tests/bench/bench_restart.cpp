// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "core/patterns/patternscanner.h"
#include "core/service/storedpast.h"
#include "core/storage/sqlitestorage.h"
#include "core/types/origin.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <chrono>
#include <cmath>
#include <random>

using namespace tickstock;

/// What a symbol of a full store costs a start, part by part: its bars, what patterns go on from, judging that, and
/// handing it to the pipeline.
namespace {

constexpr int Sessions = 21, Days = 260, SessionMinutes = 390;
const QDate Today{2025, 3, 10};

class Clock
{
public:
    double milliseconds()
    {
        const auto now = std::chrono::steady_clock::now();
        return std::chrono::duration<double, std::milli>(now - std::exchange(m_last, now)).count();
    }

private:
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
};

double heapKilobytes()
{
    return static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd) / 1'024;
}

Bar nextBar(std::mt19937 &random, double &price, Timestamp start)
{
    std::normal_distribution<double> step(0, 0.05);
    Bar bar;
    bar.start = start;
    bar.open = price;
    price = std::max(1.0, price + step(random));
    bar.close = price;
    bar.high = std::max(bar.open, bar.close) + std::abs(step(random));
    bar.low = std::min(bar.open, bar.close) - std::abs(step(random));
    bar.volume = 1'000 + static_cast<double>(random() % 5'000);
    bar.vwap = (bar.high + bar.low) / 2;
    return bar;
}

/// A year of days, and the minutes of a month: all of its sessions and an hour before each.
void fill(Storage &storage, const QString &symbol, unsigned seed)
{
    std::mt19937 random(seed);
    double price = 100;
    WriteBatch batch;
    for (int ago = Days; ago >= 0; --ago) {
        const QDate date = ExchangeCalendar::tradingDaysBack(Today, ago);
        if (ago > 0)
            batch.days.push_back({symbol, date, nextBar(random, price, newyork::toUtc(date, {0, 0}))});
        if (ago >= Sessions)
            continue;
        const Timestamp open = newyork::toUtc(date, {9, 30});
        for (int i = -60; i < (ago > 0 ? SessionMinutes : 30); ++i)
            batch.minutes.push_back(
                {symbol, nextBar(random, price, open + OneMinute * i), i < 0 ? Session::Pre : Session::Regular});
    }
    if (!storage.write(batch))
        qFatal("the store cannot be written");
}

/// A store that earlier runs have filled, the usual volumes of the session kept by the first start in it.
struct FullStore
{
    explicit FullStore(benchmark::State &state)
        : count(static_cast<std::uint32_t>(state.range(0)))
        , storage(directory.filePath(QStringLiteral("store.sqlite")))
    {
        if (!storage.open())
            qFatal("no store");
        for (std::uint32_t i = 0; i < count; ++i) {
            const QString symbol = QStringLiteral("S%1").arg(i);
            (void)symbols.intern(symbol);
            fill(storage, symbol, i);
            const quint64 since = storage.watchUsualVolumes(Today);
            (void)storage.keepUsualVolumes({*(*storedpast::patternPast(storage, symbol, Today))->made}, since);
        }
    }

    const std::uint32_t count;
    const QTemporaryDir directory;
    SqliteStorage storage;
    SymbolTable symbols;
};

std::unique_ptr<SymbolScan> judged(const QString &symbol, const PatternSeed &seed, const PatternScanner &scanner)
{
    auto scan = std::make_unique<SymbolScan>(symbol, newOrigin(), scanner.plan());
    scan->begin(seed);
    scan->prepare();
    return scan;
}

/// Budget: 500 symbols are ready 5 s after a start.
void restart(benchmark::State &state)
{
    FullStore full(state);
    const std::uint32_t count = full.count;
    SqliteStorage &storage = full.storage;
    const SymbolTable &symbols = full.symbols;
    double bars = 0, past = 0, judging = 0, taking = 0;
    for (auto _ : state) {
        PatternScanner scanner(symbols, newOrigin());
        std::vector<PatternEvent> events;
        for (std::uint32_t i = 0; i < count; ++i) {
            const QString symbol = symbols.qname({i});
            Clock clock;
            benchmark::DoNotOptimize(storedpast::recentMinutes(storage, symbol));
            bars += clock.milliseconds();
            const auto found = storedpast::patternPast(storage, symbol, Today);
            past += clock.milliseconds();
            auto scan = judged(symbol, (*found)->seed, scanner);
            judging += clock.milliseconds();
            scanner.take({i}, std::move(scan));
            scanner.evaluate(newyork::toUtc(Today, {10, 0}), events, 0);
            taking += clock.milliseconds();
        }
    }
    const double all = static_cast<double>(count) * static_cast<double>(state.iterations());
    const double figure = (bars + past + judging + taking) / all * 500 / 1'000;
    state.SetLabel("s for 500 symbols");
    state.counters["figure"] = figure;
    state.counters["budget"] = 5;
    state.counters["met"] = figure <= 5 ? 1 : 0;
    state.counters["bars_ms"] = bars / all;
    state.counters["past_ms"] = past / all;
    state.counters["judging_ms"] = judging / all;
    state.counters["taking_ms"] = taking / all;
}

/// What a symbol keeps in memory after a start in mid-session: in the bar book, and for patterns. Budget: 10,000
/// symbols in a gigabyte.
void memory(benchmark::State &state)
{
    FullStore full(state);
    const std::uint32_t count = full.count;
    SqliteStorage &storage = full.storage;
    const SymbolTable &symbols = full.symbols;
    double book = 0, patterns = 0;
    for (auto _ : state) {
        BarBook bars;
        PatternScanner scanner(symbols, newOrigin());
        std::vector<PatternEvent> events;
        for (std::uint32_t i = 0; i < count; ++i) {
            const QString symbol = symbols.qname({i});
            const auto minutes = storedpast::recentMinutes(storage, symbol);
            const auto past = storedpast::patternPast(storage, symbol, Today);
            const double before = heapKilobytes();
            bars.seed({i}, *minutes);
            const double seeded = heapKilobytes();
            scanner.take({i}, judged(symbol, (*past)->seed, scanner));
            scanner.evaluate(newyork::toUtc(Today, {10, 0}), events, 0);
            events = {};
            book += seeded - before;
            patterns += heapKilobytes() - seeded;
        }
    }
    const double figure = (book + patterns) / count;
    state.SetLabel("KB a symbol");
    state.counters["figure"] = figure;
    state.counters["budget"] = 100;
    state.counters["met"] = figure <= 100 ? 1 : 0;
    state.counters["bars_kb"] = book / count;
    state.counters["patterns_kb"] = patterns / count;
}

BENCHMARK(memory)->ArgName("symbols")->Arg(20)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(restart)->ArgName("symbols")->Arg(10)->Arg(100)->Iterations(3)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
