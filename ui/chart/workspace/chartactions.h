// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QAction;
class QKeySequence;
class QMenu;

namespace tickstock {

class ChartPanel;
struct ShownStudy;

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
    void addMenu(QMenu &menu, const QString &title, void (ChartActions::*fill)(QMenu &));
    void fillTimeframes(QMenu &menu);
    void fillScales(QMenu &menu);
    void fillShownStudies(QMenu &menu);
    void fillStudy(QMenu &menu, std::size_t pane, const ShownStudy &shown);
    void editStudy(int id);
    void showUndo();
    void closeWindow();
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
    QAction *m_undo, *m_redo, *m_copy, *m_save, *m_maximise, *m_window, *m_close;
};

} // namespace tickstock
