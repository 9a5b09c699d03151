// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"

#include <deque>
#include <vector>

namespace tickstock {

/// Symbols that wait for their turn, each once, whoever has waited longest first. Lives in the pipeline thread.
class MovedSymbols
{
public:
    void add(SymbolId symbol)
    {
        if (symbol.value >= m_isWaiting.size())
            m_isWaiting.resize(symbol.value + 1);
        if (!m_isWaiting[symbol.value])
            m_waiting.push_back(symbol);
        m_isWaiting[symbol.value] = true;
    }
    bool isEmpty() const { return m_waiting.empty(); }
    SymbolId takeFirst()
    {
        const SymbolId symbol = m_waiting.front();
        m_waiting.pop_front();
        m_isWaiting[symbol.value] = false;
        return symbol;
    }

private:
    std::deque<SymbolId> m_waiting;
    std::vector<bool> m_isWaiting; // by SymbolId
};

} // namespace tickstock
