// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/chart/workspace/chartset.h"

class QGridLayout;
class QWidget;

namespace tickstock {

/// Where charts lie beside each other: in rows and columns, or one of them alone. GUI thread.
class ChartGrid final
{
public:
    /// @param area is filled by the charts
    explicit ChartGrid(QWidget *area);

    /// This chart of the grid alone; null: all of them. Takes effect by place().
    void maximise(ChartPanel *panel) { m_maximised = panel; }
    bool isMaximised() const { return m_maximised; }
    /// Gives all charts of the grid their places. Where there are several charts, each says which one it is.
    void place(const ChartSet &charts);

private:
    QGridLayout *m_layout; // of the area, which owns it
    ChartPanel *m_maximised = nullptr;
};

} // namespace tickstock
