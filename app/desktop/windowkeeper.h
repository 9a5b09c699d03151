// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/storage/filewriter.h"

#include <QPointer>
#include <QStringList>
#include <QTimer>

namespace tickstock {

class MainWindow;

/// Keeps how the user has set the window up, and what was drawn on the charts, in files of the data directory. Written
/// a moment after a change and at the end, in a thread of its own; read once, before the window is shown.
class WindowKeeper final : public QObject
{
    Q_OBJECT

public:
    /// @param directory must be ours alone
    /// @param prefix    of the files' names: what is invented is kept apart
    WindowKeeper(const QString &directory, const QString &prefix);
    ~WindowKeeper() override;

    /// Sets the window up as it was, and follows it from here on. What could not be read is told to the user, and put
    /// aside so that nothing overwrites it.
    void adopt(MainWindow &window);
    /// The window is about to go.
    void release();
    FileWriter &writer() { return m_writer; }

private:
    void save();
    QByteArray read(const QString &file);
    void putAside(const QString &file, const QString &problem);

    const QString m_windowFile, m_drawingsFile;
    QPointer<MainWindow> m_window;
    QByteArray m_savedWindow, m_savedDrawings;
    QTimer m_soon;
    QStringList m_problems;
    FileWriter m_writer;
};

} // namespace tickstock
