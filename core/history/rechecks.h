// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"
#include "core/market/timestamp.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace tickstock {

/// Ranges that have to be fetched once more: REST may still have been incomplete, or what it gave does not account for
/// what is known to have traded. Times are market times. A value.
class Rechecks
{
public:
    struct Range
    {
        SymbolId symbol;
        Timestamp from;
    };

    /// @param pause until it is fetched. A range that waits already begins where the earlier of both begins.
    void add(SymbolId symbol, Timestamp from, Timestamp now, Milliseconds pause)
    {
        const auto [waiting, isNew] = m_waiting.try_emplace(symbol, Waiting{from, now + pause});
        if (!isNew)
            waiting->second = {std::min(waiting->second.from, from), now + pause};
    }
    bool isEmpty() const { return m_waiting.empty(); }
    bool has(SymbolId symbol) const { return m_waiting.contains(symbol); }
    /// Those that are due.
    std::vector<Range> take(Timestamp now)
    {
        std::vector<Range> due;
        std::erase_if(m_waiting, [&](const auto &waiting) {
            const bool isDue = waiting.second.due <= now;
            if (isDue)
                due.push_back({waiting.first, waiting.second.from});
            return isDue;
        });
        return due;
    }

private:
    struct Waiting
    {
        Timestamp from;
        Timestamp due;
    };
    std::map<SymbolId, Waiting> m_waiting;
};

} // namespace tickstock
