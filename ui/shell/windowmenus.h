// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QKeySequence>
#include <QObject>

class QMainWindow;
class QAction;
class QMenu;

namespace tickstock {

class ChartToolBar;
class ChartWorkspace;
class LookMenu;
class WindowDocks;

/// The menu bar, made once of standing actions; its chart menu shows those of the chart in use. GUI thread.
class WindowMenus final : public QObject
{
    Q_OBJECT

public:
    /// @param window owns the menus; the others are its parts
    WindowMenus(QMainWindow &window, ChartWorkspace &charts, WindowDocks &docks, ChartToolBar &toolBar);

    LookMenu &look() const { return *m_look; }

Q_SIGNALS:
    /// The user has chosen to see one of these.
    void connectionsWanted();
    void planWanted();
    void universesWanted();
    void patternsWanted();

private:
    void addFile();
    void addView();
    void addCharts();
    void addConnections();
    void addPatterns();
    void addGo();
    void addHelp();
    QAction *addGlobal(QMenu &menu, const QString &text, const QKeySequence &key, void (WindowMenus::*act)());
    void showChartMenu();
    void goToSymbol();
    void goToChart();
    void goToWatchlist();
    void goToEvents();
    void goToSinks();
    void goToNextChart();
    void showKeys();
    void showCommands();

    QMainWindow &m_window;
    ChartWorkspace &m_charts;
    WindowDocks &m_docks;
    ChartToolBar &m_toolBar;
    LookMenu *m_look;
    QMenu *m_chart = nullptr;
};

} // namespace tickstock
