// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/chartsmenu.h"

#include "ui/chart/workspace/chartworkspace.h"

#include <QActionGroup>

#include <utility>

namespace tickstock {

ChartsMenu::ChartsMenu(ChartWorkspace &charts, QWidget *parent)
    : QMenu(tr("Ch&arts"), parent)
    , m_charts(charts)
{
    addGrids();
    addSeparator();
    addAction(tr("&Open in a window"), &m_charts, &ChartWorkspace::openWindow);
    addAction(tr("Chart in use &alone, and back"), &m_charts, &ChartWorkspace::toggleMaximised);
    addSeparator();
    addWheel();
}

void ChartsMenu::addGrids()
{
    auto *group = new QActionGroup(this);
    for (const int count : ChartWorkspace::GridCounts) {
        QAction *action =
            addAction(tr("%n chart(s)", nullptr, count), this, [this, count] { m_charts.setGrid(count); });
        action->setCheckable(true);
        action->setActionGroup(group);
        connect(this, &QMenu::aboutToShow, action,
                [this, action, count] { action->setChecked(m_charts.gridCount() == count); });
    }
}

void ChartsMenu::addWheel()
{
    const std::pair<QString, bool WheelHabits::*> habits[] = {
        {tr("&Wheel pans (Ctrl zooms)"), &WheelHabits::pans},
        {tr("Wheel &zooms about the cursor"), &WheelHabits::zoomsAtCursor}};
    for (const auto &[name, habit] : habits) {
        QAction *action = addAction(name);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, kept = habit](bool on) {
            WheelHabits wheel = m_charts.wheelHabits();
            wheel.*kept = on;
            m_charts.setWheelHabits(wheel);
        });
        connect(this, &QMenu::aboutToShow, action,
                [this, action, kept = habit] { action->setChecked(m_charts.wheelHabits().*kept); });
    }
}

} // namespace tickstock
