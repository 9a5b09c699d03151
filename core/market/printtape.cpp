// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/printtape.h"

#include <algorithm>

namespace tickstock {

void PrintTape::follow(const std::vector<SymbolId> &symbols)
{
    m_followsAll = false;
    m_isFollowed.clear();
    for (const SymbolId symbol : symbols) {
        if (symbol.value >= m_isFollowed.size())
            m_isFollowed.resize(symbol.value + 1);
        m_isFollowed[symbol.value] = true;
    }
}

void PrintTape::keep(const Tick &trade)
{
    const Print print{trade.symbol, trade.start, trade.close, trade.volume, trade.updatesLast, trade.sequence};
    if (m_ring.size() < Kept)
        m_ring.push_back(print);
    else
        m_ring[m_taken % Kept] = print;
    ++m_taken;
}

std::vector<Print> PrintTape::newest(SymbolId symbol, std::size_t count) const
{
    std::vector<Print> prints;
    for (quint64 left = m_ring.size(); left > 0 && prints.size() < count; --left) {
        const Print &print = at(m_taken - (m_ring.size() - left) - 1);
        if (print.symbol == symbol)
            prints.push_back(print);
    }
    std::reverse(prints.begin(), prints.end());
    return prints;
}

std::vector<Print> PrintTape::takeNew()
{
    const quint64 oldest = m_taken - m_ring.size();
    if (m_handedOut < oldest) {
        m_missed += oldest - m_handedOut;
        m_handedOut = oldest;
    }
    std::vector<Print> prints;
    prints.reserve(m_taken - m_handedOut);
    for (; m_handedOut < m_taken; ++m_handedOut)
        prints.push_back(at(m_handedOut));
    return prints;
}

} // namespace tickstock
