// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/options.h"
#include "core/config/settings.h"
#include "core/service/marketdataservice.h"
#include "core/simulator/simulator.h"
#include "core/storage/datadirectory.h"
#include "core/types/workerthread.h"
#include "ui/shell/mainwindow.h"

#include <QObject>

#include <memory>

namespace tickstock {

/// The desktop program, put together: settings, data directory, the core (fed by the vendor, by the built-in simulator
/// or by a recording) and the window.
class Desktop final : public QObject
{
    Q_OBJECT

public:
    Desktop(DesktopOptions options, Settings settings, std::shared_ptr<DataDirectory> directory);
    ~Desktop() override;

    /// Opens the window and starts the feed. An error ends the program.
    Outcome start();
    /// Writes the picture that was asked for. False when it could not be written.
    bool saveScreenshot() const;

private:
    Outcome startSimulator(std::unique_ptr<simulator::TradeSource> source, double speed, const QString &sourceWord);
    Outcome startDemo();
    Outcome startReplay(const QString &file);
    void startService(ServiceOptions options);
    void openWindow(const QString &watermark);
    void replaceBy(const std::function<Outcome()> &start);

    DesktopOptions m_options;
    Settings m_settings;
    const std::shared_ptr<DataDirectory> m_directory;
    const Theme m_theme = Theme::dark();
    std::unique_ptr<WorkerThread<simulator::Simulator>> m_simulator;
    std::unique_ptr<MarketDataService> m_service;
    std::unique_ptr<MainWindow> m_window;
    QTimer m_healthLine;
};

} // namespace tickstock
