// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"
#include "ui/chart/scene/pricescale.h"

#include <QActionGroup>
#include <QMenu>

namespace tickstock {

class ChartPanel;
class ChartSaver;
class DrawMenu;
class StudyMenu;

/// All that can be done to one chart: standing actions with their keys, made once, and checked and enabled as the chart
/// is. Its context menu, the menu bar, the tool bar and the command palette show these same actions. GUI thread.
class ChartActions final : public QObject
{
    Q_OBJECT

public:
    /// @param panel owns the actions
    explicit ChartActions(ChartPanel &panel);

    /// Everything, in menus of their own by subject.
    QMenu &menu() const { return *m_menu; }
    QMenu &styles() const { return *m_styles; }
    QMenu &studies() const;
    QMenu &drawings() const;
    /// In the order of their lengths; short names where they are buttons.
    QList<QAction *> timeframes() const { return m_timeframes->actions(); }
    QAction *extendedHours() const { return m_extendedHours; }
    QAction *maximise() const { return m_maximise; }
    QAction *openWindow() const { return m_openWindow; }

Q_SIGNALS:
    /// A line for the user, about what was just asked for.
    void answered(const QString &text);
    /// The user wants to know more of it.
    void eventChosen(const tickstock::PatternEvent &event);
    /// The user has chosen where this is to be kept.
    void fileWanted(const QString &file, const QByteArray &content);

private:
    QAction *add(const QString &text, const QKeySequence &key, void (ChartActions::*act)());
    QAction *addToggle(const QString &text, const QKeySequence &key, void (ChartActions::*act)());
    QMenu *addMenu(const QString &title);
    QActionGroup *makeTimeframes(QMenu &menu);
    QMenu *makeStyles();
    void addScales();
    void buildMenu();
    void connectState();
    void showState();
    void showScaleState();
    void resetView();
    void toggleAutomatic();
    void toggleLogarithmic();
    void togglePercent();
    void toggleMode(PriceScale::Mode mode);
    void toggleInverted();
    void toggleExtendedHours();
    void goToDate();
    void explainPattern();
    void closeWindow();

    ChartPanel &m_panel;
    ChartSaver *m_saver;
    QMenu *m_menu;
    QAction *m_automatic, *m_logarithmic, *m_percent, *m_inverted, *m_extendedHours;
    QAction *m_goToDate, *m_reset, *m_explain, *m_maximise, *m_openWindow, *m_close;
    QActionGroup *m_timeframes;
    QMenu *m_styles;
    StudyMenu *m_studies;
    DrawMenu *m_drawings;
    QMenu *m_links;
};

} // namespace tickstock
