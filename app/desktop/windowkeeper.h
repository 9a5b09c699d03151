// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/types/expected.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <memory>

namespace tickstock {

class FileThread;
class MainWindow;

/// Keeps how the user has set the window up, and what was drawn on the charts, in files of the data directory. They are
/// read once, before the window is shown, and written a moment after a change and at the end. GUI thread; the files are
/// read and written in the file thread.
class WindowKeeper final : public QObject
{
    Q_OBJECT

public:
    /// @param files     must outlive the keeper
    /// @param directory no other program uses it
    /// @param prefix    of the files' names: invented prices have files of their own
    WindowKeeper(FileThread &files, const QString &directory, const QString &prefix);
    /// Saves what has changed.
    ~WindowKeeper() override;

    /// Reads the files; restored() follows when the window is set up as it was. Later changes are saved. If a file
    /// cannot be read, the user is notified and the file is copied; if it cannot be copied, it is not overwritten.
    void adopt(MainWindow &window);
    /// Saves what has changed, and does not follow the window any longer.
    void release();
    /// The window had a place on the screen.
    bool hasPlace() const { return m_hasPlace; }

Q_SIGNALS:
    void restored();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Kept
    {
        QString file;
        QByteArray content; // as far as known, what the file holds
        // False for a file that could neither be read nor be copied. Read and written in the file thread only.
        std::shared_ptr<bool> mayReplace = std::make_shared<bool>(true);
    };

    void restore(const Expected<QByteArray> &setup, const Expected<QByteArray> &drawings);
    void follow();
    void save();
    void write(Kept &kept, const QByteArray &content);
    void handleFailure(const QString &file, const QString &problem);
    void saveForUser(const QString &file, const QByteArray &content);
    void putAside(const Kept &kept, const QString &problem);

    FileThread &m_files;
    Kept m_setup, m_drawings;
    QPointer<MainWindow> m_window;
    QTimer m_soon;
    bool m_isRestored = false;
    bool m_hasPlace = false;
    bool m_haveDrawingsChanged = false;
};

} // namespace tickstock
