// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

namespace tickstock {

class ChartWorkspace;

/// How many charts there are, where, and what the wheel does over them: in the menu bar and in the tool bar. GUI
/// thread.
class ChartsMenu final : public QMenu
{
    Q_OBJECT

public:
    /// @param charts must outlive the menu
    explicit ChartsMenu(ChartWorkspace &charts, QWidget *parent = nullptr);

private:
    void addGrids();
    void addWheel();

    ChartWorkspace &m_charts;
};

} // namespace tickstock
