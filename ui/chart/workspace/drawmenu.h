// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

namespace tickstock {

class ChartPanel;

/// What can be drawn on one chart, and taken back. A standing menu; its actions are enabled as the drawings are. GUI
/// thread.
class DrawMenu final : public QMenu
{
    Q_OBJECT

public:
    /// @param panel owns the menu
    DrawMenu(const QString &title, ChartPanel &panel);

Q_SIGNALS:
    /// A line for the user: how to go on, or why nothing was drawn.
    void answered(const QString &text);

private:
    void addKinds();
    void connectState();
    void showState();

    ChartPanel &m_panel;
    QAction *m_undo, *m_redo, *m_removeSelected, *m_removeAll;
};

} // namespace tickstock
