// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/eventview.h"

#include "core/types/threadcheck.h"
#include "ui/events/eventmodel.h"

#include <QHeaderView>

namespace tickstock {

EventView::EventView(EventModel &model, QWidget *parent)
    : EmptyTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("events"));
    setModel(&m_model);
    horizontalHeader()->setSectionResizeMode(EventModel::PatternColumn, QHeaderView::Stretch);
    const auto choose = [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT eventChosen(m_model.eventAt(index.row()));
    };
    connect(this, &QTableView::clicked, this, choose);
    connect(this, &QTableView::activated, this, choose);
}

void EventView::select(const PatternEvent &event)
{
    assertThreadOf(this);
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.eventAt(row).id != event.id)
            continue;
        selectRow(row);
        scrollTo(m_model.index(row, 0), PositionAtCenter);
        return;
    }
}

} // namespace tickstock
