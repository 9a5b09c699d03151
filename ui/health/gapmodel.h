// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/gap.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>

namespace tickstock {

/// The gap ledger as a table, the newest first. GUI thread.
class GapModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { FromColumn, ToColumn, SymbolColumn, ConnectionColumn, CauseColumn, RepairColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setTheme(const Theme &theme) { m_theme = theme; }
    void setGaps(const GapList &gaps);
    const Gap &gapAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const Gap &gap, int column) const;

    Theme m_theme = Theme::dark();
    GapList m_gaps;
};

} // namespace tickstock
