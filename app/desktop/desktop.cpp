// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/desktop.h"

#include "core/simulator/replayfile.h"
#include "ui/settings/connectiondialog.h"

#include <QDir>
#include <QMessageBox>
#include <QTextStream>

namespace tickstock {

namespace {

/// A candle every six seconds: lively, and still readable.
constexpr double DemoSpeed = 10;

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
            const auto settings = (*market)->settings(m_settings.draft().texts());
            if (!settings) {
                handleFailure(settings.error());
                return;
            }
            options.settings = *settings;
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
    auto *box =
        new QMessageBox(QMessageBox::Warning, tr("TickStock Desktop"), text, QMessageBox::Ok, m_window.window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

bool Desktop::saveScreenshot() const
{
    if (m_options.screenshotFile.isEmpty() || !m_window.window())
        return true;
    return m_window.window()->grab().save(m_options.screenshotFile);
}

} // namespace tickstock
