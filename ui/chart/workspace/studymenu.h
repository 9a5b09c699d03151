// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMenu>

namespace tickstock {

class ChartPanel;
struct ShownStudy;

/// The studies of one chart: those it shows, each with what can be done to it, and those that can be added. A standing
/// menu; it is up to date whether it is open or not. GUI thread.
class StudyMenu final : public QMenu
{
    Q_OBJECT

public:
    /// @param panel owns the menu
    StudyMenu(const QString &title, ChartPanel &panel);

private:
    void addKnown();
    void showStudies();
    void addShown(std::size_t pane, const ShownStudy &shown);
    void edit(int id);

    ChartPanel &m_panel;
    QAction *m_add;         // the title before those that can be added
    QList<QMenu *> m_shown; // one for each study that is shown
};

} // namespace tickstock
