// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/market/barbook.h"
#include "core/market/movers.h"
#include "core/market/printtape.h"
#include "core/market/tradingwatch.h"

#include <unordered_map>
#include <vector>

namespace tickstock {

/// What the screen shows of a symbol besides its bars: the close before, which connection brings its data, its last
/// trades, whether it is halted; and how symbols rank by their day. Lives in the pipeline thread.
class QuoteBoard
{
public:
    void setPreviousClose(SymbolId symbol, double close)
    {
        m_previousCloses[symbol] = close;
        m_movers.setPreviousClose(symbol, close);
    }
    /// The last event came by this connection.
    void take(const Tick &tick, ConnectionId connection)
    {
        if (tick.symbol.value >= m_connections.size())
            m_connections.resize(tick.symbol.value + 1);
        m_connections[tick.symbol.value] = connection;
        if (tick.kind == TickKind::Trade)
            m_prints.take(tick);
    }
    PrintTape &prints() { return m_prints; }
    TradingWatch &trading() { return m_trading; }
    /// A minute that is over, or its new version.
    void take(const ClosedMinute &minute, const BarBook &book)
    {
        if (minute.kind == ClosedMinute::Kind::Closed)
            m_movers.addMinute(minute.symbol, minute.bar);
        else if (minute.kind == ClosedMinute::Kind::Corrected)
            m_movers.setMinutes(minute.symbol, closedMinutes(minute.symbol, book));
    }
    /// Its minutes have been read from the store.
    void seed(SymbolId symbol, const BarBook &book) { m_movers.setMinutes(symbol, closedMinutes(symbol, book)); }
    const MoverBook &movers() const { return m_movers; }
    QuoteUpdate update(SymbolId symbol, const BarBook &book)
    {
        const Quote *quote = book.quote(symbol);
        const auto connection = symbol.value < m_connections.size() ? m_connections[symbol.value] : ConnectionId();
        if (quote) {
            m_movers.takeQuote(symbol, *quote);
            m_trading.noteTraded(symbol, quote->lastTime, connection);
        }
        const auto close = m_previousCloses.find(symbol);
        return {symbol, quote ? *quote : Quote(), close == m_previousCloses.end() ? NoValue : close->second,
                book.forming(symbol), connection};
    }

private:
    static std::vector<Bar> closedMinutes(SymbolId symbol, const BarBook &book)
    {
        std::vector<Bar> minutes = book.minutes(symbol);
        const auto forming = book.forming(symbol);
        if (forming && !minutes.empty() && minutes.back().start == forming->start)
            minutes.pop_back();
        return minutes;
    }

    MoverBook m_movers;
    PrintTape m_prints;
    TradingWatch m_trading;
    std::unordered_map<SymbolId, double> m_previousCloses;
    std::vector<ConnectionId> m_connections; // by SymbolId
};

} // namespace tickstock
