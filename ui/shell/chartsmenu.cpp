// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/chartsmenu.h"

#include "ui/chart/workspace/chartworkspace.h"

namespace tickstock {

ChartsMenu::ChartsMenu(ChartWorkspace &charts, QWidget *parent)
    : QMenu(tr("Ch&arts"), parent)
    , m_charts(charts)
    , m_grids(new QActionGroup(this))
{
    addGrids();
    addSeparator();
    addAction(tr("&Open in a window"), &m_charts, &ChartWorkspace::openWindow);
    addAction(tr("Chart in use &alone, and back"), &m_charts, &ChartWorkspace::toggleMaximised);
    addSeparator();
    addWheel();
    connect(&m_charts, &ChartWorkspace::setupChanged, this, &ChartsMenu::showState);
    showState();
}

void ChartsMenu::addGrids()
{
    for (const int count : ChartWorkspace::GridCounts) {
        QAction *action = addAction(tr("%n chart(s)", nullptr, count), this, [this, count] {
            m_charts.setGrid(count);
            showState(); // it may have been refused
        });
        action->setCheckable(true);
        action->setActionGroup(m_grids);
    }
}

void ChartsMenu::addWheel()
{
    const auto add = [this](const QString &name, bool WheelHabits::*habit) {
        QAction *action = addAction(name);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, habit](bool on) {
            WheelHabits wheel = m_charts.wheelHabits();
            wheel.*habit = on;
            m_charts.setWheelHabits(wheel);
        });
        return action;
    };
    m_wheelPans = add(tr("&Wheel pans (Ctrl zooms)"), &WheelHabits::pans);
    m_wheelZoomsAtCursor = add(tr("Wheel &zooms about the cursor"), &WheelHabits::zoomsAtCursor);
}

void ChartsMenu::showState()
{
    for (std::size_t i = 0; i < ChartWorkspace::GridCounts.size(); ++i)
        m_grids->actions()[static_cast<qsizetype>(i)]->setChecked(ChartWorkspace::GridCounts[i] ==
                                                                  m_charts.gridCount());
    m_wheelPans->setChecked(m_charts.wheelHabits().pans);
    m_wheelZoomsAtCursor->setChecked(m_charts.wheelHabits().zoomsAtCursor);
}

} // namespace tickstock
