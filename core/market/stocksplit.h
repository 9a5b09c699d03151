// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/newyork.h"

#include <QString>
#include <QStringList>

#include <span>
#include <vector>

namespace tickstock {

/// From its execution date on, @p from old shares are @p to new ones. A value.
struct StockSplit
{
    QString symbol;
    QDate date; ///< exchange date
    double from = 1;
    double to = 1;

    bool operator==(const StockSplit &other) const
    {
        return symbol == other.symbol && date == other.date && from == other.from && to == other.to;
    }
};

/// The splits of all symbols within a window of execution dates, as the vendor lists them now. A value.
struct SplitList
{
    QDate from, to;                 ///< exchange dates, both included
    std::vector<StockSplit> splits; ///< of one symbol and date, one at most
    QStringList unclear;            ///< symbols of which an entry could not be read: what was known of them remains
    bool isWhole = true; ///< false: an entry names no symbol, so that nothing that was known can be said to be gone
};

/// How many shares of @p day make one share at the opening of @p asOf (exchange dates).
/// @param splits of the symbol
inline double splitFactor(std::span<const StockSplit> splits, QDate day, QDate asOf)
{
    double factor = 1;
    for (const StockSplit &split : splits) {
        if (split.date > day && split.date <= asOf)
            factor *= split.from / split.to;
    }
    return factor;
}

} // namespace tickstock
