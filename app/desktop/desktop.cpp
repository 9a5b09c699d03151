// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"

#include "core/config/starteruniverses.h"
#include "core/market/newyork.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/replaysource.h"
#include "ui/settings/connectiondialog.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QMessageBox>
#include <QScreen>
#include <QTextStream>

namespace tickstock {

namespace {

/// A candle every six seconds: lively, and still readable.
constexpr double DemoSpeed = 10;
constexpr std::uint64_t DemoSeed = 7;
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

Desktop::Desktop(DesktopOptions options, SettingTexts texts, QString configDirectory,
                 std::shared_ptr<DataDirectory> directory)
    : m_options(std::move(options))
    , m_draft(std::move(texts))
    , m_settings(*m_draft.parsed())
    , m_configDirectory(std::move(configDirectory))
    , m_directory(std::move(directory))
{
    m_healthLine.setInterval(1'000);
    connect(&m_healthLine, &QTimer::timeout, this,
            [this] { QTextStream(stdout) << m_window->healthLine() << Qt::endl; });
}

/// The window looks at the core, the core is fed by the simulator: they go in this order.
Desktop::~Desktop()
{
    m_keeper.reset();
    m_window.reset();
    m_service.reset();
    m_simulator.reset();
}

Outcome Desktop::start()
{
    if (m_options.demo)
        return startDemo();
    if (!m_options.replayFile.isEmpty())
        return startReplay(m_options.replayFile);
    openWindow({});
    if (!m_settings.apiKey.isEmpty() || !m_settings.useMassiveApi) {
        startMarket();
        return success();
    }
    m_keychain.read([this](const Expected<QString> &key) {
        if (m_service)
            return; // the user was faster
        if (key && !key->isEmpty())
            useKey(*key, KeychainOrigin);
        else if (!key)
            noteKeychain(
                tr("The keychain cannot be used (%1): a key lasts for this run only.").arg(key.error().detail));
        startMarket();
    });
    return success();
}

void Desktop::startMarket()
{
    ServiceOptions service;
    service.settings = m_settings;
    service.databaseFile = m_directory->file(QStringLiteral("tickstock.sqlite"));
    service.patternsFile = m_directory->file(QStringLiteral("patterns.json"));
    startService(std::move(service));
}

void Desktop::useKey(const QString &key, const QString &origin)
{
    m_settings.apiKey = key;
    SettingTexts texts = m_draft.texts();
    texts.values[QStringLiteral("MASSIVE_API_KEY")] = {key, origin};
    m_draft = SettingsDraft(std::move(texts));
}

void Desktop::noteKeychain(const QString &problem)
{
    m_keyState = problem;
    if (m_window && !problem.isEmpty())
        m_window->notify(problem);
}

void Desktop::showSetup(ConnectionId connection, bool test)
{
    if (!m_service)
        return;
    if (!m_setup) {
        m_setup = new ConnectionDialog(m_draft, m_service->interfaces().connections, m_service->interfaces().lists,
                                       m_window->theme(), m_window.get());
        m_setup->setAttribute(Qt::WA_DeleteOnClose);
        // Queued: what is applied replaces the window, and the dialog with it.
        connect(m_setup, &ConnectionDialog::saved, this, &Desktop::applySetup, Qt::QueuedConnection);
    }
    if (!m_keyState.isEmpty())
        m_setup->showKeyState(m_keyState);
    m_setup->openAt(connection, test);
}

/// The core is started anew with the new settings; what it misses meanwhile is a hole like any other, and repaired.
void Desktop::applySetup(const SettingsDraft &draft, const std::optional<QString> &key)
{
    m_draft = draft;
    if (const auto saved = m_draft.save(QDir(m_configDirectory).filePath(SavedSettingsFile)); !saved)
        QMessageBox::warning(m_window.get(), tr("TickStock Desktop"), saved.error().detail);
    if (key) {
        useKey(*key, KeychainOrigin);
        m_keychain.write(*key, [this](const Outcome &written) {
            noteKeychain(written ? QString()
                                 : tr("The keychain cannot be used (%1): the key lasts for this run only.")
                                       .arg(written.error().detail));
        });
    }
    if (const auto parsed = m_draft.parsed())
        m_settings = *parsed;
    m_options.demo = false;
    m_options.replayFile.clear();
    replaceBy([this] { return start(); });
}

void Desktop::openWindow(const QString &watermark)
{
    m_window = std::make_unique<MainWindow>(watermark);
    if (!m_keyState.isEmpty())
        m_window->notify(m_keyState);
    m_keeper = std::make_unique<WindowKeeper>(m_directory->path(), watermark.isEmpty() ? QString() : InventedPrefix);
    m_keeper->adopt(*m_window);
    placeWindow();
    m_window->show();
    // Queued: each of these replaces the window that sent the signal.
    connect(
        m_window.get(), &MainWindow::simulatorChosen, this, [this] { replaceBy([this] { return startDemo(); }); },
        Qt::QueuedConnection);
    connect(
        m_window.get(), &MainWindow::recordingChosen, this,
        [this](const QString &file) { replaceBy([this, file] { return startReplay(file); }); }, Qt::QueuedConnection);
    connect(
        m_window.get(), &MainWindow::keyEntered, this, [this](const QString &key) { applySetup(m_draft, key); },
        Qt::QueuedConnection);
    connect(m_window.get(), &MainWindow::setupRequested, this, &Desktop::showSetup);
    if (isOffScreen())
        m_healthLine.start();
}

/// Over what is kept: another window's place, a picture's size, the layout that was asked for.
void Desktop::placeWindow()
{
    const bool isPicture = !m_options.screenshotFile.isEmpty() || isOffScreen();
    const QSize room = QGuiApplication::primaryScreen()->availableGeometry().size();
    if (!m_windowGeometry.isEmpty()) { // it replaces another one
        m_window->restoreGeometry(m_windowGeometry);
        m_window->restoreState(m_windowState);
    } else if (isPicture) {
        m_window->resize(ScreenshotSize);
    } else if (!m_keeper->hasPlace()) {
        m_window->resize(UsualSize.boundedTo(room));
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
    options.feed.keys = {QStringLiteral("demo")};
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

    ServiceOptions service;
    service.settings = m_settings;
    service.settings.apiKey = QStringLiteral("demo");
    service.settings.useMassiveApi = true;
    service.settings.tickSource = TickSource::WebSocket; // nothing invented leaves this program
    service.settings.redisUrl.clear();
    service.settings.databaseUrl.clear();
    service.settings.webSocketUrl = QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(ports.first));
    service.settings.restUrl = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(ports.second));
    service.settings.channels = {QStringLiteral("A"), QStringLiteral("AM")};
    service.settings.universeKey.clear();
    service.settings.useMultiConnection = sourceWord == u"simulated"; // the demo shows three, a recording needs one
    service.settings.routingStrategy = RoutingStrategy::RoundRobin;
    service.settings.restPerMinute = 0;
    service.settings.connections = {};
    for (int i = 0; i < 3; ++i) {
        ConnectionSlot &slot = service.settings.connections[static_cast<std::size_t>(i)];
        slot.enabled = true;
        slot.name = QStringLiteral("%1 %2").arg(sourceWord).arg(i + 1);
        slot.priority = i + 1;
    }
    service.settings.connections[0].symbols = symbols;
    service.settings.marketClock = MarketClockMode::Auto;
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
    if (m_options.screenshotFile.isEmpty() || !m_window)
        return true;
    return m_window->grab().save(m_options.screenshotFile);
}

} // namespace tickstock
