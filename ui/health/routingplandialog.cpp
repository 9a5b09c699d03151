// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/routingplandialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace tickstock {

namespace {

QString nameOf(ConnectionId id)
{
    return id.value == 0 ? RoutingPlanDialog::tr("none") : shortName(id);
}

} // namespace

RoutingPlanDialog::RoutingPlanDialog(ConnectionControl &connections, QWidget *parent)
    : QDialog(parent)
    , m_connections(connections)
    , m_summary(new QLabel(this))
    , m_moves(new QTableWidget(this))
    , m_apply(new QPushButton(tr("&Apply"), this))
{
    setObjectName(QStringLiteral("routingPlan"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Routing plan"));
    m_summary->setWordWrap(true);
    m_moves->setColumnCount(4);
    m_moves->setHorizontalHeaderLabels({tr("Symbol"), tr("From"), tr("To"), tr("Events/s")});
    m_moves->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_moves->verticalHeader()->hide();
    m_moves->setEditTriggers(QAbstractItemView::NoEditTriggers);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_apply, QDialogButtonBox::ActionRole);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_summary);
    layout->addWidget(m_moves, 1);
    layout->addWidget(buttons);
    resize(520, 480);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, [this] { m_connections.requestPlan(true); });
    connect(&m_connections, &ConnectionControl::planReady, this, &RoutingPlanDialog::show);
    m_summary->setText(tr("Asking the connections\u2026 Without an open feed there is nothing to plan."));
    m_apply->setEnabled(false);
    m_apply->setAutoDefault(false);
    m_connections.requestPlan(false);
}

void RoutingPlanDialog::show(const RoutingPlan &plan, bool isApplied)
{
    QStringList lines;
    if (plan.isEmpty())
        lines.append(tr("Every symbol is where it belongs: nothing to move."));
    else if (isApplied)
        lines.append(tr("%n symbol(s) are moving: first subscribed on the new connection, then dropped from the old.",
                        nullptr, static_cast<int>(plan.moves.size())));
    else
        lines.append(tr("%n symbol(s) would move.", nullptr, static_cast<int>(plan.moves.size())));
    for (const RoutingPlan::Load &load : plan.loads) {
        lines.append(tr("%1: %2 \u2192 %3 symbols, %4 \u2192 %5 events/s")
                         .arg(nameOf(load.connection))
                         .arg(load.symbolsBefore)
                         .arg(load.symbolsAfter)
                         .arg(load.before, 0, 'f', 0)
                         .arg(load.after, 0, 'f', 0));
    }
    m_summary->setText(lines.join(u'\n'));
    m_moves->setRowCount(static_cast<int>(plan.moves.size()));
    for (int row = 0; row < m_moves->rowCount(); ++row) {
        const RoutingMove &move = plan.moves[static_cast<std::size_t>(row)];
        const QString texts[] = {move.name, nameOf(move.from), nameOf(move.to), QString::number(move.load, 'f', 1)};
        for (int column = 0; column < 4; ++column)
            m_moves->setItem(row, column, new QTableWidgetItem(texts[column]));
    }
    m_apply->setEnabled(!plan.isEmpty() && !isApplied);
}

} // namespace tickstock
