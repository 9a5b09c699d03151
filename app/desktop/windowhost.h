// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/desktop/options.h"
#include "app/desktop/windowkeeper.h"
#include "ui/shell/mainwindow.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace tickstock {

/// Owns the program's window: opens it as it was left, and replaces it by another one in the same place. GUI thread.
class WindowHost final : public QObject
{
    Q_OBJECT

public:
    /// @param files     must outlive this
    /// @param directory where the windows' set-up is kept
    WindowHost(const DesktopOptions &options, FileThread &files, QString directory);
    ~WindowHost() override;

    /// Makes a window, and shows it when its set-up has been read; opened() follows. The window before stays until
    /// then, so that the program always has one.
    /// @param watermark what kind of data it shows when it is not the market's; empty for the market's
    void open(const QString &watermark);
    bool isOpening() const { return m_next != nullptr; }
    /// Null before the first opened().
    MainWindow *window() const { return m_shown ? &m_shown->window : nullptr; }

Q_SIGNALS:
    void opened(tickstock::MainWindow &window);

private:
    struct Kept
    {
        Kept(const QString &watermark, FileThread &files, const QString &directory);

        MainWindow window;
        WindowKeeper keeper; // ends before its window
    };

    void show();
    void place(Kept &kept) const;

    const QString m_layout;
    const bool m_isPicture; // of a given size
    FileThread &m_files;
    const QString m_directory;
    std::unique_ptr<Kept> m_shown;
    std::unique_ptr<Kept> m_next; // its set-up is being read
    QTimer m_healthLine;
};

} // namespace tickstock
