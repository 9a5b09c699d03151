// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>

#include <unordered_map>
#include <vector>

namespace tickstock {

/// The symbols, a row each: last price, change from the previous close, the day's volume. GUI thread.
class WatchlistModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SymbolColumn, LastColumn, ChangeColumn, VolumeColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole, ///< number or text to sort by
        TrendRole                ///< +1 the price just rose, -1 fell, 0 neither
    };
    /// A tick colours its row for at most this long.
    static constexpr int FlashMs = 150;

    explicit WatchlistModel(SymbolTable &symbols, QObject *parent = nullptr);

    void setSymbols(const QStringList &symbols);
    void applyBatch(const std::vector<QuoteUpdate> &quotes);
    void setTheme(const Theme &theme) { m_theme = theme; }
    /// Ends flashes whose time is over.
    void fadeFlashes();
    bool isFlashing() const;
    QString symbolAt(int row) const;
    int rowOf(const QString &symbol) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        SymbolId id;
        QString symbol;
        Quote quote;
        double previousClose = NoValue;
        int trend = 0;
        qint64 flashUntil = 0;

        double change() const { return quote.last / previousClose - 1; }
    };
    QVariant display(const Row &row, int column) const;
    QVariant sortValue(const Row &row, int column) const;

    SymbolTable &m_symbols;
    Theme m_theme = Theme::dark();
    std::vector<Row> m_rows;
    std::unordered_map<SymbolId, int> m_rowOf;
    QElapsedTimer m_clock;
};

} // namespace tickstock
