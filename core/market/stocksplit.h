// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/newyork.h"

#include <QString>

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
