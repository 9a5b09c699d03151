// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"
#include "core/storage/sqlitestorage.h"
#include "ui/chart/view/chartview.h"

#include <QApplication>
#include <QPixmap>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>

using namespace tickstock;

/// What a longer past costs: reading a symbol's minutes from the store, and showing them.
namespace {

constexpr int SessionMinutes = 390;
const QDate Today{2025, 3, 10};

double millisecondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

/// So many sessions of the symbol, and as many of two others, so that its rows lie among others'.
void fill(SqliteStorage &storage, int sessions)
{
    double price = 100;
    for (int ago = sessions; ago > 0; --ago) {
        WriteBatch batch;
        const Timestamp open = newyork::toUtc(ExchangeCalendar::tradingDaysBack(Today, ago), {9, 30});
        for (int i = 0; i < SessionMinutes; ++i) {
            Bar bar;
            bar.start = open + OneMinute * i;
            bar.open = price;
            price = std::max(20.0, price + (i * 7919 % 13 - 6) / 50.0);
            bar.close = price;
            bar.high = std::max(bar.open, bar.close) + 0.05;
            bar.low = std::min(bar.open, bar.close) - 0.05;
            bar.volume = 100 + i % 50;
            for (const char *symbol : {"A", "X", "Z"})
                batch.minutes.push_back({QString::fromLatin1(symbol), bar, Session::Regular});
        }
        if (!storage.write(batch))
            std::abort();
    }
}

void history(benchmark::State &state)
{
    const auto sessions = static_cast<int>(state.range(0));
    const QTemporaryDir directory;
    SqliteStorage storage(directory.filePath(QStringLiteral("store.sqlite")));
    if (!storage.open()) {
        state.SkipWithError("no store");
        return;
    }
    fill(storage, sessions);
    double reading = 0, showing = 0, zooming = 0;
    std::size_t bars = 0;
    for (auto _ : state) {
        auto begin = std::chrono::steady_clock::now();
        const auto minutes = storage.minutes(
            QStringLiteral("X"), newyork::toUtc(ExchangeCalendar::tradingDaysBack(Today, sessions + 1), {0, 0}),
            newyork::toUtc(Today, {0, 0}));
        reading += millisecondsSince(begin);
        bars = minutes ? minutes->size() : 0;
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(1280, 720);
        QPixmap target(view.size());
        model.setSymbol(QStringLiteral("X"));
        begin = std::chrono::steady_clock::now();
        model.setHistory(*minutes, {});
        view.render(&target);
        showing += millisecondsSince(begin);
        for (int i = 0; i < 100; ++i)
            view.zoomOut(); // until all of them are on the screen
        view.setTheme(view.scene().theme());
        begin = std::chrono::steady_clock::now();
        view.render(&target);
        zooming += millisecondsSince(begin);
    }
    const auto runs = static_cast<double>(state.iterations());
    state.counters["bars"] = static_cast<double>(bars);
    state.counters["read_ms"] = reading / runs;
    state.counters["show_ms"] = showing / runs;
    state.counters["paint_all_ms"] = zooming / runs;
}

BENCHMARK(history)
    ->ArgName("sessions")
    ->Arg(1)
    ->Arg(5)
    ->Arg(21)
    ->Arg(63)
    ->Arg(126)
    ->Arg(252)
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
