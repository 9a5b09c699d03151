// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/health/sinkhealth.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>

#include <vector>

namespace tickstock {

/// The sinks, a row each: state, entries that are waiting, rate, lag, and entries that were dropped. GUI thread.
class SinkModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        StateColumn,
        BacklogColumn,
        SpooledColumn,
        RateColumn,
        LagP50Column,
        LagP99Column,
        DroppedColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setTheme(const Theme &theme) { m_theme = theme; }
    /// While the names stay the same, the rows stay too, and only cells that look different are reported as changed.
    void setSinks(const std::vector<SinkHealth> &sinks);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant colour(const SinkHealth &sink, int column) const;

    Theme m_theme = Theme::dark();
    std::vector<SinkHealth> m_sinks;
};

} // namespace tickstock
