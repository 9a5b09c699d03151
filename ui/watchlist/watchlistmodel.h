// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/market/sessionchange.h"
#include "ui/common/theme.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>

#include <cmath>
#include <unordered_map>
#include <vector>

namespace tickstock {

/// The symbols, a row each: price and change as sessionchange.h says, the day's volume; bid and ask once the feed has
/// brought any. GUI thread.
class WatchlistModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SymbolColumn, LastColumn, ChangeColumn, VolumeColumn, BidColumn, AskColumn, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole, ///< number or text to sort by
        TrendRole                ///< +1 the price just rose, -1 fell, 0 neither
    };
    /// A tick colours its row for at most this long.
    static constexpr int FlashMs = 150;
    /// A quote older than this looks old.
    static constexpr Milliseconds FreshFor{60'000};

    explicit WatchlistModel(SymbolTable &symbols, QObject *parent = nullptr);

    void setSymbols(const QStringList &symbols);
    void applyBatch(const std::vector<QuoteUpdate> &quotes);
    /// @param now market time, by which a quote is old and the market closed
    void applyTops(const std::vector<TopOfBook> &tops, Timestamp now);
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
        TopOfBook top;
        double previousClose = NoValue;
        double regularClose = NoValue, regularVolume = NoValue; // of the session that is shown
        int trend = 0;
        qint64 flashUntil = 0;
    };
    double lastOf(const Row &row) const { return priceShown(row.quote.last, row.regularClose, m_session); }
    double changeOf(const Row &row) const { return sessionChange(lastOf(row), row.previousClose).fraction; }
    static double volumeOf(const Row &row)
    {
        return std::isfinite(row.quote.dayVolume) ? row.quote.dayVolume : row.regularVolume;
    }
    void setMarketNow(Timestamp now);
    QVariant display(const Row &row, int column) const;
    QVariant foreground(const Row &row, int column) const;
    QString ageOfQuote(const Row &row) const;
    QVariant sortValue(const Row &row, int column) const;

    SymbolTable &m_symbols;
    Theme m_theme = Theme::dark();
    std::vector<Row> m_rows;
    std::unordered_map<SymbolId, int> m_rowOf;
    QElapsedTimer m_clock;
    bool m_hasTops = false;
    Timestamp m_marketNow;
    ExchangeCalendar m_calendar;
    Session m_session = Session::Regular; // of m_marketNow
};

} // namespace tickstock
