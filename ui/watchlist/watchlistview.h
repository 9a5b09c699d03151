// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTableView>

#include <vector>

class QSortFilterProxyModel;
class QTimer;

namespace tickstock {

class WatchlistModel;

/// The watchlist: arrows, Space and Shift+Space move through it and choose the chart's symbol. GUI thread.
class WatchlistView final : public QTableView
{
    Q_OBJECT

public:
    explicit WatchlistView(WatchlistModel &model, QWidget *parent = nullptr);

    /// Does not emit symbolChosen().
    void selectSymbol(const QString &symbol);
    QString firstSymbol() const;

Q_SIGNALS:
    void symbolChosen(const QString &symbol);
    /// The user has pressed Delete on it.
    void symbolRemoved(const QString &symbol);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void choose(const QModelIndex &index);
    void fitColumns();

    WatchlistModel &m_model;
    QSortFilterProxyModel *m_sorted;
    QTimer *m_resort;
    std::vector<int> m_widest;  // pixels that each column has needed so far
    bool m_isSelecting = false; // selectSymbol() changes the row, not the user
};

} // namespace tickstock
