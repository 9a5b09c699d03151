// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/eventmodel.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"
#include "ui/events/eventtext.h"

#include <QFont>

#include <algorithm>

namespace tickstock {

namespace {

/// The event was provisional and did not come true, so its row is removed.
bool hasVanished(const PatternEvent &known, const PatternEvent &now)
{
    return known.state == EventState::Forming && now.state == EventState::Withdrawn;
}

} // namespace

void EventModel::applyBatch(const std::vector<PatternEvent> &events)
{
    assertThreadOf(this);
    std::vector<PatternEvent> added;
    for (const PatternEvent &event : events) {
        const auto same = [&](const PatternEvent &known) { return known.id == event.id; };
        if (const auto fresh = std::find_if(added.begin(), added.end(), same); fresh != added.end()) {
            if (hasVanished(*fresh, event))
                added.erase(fresh);
            else
                *fresh = event;
            continue;
        }
        const auto known = std::find_if(m_events.begin(), m_events.end(), same);
        if (known == m_events.end()) {
            if (event.state != EventState::Withdrawn)
                added.push_back(event);
            continue;
        }
        const int row = static_cast<int>(known - m_events.begin());
        if (hasVanished(*known, event)) {
            beginRemoveRows({}, row, row);
            m_events.erase(known);
            endRemoveRows();
            continue;
        }
        *known = event;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    if (added.empty())
        return;
    if (added.size() > MaxRows)
        added.erase(added.begin(), added.end() - MaxRows);
    beginInsertRows({}, 0, static_cast<int>(added.size()) - 1);
    for (PatternEvent &event : added)
        m_events.push_front(std::move(event));
    endInsertRows();
    if (m_events.size() > MaxRows) {
        beginRemoveRows({}, MaxRows, static_cast<int>(m_events.size()) - 1);
        m_events.resize(MaxRows);
        endRemoveRows();
    }
}

std::vector<PatternEvent> EventModel::eventsOf(const QString &symbol) const
{
    std::vector<PatternEvent> found;
    std::copy_if(m_events.rbegin(), m_events.rend(), std::back_inserter(found),
                 [&](const PatternEvent &event) { return event.symbol == symbol; });
    return found;
}

int EventModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

int EventModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PatternEvent &event = eventAt(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(event, index.column());
    case Qt::TextAlignmentRole: {
        const bool isNumber = index.column() == ConfidenceColumn || index.column() == PriceColumn;
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case Qt::ForegroundRole:
        if (event.state == EventState::Withdrawn)
            return m_theme.dimText;
        if (index.column() == DirectionColumn && event.direction != Direction::Neutral)
            return event.direction == Direction::Long ? m_theme.up : m_theme.down;
        return {};
    case Qt::FontRole: {
        QFont font;
        font.setItalic(event.state == EventState::Forming);
        font.setStrikeOut(event.state == EventState::Withdrawn);
        return font;
    }
    case Qt::ToolTipRole: return describe(event);
    default: return {};
    }
}

QVariant EventModel::display(const PatternEvent &event, int column) const
{
    switch (static_cast<Column>(column)) {
    case TimeColumn:
        return event.timeframe == Timeframe::Daily ? format::day(event.barStart) : format::minute(event.barStart);
    case SymbolColumn: return event.symbol;
    case TimeframeColumn: return QString::fromStdString(std::string(toText(event.timeframe)));
    case PatternColumn: return event.pattern;
    case DirectionColumn:
        switch (event.direction) {
        case Direction::Long: return tr("\u25b2 long");
        case Direction::Short: return tr("\u25bc short");
        case Direction::Neutral: return tr("neutral");
        }
        return {};
    case StateColumn:
        switch (event.state) {
        case EventState::Forming: return tr("forming");
        case EventState::Confirmed: return tr("confirmed");
        case EventState::Withdrawn: return tr("withdrawn");
        }
        return {};
    case ConfidenceColumn: return QString::number(qRound(event.confidence * 100));
    case PriceColumn: return format::price(event.price);
    case ColumnCount: break;
    }
    return {};
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const bool isNumber = section == ConfidenceColumn || section == PriceColumn;
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    //: start of the bar, New York time
    case TimeColumn: return tr("Bar (ET)");
    case SymbolColumn: return tr("Symbol");
    //: timeframe
    case TimeframeColumn: return tr("TF");
    case PatternColumn: return tr("Pattern");
    case DirectionColumn: return tr("Direction");
    case StateColumn: return tr("State");
    case ConfidenceColumn: return tr("Conf");
    case PriceColumn: return tr("Price");
    case ColumnCount: break;
    }
    return {};
}

} // namespace tickstock
