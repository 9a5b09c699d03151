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
    /// aside; if not even that is possible, it is not overwritten.
    void adopt(MainWindow &window);
    /// The window had a place on the screen.
    bool hasPlace() const { return m_hasPlace; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// A file, what is known to be in it, and whether it may be written.
    struct Kept
    {
        QString file;
        QByteArray content;
        bool isOurs = true;
    };

    void release();
    void save();
    void write(Kept &kept, const QByteArray &content);
    void noteFailure(const QString &file, const QString &problem);
    void read(Kept &kept);
    void putAside(Kept &kept, const QString &problem);

    Kept m_setup, m_drawings;
    QPointer<MainWindow> m_window;
    QTimer m_soon;
    QStringList m_problems;
    bool m_hasPlace = false;
    bool m_haveDrawingsChanged = false;
    FileWriter m_writer;
};

} // namespace tickstock
