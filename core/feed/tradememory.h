// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <optional>

namespace tickstock {

/// Tells a trade that has come before, on whatever connection, by what the vendor knows it by: exchange, reporting
/// facility and id, and its sequence number. Remembers the last minutes, in two tables that take turns: while one is
/// filled, the other still answers. Bounded in memory however busy the market is. A value.
class TradeMemory
{
public:
    /// Of market time; a trade is remembered for at least one such turn.
    static constexpr Milliseconds Turn = 8 * OneMinute;
    /// Trades in one turn at most; then it ends early.
    static constexpr std::size_t MostInTurn = std::size_t(1) << 20;

    /// Whether the trade has come before. A trade without id and sequence is never known.
    bool isKnown(const Tick &trade);

private:
    /// A set of hashes with open addressing: trades come by the thousand, and a node for each would cost more.
    class Hashes
    {
    public:
        bool contains(std::uint64_t hash) const;
        void insert(std::uint64_t hash);
        std::size_t size() const { return m_size; }
        void clear();

    private:
        std::size_t slotOf(std::uint64_t hash) const;
        void grow();

        std::vector<std::uint64_t> m_slots; // a power of two of them, at most half of them used; 0: free
        std::size_t m_size = 0;
    };

    static std::optional<std::uint64_t> identity(const Tick &trade);
    void beginTurn();

    Hashes m_current, m_previous;
    Timestamp m_newest;  // market time
    Timestamp m_turnEnd; // market time
};

} // namespace tickstock
