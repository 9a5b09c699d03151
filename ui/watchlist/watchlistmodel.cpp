// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/watchlist/watchlistmodel.h"

#include "core/types/threadcheck.h"
#include "ui/common/format.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

WatchlistModel::WatchlistModel(SymbolTable &symbols, QObject *parent)
    : QAbstractTableModel(parent)
    , m_symbols(symbols)
{
    m_clock.start();
}

void WatchlistModel::setSymbols(const QStringList &symbols)
{
    assertThreadOf(this);
    beginResetModel();
    std::unordered_map<SymbolId, Row> known;
    for (Row &row : m_rows)
        known.emplace(row.id, std::move(row));
    m_rows.clear();
    m_rowOf.clear();
    for (const QString &symbol : symbols) {
        const auto id = m_symbols.intern(symbol);
        if (!id || m_rowOf.contains(*id))
            continue;
        m_rowOf.emplace(*id, static_cast<int>(m_rows.size()));
        const auto before = known.find(*id);
        m_rows.push_back(before == known.end() ? Row{*id, symbol, {}, {}, NoValue, NoValue, NoValue, 0, 0}
                                               : std::move(before->second));
    }
    endResetModel();
}

void WatchlistModel::applyBatch(const std::vector<QuoteUpdate> &quotes)
{
    assertThreadOf(this);
    std::vector<int> changed;
    const qint64 now = m_clock.elapsed();
    for (const QuoteUpdate &update : quotes) {
        const auto it = m_rowOf.find(update.symbol);
        if (it == m_rowOf.end())
            continue;
        Row &row = m_rows[static_cast<std::size_t>(it->second)];
        const double before = row.quote.last;
        if (update.quote.lastTime.isValid())
            row.quote = update.quote;
        if (!std::isnan(update.previousClose))
            row.previousClose = update.previousClose;
        row.regularClose = update.regularClose;
        row.regularVolume = update.regularVolume;
        if (row.quote.last != before && std::isfinite(before)) {
            row.trend = row.quote.last > before ? 1 : -1;
            row.flashUntil = now + FlashMs;
        }
        changed.push_back(it->second);
    }
    std::sort(changed.begin(), changed.end());
    for (std::size_t i = 0; i < changed.size();) {
        std::size_t end = i + 1;
        while (end < changed.size() && changed[end] <= changed[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(changed[i], LastColumn), index(changed[end - 1], VolumeColumn));
        i = end;
    }
}

void WatchlistModel::applyTops(const std::vector<TopOfBook> &tops, Timestamp now)
{
    assertThreadOf(this);
    setMarketNow(now);
    if (!tops.empty() && !m_hasTops) {
        beginInsertColumns({}, BidColumn, AskColumn);
        m_hasTops = true;
        endInsertColumns();
    }
    int first = rowCount(), last = -1;
    for (const TopOfBook &top : tops) {
        const auto it = m_rowOf.find(top.symbol);
        if (it == m_rowOf.end())
            continue;
        m_rows[static_cast<std::size_t>(it->second)].top = top;
        first = std::min(first, it->second);
        last = std::max(last, it->second);
    }
    if (last >= 0)
        Q_EMIT dataChanged(index(first, BidColumn), index(last, AskColumn));
}

/// When the market closes or opens, prices become those of the session or cease to be.
void WatchlistModel::setMarketNow(Timestamp now)
{
    m_marketNow = now;
    if (!now.isValid())
        return;
    const Session before = std::exchange(m_session, m_calendar.sessionAt(now));
    if ((before == Session::Closed) != (m_session == Session::Closed) && !m_rows.empty())
        Q_EMIT dataChanged(index(0, LastColumn), index(rowCount() - 1, VolumeColumn));
}

void WatchlistModel::fadeFlashes()
{
    assertThreadOf(this);
    const qint64 now = m_clock.elapsed();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].trend == 0 || m_rows[i].flashUntil > now)
            continue;
        m_rows[i].trend = 0;
        const int row = static_cast<int>(i);
        Q_EMIT dataChanged(index(row, LastColumn), index(row, LastColumn), {TrendRole, Qt::BackgroundRole});
    }
}

bool WatchlistModel::isFlashing() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.trend != 0; });
}

QString WatchlistModel::symbolAt(int row) const
{
    return row >= 0 && static_cast<std::size_t>(row) < m_rows.size() ? m_rows[static_cast<std::size_t>(row)].symbol
                                                                     : QString();
}

int WatchlistModel::rowOf(const QString &symbol) const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row &row) { return row.symbol == symbol; });
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

int WatchlistModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int WatchlistModel::columnCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_hasTops ? ColumnCount : BidColumn;
}

QVariant WatchlistModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case SortRole: return sortValue(row, index.column());
    case TrendRole: return row.trend;
    case Qt::TextAlignmentRole:
        return static_cast<int>((index.column() == SymbolColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ForegroundRole: return foreground(row, index.column());
    case Qt::ToolTipRole: return index.column() >= BidColumn ? ageOfQuote(row) : QVariant();
    case Qt::BackgroundRole:
        if (index.column() == LastColumn && row.trend != 0) {
            QColor flash = row.trend > 0 ? m_theme.up : m_theme.down;
            flash.setAlpha(70);
            return flash;
        }
        return {};
    default: return {};
    }
}

QVariant WatchlistModel::foreground(const Row &row, int column) const
{
    const int sign = column == ChangeColumn ? format::signOf(changeOf(row)) : 0;
    if (sign != 0)
        return sign < 0 ? m_theme.down : m_theme.up;
    if (column >= BidColumn && m_marketNow - row.top.time > FreshFor)
        return m_theme.dimText;
    return {};
}

QString WatchlistModel::ageOfQuote(const Row &row) const
{
    if (!row.top.time.isValid())
        return {};
    //: %1: a span of time, such as 12 s
    return tr("Quoted %1 ago").arg(format::age(std::max(Milliseconds(0), m_marketNow - row.top.time)));
}

QVariant WatchlistModel::display(const Row &row, int column) const
{
    switch (static_cast<Column>(column)) {
    case SymbolColumn: return row.symbol;
    case LastColumn: return format::price(lastOf(row));
    case ChangeColumn: return format::percent(changeOf(row));
    case VolumeColumn: return format::volume(volumeOf(row));
    case BidColumn: return std::isfinite(row.top.bid) ? format::price(row.top.bid) : QString();
    case AskColumn: return std::isfinite(row.top.ask) ? format::price(row.top.ask) : QString();
    case ColumnCount: break;
    }
    return {};
}

QVariant WatchlistModel::sortValue(const Row &row, int column) const
{
    const auto orLowest = [](double value) { return std::isfinite(value) ? value : -1e300; };
    switch (static_cast<Column>(column)) {
    case SymbolColumn: return row.symbol;
    case LastColumn: return orLowest(lastOf(row));
    case ChangeColumn: return orLowest(changeOf(row));
    case VolumeColumn: return orLowest(volumeOf(row));
    case BidColumn: return orLowest(row.top.bid);
    case AskColumn: return orLowest(row.top.ask);
    case ColumnCount: break;
    }
    return {};
}

QVariant WatchlistModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == SymbolColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case SymbolColumn: return tr("Symbol");
    case LastColumn: return tr("Last");
    //: the session's change, in percent
    case ChangeColumn: return tr("Chg");
    case VolumeColumn: return tr("Volume");
    case BidColumn: return tr("Bid");
    case AskColumn: return tr("Ask");
    case ColumnCount: break;
    }
    return {};
}

} // namespace tickstock
