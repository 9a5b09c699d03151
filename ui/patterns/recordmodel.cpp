// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/patterns/recordmodel.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/patterns/patterntext.h"

#include <QLocale>

#include <cmath>

namespace tickstock {

void RecordModel::show(const SymbolRecords &records, const PatternKind &kind)
{
    assertThreadOf(this);
    beginResetModel();
    m_rows.clear();
    for (const auto &[key, record] : records.records) {
        const std::string name = key.pattern.toStdString();
        if (name == kind.name || name == kind.shortName)
            m_rows.emplace_back(key, record);
    }
    endResetModel();
}

int RecordModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RecordModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecordModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &[key, record] = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((index.column() < CasesColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const bool isAfter = index.column() >= FirstAfterColumn;
    if (role == Qt::ToolTipRole && isAfter) {
        const auto &after = record.after[static_cast<std::size_t>(index.column() - FirstAfterColumn)];
        return tr("%n case(s) with a bar so much later in the store; %1 of them went its way. The past of this symbol, "
                  "not a forecast.",
                  nullptr, after.cases)
            .arg(after.withDirection);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TimeframeColumn: return format::timeframe(key.timeframe);
    case DirectionColumn:
        return key.direction == Direction::Long    ? tr("\u25b2 long")
               : key.direction == Direction::Short ? tr("\u25bc short")
                                                   : tr("neutral");
    case CasesColumn: return QLocale().toString(record.cases);
    default: break;
    }
    const auto &after = record.after[static_cast<std::size_t>(index.column() - FirstAfterColumn)];
    if (after.cases == 0)
        return tr("\u2013");
    const QString sign = after.meanPercent < 0 ? QStringLiteral("\u2212") : QStringLiteral("+");
    return tr("%1%2 %, %3 of %4")
        .arg(sign, QLocale().toString(std::abs(after.meanPercent), 'f', 2))
        .arg(after.withDirection)
        .arg(after.cases);
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeframeColumn: return tr("TF");
    case DirectionColumn: return tr("Direction");
    case CasesColumn: return tr("Cases");
    default:
        //: mean change of price so many bars after the pattern
        return tr("After %1 bars").arg(PatternRecord::BarsAfter[static_cast<std::size_t>(section - FirstAfterColumn)]);
    }
}

} // namespace tickstock
