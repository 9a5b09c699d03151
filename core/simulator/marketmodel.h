// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/simulator/tradesource.h"

#include <array>
#include <cstdint>

namespace tickstock::simulator {

/// A value.
struct MarketModelOptions
{
    std::vector<std::string> symbols;
    std::uint64_t seed = 1;
    double tradesPerSecond = 2; ///< per symbol and market second, averaged over the regular session
    Timestamp start;            ///< streaming starts here; the days before are complete
    Timestamp liveFrom;         ///< the running day's trades begin here; not valid: they begin at the start
};

/// An invented market whose minutes can be asked for in any order: all trades of a symbol's minute are a pure function
/// of seed, symbol and minute. Closing prices make a random walk from day to day; within a day, a Brownian bridge joins
/// the closes; within a minute, trades scatter around the bridge. The days before the start have fewer trades, so that
/// a year of them is computed quickly. One thread.
class MarketModel final : public TradeSource
{
public:
    explicit MarketModel(MarketModelOptions options);

    std::unique_ptr<TradeSource> copy() const override { return std::make_unique<MarketModel>(m_options); }
    const std::vector<std::string> &symbols() const override { return m_options.symbols; }
    void trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out) override;
    Timestamp start() const override { return m_options.start; }
    std::optional<Timestamp> nextMinute(Timestamp from) override;
    bool waitsForSubscription() const override { return false; }

private:
    struct DayPath
    {
        std::size_t day = SIZE_MAX;
        std::vector<float> prices; // at each minute's start, one more at the end
    };
    struct SymbolPath
    {
        std::vector<double> closes;   // by day index
        std::array<DayPath, 2> paths; // two neighbouring days, so that streaming and history do not evict each other's
    };

    std::optional<std::size_t> dayAt(Timestamp t);
    double closeOf(std::size_t symbol, std::size_t day);
    const std::vector<float> &pricesOf(std::size_t symbol, std::size_t day);

    MarketModelOptions m_options;
    ExchangeCalendar m_calendar;
    std::vector<SessionHours> m_days;
    std::size_t m_startDay = 0;
    std::vector<SymbolPath> m_paths;
};

} // namespace tickstock::simulator
