// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/haltschedule.h"
#include "core/simulator/tradesource.h"

#include <memory>

namespace tickstock::simulator {

/// The trades of another source without those of symbols that are halted: so stream, REST and truth agree. One thread.
class HaltedSource final : public TradeSource
{
public:
    HaltedSource(std::unique_ptr<TradeSource> source, std::shared_ptr<const HaltSchedule> halts)
        : m_source(std::move(source))
        , m_halts(std::move(halts))
    {
    }

    const std::vector<std::string> &symbols() const override { return m_source->symbols(); }
    void trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out) override
    {
        m_source->trades(symbol, minute, out);
        if (!m_halts->isEmpty())
            std::erase_if(out, [&](const SimTrade &trade) { return m_halts->isHalted(symbol, trade.time); });
    }
    Timestamp start() const override { return m_source->start(); }
    std::optional<Timestamp> nextMinute(Timestamp from) override { return m_source->nextMinute(from); }
    std::unique_ptr<TradeSource> copy() const override
    {
        return std::make_unique<HaltedSource>(m_source->copy(), m_halts);
    }
    bool waitsForSubscription() const override { return m_source->waitsForSubscription(); }

private:
    const std::unique_ptr<TradeSource> m_source;
    const std::shared_ptr<const HaltSchedule> m_halts; // all copies share it
};

} // namespace tickstock::simulator
