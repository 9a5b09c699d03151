// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/patterns/patternmodel.h"

#include "core/types/text.h"
#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/patterns/patterntext.h"

namespace tickstock {

PatternModel::PatternModel(PatternSettings settings, QObject *parent)
    : QAbstractTableModel(parent)
    , m_settings(std::move(settings))
{
}

void PatternModel::setSettings(const PatternSettings &settings)
{
    assertThreadOf(this);
    m_settings = settings;
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

bool PatternModel::setParameter(int row, Timeframe timeframe, std::string_view name, double value)
{
    assertThreadOf(this);
    return m_settings.setParameter(kindAt(row).name, timeframe, name, value);
}

const PatternKind &PatternModel::kindAt(int row) const
{
    return patternKinds()[static_cast<std::size_t>(row)];
}

Timeframe PatternModel::timeframeOf(int column)
{
    switch (column) {
    case Min1Column: return Timeframe::Min1;
    case Min5Column: return Timeframe::Min5;
    case Min15Column: return Timeframe::Min15;
    default: return Timeframe::Daily;
    }
}

int PatternModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(patternKinds().size());
}

int PatternModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PatternModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PatternKind &kind = kindAt(index.row());
    if (index.column() == NameColumn) {
        if (role == Qt::DisplayRole) {
            const QString name = text(kind.name);
            return kind.shortName == kind.name ? name : QStringLiteral("%1 / %2").arg(name, text(kind.shortName));
        }
        return role == Qt::ToolTipRole ? patternRule(kind.name) : QVariant();
    }
    const Timeframe timeframe = timeframeOf(index.column());
    if (!kind.timeframes.contains(timeframe))
        return {};
    const bool isOn = m_settings.isOn(kind.name, timeframe);
    if (role == Qt::CheckStateRole)
        return isOn ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole)
        return isOn ? tr("on") : tr("off");
    return {};
}

bool PatternModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !(flags(index) & Qt::ItemIsUserCheckable))
        return false;
    m_settings.setOn(kindAt(index.row()).name, timeframeOf(index.column()), value.toInt() == Qt::Checked);
    Q_EMIT dataChanged(index, index);
    return true;
}

Qt::ItemFlags PatternModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const bool isBox = index.isValid() && index.column() != NameColumn &&
                       kindAt(index.row()).timeframes.contains(timeframeOf(index.column()));
    return isBox ? flags | Qt::ItemIsUserCheckable : flags;
}

QVariant PatternModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Pattern") : format::timeframe(timeframeOf(section));
}

} // namespace tickstock
