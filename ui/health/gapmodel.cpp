// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/gapmodel.h"

#include "core/health/routingplan.h"
#include "core/types/threadcheck.h"
#include "ui/common/format.h"

namespace tickstock {

namespace {

QString causeText(const QString &cause)
{
    // The ledger's words, translated.
    if (cause == u"lost")
        return GapModel::tr("connection lost");
    if (cause == u"stalled")
        return GapModel::tr("no data although open");
    if (cause == u"short silence")
        return GapModel::tr("short silence");
    if (cause == u"not running")
        return GapModel::tr("program was not running");
    if (cause == u"overload")
        return GapModel::tr("more than this machine could take");
    if (cause == u"too many connections")
        return GapModel::tr("limit on connections");
    if (cause == u"closed by server")
        return GapModel::tr("closed by the server");
    if (cause == u"requested" || cause == u"paused")
        return GapModel::tr("closed by you");
    return cause;
}

} // namespace

void GapModel::setGaps(const GapList &gaps)
{
    assertThreadOf(this);
    if (gaps == m_gaps)
        return;
    const auto before = m_gaps ? m_gaps->size() : 0, after = gaps ? gaps->size() : 0;
    if (before == after && before > 0) { // no row is new, some are repaired: the selection stays
        m_gaps = gaps;
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(after) - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_gaps = gaps;
    endResetModel();
}

const Gap &GapModel::gapAt(int row) const
{
    return (*m_gaps)[m_gaps->size() - 1 - static_cast<std::size_t>(row)];
}

int GapModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_gaps ? 0 : static_cast<int>(m_gaps->size());
}

int GapModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString GapModel::text(const Gap &gap, int column) const
{
    switch (column) {
    case FromColumn: return format::day(gap.from) + u' ' + format::second(gap.from);
    case ToColumn: return gap.to.isValid() ? format::second(gap.to) : tr("still open");
    case SymbolColumn: return gap.symbol;
    case ConnectionColumn: return gap.connection.value == 0 ? tr("none") : shortName(gap.connection);
    case CauseColumn: return causeText(gap.cause);
    case RepairColumn:
        if (gap.isRepaired())
            return tr("\u2713 %1, %2").arg(gap.repairedBy.toUpper(), format::second(gap.repairedAt));
        if (gap.isEnded())
            return tr("! %1").arg(gap.repairedBy);
        return gap.openBecause.isEmpty() ? tr("! not yet") : tr("! not yet: %1").arg(gap.openBecause);
    default: return {};
    }
}

QVariant GapModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Gap &gap = gapAt(index.row());
    if (role == Qt::DisplayRole)
        return text(gap, index.column());
    if (role == Qt::ForegroundRole && index.column() == RepairColumn)
        return gap.isRepaired() ? m_theme.good : m_theme.warn;
    return {};
}

QVariant GapModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case FromColumn: return tr("From (ET)");
    case ToColumn: return tr("To (ET)");
    case SymbolColumn: return tr("Symbol");
    case ConnectionColumn: return tr("On");
    case CauseColumn: return tr("Cause");
    case RepairColumn: return tr("Repaired");
    default: return {};
    }
}

} // namespace tickstock
