// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/chartgrid.h"

#include "ui/chart/workspace/chartpanel.h"

#include <QGridLayout>

namespace tickstock {

namespace {

int columnsFor(std::size_t charts)
{
    return charts <= 1 ? 1 : charts <= 4 ? 2 : 3;
}

} // namespace

ChartGrid::ChartGrid(QWidget *area)
    : m_layout(new QGridLayout(area))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
}

/// Rows and columns without a chart to show take no room.
void ChartGrid::place(const ChartSet &charts)
{
    const auto &grid = charts.grid;
    const int columns = columnsFor(grid.size());
    for (int row = 0; row < m_layout->rowCount(); ++row)
        m_layout->setRowStretch(row, 0);
    for (int column = 0; column < m_layout->columnCount(); ++column)
        m_layout->setColumnStretch(column, 0);
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const int row = static_cast<int>(i) / columns, column = static_cast<int>(i) % columns;
        const bool isShown = !m_maximised || grid[i] == m_maximised;
        m_layout->addWidget(grid[i], row, column);
        grid[i]->setHeaderShown(grid.size() > 1 || !charts.windows.empty());
        grid[i]->setVisible(isShown);
        if (isShown) {
            m_layout->setRowStretch(row, 1);
            m_layout->setColumnStretch(column, 1);
        }
    }
}

} // namespace tickstock
