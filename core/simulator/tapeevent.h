// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tradesource.h"

#include <cstdint>

namespace tickstock::simulator {

enum class Channel : std::uint8_t { A, AM, T, Q, LULD };
inline constexpr std::size_t ChannelCount = 5;

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

/// The best bid and offer around a trade. A value.
struct SimQuote
{
    Timestamp time;
    double bid = 0, ask = 0;         ///< US dollars
    double bidSize = 0, askSize = 0; ///< round lots

    /// Such that the trade lies between them: at the bid, at the ask or inside. The same number gives the same quote.
    static SimQuote around(const SimTrade &trade, std::int64_t number);
};

/// Between which prices a symbol may trade, or that it is halted or trades again. A value.
struct SimBand
{
    Timestamp time;
    double low = 0, high = 0; ///< US dollars; 0: not known
    int indicator = 0;
};

/// Something the feed sends. A value.
struct TapeEvent
{
    Channel channel = Channel::A;
    std::size_t symbol = 0;
    SimBar bar;                ///< A and AM
    SimTrade trade;            ///< T
    SimQuote quote;            ///< Q
    SimBand band;              ///< LULD
    std::int64_t sequence = 0; ///< T, Q and LULD
    double dayVolume = 0;
    double dayVwap = 0;
    double dayOpen = 0; ///< 0 before the official open
};

} // namespace tickstock::simulator
