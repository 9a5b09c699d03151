// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"
#include "core/net/httpserver.h"
#include "core/service/marketdataservice.h"
#include "core/simulator/feedserver.h"
#include "core/simulator/marketmodel.h"
#include "core/types/histogram.h"
#include "core/types/workerthread.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/common/theme.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTextStream>
#include <QWindow>

#include <benchmark/benchmark.h>

#include <deque>
#include <mutex>

using namespace tickstock;

/// What somebody in front of the window waits for.
namespace {

constexpr int SymbolCount = 10'000, Charts = 4;
constexpr Timestamp Begin{1'741'615'200'000}; // 2025-03-10 10:00 New York

std::int64_t steadyNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

QString nameOf(int symbol)
{
    return QStringLiteral("SIM%1").arg(symbol);
}

QStringList names()
{
    QStringList all;
    for (int i = 0; i < SymbolCount; ++i)
        all.append(nameOf(i));
    return all;
}

/// The prices that were sent of a symbol with a chart, and when; the next price is another one. Any thread.
class Sent
{
public:
    void add(double price)
    {
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({price, steadyNs()});
    }
    /// Records how long it has taken until now of all up to this price: of those before it, too, which nobody saw
    /// because this one had come when the picture was made.
    void take(double price, Histogram &us)
    {
        const std::lock_guard lock(m_mutex);
        const auto isIt = [&](const auto &each) { return std::abs(each.first - price) < 1e-9; };
        const auto shown = std::find_if(m_waiting.begin(), m_waiting.end(), isIt);
        if (shown == m_waiting.end())
            return;
        const std::int64_t now = steadyNs();
        for (auto each = m_waiting.begin(); each <= shown; ++each)
            us.record((now - each->second) / 1'000);
        m_waiting.erase(m_waiting.begin(), shown + 1);
    }
    std::size_t waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting.size();
    }

private:
    mutable std::mutex m_mutex; // protects what is below
    std::deque<std::pair<double, std::int64_t>> m_waiting;
};

/// A feed that sends a trade a second of each symbol, and of those with a chart ten more, one by one; a past that is
/// empty. Lives in a thread of its own.
class Sender final : public QObject
{
public:
    explicit Sender(std::array<Sent, Charts> &sent)
        : m_sent(sent)
        , m_tape(model())
        , m_feed(m_tape, m_misbehaviour, {})
        , m_past([](const HttpRequest &) {
            HttpResponse empty;
            empty.body =
                "{\"status\":\"OK\",\"resultsCount\":0,\"results\":[],\"serverTime\":\"2025-03-10T10:00:00-04:00\"}";
            return empty;
        })
    {
        m_clock.start();
        m_pace.setTimerType(Qt::PreciseTimer);
        m_probe.setTimerType(Qt::PreciseTimer);
        connect(&m_pace, &QTimer::timeout, this, &Sender::sendSome);
        connect(&m_probe, &QTimer::timeout, this, &Sender::sendProbe);
    }
    std::pair<quint16, quint16> listen() { return {*m_feed.listen(), *m_past.listen(QHostAddress::LocalHost, 0)}; }
    void start()
    {
        m_next = m_clock.elapsed() * SymbolCount / 1'000;
        m_pace.start(10);
        m_probe.start(1'000 / Charts / 10);
    }
    quint64 sent() const { return m_events; }

private:
    static std::unique_ptr<simulator::TradeSource> model()
    {
        simulator::MarketModelOptions options;
        for (const QString &name : names())
            options.symbols.push_back(name.toStdString());
        options.start = Begin;
        return std::make_unique<simulator::MarketModel>(std::move(options));
    }
    void publish(int symbol, double price)
    {
        simulator::TapeEvent event;
        event.channel = simulator::Channel::T;
        event.symbol = static_cast<std::size_t>(symbol);
        event.trade.time = event.trade.reported = Begin + Milliseconds(m_clock.elapsed());
        event.trade.price = price;
        event.trade.size = 100;
        event.sequence = ++m_sequence;
        m_feed.publish(event);
        ++m_events;
    }
    void sendSome()
    {
        // As many as are due: a timer comes late now and then.
        const std::int64_t due = m_clock.elapsed() * SymbolCount / 1'000;
        for (; m_next < due; ++m_next) {
            const int symbol = static_cast<int>(m_next % SymbolCount);
            if (symbol >= Charts)
                publish(symbol, 50 + static_cast<double>(m_next % 97) / 100);
        }
        m_feed.flush();
    }
    void sendProbe()
    {
        const int symbol = m_probes % Charts;
        const double price = 100 + m_probes % 1'000 / 100.0;
        ++m_probes;
        m_sent[static_cast<std::size_t>(symbol)].add(price);
        publish(symbol, price);
        m_feed.flush();
    }

    std::array<Sent, Charts> &m_sent;
    simulator::MarketTape m_tape;
    simulator::Misbehaviour m_misbehaviour;
    simulator::FeedServer m_feed;
    HttpServer m_past;
    QElapsedTimer m_clock;
    QTimer m_pace{this}, m_probe{this};
    std::int64_t m_next = 0, m_sequence = 0;
    int m_probes = 0;
    quint64 m_events = 0;
};

/// Sees when the window has been painted and its pixels are where the window system takes them from. GUI thread.
class PaintWatch final : public QObject
{
public:
    PaintWatch(MainWindow &window, std::array<Sent, Charts> &sent)
        : m_window(window)
        , m_sent(sent)
    {
        m_window.installEventFilter(this);
        for (ChartPanel *panel : m_window.charts().panels())
            panel->view().installEventFilter(this);
    }
    void clear()
    {
        m_latencyUs.clear();
        m_frames = 0;
    }
    const Histogram &latencyUs() const { return m_latencyUs; }
    int frames() const { return m_frames; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && watched != &m_window) {
            const auto panels = m_window.charts().panels();
            for (std::size_t i = 0; i < panels.size(); ++i) {
                if (&panels[i]->view() == watched && !panels[i]->model().bars().empty())
                    m_painted[i] = panels[i]->model().bars().back().close;
            }
        }
        if (watched != &m_window || event->type() != QEvent::UpdateRequest || m_isPainting)
            return false;
        m_isPainting = true;
        QCoreApplication::sendEvent(&m_window, event);
        m_isPainting = false;
        ++m_frames;
        for (std::size_t i = 0; i < m_painted.size(); ++i)
            m_sent[i].take(std::exchange(m_painted[i], 0), m_latencyUs);
        return true;
    }

private:
    MainWindow &m_window;
    std::array<Sent, Charts> &m_sent;
    std::array<double, Charts> m_painted{};
    Histogram m_latencyUs;
    int m_frames = 0;
    bool m_isPainting = false;
};

void passTime(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

ServiceOptions serviceOptions(const QTemporaryDir &directory, std::pair<quint16, quint16> ports)
{
    ServiceOptions options;
    options.settings.useMassiveApi = true;
    options.settings.apiKey = QStringLiteral("k");
    options.settings.webSocketUrl = QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(ports.first));
    options.settings.restUrl = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(ports.second));
    options.settings.channels = QStringList{QStringLiteral("T")};
    options.settings.useMultiConnection = true;
    options.settings.routingStrategy = RoutingStrategy::RoundRobin;
    for (ConnectionSlot &connection : options.settings.connections)
        connection.enabled = true;
    options.settings.connections[0].symbols = names();
    options.settings.apiListen.reset();
    options.databaseFile = directory.filePath(QStringLiteral("tickstock.sqlite"));
    return options;
}

/// One tick from the socket until the window that shows it has been painted: 10,000 symbols on three connections, a
/// trade a second of each, stored, patterns looked for; four charts and the watchlist on the screen.
void tickToPixel(benchmark::State &state)
{
    constexpr int SettleMs = 15'000, WatchMs = 20'000;
    for (auto _ : state) {
        std::array<Sent, Charts> sent;
        WorkerThread<Sender> sender(QStringLiteral("sender"));
        std::pair<quint16, quint16> ports;
        sender.start([&] {
            auto made = std::make_unique<Sender>(sent);
            ports = made->listen();
            return made;
        });
        const QTemporaryDir directory;
        MarketDataService service(serviceOptions(directory, ports));
        MainWindow window{QString()};
        window.resize(1440, 860);
        window.charts().setGrid(Charts);
        window.setCore(service.interfaces());
        const auto panels = window.charts().panels();
        for (int i = 0; i < Charts; ++i) {
            panels[static_cast<std::size_t>(i)]->setLink(LinkGroup::None);
            panels[static_cast<std::size_t>(i)]->showSymbol(nameOf(i));
        }
        window.show();
        service.start();
        PaintWatch watch(window, sent);
        while (service.health().routing.tickers < SymbolCount)
            passTime(100);
        sender.post([](Sender &market) { market.start(); });
        passTime(SettleMs);
        watch.clear();
        passTime(WatchMs);
        const double p99 = static_cast<double>(watch.latencyUs().percentile(0.99)) / 1'000;
        state.SetLabel("ms");
        state.counters["figure"] = p99;
        state.counters["budget"] = 50;
        state.counters["met"] = p99 > 0 && p99 <= 50;
        state.counters["p50_ms"] = static_cast<double>(watch.latencyUs().percentile(0.5)) / 1'000;
        std::size_t unseen = 0;
        for (const Sent &each : sent)
            unseen += each.waiting();
        state.counters["seen"] = static_cast<double>(watch.latencyUs().total());
        state.counters["unseen"] = static_cast<double>(unseen);
        state.counters["frames_per_second"] = watch.frames() * 1e3 / WatchMs;
        state.counters["events"] = static_cast<double>(service.health().pipeline.ticks);
        state.counters["to_bar_p99_ms"] = static_cast<double>(service.health().pipeline.latencyP99Us) / 1'000;
        sender.stop();
    }
}

/// Ends the program when its window has been painted.
class FirstPaint final : public QObject
{
protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::UpdateRequest || m_isPainting || !qobject_cast<MainWindow *>(watched))
            return false;
        m_isPainting = true;
        QCoreApplication::sendEvent(watched, event);
        QTextStream(stdout) << "painted" << Qt::endl;
        std::_Exit(0); // what comes after is no part of a start
    }

private:
    bool m_isPainting = false;
};

/// As the program's own main() does it, on the built-in market.
int startUntilPainted(int argc, char **argv)
{
    const QString directory = QString::fromLocal8Bit(argv[2]);
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(tabularFont(QApplication::font()));
    FirstPaint watch;
    app.installEventFilter(&watch);
    DesktopOptions options;
    options.demo = true;
    options.dataDirectory = directory;
    const auto kept = DataDirectory::open(directory);
    if (!kept)
        return 1;
    Desktop desktop(options, collectSettings({{}, directory, directory}), directory, *kept);
    desktop.start();
    return QApplication::exec();
}

/// From the start of a process to its window being painted. The first one is not counted: its files come from the disk.
void firstPaint(benchmark::State &state)
{
    const QTemporaryDir directory;
    const auto seconds = [&] {
        QProcess program;
        QElapsedTimer clock;
        clock.start();
        program.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--first-paint"), directory.path()});
        const bool isPainted = program.waitForReadyRead(10'000);
        const double taken = static_cast<double>(clock.nsecsElapsed()) * 1e-9;
        program.waitForFinished();
        return isPainted && program.readAllStandardOutput().contains("painted") ? taken : 0;
    };
    seconds();
    for (auto _ : state) {
        const double taken = seconds();
        state.SetLabel("s");
        state.counters["figure"] = taken;
        state.counters["budget"] = 1;
        state.counters["met"] = taken > 0 && taken <= 1;
    }
}

BENCHMARK(firstPaint)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(tickToPixel)->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char *argv[])
{
    qputenv("QT_LOGGING_RULES", "*=false");
    if (argc == 3 && QByteArrayView(argv[1]) == "--first-paint")
        return startUntilPainted(argc, argv);
    QApplication app(argc, argv);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
