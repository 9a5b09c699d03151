// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifdef TICKSTOCK_HAS_QCUSTOMPLOT
#undef QT_NO_KEYWORDS // its header needs the words that this project goes without
#undef QT_NO_FOREACH
#endif

#include "ui/chart/series/chartmodel.h"
#include "ui/chart/view/chartview.h"

#include <QApplication>
#include <QCandlestickSeries>
#include <QCandlestickSet>
#include <QChart>
#include <QChartView>
#include <QPixmap>
#include <QWheelEvent>
#include <QWindow>

#ifdef TICKSTOCK_HAS_QCUSTOMPLOT
#include <qcustomplot.h>
#endif

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>

using namespace tickstock;

namespace {

using Clock = std::chrono::steady_clock;

constexpr QSize Picture{1280, 720};
constexpr int OurFrames = 50;

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

std::vector<Bar> minutes(int count)
{
    std::vector<Bar> bars(static_cast<std::size_t>(count));
    double price = 100;
    Timestamp time{1'104'757'800'000};
    const ExchangeCalendar calendar;
    SessionHours hours = calendar.currentOrPrevious(time);
    for (int i = 0; i < count; ++i, time = time + OneMinute) {
        if (time >= hours.postClose) {
            time = calendar.nextPreOpen(time);
            hours = calendar.currentOrPrevious(time);
        }
        Bar &bar = bars[static_cast<std::size_t>(i)];
        bar.start = time;
        bar.open = price;
        price = std::max(20.0, price + (i * 7919 % 13 - 6) / 50.0);
        bar.close = price;
        bar.high = std::max(bar.open, bar.close) + 0.05;
        bar.low = std::min(bar.open, bar.close) - 0.05;
        bar.volume = 100 + i % 50;
    }
    return bars;
}

/// A chart on a screen of the picture's size.
struct Shown
{
    ChartModel model;
    Drawings drawings;
    ChartView view{model, drawings};
    QPixmap target{Picture};

    /// @param onScreen so many bars are
    Shown(int count, int onScreen)
    {
        view.resize(Picture);
        view.show();
        model.setSymbol(QStringLiteral("X"));
        model.setHistory(minutes(count), {});
        const TimeScale &time = view.scene().time();
        const auto isFurtherOut = [&] { return time.width() / time.barWidth() >= onScreen; };
        for (int i = 0; i < 200 && !isFurtherOut(); ++i)
            view.zoomOut();
        render();
    }
    void addOverlays()
    {
        for (const char *name : {"EMA", "Bollinger", "VWAP"})
            view.addStudy(*studyType(name), ParameterValues(studyType(name)->parameters));
    }
    void render() { view.render(&target); }
    void makeStale() { view.setTheme(view.scene().theme()); }
    void tick()
    {
        Bar last = model.bars().back();
        last.close = last.close > last.low ? last.low : last.high;
        model.updateMinute(last);
    }
};

/// Milliseconds of each of some calls.
struct Times
{
    std::vector<double> all;

    void measure(const std::function<void()> &work)
    {
        const auto begin = Clock::now();
        work();
        all.push_back(milliseconds(Clock::now() - begin));
    }
    double percentile(double share)
    {
        std::sort(all.begin(), all.end());
        return all[std::min(all.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all.size())))];
    }
};

void report(benchmark::State &state, double figure, double budget, const char *what)
{
    state.SetLabel(what);
    state.counters["figure"] = figure;
    state.counters["budget"] = budget;
    state.counters["met"] = figure <= budget ? 1 : 0;
}

/// What a tick costs: its region of the window, as the window system asks for it.
void liveBarRepaint(benchmark::State &state)
{
    Shown shown(static_cast<int>(state.range(0)), 500);
    QCoreApplication::processEvents();
    Times times;
    for (auto _ : state) {
        times.measure([&] {
            shown.tick();
            QCoreApplication::processEvents();
        });
    }
    report(state, times.percentile(0.5), 1, "ms");
}

/// 2,000 candles, volume and three overlays, made anew.
void fullRepaint(benchmark::State &state)
{
    Shown shown(5'000, 2'000);
    shown.addOverlays();
    Times times;
    for (auto _ : state) {
        times.measure([&] {
            shown.makeStale();
            shown.render();
        });
    }
    report(state, times.percentile(0.5), 4, "ms");
}

/// A million bars: from all of them on the screen to a few, and along them.
void panAndZoomAMillion(benchmark::State &state)
{
    Shown shown(1'000'000, 1'000'000);
    Times times;
    const QPointF middle(Picture.width() / 2.0, Picture.height() / 2.0);
    const auto wheel = [&](int delta, Qt::KeyboardModifiers modifiers) {
        QWheelEvent event(middle, middle, {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        times.measure([&] {
            QCoreApplication::sendEvent(&shown.view, &event);
            shown.render();
        });
    };
    for (auto _ : state) {
        for (int i = 0; i < 60; ++i)
            wheel(120, Qt::ControlModifier);
        for (int i = 0; i < 40; ++i)
            wheel(i % 2 == 0 ? 240 : -120, Qt::ShiftModifier);
        for (int i = 0; i < 60; ++i)
            wheel(-120, Qt::ControlModifier);
    }
    report(state, times.percentile(0.99), 5, "ms");
}

void setUpAMillion(benchmark::State &state)
{
    const std::vector<Bar> bars = minutes(1'000'000);
    Times times;
    for (auto _ : state) {
        ChartModel model;
        Drawings drawings;
        ChartView view(model, drawings);
        view.resize(Picture);
        QPixmap target(Picture);
        times.measure([&] {
            model.setHistory(bars, {});
            view.render(&target);
        });
    }
    report(state, times.percentile(0.5), 200, "ms");
}

/// 10,000 patterns on the bars: a repaint beside one without.
void markersRepaint(benchmark::State &state)
{
    Shown plain(20'000, 2'000), marked(20'000, 2'000);
    std::vector<PatternEvent> events;
    for (int i = 0; i < 10'000; ++i) {
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("X");
        event.barStart = marked.model.bars()[static_cast<std::size_t>(2 * i)].start;
        event.id = event.computedId();
        events.push_back(event);
    }
    marked.model.addEvents(events);
    Times without, with;
    for (auto _ : state) {
        without.measure([&] { plain.render(); });
        with.measure([&] { marked.render(); });
    }
    report(state, with.percentile(0.5) - without.percentile(0.5), 2, "ms");
}

/// Of a window on the screen, as the peers' are.
double ourFrame(int count)
{
    Shown shown(count, count);
    shown.view.removeStudy(shown.view.scene().panes()[1].studies[0].id); // peers have no volume either
    QCoreApplication::processEvents();
    if (!shown.view.windowHandle() || !shown.view.windowHandle()->isExposed())
        std::abort(); // nothing would be painted
    Times times;
    for (int i = 0; i < OurFrames; ++i) {
        times.measure([&] {
            shown.tick();
            shown.makeStale();
            shown.view.repaint();
        });
    }
    return times.percentile(0.5);
}

/// @param peer milliseconds of its frame; @param wanted so many of ours fit into it
void reportBeside(benchmark::State &state, int count, double peer, double wanted)
{
    const double ours = ourFrame(count);
    report(state, ours, peer / wanted, "ms");
    state.counters["peer"] = peer;
    state.counters["ratio"] = peer / ours;
}

/// The peer: Qt Charts' own candlestick series, its last candle changed. All bars on the screen, everything made anew
/// on our side too.
void besideQtCharts(benchmark::State &state)
{
    const auto count = static_cast<int>(state.range(0));
    auto *series = new QCandlestickSeries;
    for (const Bar &bar : minutes(count))
        series->append(new QCandlestickSet(bar.open, bar.high, bar.low, bar.close, static_cast<qreal>(bar.start.ms)));
    QChartView view;
    view.resize(Picture);
    view.chart()->legend()->hide();
    view.chart()->addSeries(series);
    view.chart()->createDefaultAxes();
    view.show();
    QCoreApplication::processEvents();
    if (!view.windowHandle() || !view.windowHandle()->isExposed())
        std::abort(); // nothing would be painted
    QCandlestickSet *last = series->sets().last();
    Times times;
    for (auto _ : state) {
        times.measure([&] {
            last->setClose(last->close() > last->low() ? last->low() : last->high());
            QCoreApplication::processEvents(); // lays its items out anew and paints them, once
        });
    }
    reportBeside(state, count, times.percentile(0.5), 20);
}

BENCHMARK(liveBarRepaint)->Arg(500)->Arg(100'000)->Iterations(300)->Unit(benchmark::kMillisecond);
BENCHMARK(fullRepaint)->Iterations(100)->Unit(benchmark::kMillisecond);
BENCHMARK(panAndZoomAMillion)->Iterations(5)->Unit(benchmark::kMillisecond);
BENCHMARK(setUpAMillion)->Iterations(3)->Unit(benchmark::kMillisecond);
BENCHMARK(markersRepaint)->Iterations(100)->Unit(benchmark::kMillisecond);
BENCHMARK(besideQtCharts)->Arg(500)->Arg(5'000)->Iterations(5)->Unit(benchmark::kMillisecond);

#ifdef TICKSTOCK_HAS_QCUSTOMPLOT
/// The other peer: QCustomPlot's QCPFinancial, the same bars and size.
void besideQCustomPlot(benchmark::State &state)
{
    const auto count = static_cast<int>(state.range(0));
    QCustomPlot plot;
    plot.resize(Picture);
    plot.setNotAntialiasedElements(QCP::aeAll);
    auto *financial = new QCPFinancial(plot.xAxis, plot.yAxis);
    financial->setChartStyle(QCPFinancial::csCandlestick);
    const std::vector<Bar> bars = minutes(count);
    QSharedPointer<QCPFinancialDataContainer> data(new QCPFinancialDataContainer);
    for (int i = 0; i < count; ++i) {
        const Bar &bar = bars[static_cast<std::size_t>(i)];
        data->add({static_cast<double>(i), bar.open, bar.high, bar.low, bar.close});
    }
    financial->setData(data);
    financial->setWidth(0.8);
    financial->setTwoColored(true);
    plot.rescaleAxes();
    plot.show();
    QCoreApplication::processEvents();
    plot.replot();
    Times times;
    for (auto _ : state) {
        times.measure([&] {
            auto last = data->end() - 1;
            last->close = last->close > last->low ? last->low : last->high;
            plot.replot(QCustomPlot::rpImmediateRefresh);
        });
    }
    reportBeside(state, count, times.percentile(0.5), count <= 500 ? 3 : 5);
}

BENCHMARK(besideQCustomPlot)->Arg(500)->Arg(5'000)->Arg(100'000)->Iterations(5)->Unit(benchmark::kMillisecond);
#endif

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
