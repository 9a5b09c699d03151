// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace tickstock {

class ChartPanel;

/// Takes one chart's picture or data to the clipboard or to a file that the user names. GUI thread; the file is written
/// elsewhere.
class ChartSaver final : public QObject
{
    Q_OBJECT

public:
    /// @param panel owns the saver
    explicit ChartSaver(ChartPanel &panel);

    void copyPicture();
    void saveAs();

Q_SIGNALS:
    /// A line for the user.
    void answered(const QString &text);
    /// The user has chosen where this is to be kept.
    void fileWanted(const QString &file, const QByteArray &content);

private:
    void save(const QString &file, const QImage &picture);

    ChartPanel &m_panel;
};

} // namespace tickstock
