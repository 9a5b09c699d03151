// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QString>

#include <vector>

namespace tickstock {

/// A symbol as the vendor lists it. A value.
struct ListedSymbol
{
    QString symbol;
    QString name;     ///< "Agilent Technologies Inc."; empty: the vendor gives none
    QString type;     ///< the vendor's word: CS is a common stock, ETF a fund
    QString exchange; ///< the primary one, as a MIC: XNYS

    bool operator==(const ListedSymbol &other) const
    {
        return symbol == other.symbol && name == other.name && type == other.type && exchange == other.exchange;
    }
};

/// All symbols that can be traded, as they were listed once. A value.
struct SymbolListing
{
    std::vector<ListedSymbol> symbols; ///< in their order, each once
    Timestamp readAt;                  ///< wall time, when the vendor said so; not valid: it never has
};

} // namespace tickstock
