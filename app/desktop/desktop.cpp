// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"

#include "core/config/simulatedsettings.h"
#include "core/config/starteruniverses.h"
#include "core/market/newyork.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/replaysource.h"
#include "ui/settings/connectiondialog.h"

#include <QDir>
#include <QMessageBox>
#include <QTextStream>

namespace tickstock {

namespace {

/// A candle every six seconds: lively, and still readable.
constexpr double DemoSpeed = 10;
constexpr std::uint64_t DemoSeed = 7;
const QString DemoKey = QStringLiteral("demo");
/// What belongs to invented or replayed prices is kept apart from the market's.
const QString InventedPrefix = QStringLiteral("demo-");
constexpr QSize ScreenshotSize{1280, 720};
constexpr QSize UsualSize{1440, 860};

QStringList demoSymbols()
{
    const auto universes = starterUniverses();
    return universes.at(QStringLiteral("market_leaders:top_50")).mid(0, 24) +
           universes.at(QStringLiteral("etf:core")).mid(0, 4);
}

Timestamp lastTradingDayOpen()
{
    const ExchangeCalendar calendar;
    const QDate today = newyork::date({QDateTime::currentMSecsSinceEpoch()});
    return calendar.hours(ExchangeCalendar::previousTradingDay(today))->open;
}

/// Text terminals, and windows nobody sees, are told how things stand.
bool isOffScreen()
{
    return QGuiApplication::platformName() == u"offscreen" || QGuiApplication::platformName() == u"minimal";
}

} // namespace

Desktop::Desktop(DesktopOptions options, SettingTexts texts, const QString &configDirectory,
                 std::shared_ptr<DataDirectory> directory, MakeMarket makeMarket)
    : m_options(std::move(options))
    , m_directory(std::move(directory))
    , m_makeMarket(std::move(makeMarket))
    , m_settings(std::move(texts), configDirectory, m_files)
    , m_window(m_options, m_files, m_directory->path())
{
    connect(&m_window, &WindowHost::opened, this, &Desktop::handleOpened);
    connect(&m_settings, &SettingsKeeper::notSaved, this, &Desktop::warn);
    connect(&m_settings, &SettingsKeeper::keyProblemFound, this, [this](const QString &problem) {
        if (MainWindow *window = m_window.window())
            window->notify(problem);
    });
    connect(&m_market, &MarketLife::overdue, this, [this] {
        m_window.window()->notify(
            tr("The old connections have not ended yet. The new ones open as soon as they have."));
    });
}

Desktop::~Desktop() = default;

std::unique_ptr<MarketRun> Desktop::makeService(ServiceOptions options, std::unique_ptr<InventedMarket> feeder)
{
    return std::make_unique<ServiceRun>(std::move(options), std::move(feeder));
}

void Desktop::start()
{
    assertThreadOf(this);
    if (m_options.demo)
        showDemo();
    else if (!m_options.replayFile.isEmpty())
        showRecording(m_options.replayFile);
    else
        showRealMarket();
}

void Desktop::showRealMarket()
{
    replaceBy({}, [this] { beginRealMarket(); });
}

void Desktop::showDemo()
{
    replaceBy(tr("SIMULATED"), [this] {
        beginInvented([this] { return InventedMarket::demo(m_options.speedGiven ? m_options.speed : DemoSpeed); });
    });
}

/// The recording is read first: as long as it is not known to be good, everything stays as it is.
void Desktop::showRecording(const QString &file)
{
    struct Reading
    {
        Outcome outcome = success();
        simulator::Recording recording;
    };
    if (MainWindow *window = m_window.window())
        window->answer(tr("Reading %1 ...").arg(QDir::toNativeSeparators(file)));
    m_files.run(
        [file] {
            Reading reading;
            reading.outcome = simulator::readRecording(file, reading.recording);
            return reading;
        },
        this,
        [this, file, turn = m_turn, number = ++m_recordings](Reading reading) {
            if (turn != m_turn || number != m_recordings)
                return; // the user has chosen something else
            if (!reading.outcome && m_window.window()) {
                warn(reading.outcome.error().detail);
                return;
            }
            if (!reading.outcome) {
                Q_EMIT failed(reading.outcome.error());
                return;
            }
            if (reading.recording.rejectedLines > 0) {
                QTextStream(stderr) << "tickstock: " << reading.recording.rejectedLines << " line(s) of " << file
                                    << " left out, first " << reading.recording.firstProblems.first() << Qt::endl;
            }
            const auto recording = std::make_shared<simulator::Recording>(std::move(reading.recording));
            replaceBy(tr("REPLAY"), [this, recording] {
                beginInvented([this, recording] {
                    return InventedMarket::replay(std::move(*recording), m_options.speedGiven ? m_options.speed : 1);
                });
            });
        });
}

/// @param begin is called when the new window is shown and the old market has ended
void Desktop::replaceBy(const QString &watermark, std::function<void()> begin)
{
    ++m_turn;
    m_begin = std::move(begin);
    m_window.open(watermark);
}

void Desktop::handleOpened(MainWindow &window)
{
    // Queued: each of these replaces the window that sent the signal.
    connect(&window, &MainWindow::simulatorChosen, this, &Desktop::showDemo, Qt::QueuedConnection);
    connect(&window, &MainWindow::recordingChosen, this, &Desktop::showRecording, Qt::QueuedConnection);
    connect(
        &window, &MainWindow::keyEntered, this, [this](const QString &key) { applySetup(m_settings.draft(), key); },
        Qt::QueuedConnection);
    connect(&window, &MainWindow::setupRequested, this, &Desktop::showSetup);
    if (!m_settings.keyProblem().isEmpty())
        window.notify(m_settings.keyProblem());
    for (const QString &text : std::exchange(m_warnings, {}))
        warn(text);
    const bool mustEnd = m_market.current() || m_market.isEnding();
    if (mustEnd)
        window.answer(tr("Ending the old connections ..."));
    m_market.endThen([this, mustEnd] {
        if (m_window.isOpening())
            return; // the user has chosen again, and that begins with the next window
        if (mustEnd)
            m_window.window()->answer(tr("The old connections have ended."));
        m_begin();
    });
}

void Desktop::beginRealMarket()
{
    m_settings.findKey([this, turn = m_turn] {
        if (turn != m_turn)
            return;
        ServiceOptions options;
        options.settings = m_settings.settings();
        options.databaseFile = m_directory->file(QStringLiteral("tickstock.sqlite"));
        begin(std::move(options), nullptr);
    });
}

void Desktop::beginInvented(std::function<Expected<std::unique_ptr<InventedMarket>>()> make)
{
    const QString database = m_directory->file(QStringLiteral("demo.sqlite"));
    m_files.run(
        [database] {
            removeInventedStore(database);
            return success();
        },
        this,
        [this, database, make = std::move(make), turn = m_turn](const Outcome &) {
            if (turn != m_turn)
                return;
            auto market = make();
            if (!market) {
                handleFailure(market.error());
                return;
            }
            ServiceOptions options;
            options.settings = (*market)->settings(m_settings.settings());
            options.databaseFile = database;
            options.sourceWord = (*market)->sourceWord();
            begin(std::move(options), std::move(*market));
        });
}

void Desktop::begin(ServiceOptions options, std::unique_ptr<InventedMarket> feeder)
{
    m_hasBegun = true;
    options.patternsFile = m_directory->file(QStringLiteral("patterns.json"));
    auto run = m_makeMarket(std::move(options), std::move(feeder));
    m_window.window()->setCore(run->interfaces());
    m_market.begin(std::move(run));
}

void Desktop::showSetup(ConnectionId connection, bool test)
{
    if (!m_market.current() || m_window.isOpening())
        return;
    if (!m_setup) {
        MainWindow *window = m_window.window();
        const CoreInterfaces core = m_market.current()->interfaces();
        m_setup = new ConnectionDialog(m_settings.draft(), core.connections, core.lists, window->theme(), window);
        m_setup->setAttribute(Qt::WA_DeleteOnClose);
        // Queued: what is applied replaces the window, and the dialog with it.
        connect(m_setup, &ConnectionDialog::saved, this, &Desktop::applySetup, Qt::QueuedConnection);
    }
    if (!m_settings.keyProblem().isEmpty())
        m_setup->showKeyState(m_settings.keyProblem());
    m_setup->openAt(connection, test);
}

/// The core is made anew with the new settings; what it misses meanwhile is a hole like any other, and repaired.
void Desktop::applySetup(const SettingsDraft &draft, const std::optional<QString> &key)
{
    m_settings.apply(draft, key);
    showRealMarket();
}

/// If nothing was shown before, the program cannot do what it was started for. Otherwise the user chooses again.
void Desktop::handleFailure(const Error &error)
{
    if (!m_hasBegun) {
        Q_EMIT failed(error);
        return;
    }
    replaceBy({}, [this] { m_window.window()->showFirstRun(); });
    warn(error.detail);
}

void Desktop::warn(const QString &text)
{
    if (!m_window.window() || m_window.isOpening()) {
        m_warnings.append(text);
        return;
    }
    if (!m_options.layout.isEmpty())
        m_window->applyLayout(m_options.layout);
}

/// Ends what runs and starts something else; if that fails, says why and stays with the first-run panel.
void Desktop::replaceBy(const std::function<Outcome()> &start)
{
    m_healthLine.stop();
    if (m_window) {
        m_windowGeometry = m_window->saveGeometry();
        m_windowState = m_window->saveState();
    }
    m_keeper.reset();
    m_window.reset();
    m_service.reset();
    m_simulator.reset();
    if (const auto started = start(); !started) {
        openWindow({});
        m_window->showFirstRun();
        QMessageBox::warning(m_window.get(), tr("TickStock Desktop"), started.error().detail);
    }
}

void Desktop::startService(ServiceOptions options)
{
    m_service = std::make_unique<MarketDataService>(std::move(options));
    m_window->setCore(m_service->interfaces());
    m_service->start();
}

Outcome Desktop::startSimulator(std::unique_ptr<simulator::TradeSource> source, double speed, const QString &sourceWord)
{
    using simulator::Simulator;
    QStringList symbols;
    for (const std::string &symbol : source->symbols())
        symbols.append(QString::fromStdString(symbol));
    symbols = symbols.mid(0, 2'000);

    simulator::SimulatorOptions options;
    options.speed = speed;
    options.feed.keys = {DemoKey};
    Outcome outcome = success();
    std::pair<quint16, quint16> ports;
    m_simulator = std::make_unique<WorkerThread<Simulator>>(QStringLiteral("simulator"));
    const auto shared = std::make_shared<std::unique_ptr<simulator::TradeSource>>(std::move(source));
    m_simulator->start([&] {
        auto made = std::make_unique<Simulator>(std::move(*shared), options);
        outcome = made->start();
        ports = {made->feedPort(), made->httpPort()};
        return made;
    });
    if (!outcome)
        return outcome;

    const auto settings =
        simulatedSettings(m_draft.texts(), {QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(ports.first)),
                                            QUrl(QStringLiteral("http://127.0.0.1:%1").arg(ports.second)), DemoKey,
                                            symbols, sourceWord, sourceWord == u"simulated" ? 3 : 1});
    if (!settings)
        return settings.error();
    ServiceOptions service;
    service.settings = *settings;
    // What an earlier demo invented would not fit what this one invents.
    service.databaseFile = m_directory->file(QStringLiteral("demo.sqlite"));
    service.patternsFile = m_directory->file(QStringLiteral("patterns.json"));
    for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::remove(service.databaseFile + suffix);
    service.sourceWord = sourceWord;
    openWindow(sourceWord == u"replay" ? tr("REPLAY") : tr("SIMULATED"));
    startService(std::move(service));
    return success();
}

Outcome Desktop::startDemo()
{
    simulator::MarketModelOptions model;
    for (const QString &symbol : demoSymbols())
        model.symbols.push_back(symbol.toStdString());
    model.seed = DemoSeed;
    model.start = lastTradingDayOpen() + OneMinute * 25; // some candles of the day are there from the start
    model.liveFrom = model.start - OneMinute * 25;
    return startSimulator(std::make_unique<simulator::MarketModel>(std::move(model)),
                          m_options.speedGiven ? m_options.speed : DemoSpeed, QStringLiteral("simulated"));
}

Outcome Desktop::startReplay(const QString &file)
{
    simulator::Recording recording;
    if (const auto read = simulator::readRecording(file, recording); !read)
        return read.error();
    if (recording.rejectedLines > 0) {
        QTextStream(stderr) << "tickstock: " << recording.rejectedLines << " line(s) of " << file << " left out, first "
                            << recording.firstProblems.first() << Qt::endl;
    }
    return startSimulator(std::make_unique<simulator::ReplaySource>(std::move(recording)),
                          m_options.speedGiven ? m_options.speed : 1, QStringLiteral("replay"));
}

bool Desktop::saveScreenshot() const
{
    if (m_options.screenshotFile.isEmpty() || !m_window.window())
        return true;
    return m_window.window()->grab().save(m_options.screenshotFile);
}

} // namespace tickstock
