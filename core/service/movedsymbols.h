// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"
#include "core/types/durations.h"

#include <QElapsedTimer>

#include <deque>
#include <vector>

namespace tickstock {

/// Symbols that wait for their turn, each once, whoever has waited longest first. Lives in the pipeline thread.
class MovedSymbols
{
public:
    /// A turn comes this often, and lasts this long: closed bars come first.
    static constexpr Milliseconds Every{1'000};
    static constexpr Milliseconds Budget{15};

    void add(SymbolId symbol)
    {
        if (symbol.value >= m_isWaiting.size())
            m_isWaiting.resize(symbol.value + 1);
        if (!m_isWaiting[symbol.value])
            m_waiting.push_back(symbol);
        m_isWaiting[symbol.value] = true;
    }
    /// Calls @p preview with as many as there is time for, if a turn is due.
    template<class Preview>
    void takeTurn(const Preview &preview)
    {
        if (m_sinceTurn.isValid() && m_sinceTurn.elapsed() < Every.count())
            return;
        m_sinceTurn.start();
        while (!m_waiting.empty() && m_sinceTurn.elapsed() < Budget.count())
            preview(takeFirst());
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
    QElapsedTimer m_sinceTurn;
    std::deque<SymbolId> m_waiting;
    std::vector<bool> m_isWaiting; // by SymbolId
};

} // namespace tickstock
