// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/connectioncontrol.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableWidget;

namespace tickstock {

/// Shows what a rebalance would move, before the user applies it. GUI thread.
class RoutingPlanDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @param connections must outlive the dialog
    explicit RoutingPlanDialog(ConnectionControl &connections, QWidget *parent = nullptr);

private:
    void show(const RoutingPlan &plan, bool isApplied);

    ConnectionControl &m_connections;
    QLabel *m_summary;
    QTableWidget *m_moves;
    QPushButton *m_apply;
};

} // namespace tickstock
