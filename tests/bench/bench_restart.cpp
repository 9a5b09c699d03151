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
constexpr int StartMinutes = 30; // how far the session is when the program starts
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

double rounded(double price, double units)
{
    return std::round(price * units) / units;
}

/// With prices as the market has them: in cents, means in hundredths of a cent.
Bar nextBar(std::mt19937 &random, double &price, Timestamp start)
{
    constexpr double Cents = 100;
    std::normal_distribution<double> step(0, 0.05);
    Bar bar;
    bar.start = start;
    bar.open = price;
    price = rounded(std::max(1.0, price + step(random)), Cents);
    bar.close = price;
    bar.high = rounded(std::max(bar.open, bar.close) + std::abs(step(random)), Cents);
    bar.low = rounded(std::min(bar.open, bar.close) - std::abs(step(random)), Cents);
    bar.volume = 1'000 + static_cast<double>(random() % 5'000);
    bar.vwap = rounded((bar.high + bar.low) / 2 + step(random) / Cents, Cents * Cents);
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
        for (int i = -60; i < (ago > 0 ? SessionMinutes : StartMinutes); ++i)
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
            scanner.evaluate(newyork::toUtc(Today, {10, 0}), events, {SIZE_MAX, 0});
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

Tick tickOf(const Bar &bar, SymbolId symbol, TickKind kind, Milliseconds length)
{
    Tick tick;
    tick.kind = kind;
    tick.symbol = symbol;
    tick.start = bar.start;
    tick.end = bar.start + length;
    tick.open = bar.open;
    tick.high = bar.high;
    tick.low = bar.low;
    tick.close = bar.close;
    tick.volume = bar.volume;
    tick.vwap = bar.vwap;
    return tick;
}

/// The minutes from the start to @p minutes after the open, of all symbols: as seconds, and each as the vendor's own
/// bar at its end. What closes is added to @p closed.
void stream(BarBook &book, std::uint32_t symbols, int minutes, std::vector<ClosedMinute> &closed)
{
    std::mt19937 random(7);
    std::vector<double> prices(symbols, 100);
    for (int minute = StartMinutes; minute < minutes; ++minute) {
        const Timestamp start = newyork::toUtc(Today, {9, 30}) + OneMinute * minute, end = start + OneMinute;
        for (std::uint32_t i = 0; i < symbols; ++i) {
            Bar whole = nextBar(random, prices[i], start);
            for (Timestamp at = start; at < end; at = at + OneSecond) {
                const Bar second = nextBar(random, prices[i], at);
                book.apply(tickOf(second, {i}, TickKind::SecondBar, OneSecond), at + OneSecond);
                whole.extend(second);
            }
            whole.vwap = rounded(whole.vwap, 10'000);
            book.apply(tickOf(whole, {i}, TickKind::MinuteBar, OneMinute), end);
        }
        book.advance(end);
        BarChanges changes = book.takeChanges();
        closed.insert(closed.end(), changes.closed.begin(), changes.closed.end());
    }
}

/// What a symbol keeps in memory, in the bar book and for patterns: after a start in mid-session, and at the end of the
/// session that has run on from there. Budget: 10,000 symbols in a gigabyte.
void memory(benchmark::State &state)
{
    FullStore full(state);
    const std::uint32_t count = full.count;
    const int minutes = static_cast<int>(state.range(1));
    std::vector<ClosedMinute> closed;
    closed.reserve(static_cast<std::size_t>(SessionMinutes) * count * 2);
    double book = 0, patterns = 0;
    for (auto _ : state) {
        BarBook bars;
        PatternScanner scanner(full.symbols, newOrigin());
        std::vector<PatternEvent> events;
        for (std::uint32_t i = 0; i < count; ++i) {
            const QString symbol = full.symbols.qname({i});
            const auto stored = storedpast::recentMinutes(full.storage, symbol);
            const auto past = storedpast::patternPast(full.storage, symbol, Today);
            const double before = heapKilobytes();
            bars.seed({i}, *stored);
            const double seeded = heapKilobytes();
            scanner.take({i}, judged(symbol, (*past)->seed, scanner));
            scanner.evaluate(newyork::toUtc(Today, {10, 0}), events, {SIZE_MAX, 0});
            events = {};
            book += seeded - before;
            patterns += heapKilobytes() - seeded;
        }
        const double before = heapKilobytes();
        stream(bars, count, minutes, closed);
        const double streamed = heapKilobytes();
        for (const ClosedMinute &minute : closed) {
            scanner.apply(minute);
            scanner.evaluate(minute.bar.start + OneMinute, events);
            events = {};
        }
        book += streamed - before;
        patterns += heapKilobytes() - streamed;
    }
    const double figure = (book + patterns) / count;
    state.SetLabel("KB a symbol");
    state.counters["figure"] = figure;
    state.counters["budget"] = 100;
    state.counters["met"] = figure <= 100 ? 1 : 0;
    state.counters["bars_kb"] = book / count;
    state.counters["patterns_kb"] = patterns / count;
}

BENCHMARK(memory)
    ->ArgNames({"symbols", "minutes"})
    ->Args({20, StartMinutes})
    ->Args({20, SessionMinutes})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(restart)->ArgName("symbols")->Arg(10)->Arg(100)->Iterations(3)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
