// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

namespace tickstock::simulator {

/// When which symbol is halted, on request. Thread-safe.
class HaltSchedule
{
public:
    /// From @p from until before @p to, in market time.
    void add(std::size_t symbol, Timestamp from, Timestamp to)
    {
        const std::lock_guard lock(m_mutex);
        m_halts[symbol].push_back({from, to});
        m_isEmpty = false;
    }
    bool isEmpty() const { return m_isEmpty; }
    bool isHalted(std::size_t symbol, Timestamp time) const
    {
        if (m_isEmpty)
            return false;
        const std::lock_guard lock(m_mutex);
        const auto halts = m_halts.find(symbol);
        if (halts == m_halts.end())
            return false;
        for (const Halt &halt : halts->second) {
            if (time >= halt.from && time < halt.to)
                return true;
        }
        return false;
    }

private:
    struct Halt
    {
        Timestamp from, to;
    };

    std::atomic<bool> m_isEmpty = true; // read without the lock for each minute
    mutable std::mutex m_mutex;         // protects m_halts
    std::map<std::size_t, std::vector<Halt>> m_halts;
};

} // namespace tickstock::simulator
