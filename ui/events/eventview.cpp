// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/eventview.h"

#include "ui/events/eventmodel.h"

#include <QHeaderView>
#include <QPainter>

namespace tickstock {

EventView::EventView(EventModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setObjectName(QStringLiteral("events"));
    setModel(&m_model);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(EventModel::PatternColumn, QHeaderView::Stretch);
    const auto choose = [this](const QModelIndex &index) {
        if (index.isValid())
            Q_EMIT eventChosen(m_model.eventAt(index.row()));
    };
    connect(this, &QTableView::clicked, this, choose);
    connect(this, &QTableView::activated, this, choose);
}

void EventView::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void EventView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_model.rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(20, 10, -20, -10), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

} // namespace tickstock
