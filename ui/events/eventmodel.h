// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>

#include <deque>

namespace tickstock {

/// Pattern events, the newest on top, at most MaxRows. An event that changes its state keeps its row. GUI thread.
class EventModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        TimeColumn,
        SymbolColumn,
        TimeframeColumn,
        PatternColumn,
        DirectionColumn,
        StateColumn,
        ConfidenceColumn,
        PriceColumn,
        ColumnCount
    };
    static constexpr int MaxRows = 10'000;

    using QAbstractTableModel::QAbstractTableModel;

    void applyBatch(const std::vector<PatternEvent> &events);
    void setTheme(const Theme &theme) { m_theme = theme; }
    const PatternEvent &eventAt(int row) const { return m_events[static_cast<std::size_t>(row)]; }
    std::vector<PatternEvent> eventsOf(const QString &symbol) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant display(const PatternEvent &event, int column) const;

    Theme m_theme = Theme::dark();
    std::deque<PatternEvent> m_events; // newest first
};

} // namespace tickstock
