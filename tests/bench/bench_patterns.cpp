// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "core/patterns/patternscanner.h"
#include "core/service/followedindicators.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cmath>
#include <random>

using namespace tickstock;

namespace {

/// As many bars as a charting library would go over again.
constexpr std::size_t WholeWindow = 250;
constexpr std::uint32_t Symbols = 10'000;

std::vector<Bar> walk(std::size_t count, unsigned seed, Timestamp start)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> step(0, 0.05);
    std::vector<Bar> bars;
    double price = 100;
    for (std::size_t i = 0; i < count; ++i) {
        Bar bar;
        bar.start = start + OneMinute * static_cast<int>(i);
        bar.open = price;
        price += step(random);
        bar.close = price;
        bar.high = std::max(bar.open, bar.close) + std::abs(step(random));
        bar.low = std::min(bar.open, bar.close) - std::abs(step(random));
        bar.volume = 1'000 + static_cast<double>(random() % 5'000);
        bars.push_back(bar);
    }
    return bars;
}

double microseconds(std::chrono::steady_clock::duration duration)
{
    return std::chrono::duration<double, std::micro>(duration).count();
}

void report(benchmark::State &state, double figure, double budget, const char *what)
{
    state.SetLabel(what);
    state.counters["figure"] = figure;
    state.counters["budget"] = budget;
    state.counters["met"] = figure <= budget ? 1 : 0;
}

struct Measures
{
    Candles candles;
    IndicatorSet indicators;

    void next(BarView bars)
    {
        candles.push(bars.back());
        for (const CandlestickPattern &pattern : candlestickPatterns())
            benchmark::DoNotOptimize(evaluate(pattern, candles, pattern.penetration));
        benchmark::DoNotOptimize(indicators.next(bars));
    }
};

/// 61 candlesticks and all indicators on one more bar, in microseconds; beside them the same over the whole window, as
/// a library that works on arrays does it.
void candlesticksAndIndicators(benchmark::State &state)
{
    const std::vector<Bar> bars = walk(20'000, 1, newyork::toUtc({2025, 3, 10}, {9, 30}));
    double ours = 0, whole = 0;
    for (auto _ : state) {
        Measures measures;
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 1; i <= bars.size(); ++i)
            measures.next(BarView(bars).first(i));
        ours = microseconds(std::chrono::steady_clock::now() - begin) / static_cast<double>(bars.size());
        constexpr int repeats = 20;
        const auto beginWhole = std::chrono::steady_clock::now();
        for (int i = 0; i < repeats; ++i) {
            Measures again;
            for (std::size_t k = 1; k <= WholeWindow; ++k)
                again.next(BarView(bars).first(k));
        }
        whole = microseconds(std::chrono::steady_clock::now() - beginWhole) / repeats;
    }
    report(state, ours, 20, "us a symbol");
    state.counters["ratio"] = whole / ours;
}

/// One minute of 10,000 symbols closes, as the pipeline gives it to the scanner with everything switched on: seconds
/// on one core.
void marketMinute(benchmark::State &state)
{
    const PatternSettings settings = state.range(0) != 0 ? PatternSettings().everywhere() : PatternSettings();
    SymbolTable symbols;
    PatternScanner scanner(symbols, QStringLiteral("bench"), settings);
    const Timestamp open = newyork::toUtc({2025, 3, 10}, {9, 30});
    constexpr std::size_t warmUp = 60;
    const std::vector<Bar> bars = walk(warmUp + 60, 2, open);
    std::vector<PatternEvent> events;
    for (std::uint32_t s = 0; s < Symbols; ++s)
        scanner.seed(*symbols.intern("S" + std::to_string(s)),
                     {{}, std::vector<Bar>(bars.begin(), bars.begin() + warmUp), {}, {}, {}});
    scanner.evaluate(bars[warmUp - 1].start + OneMinute, events);
    events = {}; // of an hour: releasing them is none of the minute's
    std::size_t minute = warmUp;
    double worst = 0;
    for (auto _ : state) {
        if (minute == bars.size())
            break;
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint32_t s = 0; s < Symbols; ++s)
            scanner.apply({{s}, bars[minute], ClosedMinute::Kind::Closed});
        events.clear();
        scanner.evaluate(bars[minute].start + OneMinute, events);
        worst = std::max(worst, microseconds(std::chrono::steady_clock::now() - begin) / 1e6);
        ++minute;
    }
    report(state, worst, 1, "s");
    state.counters["events"] = static_cast<double>(events.size());
}

/// The first minute after the open closes, in seconds for 10,000 symbols, whose past has been judged before; beside it
/// what it takes where it has to be judged then.
void firstMinute(benchmark::State &state)
{
    constexpr std::uint32_t symbolCount = 1'000;
    const QDate today{2025, 3, 10};
    const std::vector<Bar> past = walk(390, 3, newyork::toUtc({2025, 3, 7}, {9, 30}));
    const Bar first = walk(1, 4, newyork::toUtc(today, {9, 30})).front();
    const auto seconds = [&](bool isPrepared) {
        SymbolTable symbols;
        PatternScanner scanner(symbols, QStringLiteral("bench"));
        std::vector<PatternEvent> events;
        for (std::uint32_t s = 0; s < symbolCount; ++s) {
            const SymbolId id = *symbols.intern("S" + std::to_string(s));
            auto scan = std::make_unique<SymbolScan>(symbols.qname(id), QStringLiteral("bench"), scanner.plan());
            scan->begin({{}, past, {}, {}, isPrepared ? today : QDate()});
            scan->prepare();
            scanner.take(id, std::move(scan));
        }
        scanner.evaluate(first.start, events);
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint32_t s = 0; s < symbolCount; ++s)
            scanner.apply({{s}, first, ClosedMinute::Kind::Closed});
        scanner.evaluate(first.start + OneMinute, events);
        return microseconds(std::chrono::steady_clock::now() - begin) / 1e6 * Symbols / symbolCount;
    };
    double ours = 0, unprepared = 0;
    for (auto _ : state) {
        ours = seconds(true);
        unprepared = seconds(false);
    }
    report(state, ours, 1, "s");
    state.counters["ratio"] = unprepared / ours;
}

/// In the middle of the session, every symbol of many has a minute of a little while ago corrected, as after a hole
/// that has been repaired: milliseconds a symbol.
void correctionStorm(benchmark::State &state)
{
    constexpr std::uint32_t symbolCount = 500;
    constexpr std::size_t session = 390, gone = 300, ago = 5;
    SymbolTable symbols;
    PatternScanner scanner(symbols, QStringLiteral("bench"),
                           state.range(0) != 0 ? PatternSettings().everywhere() : PatternSettings());
    std::vector<Bar> bars = walk(session, 3, newyork::toUtc({2025, 3, 7}, {9, 30}));
    const std::vector<Bar> today = walk(gone, 4, newyork::toUtc({2025, 3, 10}, {9, 30}));
    bars.insert(bars.end(), today.begin(), today.end());
    std::vector<PatternEvent> events;
    for (std::uint32_t s = 0; s < symbolCount; ++s)
        scanner.seed(*symbols.intern("S" + std::to_string(s)), {{}, bars, {}, {}, {}});
    scanner.evaluate(bars.back().start + OneMinute, events);
    events = {};
    double worst = 0;
    Bar corrected = bars[bars.size() - ago];
    for (auto _ : state) {
        corrected.close = corrected.close == corrected.low ? corrected.high : corrected.low;
        ++corrected.revision;
        const auto begin = std::chrono::steady_clock::now();
        for (std::uint32_t s = 0; s < symbolCount; ++s)
            scanner.apply({{s}, corrected, ClosedMinute::Kind::Corrected});
        events.clear();
        scanner.evaluate(bars.back().start + OneMinute, events);
        worst = std::max(worst, microseconds(std::chrono::steady_clock::now() - begin) / 1e3 / symbolCount);
    }
    report(state, worst, 2, "ms a symbol");
    state.counters["events"] = static_cast<double>(events.size());
}

/// What 200 followed symbols cost with a batch of ticks that closes no bar, in microseconds; beside it what it costs to
/// make all their values first.
void followedIndicators(benchmark::State &state)
{
    constexpr std::uint32_t symbolCount = 200;
    SymbolTable symbols;
    PatternScanner scanner(symbols, QStringLiteral("bench"), PatternSettings());
    const std::vector<Bar> bars = walk(120, 5, newyork::toUtc({2025, 3, 10}, {9, 30}));
    std::vector<SymbolId> followed;
    for (std::uint32_t s = 0; s < symbolCount; ++s) {
        followed.push_back(*symbols.intern("S" + std::to_string(s)));
        scanner.seed(followed.back(), {{}, bars, {}, {}, {}});
    }
    std::vector<PatternEvent> events;
    scanner.evaluate(bars.back().start + OneMinute, events);
    FollowedIndicators indicators;
    indicators.follow(followed);
    (void)indicators.takeNew(scanner);
    double ours = 0, all = 0;
    for (auto _ : state) {
        constexpr int repeats = 100;
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < repeats; ++i)
            benchmark::DoNotOptimize(indicators.takeNew(scanner));
        ours = microseconds(std::chrono::steady_clock::now() - begin) / repeats;
        const auto beginAll = std::chrono::steady_clock::now();
        for (const SymbolId symbol : followed) {
            for (const Timeframe timeframe : DataBlender::Scanned)
                benchmark::DoNotOptimize(scanner.indicators(symbol, timeframe));
        }
        all = microseconds(std::chrono::steady_clock::now() - beginAll);
    }
    report(state, ours, 100, "us a minute");
    state.counters["ratio"] = all / ours;
}

BENCHMARK(candlesticksAndIndicators)->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(marketMinute)->ArgName("everything")->Arg(0)->Arg(1)->Iterations(30)->Unit(benchmark::kMillisecond);
BENCHMARK(firstMinute)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK(followedIndicators)->Iterations(10)->Unit(benchmark::kMillisecond);
BENCHMARK(correctionStorm)->ArgName("everything")->Arg(0)->Arg(1)->Iterations(5)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
