// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/market/barbook.h"

#include <unordered_map>
#include <vector>

namespace tickstock {

/// What the screen shows of a symbol besides its bars: the close before, and which connection brings its data. Lives in
/// the pipeline thread.
class QuoteBoard
{
public:
    void setPreviousClose(SymbolId symbol, double close) { m_previousCloses[symbol] = close; }
    /// The last event came by this connection.
    void setConnection(SymbolId symbol, ConnectionId connection)
    {
        if (symbol.value >= m_connections.size())
            m_connections.resize(symbol.value + 1);
        m_connections[symbol.value] = connection;
    }
    QuoteUpdate update(SymbolId symbol, const BarBook &book) const
    {
        const Quote *quote = book.quote(symbol);
        const auto close = m_previousCloses.find(symbol);
        return {symbol, quote ? *quote : Quote(), close == m_previousCloses.end() ? NoValue : close->second,
                book.forming(symbol),
                symbol.value < m_connections.size() ? m_connections[symbol.value] : ConnectionId()};
    }

private:
    std::unordered_map<SymbolId, double> m_previousCloses;
    std::vector<ConnectionId> m_connections; // by SymbolId
};

} // namespace tickstock
