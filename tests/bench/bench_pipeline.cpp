// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "core/market/barbook.h"
#include "core/simulator/eventjson.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/markettape.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <benchmark/benchmark.h>

#include <chrono>
#include <functional>
#include <memory>

using namespace tickstock;

namespace {

QStringList names()
{
    QStringList made;
    for (int i = 0; i < 200; ++i)
        made.append(QStringLiteral("SIM%1").arg(i));
    return made;
}

/// Frames of 100 A events as the feed sends them, from the seeded model.
const std::vector<std::string> &frames()
{
    static const std::vector<std::string> made = [] {
        simulator::MarketModelOptions options;
        for (const QString &name : names())
            options.symbols.push_back(name.toStdString());
        options.start = {1'741'613'400'000}; // 2025-03-10 09:30 New York
        simulator::MarketTape tape(std::make_unique<simulator::MarketModel>(options));
        for (std::size_t i = 0; i < options.symbols.size(); ++i)
            tape.follow(i);
        std::vector<std::string> all;
        std::string frame;
        int events = 0;
        tape.advanceTo(options.start + OneSecond * 120, [&](const simulator::TapeEvent &event) {
            if (event.channel != simulator::Channel::A)
                return;
            frame += frame.empty() ? '[' : ',';
            simulator::appendEvent(frame, event, tape.symbols()[event.symbol]);
            if (++events % 100 == 0) {
                all.push_back(frame + ']');
                frame.clear();
            }
        });
        return all;
    }();
    return made;
}

/// The peer of parsing: Qt's own JSON reader over the same frames.
std::int64_t readWithQt()
{
    std::int64_t events = 0;
    for (const std::string &frame : frames()) {
        const QJsonArray array =
            QJsonDocument::fromJson(QByteArray::fromRawData(frame.data(), static_cast<qsizetype>(frame.size())))
                .array();
        for (const auto &value : array)
            benchmark::DoNotOptimize(value.toObject().value(QLatin1String("c")).toDouble());
        events += array.size();
    }
    return events;
}

/// Events a second that some work takes, given how many it has taken.
double rate(const std::function<std::int64_t()> &work)
{
    const auto begin = std::chrono::steady_clock::now();
    const std::int64_t events = work();
    return static_cast<double>(events) /
           std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void parse(benchmark::State &state)
{
    SymbolTable symbols;
    symbols.internAll(names());
    massive::FrameParser parser(symbols);
    massive::ParsedFrame parsed;
    double ours = 0, peer = 0;
    for (auto _ : state) {
        ours = rate([&] {
            std::int64_t events = 0;
            for (const std::string &frame : frames()) {
                parser.parse(std::string_view(frame), parsed);
                events += static_cast<std::int64_t>(parsed.ticks.size());
            }
            return events;
        });
        peer = rate(readWithQt);
    }
    state.SetLabel("events/s");
    state.counters["figure"] = ours;
    state.counters["peer"] = peer;
    state.counters["ratio"] = ours / peer;
}

void parseAndBuildBars(benchmark::State &state)
{
    SymbolTable symbols;
    symbols.internAll(names());
    massive::FrameParser parser(symbols);
    massive::ParsedFrame parsed;
    double ours = 0;
    for (auto _ : state) {
        BarBook book;
        ours = rate([&] {
            std::int64_t events = 0;
            for (const std::string &frame : frames()) {
                parser.parse(std::string_view(frame), parsed);
                for (const Tick &tick : parsed.ticks)
                    book.apply(tick, tick.end + Milliseconds(2'000));
                benchmark::DoNotOptimize(book.takeChanges());
                events += static_cast<std::int64_t>(parsed.ticks.size());
            }
            return events;
        });
    }
    state.SetLabel("events/s");
    state.counters["figure"] = ours;
}

BENCHMARK(parse)->Iterations(10);
BENCHMARK(parseAndBuildBars)->Iterations(10);

} // namespace

BENCHMARK_MAIN();
