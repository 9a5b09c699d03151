// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternrecord.h"

#include <QAbstractTableModel>

#include <string_view>
#include <vector>

namespace tickstock {

/// What followed one pattern on one symbol: a row for each time frame and direction. GUI thread.
class RecordModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TimeframeColumn, DirectionColumn, CasesColumn, FirstAfterColumn, ColumnCount = 6 };

    using QAbstractTableModel::QAbstractTableModel;

    void show(const SymbolRecords &records, const PatternKind &kind);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<std::pair<RecordKey, PatternRecord>> m_rows;
};

} // namespace tickstock
