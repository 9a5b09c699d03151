// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/patternsettings.h"

#include <QAbstractTableModel>

namespace tickstock {

/// All patterns, a row each, with a box for each time frame in which the pattern can be looked for. Edits a copy of the
/// settings. GUI thread.
class PatternModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, Min1Column, Min5Column, Min15Column, DailyColumn, ColumnCount };

    explicit PatternModel(PatternSettings settings, QObject *parent = nullptr);

    const PatternSettings &settings() const { return m_settings; }
    void setSettings(const PatternSettings &settings);
    /// Changes one number of one pattern. The boxes stay as they are.
    bool setParameter(int row, Timeframe timeframe, std::string_view name, double value);
    const PatternKind &kindAt(int row) const;
    static Timeframe timeframeOf(int column);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    PatternSettings m_settings;
};

} // namespace tickstock
