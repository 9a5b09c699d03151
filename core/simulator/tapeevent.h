// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tradesource.h"

#include <cstdint>

namespace tickstock::simulator {

enum class Channel : std::uint8_t { A, AM, T };
inline constexpr std::size_t ChannelCount = 3;

/// A bar of the simulated market. A value.
struct SimBar
{
    Timestamp start;
    Timestamp end;
    double open = 0, high = 0, low = 0, close = 0;
    double volume = 0;
    double value = 0; ///< sum of price times size
    int trades = 0;

    double vwap() const { return volume > 0 ? value / volume : close; }
    void add(const SimTrade &trade);
};

/// What has been traded since the pre-market opening of a day. A value.
struct DayTotals
{
    double volume = 0;
    double value = 0; ///< sum of price times size
    double open = 0;  ///< price of the first trade in the regular session; 0 before it

    double vwap(double fallback) const { return volume > 0 ? value / volume : fallback; }
    /// @param isRegular whether the trade lies at or after the regular open
    void add(const SimTrade &trade, bool isRegular);
};

/// Something the feed sends. A value.
struct TapeEvent
{
    Channel channel = Channel::A;
    std::size_t symbol = 0;
    SimBar bar;                ///< A and AM
    SimTrade trade;            ///< T
    std::int64_t sequence = 0; ///< T
    double dayVolume = 0;
    double dayVwap = 0;
    double dayOpen = 0; ///< 0 before the official open
};

} // namespace tickstock::simulator
