// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QActionGroup>
#include <QMenu>

namespace tickstock {

class ChartWorkspace;

/// How many charts there are, where, and what the wheel does over them: in the menu bar and in the tool bar. A standing
/// menu, checked as the charts are. GUI thread.
class ChartsMenu final : public QMenu
{
    Q_OBJECT

public:
    /// @param charts must outlive the menu
    explicit ChartsMenu(ChartWorkspace &charts, QWidget *parent = nullptr);

private:
    void addGrids();
    void addWheel();
    void showState();

    ChartWorkspace &m_charts;
    QActionGroup *m_grids; // as many actions as ChartWorkspace::GridCounts
    QAction *m_wheelPans = nullptr;
    QAction *m_wheelZoomsAtCursor = nullptr;
};

} // namespace tickstock
