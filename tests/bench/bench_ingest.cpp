// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/inprocessbus.h"
#include "core/feed/feedhost.h"
#include "core/feed/massiveconnection.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/service/pipeline.h"
#include "core/types/histogram.h"
#include "core/types/workerthread.h"
#include "tests/bench/marketsender.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringEncoder>
#include <QTimer>
#include <QWebSocket>

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <sys/resource.h>

using namespace tickstock;
using namespace tickstock::bench;

namespace {

constexpr int SymbolCount = 500;
constexpr int Patience = 60'000;

/// The sender's frames: a few million events, so that the start does not count.
qint64 framesOf(int eventsPerFrame)
{
    return eventsPerFrame == 1 ? 1'000'000 : 3'000'000 / eventsPerFrame;
}

double cpuSeconds()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Runs the event loop, without spinning, until the condition holds; false after a while.
template<class Condition>
bool wait(Condition condition)
{
    QEventLoop loop;
    QTimer look;
    QElapsedTimer clock;
    clock.start();
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (condition() || clock.elapsed() > Patience)
            loop.quit();
    });
    look.start(5);
    loop.exec();
    return condition();
}

/// What was measured, of one reader. A value.
struct Run
{
    double seconds = 0;
    double cpu = 0;
    double events = 0;
    double lost = 0;

    double rate() const { return seconds > 0 ? (events - lost) / seconds : 0; }
};

/// From the first event to the last. In any thread, but one after the other.
class Watch
{
public:
    void start()
    {
        m_cpu = cpuSeconds();
        m_clock.start();
    }
    Run stop(qint64 events) const
    {
        return {static_cast<double>(m_clock.nsecsElapsed()) * 1e-9, cpuSeconds() - m_cpu, static_cast<double>(events)};
    }

private:
    QElapsedTimer m_clock;
    double m_cpu = 0;
};

/// The least that any reader made of these parts must do: takes frames from the socket and reads of each event what a
/// bar needs.
class BareReader
{
public:
    explicit BareReader(const QUrl &url)
    {
        QObject::connect(&m_socket, &QWebSocket::connected, &m_socket, [this] {
            m_socket.sendTextMessage(QStringLiteral("{\"action\":\"auth\",\"params\":\"k\"}"));
            m_socket.sendTextMessage(QStringLiteral("{\"action\":\"subscribe\",\"params\":\"A.*\"}"));
        });
        QObject::connect(&m_socket, &QWebSocket::textMessageReceived, &m_socket,
                         [this](const QString &frame) { read(frame); });
        m_socket.open(url);
    }
    Run run(qint64 events)
    {
        m_wanted = events;
        return wait([&] { return m_events >= events; }) ? m_run : Run();
    }

private:
    void read(const QString &frame)
    {
        QStringEncoder toUtf8(QStringConverter::Utf8);
        m_buffer.resize(static_cast<std::size_t>(toUtf8.requiredSpace(frame.size())) + simdjson::SIMDJSON_PADDING);
        const char *end = toUtf8.appendToBuffer(m_buffer.data(), frame);
        simdjson::ondemand::document document;
        if (m_parser.iterate(m_buffer.data(), static_cast<std::size_t>(end - m_buffer.data()), m_buffer.size())
                .get(document))
            return;
        for (auto element : document.get_array()) {
            simdjson::ondemand::object event;
            if (element.get_object().get(event))
                return;
            std::string_view kind;
            if (event["ev"].get_string().get(kind) || kind != "A")
                return;
            if (m_events++ == 0)
                m_watch.start();
            else if (m_events == m_wanted)
                m_run = m_watch.stop(m_events);
            std::string_view symbol;
            benchmark::DoNotOptimize(event["sym"].get_string().get(symbol));
            for (const char *key : {"v", "av", "o", "c", "h", "l", "s", "e"}) { // as they come
                double number = 0;
                benchmark::DoNotOptimize(event[key].get_double().get(number));
            }
        }
    }

    QWebSocket m_socket;
    simdjson::ondemand::parser m_parser;
    std::string m_buffer;
    qint64 m_events = 0, m_wanted = 0;
    Watch m_watch;
    Run m_run;
};

/// What tickstockd is made of between socket and bars: feed and pipeline in their threads, patterns looked for, and a
/// window that empties the mailbox 30 times a second. Ticks go nowhere else.
class WholeJob
{
public:
    explicit WholeJob(const QUrl &url, const QString &channel = QStringLiteral("A"))
    {
        m_pipeline.start([this] {
            Settings settings;
            settings.storeTicks = settings.forwardTicks = false;
            auto made =
                std::make_unique<Pipeline>(Pipeline::Parts{m_queue, m_symbols, m_bus, m_store, m_mailbox, m_health},
                                           settings, QStringLiteral("simulated"), PatternSettings());
            made->setScanning(true);
            return made;
        });
        m_queue.setWake([this] { m_pipeline.tryPost([](Pipeline &pipeline) { pipeline.drain(); }); });
        m_feed.start([&] {
            auto manager = std::make_unique<MultiConnectionManager>(MultiConnectionOptions(), m_symbols);
            MassiveConnectionOptions options;
            options.id = {1};
            options.url = url;
            options.key = QStringLiteral("k");
            options.channels = QStringList{channel};
            manager->addConnection(std::make_unique<MassiveConnection>(std::move(options), m_symbols), 1);
            return std::make_unique<FeedHost>(std::move(manager), m_queue, m_quotes, m_health);
        });
        QObject::connect(&m_frames, &QTimer::timeout, &m_frames,
                         [this] { benchmark::DoNotOptimize(m_mailbox.takeAll()); });
        m_frames.start(33);
    }
    ~WholeJob()
    {
        m_feed.stop();
        m_pipeline.stop();
    }

    Run run(const QStringList &symbols, qint64 events)
    {
        m_feed.post([this, symbols, events](FeedHost &host) {
            QObject::connect(&host.feed(), &MarketFeed::ticks, &host, [this, events](const TickBatchPtr &batch) {
                if (m_received == 0)
                    m_watch.start();
                m_received += static_cast<qint64>(batch->ticks.size());
                if (m_received >= events) // the batch itself is handed on after this
                    QTimer::singleShot(0, &m_frames, [this] { finish(); });
            });
            host.feed().subscribe(symbols);
            host.feed().open();
        });
        return wait([&] { return m_run.events > 0; }) ? m_run : Run();
    }

    /// From the socket to the bar, in milliseconds: of a batch, until the last of its ticks is in its bar.
    double latencyP99()
    {
        m_pipeline.postAndWait([](Pipeline &pipeline) { pipeline.reportHealth(); });
        return static_cast<double>(m_health.snapshot().pipeline.latencyP99Us) / 1'000;
    }

private:
    void finish()
    {
        m_pipeline.postAndWait([this](Pipeline &pipeline) {
            do
                pipeline.drain();
            while (m_queue.weight() > 0);
            m_run = m_watch.stop(m_received);
        });
        m_run.lost = static_cast<double>(m_queue.dropped());
    }

    SymbolTable m_symbols;
    InProcessBus m_bus;
    WriteQueue m_store{1'000};
    MarketMailbox m_mailbox;
    HealthBoard m_health;
    BoundedQueue<TickBatchPtr> m_queue{500'000};
    QuoteHandover m_quotes;
    WorkerThread<Pipeline> m_pipeline{QStringLiteral("pipeline")};
    WorkerThread<FeedHost> m_feed{QStringLiteral("feed")};
    QTimer m_frames;
    std::atomic<qint64> m_received = 0;
    Watch m_watch;
    Run m_run;
};

QStringList names(int count)
{
    QStringList all;
    for (int i = 0; i < count; ++i)
        all.append(QStringLiteral("SIM%1").arg(i));
    return all;
}

/// What makes massive-sim send prepared frames as fast as they are read.
QStringList blast(int eventsPerFrame)
{
    return {QStringLiteral("--blast"), QString::number(framesOf(eventsPerFrame)), QStringLiteral("--events-per-frame"),
            QString::number(eventsPerFrame)};
}

Run bareFloor(int eventsPerFrame)
{
    const MarketSender sender(names(SymbolCount), blast(eventsPerFrame));
    return BareReader(sender.url()).run(framesOf(eventsPerFrame) * eventsPerFrame);
}

Run wholeJob(int eventsPerFrame)
{
    const MarketSender sender(names(SymbolCount), blast(eventsPerFrame));
    return WholeJob(sender.url()).run(names(SymbolCount), framesOf(eventsPerFrame) * eventsPerFrame);
}

/// The folder into which a test of this build has installed the vendor's client; empty if none has.
QString vendorModules()
{
    const QDir build(QCoreApplication::applicationDirPath() + QStringLiteral("/../.."));
    for (const QString &preset : build.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString path = build.absoluteFilePath(preset + QStringLiteral("/vendorclient"));
        if (QFile::exists(path + QStringLiteral("/node_modules")))
            return path;
    }
    return {};
}

Run vendorClient(int eventsPerFrame, const QString &modules)
{
    const qint64 events = framesOf(eventsPerFrame) * eventsPerFrame;
    const MarketSender sender(names(SymbolCount), blast(eventsPerFrame));
    QProcess node;
    node.start(QStringLiteral("node"),
               {QStringLiteral(TICKSTOCK_BENCH_SOURCES "/vendorreader.mjs"), modules,
                sender.url().toString().remove(QStringLiteral("/stocks")), QString::number(events)});
    node.waitForFinished(Patience);
    const QJsonObject told = QJsonDocument::fromJson(node.readAllStandardOutput()).object();
    return {told[u"seconds"].toDouble(), told[u"cpu"].toDouble(), static_cast<double>(events)};
}

void report(benchmark::State &state, const Run &ours, const Run &other, double wantedRatio, double wantedRate)
{
    if (ours.rate() == 0 || other.rate() == 0) {
        state.SkipWithError("not all events came");
        return;
    }
    const double ratio = ours.rate() / other.rate();
    state.SetLabel("events/s");
    state.counters["figure"] = ours.rate();
    state.counters["peer"] = other.rate();
    state.counters["ratio"] = ratio;
    state.counters["budget"] = std::max(wantedRatio * other.rate(), wantedRate);
    state.counters["met"] = ratio >= wantedRatio && ours.rate() >= wantedRate ? 1 : 0;
    state.counters["cpu_s_a_million"] = ours.cpu * 1e6 / ours.events;
    state.counters["peer_cpu_s_a_million"] = other.cpu * 1e6 / other.events;
    state.counters["lost"] = ours.lost;
}

/// From the socket to bars, patterns and mailbox, beside the bare floor.
void ingest(benchmark::State &state)
{
    const auto eventsPerFrame = static_cast<int>(state.range(0));
    for (auto _ : state) {
        const Run floor = bareFloor(eventsPerFrame), job = wholeJob(eventsPerFrame);
        state.SetIterationTime(job.seconds);
        report(state, job, floor, 0.7, eventsPerFrame == 100 ? 1e6 : 0);
    }
}

/// The same beside the vendor's JavaScript client, which parses and does nothing else. Only where a test has installed
/// it, because it is not Debian's.
void ingestBesideVendor(benchmark::State &state)
{
    const auto eventsPerFrame = static_cast<int>(state.range(0));
    const QString modules = vendorModules();
    for (auto _ : state) {
        if (modules.isEmpty()) {
            state.SkipWithError("the vendor's client is not installed (tests: vendorclient)");
            return;
        }
        const Run vendor = vendorClient(eventsPerFrame, modules), job = wholeJob(eventsPerFrame);
        state.SetIterationTime(job.seconds);
        report(state, job, vendor, eventsPerFrame == 1 ? 5 : 3, 0);
    }
}

/// How long it takes until another thread runs an empty event, while something else is measured: what no reader with
/// two threads is faster than. Lives in the main thread.
class HandOver
{
public:
    HandOver()
        : m_other(QStringLiteral("other"))
    {
        m_other.start([] { return std::make_unique<QObject>(); });
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            const auto posted = std::chrono::steady_clock::now();
            m_other.post([this, posted](QObject &) {
                const auto passed = std::chrono::steady_clock::now() - posted;
                m_us.record(std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
            });
        });
        m_timer.start(10);
    }
    /// In milliseconds.
    double p99()
    {
        m_timer.stop();
        m_other.stop();
        return static_cast<double>(m_us.percentile(0.99)) / 1'000;
    }

private:
    Histogram m_us; // of the other thread while it runs
    WorkerThread<QObject> m_other;
    QTimer m_timer;
};

/// One tick from the socket to its bar, while some 10,000 trades a second come by a hundred frames. Few symbols with
/// many trades each: what a symbol costs its sender at the start would come as one burst.
void tickToBar(benchmark::State &state)
{
    constexpr int TradingSymbols = 100;
    constexpr qint64 Events = 200'000;
    for (auto _ : state) {
        const MarketSender sender(names(TradingSymbols), {QStringLiteral("--rate"), QStringLiteral("55")});
        WholeJob job(sender.url(), QStringLiteral("T"));
        HandOver floor;
        const Run run = job.run(names(TradingSymbols), Events);
        if (run.events == 0) {
            state.SkipWithError("not all events came");
            return;
        }
        state.SetIterationTime(run.seconds);
        state.SetLabel("ms");
        state.counters["figure"] = job.latencyP99();
        state.counters["peer"] = floor.p99();
        state.counters["ratio"] = job.latencyP99() / state.counters["peer"];
        state.counters["budget"] = 0.2;
        state.counters["met"] = job.latencyP99() <= 0.2 ? 1 : 0;
        state.counters["events_per_second"] = run.rate();
    }
}

BENCHMARK(tickToBar)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(ingest)->Arg(1)->Arg(10)->Arg(100)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(ingestBesideVendor)->Arg(1)->Arg(100)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    qputenv("QT_LOGGING_RULES", "tickstock.*=false");
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
