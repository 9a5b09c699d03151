// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/replaysource.h"

#include <algorithm>

namespace tickstock::simulator {

ReplaySource::ReplaySource(Recording recording)
{
    for (auto &[symbol, trades] : recording.trades) {
        if (trades.empty())
            continue;
        for (const SimTrade &trade : trades) {
            const Timestamp minute = trade.time.floorTo(OneMinute);
            if (m_minutes.empty() || m_minutes.back() != minute)
                m_minutes.push_back(minute);
        }
        m_symbols.push_back(symbol);
        m_trades.push_back(std::make_shared<const std::vector<SimTrade>>(std::move(trades)));
    }
    std::sort(m_minutes.begin(), m_minutes.end());
    m_minutes.erase(std::unique(m_minutes.begin(), m_minutes.end()), m_minutes.end());
}

void ReplaySource::trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out)
{
    const auto before = [](const SimTrade &trade, Timestamp t) { return trade.time < t; };
    const auto &all = *m_trades[symbol];
    const auto from = std::lower_bound(all.begin(), all.end(), minute, before);
    const auto to = std::lower_bound(from, all.end(), minute + OneMinute, before);
    out.assign(from, to);
}

std::optional<Timestamp> ReplaySource::nextMinute(Timestamp from)
{
    const auto it = std::lower_bound(m_minutes.begin(), m_minutes.end(), from);
    if (it == m_minutes.end())
        return std::nullopt;
    return *it;
}

} // namespace tickstock::simulator
