// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/marketlife.h"
#include "app/desktop/options.h"
#include "app/desktop/servicerun.h"
#include "app/desktop/settingskeeper.h"
#include "app/desktop/windowhost.h"
#include "core/storage/datadirectory.h"
#include "core/storage/filethread.h"

#include <QPointer>

namespace tickstock {

class ConnectionDialog;

/// The desktop program, put together: the window, and the market it shows (the vendor's, the built-in simulator's or a
/// recording's). When the user changes the market or the set-up, both are made anew: first the window, which stays
/// usable while the old connections end; when they have ended, the new market begins. GUI thread.
class Desktop final : public QObject
{
    Q_OBJECT

public:
    using MakeMarket =
        std::function<std::unique_ptr<MarketRun>(ServiceOptions options, std::unique_ptr<InventedMarket> feeder)>;

    /// @param texts parse without an error
    /// @param configDirectory where the dialog's settings are saved
    /// @param makeMarket ServiceRun, except in tests
    Desktop(DesktopOptions options, SettingTexts texts, const QString &configDirectory,
            std::shared_ptr<DataDirectory> directory, MakeMarket makeMarket = &makeService);
    ~Desktop() override;

    /// Opens the window and starts the market. failed() follows if what the command line asks for is impossible.
    void start();
    /// Writes the picture that was asked for. False when it could not be written. Waits for the disk: for the end of
    /// the program, when the event loop is over.
    bool saveScreenshot() const;

Q_SIGNALS:
    void failed(const tickstock::Error &error);

private:
    static std::unique_ptr<MarketRun> makeService(ServiceOptions options, std::unique_ptr<InventedMarket> feeder);
    void showRealMarket();
    void showDemo();
    void showRecording(const QString &file);
    void replaceBy(const QString &watermark, std::function<void()> begin);
    void handleOpened(MainWindow &window);
    void beginRealMarket();
    void beginInvented(std::function<Expected<std::unique_ptr<InventedMarket>>()> make);
    void begin(ServiceOptions options, std::unique_ptr<InventedMarket> feeder);
    void showSetup(ConnectionId connection, bool test);
    void applySetup(const SettingsDraft &draft, const std::optional<QString> &key);
    void handleFailure(const Error &error);
    void warn(const QString &text);

    const DesktopOptions m_options;
    const std::shared_ptr<DataDirectory> m_directory;
    const MakeMarket m_makeMarket;
    FileThread m_files;
    SettingsKeeper m_settings;
    MarketLife m_market;
    WindowHost m_window;                // shows the market, so it ends before it
    QPointer<ConnectionDialog> m_setup; // owned by the window
    std::function<void()> m_begin;      // what the window that opens shows
    int m_turn = 0;                     // counts the markets chosen; what was prepared for an earlier one is dropped
    int m_recordings = 0;               // likewise, of the recordings read
    QStringList m_warnings;             // for the window that opens
    bool m_hasBegun = false;            // a market has been shown
};

} // namespace tickstock
