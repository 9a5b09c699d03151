// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QAction;
class QActionGroup;
class QKeySequence;
class QMenu;

namespace tickstock {

class ChartPanel;

/// All that can be done to one chart, with its keys: for its context menu, the menu bar and the tool bar. GUI thread.
class ChartActions final : public QObject
{
    Q_OBJECT

public:
    /// @param panel owns the actions
    explicit ChartActions(ChartPanel &panel);

    /// Everything, in menus of their own.
    void fill(QMenu &menu);
    void fillStyles(QMenu &menu);
    void fillStudies(QMenu &menu);
    void fillDrawings(QMenu &menu);

private:
    QAction *add(const QString &text, const QKeySequence &key, void (ChartActions::*act)());
    QMenu *submenu(QMenu &menu, const QString &title, void (ChartActions::*fill)(QMenu &));
    void fillTimeframes(QMenu &menu);
    void fillScales(QMenu &menu);
    void fillShownStudies(QMenu &menu);
    void editStudy(std::size_t pane, std::size_t study);
    void resetView();
    void toggleLogarithmic();
    void toggleInverted();
    void toggleExtendedHours();
    void goToDate();
    void explainPattern();
    void undo();
    void redo();
    void removeDrawings();
    void copyPicture();
    void saveAs();

    ChartPanel &m_panel;
    QAction *m_reset, *m_goToDate, *m_explain, *m_logarithmic, *m_inverted, *m_extendedHours;
    QAction *m_undo, *m_redo, *m_copy, *m_save, *m_maximise, *m_window;
};

} // namespace tickstock
