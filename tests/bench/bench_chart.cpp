// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartmodel.h"
#include "ui/chart/chartview.h"

#include <QApplication>
#include <QCandlestickSeries>
#include <QCandlestickSet>
#include <QChart>
#include <QChartView>
#include <QPixmap>

#include <benchmark/benchmark.h>

using namespace tickstock;

namespace {

constexpr QSize Picture{1280, 720};

std::vector<Bar> minutes(int count)
{
    std::vector<Bar> bars(static_cast<std::size_t>(count));
    double price = 100;
    for (int i = 0; i < count; ++i) {
        Bar &bar = bars[static_cast<std::size_t>(i)];
        bar.start = Timestamp{1'741'613'400'000} + OneMinute * i;
        bar.open = price;
        price += (i * 7919 % 13 - 6) / 50.0;
        bar.close = price;
        bar.high = std::max(bar.open, bar.close) + 0.05;
        bar.low = std::min(bar.open, bar.close) - 0.05;
        bar.volume = 100 + i % 50;
    }
    return bars;
}

/// A chart with all its bars on screen.
struct Shown
{
    ChartModel model;
    ChartView view{model};
    QPixmap target{Picture};

    explicit Shown(int count)
    {
        view.resize(Picture);
        model.setSymbol(QStringLiteral("X"));
        model.setHistory(minutes(count), {});
        view.show();
        for (int i = 0; i < 100; ++i)
            view.zoomOut();
        static_cast<QWidget &>(view).render(&target);
    }
};

/// What a tick costs: the last bar moved, everything else comes from the cached layer.
void liveBarRepaint(benchmark::State &state)
{
    Shown shown(static_cast<int>(state.range(0)));
    Bar last = shown.model.bars().back();
    for (auto _ : state) {
        last.close = last.close > last.low ? last.low : last.high;
        shown.model.updateMinute(last);
        shown.view.render(&shown.target);
    }
}

void fullRepaint(benchmark::State &state)
{
    Shown shown(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        shown.view.setTheme(Theme::dark()); // makes the layer anew
        shown.view.render(&shown.target);
    }
}

/// The peer: Qt Charts' own candlestick series, its last candle changed.
void qtChartsCandlesticks(benchmark::State &state)
{
    auto *series = new QCandlestickSeries;
    for (const Bar &bar : minutes(static_cast<int>(state.range(0))))
        series->append(new QCandlestickSet(bar.open, bar.high, bar.low, bar.close, static_cast<qreal>(bar.start.ms)));
    QChartView view;
    view.resize(Picture);
    view.chart()->legend()->hide();
    view.chart()->addSeries(series);
    view.chart()->createDefaultAxes();
    view.show();
    QPixmap target(Picture);
    static_cast<QWidget &>(view).render(&target);
    QCandlestickSet *last = series->sets().last();
    for (auto _ : state) {
        last->setClose(last->close() > last->low() ? last->low() : last->high());
        QCoreApplication::processEvents();
        static_cast<QWidget &>(view).render(&target);
    }
}

BENCHMARK(liveBarRepaint)->Arg(500)->Arg(5'000)->Unit(benchmark::kMillisecond);
BENCHMARK(fullRepaint)->Arg(500)->Arg(5'000)->Unit(benchmark::kMillisecond);
BENCHMARK(qtChartsCandlesticks)->Arg(500)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
