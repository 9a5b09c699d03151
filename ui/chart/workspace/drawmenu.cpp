// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/drawmenu.h"

#include "ui/chart/workspace/chartpanel.h"
#include "ui/chart/workspace/panelaction.h"

#include <utility>

namespace tickstock {

DrawMenu::DrawMenu(const QString &title, ChartPanel &panel)
    : QMenu(title, &panel)
    , m_panel(panel)
    , m_undo(addPanelAction(panel, tr("&Undo drawing"), QKeySequence::Undo))
    , m_redo(addPanelAction(panel, tr("&Redo drawing"), {}))
    , m_removeSelected(new QAction(tr("&Delete the chosen one"), this))
    , m_removeAll(new QAction(this))
{
    m_redo->setShortcuts({Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y});
    addKinds();
    addSection(tr("Shift and drag: measure"));
    addActions({m_undo, m_redo, m_removeSelected, m_removeAll});
    connectState();
    showState();
}

void DrawMenu::addKinds()
{
    const std::pair<Drawing::Kind, QString> kinds[] = {{Drawing::Kind::HorizontalLine, tr("&Horizontal line")},
                                                       {Drawing::Kind::TrendLine, tr("&Trend line")},
                                                       {Drawing::Kind::Rectangle, tr("R&ectangle")}};
    for (const auto &[kind, name] : kinds) {
        addAction(name, this, [this, chosen = kind] {
            m_panel.view().tool().choose(chosen);
            m_panel.view().setFocus();
            Q_EMIT answered(Drawing::pointCount(chosen) == 1
                                ? tr("Click where it is to be. Esc cancels.")
                                : tr("Click two points, or drag; Ctrl holds to a price of the bar. Esc cancels."));
        });
    }
}

void DrawMenu::connectState()
{
    DrawingTool &tool = m_panel.view().tool();
    Drawings &drawings = m_panel.drawings();
    connect(m_undo, &QAction::triggered, this, [this] { m_panel.drawings().undo(m_panel.symbol()); });
    connect(m_redo, &QAction::triggered, this, [this] { m_panel.drawings().redo(m_panel.symbol()); });
    connect(m_removeSelected, &QAction::triggered, &tool, &DrawingTool::removeSelected);
    connect(m_removeAll, &QAction::triggered, this, [this] { m_panel.drawings().removeAll(m_panel.symbol()); });
    connect(&drawings, &Drawings::changed, this, &DrawMenu::showState);
    connect(&tool, &DrawingTool::changed, this,
            [this, &tool] { m_removeSelected->setEnabled(tool.selected().has_value()); });
    connect(&m_panel.model(), &ChartModel::reset, this, &DrawMenu::showState);
    connect(&tool, &DrawingTool::refused, this, [this] {
        Q_EMIT answered(tr("%1 has as many drawings as there can be. Delete some first.").arg(m_panel.symbol()));
    });
}

void DrawMenu::showState()
{
    const Drawings &drawings = m_panel.drawings();
    const QString &symbol = m_panel.symbol();
    m_undo->setEnabled(drawings.canUndo(symbol));
    m_redo->setEnabled(drawings.canRedo(symbol));
    m_removeSelected->setEnabled(m_panel.view().tool().selected().has_value());
    m_removeAll->setText(tr("Delete &all of %1").arg(symbol));
    m_removeAll->setEnabled(!drawings.of(symbol).empty());
}

} // namespace tickstock
