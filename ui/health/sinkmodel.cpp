// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/health/sinkmodel.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/health/sinktext.h"

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

QString text(const SinkHealth &sink, int column)
{
    switch (static_cast<SinkModel::Column>(column)) {
    case SinkModel::NameColumn: return sinkName(sink.name);
    case SinkModel::StateColumn: return sinkSymbol(sink.state) + u' ' + sinkWord(sink.state);
    case SinkModel::BacklogColumn: return format::count(sink.backlog);
    case SinkModel::SpooledColumn: return format::count(sink.spooled);
    case SinkModel::RateColumn: return format::count(static_cast<quint64>(sink.ratePerSecond));
    case SinkModel::LagP50Column: return format::lag(sink.lagP50Us);
    case SinkModel::LagP99Column: return format::lag(sink.lagP99Us);
    case SinkModel::DroppedColumn: return format::count(sink.dropped);
    case SinkModel::ColumnCount: break;
    }
    return {};
}

/// The trouble if there is any, else the place of the sink.
QString hint(const SinkHealth &sink, int column)
{
    const QString explained = column == SinkModel::StateColumn     ? sinkTrouble(sink)
                              : column == SinkModel::DroppedColumn ? sinkLoss(sink)
                                                                   : QString();
    return explained.isEmpty() ? sink.endpoint : explained;
}

QString headerHint(int column)
{
    switch (static_cast<SinkModel::Column>(column)) {
    case SinkModel::BacklogColumn: return SinkModel::tr("Not delivered yet, in memory and on disk");
    case SinkModel::SpooledColumn: return SinkModel::tr("Of these, on disk: they outlive this program");
    case SinkModel::LagP50Column:
    case SinkModel::LagP99Column:
        return SinkModel::tr("From being due to being acknowledged over the last seconds, median and 99th percentile");
    case SinkModel::DroppedColumn: return SinkModel::tr("Lost for good");
    case SinkModel::NameColumn:
    case SinkModel::StateColumn:
    case SinkModel::RateColumn:
    case SinkModel::ColumnCount: break;
    }
    return {};
}

int alignment(int column)
{
    return static_cast<int>((column <= SinkModel::StateColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

} // namespace

void SinkModel::setSinks(const std::vector<SinkHealth> &sinks)
{
    assertThreadOf(this);
    const bool areTheSame = std::equal(sinks.begin(), sinks.end(), m_sinks.begin(), m_sinks.end(),
                                       [](const SinkHealth &a, const SinkHealth &b) { return a.name == b.name; });
    if (!areTheSame) {
        beginResetModel();
        m_sinks = sinks;
        endResetModel();
        return;
    }
    for (std::size_t i = 0; i < sinks.size(); ++i) {
        const SinkHealth before = std::exchange(m_sinks[i], sinks[i]);
        int first = ColumnCount, last = -1;
        for (int column = 0; column < ColumnCount; ++column) {
            if (text(before, column) == text(sinks[i], column) && hint(before, column) == hint(sinks[i], column))
                continue;
            first = std::min(first, column);
            last = column;
        }
        if (last >= 0)
            Q_EMIT dataChanged(index(static_cast<int>(i), first), index(static_cast<int>(i), last));
    }
}

int SinkModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sinks.size());
}

int SinkModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SinkModel::colour(const SinkHealth &sink, int column) const
{
    if (column == StateColumn)
        return sinkColour(sink.state, m_theme);
    if (column == SpooledColumn && sink.spooled > 0)
        return m_theme.warn;
    if (column == DroppedColumn && sink.dropped > 0)
        return m_theme.bad;
    return {};
}

QVariant SinkModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const SinkHealth &sink = m_sinks[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(sink, index.column());
    case Qt::ToolTipRole: return hint(sink, index.column());
    case Qt::TextAlignmentRole: return alignment(index.column());
    case Qt::ForegroundRole: return colour(sink, index.column());
    case Qt::AccessibleTextRole: // a screen reader shall not read the shape out
        return index.column() == StateColumn ? sinkWord(sink.state) : QVariant();
    default: return {};
    }
}

QVariant SinkModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role == Qt::ToolTipRole)
        return headerHint(section);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    //: where data leaves the program for good: the store, Redis
    case NameColumn: return tr("Sink");
    case StateColumn: return tr("State");
    //: entries that are not delivered yet
    case BacklogColumn: return tr("Backlog");
    case SpooledColumn: return tr("On disk");
    case RateColumn: return tr("Delivered/s");
    case LagP50Column: return tr("Lag p50");
    case LagP99Column: return tr("Lag p99");
    case DroppedColumn: return tr("Dropped");
    case ColumnCount: break;
    }
    return {};
}

} // namespace tickstock
