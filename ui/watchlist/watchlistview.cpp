// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/watchlist/watchlistview.h"

#include "core/types/threadcheck.h"
#include "ui/watchlist/watchlistmodel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QSortFilterProxyModel>
#include <QStyle>
#include <QTimer>

#include <algorithm>

namespace tickstock {

namespace {

/// The list is not sorted with every tick: rows that jump cannot be read.
constexpr int ResortMs = 1'000;
/// Pixels on either side of a title, by the style sheet.
constexpr int HeaderPadding = 4;

} // namespace

WatchlistView::WatchlistView(WatchlistModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_resort(new QTimer(this))
{
    setObjectName(QStringLiteral("watchlist"));
    m_sorted->setSourceModel(&m_model);
    m_sorted->setSortRole(WatchlistModel::SortRole);
    m_sorted->setDynamicSortFilter(false);
    setModel(m_sorted);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMinimumSectionSize(48);
    horizontalHeader()->setHighlightSections(false);
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder); // the list's own order until a column is chosen
    m_resort->setInterval(ResortMs);
    connect(m_resort, &QTimer::timeout, this, [this] {
        if (m_sorted->sortColumn() > WatchlistModel::SymbolColumn)
            m_sorted->sort(m_sorted->sortColumn(), m_sorted->sortOrder());
        fitColumns();
    });
    connect(m_sorted, &QAbstractItemModel::columnsInserted, this, &WatchlistView::fitColumns);
    connect(m_sorted, &QAbstractItemModel::modelReset, this, &WatchlistView::fitColumns);
    m_resort->start();
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, &WatchlistView::choose);
    connect(this, &QTableView::clicked, this, &WatchlistView::choose); // a click on the current row counts, too
}

/// A number is never cut: a column is as wide as what it has shown needs, and only grows, so that it does not jump.
/// What room is left is shared out; what there is not is scrolled.
void WatchlistView::fitColumns()
{
    QHeaderView &header = *horizontalHeader();
    const int columns = header.count();
    m_widest.resize(static_cast<std::size_t>(columns), 0);
    const int margins = 2 * (style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, &header) + HeaderPadding);
    int needed = 0;
    for (int i = 0; i < columns; ++i) {
        int &widest = m_widest[static_cast<std::size_t>(i)];
        const QString title = m_sorted->headerData(i, Qt::Horizontal).toString(); // without room for the sort's arrow
        widest = std::max({widest, sizeHintForColumn(i), header.fontMetrics().horizontalAdvance(title) + margins});
        needed += widest;
    }
    const int spare = std::max(0, viewport()->width() - needed);
    for (int i = 0; i < columns; ++i)
        header.resizeSection(i,
                             m_widest[static_cast<std::size_t>(i)] + spare / columns + (i < spare % columns ? 1 : 0));
}

void WatchlistView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void WatchlistView::choose(const QModelIndex &index)
{
    if (index.isValid() && !m_isSelecting)
        Q_EMIT symbolChosen(m_model.symbolAt(m_sorted->mapToSource(index).row()));
}

void WatchlistView::selectSymbol(const QString &symbol)
{
    assertThreadOf(this);
    const int row = m_model.rowOf(symbol);
    if (row < 0)
        return;
    m_isSelecting = true;
    setCurrentIndex(m_sorted->mapFromSource(m_model.index(row, 0)));
    m_isSelecting = false;
}

QString WatchlistView::firstSymbol() const
{
    return m_sorted->rowCount() > 0 ? m_model.symbolAt(m_sorted->mapToSource(m_sorted->index(0, 0)).row()) : QString();
}

void WatchlistView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space) {
        const int step = event->modifiers() & Qt::ShiftModifier ? -1 : 1;
        const int row = currentIndex().row() + step;
        if (row >= 0 && row < m_sorted->rowCount())
            setCurrentIndex(m_sorted->index(row, 0));
        return;
    }
    if (event->key() == Qt::Key_Home || event->key() == Qt::Key_End) {
        setCurrentIndex(m_sorted->index(event->key() == Qt::Key_Home ? 0 : m_sorted->rowCount() - 1, 0));
        return;
    }
    if (event->key() == Qt::Key_Delete && currentIndex().isValid()) {
        Q_EMIT symbolRemoved(m_model.symbolAt(m_sorted->mapToSource(currentIndex()).row()));
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace tickstock
