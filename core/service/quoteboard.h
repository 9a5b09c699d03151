// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/interfaces/marketmailbox.h"
#include "core/market/barbook.h"
#include "core/market/movers.h"
#include "core/market/printtape.h"
#include "core/market/sessionchange.h"
#include "core/market/tradingwatch.h"

#include <span>
#include <vector>

namespace tickstock {

/// What the screen shows of a symbol besides its bars: the close before, which connection brings its data, its last
/// trades, whether it is halted; and how symbols rank by their day. Lives in the pipeline thread.
class QuoteBoard
{
public:
    /// Daily bars, the oldest first, in the shares of today. While the market is closed, the session that ended last is
    /// the one that is shown.
    void setDays(SymbolId symbol, std::span<const Bar> days, Timestamp marketNow)
    {
        m_movers.setCloses(symbol, regularCloses(days, m_calendar.currentOrPrevious(marketNow).date));
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
        const RegularCloses closes = m_movers.closesOf(symbol);
        return {symbol,       quote ? *quote : Quote(), closes.previous, book.forming(symbol), connection, closes.own,
                closes.volume};
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

    ExchangeCalendar m_calendar;
    MoverBook m_movers;
    PrintTape m_prints;
    TradingWatch m_trading;
    std::vector<ConnectionId> m_connections; // by SymbolId
};

} // namespace tickstock
