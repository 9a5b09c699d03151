// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/windowmenus.h"

#include "ui/chart/workspace/chartactions.h"
#include "ui/chart/workspace/chartworkspace.h"
#include "ui/shell/charttoolbar.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/keysheet.h"
#include "ui/shell/lookmenu.h"
#include "ui/shell/windowdocks.h"

#include <QApplication>
#include <QMainWindow>
#include <QMenuBar>

namespace tickstock {

WindowMenus::WindowMenus(QMainWindow &window, ChartWorkspace &charts, WindowDocks &docks, ChartToolBar &toolBar)
    : QObject(&window)
    , m_window(window)
    , m_charts(charts)
    , m_docks(docks)
    , m_toolBar(toolBar)
    , m_look(new LookMenu(&window))
{
    addFile();
    addView();
    addCharts();
    addConnections();
    addPatterns();
    addGo();
    addHelp();
}

/// Charts in windows of their own have these keys, too.
QAction *WindowMenus::addGlobal(QMenu &menu, const QString &text, const QKeySequence &key, void (WindowMenus::*act)())
{
    QAction *action = menu.addAction(text, key, this, act);
    action->setShortcutContext(Qt::ApplicationShortcut);
    return action;
}

void WindowMenus::addFile()
{
    QMenu *file = m_window.menuBar()->addMenu(tr("&File"));
    file->addAction(tr("&Quit"), QKeySequence::Quit, qApp, &QApplication::quit)
        ->setShortcutContext(Qt::ApplicationShortcut);
}

void WindowMenus::addView()
{
    QMenu *view = m_window.createPopupMenu();
    view->setTitle(tr("&View"));
    view->addSeparator();
    view->addMenu(m_look);
    m_window.menuBar()->addMenu(view);
}

void WindowMenus::addCharts()
{
    m_chart = m_window.menuBar()->addMenu(tr("&Chart"));
    connect(&m_charts, &ChartWorkspace::activeChanged, this, &WindowMenus::showChartMenu);
    showChartMenu();
    m_window.menuBar()->addMenu(m_toolBar.chartsMenu());
}

void WindowMenus::showChartMenu()
{
    m_chart->clear(); // the actions belong to their chart
    m_chart->addActions(m_charts.active().actions().menu().actions());
}

void WindowMenus::addConnections()
{
    QMenu *connections = m_window.menuBar()->addMenu(tr("Connec&tions"));
    connections->addAction(tr("&Set up\u2026"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this,
                           &WindowMenus::connectionsWanted);
    connections->addAction(tr("Routing &plan\u2026"), this, &WindowMenus::planWanted);
    connections->addAction(tr("Symbol &lists\u2026"), this, &WindowMenus::universesWanted);
}

void WindowMenus::addPatterns()
{
    QMenu *patterns = m_window.menuBar()->addMenu(tr("&Patterns"));
    patterns->addAction(tr("&Browse\u2026"), QKeySequence(Qt::CTRL | Qt::Key_B), this, &WindowMenus::patternsWanted);
}

void WindowMenus::addGo()
{
    QMenu &go = *m_window.menuBar()->addMenu(tr("G&o")); // Alt+G is a chart's own
    addGlobal(go, tr("&Symbol\u2026"), Qt::CTRL | Qt::Key_L, &WindowMenus::goToSymbol);
    addGlobal(go, tr("&Chart"), Qt::CTRL | Qt::Key_1, &WindowMenus::goToChart);
    addGlobal(go, tr("&Watchlist"), Qt::CTRL | Qt::Key_2, &WindowMenus::goToWatchlist);
    addGlobal(go, tr("&Events"), Qt::CTRL | Qt::Key_3, &WindowMenus::goToEvents);
    addGlobal(go, tr("S&inks"), Qt::CTRL | Qt::Key_4, &WindowMenus::goToSinks);
    addGlobal(go, tr("Ne&xt chart"), Qt::CTRL | Qt::Key_Tab, &WindowMenus::goToNextChart);
}

void WindowMenus::addHelp()
{
    QMenu &help = *m_window.menuBar()->addMenu(tr("&Help"));
    addGlobal(help, tr("&Keys"), {}, &WindowMenus::showKeys)
        ->setShortcuts({QKeySequence(Qt::Key_F1), QKeySequence(Qt::Key_Question)});
    addGlobal(help, tr("&Commands\u2026"), Qt::CTRL | Qt::Key_K, &WindowMenus::showCommands);
}

/// A chart's own window may be in front.
void WindowMenus::goToSymbol()
{
    m_window.activateWindow();
    m_toolBar.focusSymbol();
}

void WindowMenus::goToChart()
{
    m_charts.active().setFocus();
}

void WindowMenus::goToWatchlist()
{
    m_window.activateWindow();
    m_docks.focusWatchlist();
}

void WindowMenus::goToEvents()
{
    m_window.activateWindow();
    m_docks.focusEvents();
}

void WindowMenus::goToSinks()
{
    m_window.activateWindow();
    m_docks.focusSinks();
}

void WindowMenus::goToNextChart()
{
    m_charts.activateNext();
}

void WindowMenus::showKeys()
{
    (new KeySheet(&m_window))->open();
}

void WindowMenus::showCommands()
{
    (new CommandPalette(*m_window.menuBar(), &m_window))->open();
}

} // namespace tickstock
