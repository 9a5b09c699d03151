// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <QtGlobal>

namespace tickstock {

/// One trade as the tape shows it. A value.
struct Print
{
    SymbolId symbol;
    Timestamp time; ///< SIP time
    double price = 0;
    double size = 0;         ///< shares, fractions included
    bool updatesLast = true; ///< by its sale conditions; false: it says nothing about the price now
    std::int64_t sequence = 0;
};

/// The last trades of the symbols that are followed: so many of all of them together, the oldest make room. A value;
/// lives in the pipeline thread.
class PrintTape
{
public:
    static constexpr std::size_t Kept = 10'000;

    /// From now on these and no others.
    void follow(const std::vector<SymbolId> &symbols);
    /// From now on every symbol.
    void followAll() { m_followsAll = true; }
    /// Called for every trade there is.
    void take(const Tick &trade)
    {
        if (m_followsAll || (trade.symbol.value < m_isFollowed.size() && m_isFollowed[trade.symbol.value]))
            keep(trade);
    }

    /// The newest @p count of one symbol, oldest first.
    std::vector<Print> newest(SymbolId symbol, std::size_t count) const;
    /// Those that have come since the last call, oldest first; what did not fit meanwhile is counted in missed().
    std::vector<Print> takeNew();
    quint64 taken() const { return m_taken; }
    quint64 missed() const { return m_missed; }

private:
    void keep(const Tick &trade);
    const Print &at(quint64 number) const { return m_ring[number % Kept]; }

    std::vector<bool> m_isFollowed; // by SymbolId
    bool m_followsAll = false;
    std::vector<Print> m_ring; // print n lies at n modulo Kept
    quint64 m_taken = 0;
    quint64 m_handedOut = 0;
    quint64 m_missed = 0;
};

} // namespace tickstock
