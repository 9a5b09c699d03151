// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/replayfile.h"

namespace tickstock::simulator {

/// Plays a recording with its original times. One thread.
class ReplaySource final : public TradeSource
{
public:
    explicit ReplaySource(Recording recording);

    std::unique_ptr<TradeSource> copy() const override { return std::make_unique<ReplaySource>(*this); }
    const std::vector<std::string> &symbols() const override { return m_symbols; }
    void trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out) override;
    Timestamp start() const override { return m_minutes.front(); }
    std::optional<Timestamp> nextMinute(Timestamp from) override;
    bool waitsForSubscription() const override { return true; }

private:
    std::vector<std::string> m_symbols;
    /// By symbol, each by time; all copies share them.
    std::vector<std::shared_ptr<const std::vector<SimTrade>>> m_trades;
    std::vector<Timestamp> m_minutes; // in which anything trades, in order
};

} // namespace tickstock::simulator
