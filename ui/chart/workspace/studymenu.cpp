// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/workspace/studymenu.h"

#include "ui/chart/studies/studydialog.h"
#include "ui/chart/studies/studytext.h"
#include "ui/chart/workspace/chartpanel.h"

#include <utility>

namespace tickstock {

StudyMenu::StudyMenu(const QString &title, ChartPanel &panel)
    : QMenu(title, &panel)
    , m_panel(panel)
{
    addSection(tr("Shown"));
    m_add = addSection(tr("Add"));
    addKnown();
    connect(&panel.view(), &ChartView::studiesChanged, this, &StudyMenu::showStudies);
    showStudies();
}

void StudyMenu::addKnown()
{
    for (const StudyType &type : studyTypes()) {
        addAction(studyName(type), this, [this, &type] {
            m_panel.view().addStudy(type, ParameterValues(type.parameters));
            m_panel.view().setFocus();
        });
    }
}

void StudyMenu::showStudies()
{
    for (QMenu *before : std::exchange(m_shown, {})) {
        removeAction(before->menuAction());
        before->deleteLater(); // one of its actions may be the reason
    }
    const auto &panes = m_panel.view().scene().panes();
    for (std::size_t pane = 0; pane < panes.size(); ++pane) {
        for (const ShownStudy &shown : panes[pane].studies)
            addShown(pane, shown);
    }
}

/// Meanwhile the study can be moved or removed elsewhere: it is known by its number.
void StudyMenu::addShown(std::size_t pane, const ShownStudy &shown)
{
    ChartView &view = m_panel.view();
    const int id = shown.id;
    auto *menu = new QMenu(studyTitle(*shown.study), this);
    menu->addAction(tr("Set up\u2026"), this, [this, id] { edit(id); })
        ->setEnabled(!shown.study->type().parameters.empty());
    if (pane > 0) {
        menu->addAction(tr("Move up"), &view, [&view, id] { view.moveStudy(id, -1); })->setEnabled(pane > 1);
        menu->addAction(tr("Move down"), &view, [&view, id] { view.moveStudy(id, 1); })
            ->setEnabled(pane + 1 < view.scene().panes().size());
    }
    menu->addAction(tr("Remove"), &view, [&view, id] { view.removeStudy(id); });
    insertMenu(m_add, menu);
    m_shown.append(menu);
}

void StudyMenu::edit(int id)
{
    ChartView &view = m_panel.view();
    const auto place = view.scene().placeOf(id);
    if (!place)
        return;
    auto *dialog = new StudyDialog(*view.scene().panes()[place->pane].studies[place->study].study, &m_panel);
    connect(dialog, &StudyDialog::valuesChanged, &view,
            [&view, id](const ParameterValues &values) { view.setStudyParameters(id, values); });
    dialog->open();
}

} // namespace tickstock
