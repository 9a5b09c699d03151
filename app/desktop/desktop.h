// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/options.h"
#include "app/desktop/windowkeeper.h"
#include "core/config/settingsdraft.h"
#include "core/service/marketdataservice.h"
#include "core/simulator/simulator.h"
#include "core/storage/datadirectory.h"
#include "core/types/workerthread.h"
#include "ui/settings/keychain.h"
#include "ui/shell/mainwindow.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace tickstock {

class ConnectionDialog;

/// The desktop program, put together: settings, data directory, the core (fed by the vendor, by the built-in simulator
/// or by a recording) and the window.
class Desktop final : public QObject
{
    Q_OBJECT

public:
    /// @param texts parse without an error
    /// @param configDirectory where the dialog's settings are saved
    Desktop(DesktopOptions options, SettingTexts texts, QString configDirectory,
            std::shared_ptr<DataDirectory> directory);
    ~Desktop() override;

    /// Opens the window and starts the feed. An error ends the program.
    Outcome start();
    /// Writes the picture that was asked for. False when it could not be written.
    bool saveScreenshot() const;

private:
    void startMarket();
    void showSetup(ConnectionId connection, bool test);
    void applySetup(const SettingsDraft &draft, const std::optional<QString> &key);
    void noteKeychain(const QString &problem);
    void useKey(const QString &key, const QString &origin);
    Outcome startSimulator(std::unique_ptr<simulator::TradeSource> source, double speed, const QString &sourceWord);
    Outcome startDemo();
    Outcome startReplay(const QString &file);
    void startService(ServiceOptions options);
    void openWindow(const QString &watermark);
    void placeWindow();
    void replaceBy(const std::function<Outcome()> &start);

    DesktopOptions m_options;
    SettingsDraft m_draft;
    Settings m_settings;
    const QString m_configDirectory;
    Keychain m_keychain;
    const std::shared_ptr<DataDirectory> m_directory;
    std::unique_ptr<WorkerThread<simulator::Simulator>> m_simulator;
    std::unique_ptr<MarketDataService> m_service;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<WindowKeeper> m_keeper;     // of the window
    QPointer<ConnectionDialog> m_setup;         // owned by the window
    QString m_keyState;                         // what the keychain said last
    QByteArray m_windowGeometry, m_windowState; // of the window that was replaced last
    QTimer m_healthLine;
};

} // namespace tickstock
