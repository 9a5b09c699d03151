// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/listedsymbol.h"

#include <QJsonArray>

#include <map>

namespace tickstock::massive {

/// Rows of reference/tickers: stocks that are traded now. Gathered page by page. A value.
class TickerRows
{
public:
    static constexpr qsizetype LongestName = 200; ///< characters; what is behind them is left out

    void take(const QJsonArray &rows);
    /// By symbol, each once: of two rows about the same the last one counts.
    std::vector<ListedSymbol> symbols() const;
    /// Rows that name no symbol.
    int leftOut() const { return m_leftOut; }

private:
    std::map<QString, ListedSymbol> m_symbols;
    int m_leftOut = 0;
};

} // namespace tickstock::massive
