// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/quotememory.h"
#include "core/feed/tradememory.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace tickstock {

/// Lets each event through once. Trades are watched of every symbol, since a server sends some again on the same
/// connection and after a reconnection (TradeMemory); bars only of the symbols it is told to, which two connections
/// carry, and each a while longer than they do.
///
/// A bar is known by channel and start. Of each bar it keeps the versions in the order in which they were let through,
/// and how far each connection has got in that list: what a connection sends next is a repetition if it stands further
/// on in the list, else it is news, a correction back to earlier values included. A value; lives in the feed thread.
class TickDeduplicator
{
public:
    /// The vendor corrects a bar for fifteen minutes; what is older cannot come twice.
    static constexpr Milliseconds Remembered = 16 * OneMinute;
    /// Frames of a connection that no longer carries a symbol may still arrive for this long.
    static constexpr Milliseconds Straggling = OneMinute;

    void watch(SymbolId symbol);
    /// Two connections carry the symbol no longer. @p now is wall time
    void unwatchLater(SymbolId symbol, Timestamp now);
    /// Ends the watches whose time is over.
    void housekeep(Timestamp now);
    bool isWatched(SymbolId symbol) const
    {
        return symbol.value < m_symbols.size() && m_symbols[symbol.value] != nullptr;
    }

    /// The batch without what has been delivered already; null if nothing is left of it.
    TickBatchPtr filter(const TickBatchPtr &batch, ConnectionId connection);
    /// The same of quotes and bands, of the symbols that two connections carry.
    QuoteBatchPtr filter(const QuoteBatchPtr &batch);
    /// Whether this has been delivered already, a bar by another connection.
    bool isDuplicate(const Tick &tick, ConnectionId connection);

private:
    static constexpr std::size_t Connections = 4; // by ConnectionId, none included

    struct BarVersion
    {
        double open, high, low, close, volume;
        bool operator==(const BarVersion &) const = default;
    };
    struct BarHistory
    {
        std::vector<BarVersion> versions;
        std::array<std::uint32_t, Connections> reached{};
    };
    struct SymbolHistory
    {
        std::map<Timestamp, BarHistory> seconds, minutes;
        Timestamp newest;
        Timestamp trimmedAt;
    };
    static bool isKnownBar(BarHistory &history, const Tick &tick, ConnectionId connection);
    static void trim(SymbolHistory &history);

    TradeMemory m_trades;
    QuoteMemory m_quotes;
    std::vector<std::unique_ptr<SymbolHistory>> m_symbols; // by SymbolId; null: not watched
    std::unordered_map<SymbolId, Timestamp> m_unwatchAt;   // wall time
};

} // namespace tickstock
