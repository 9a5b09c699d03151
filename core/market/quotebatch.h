// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/tick.h"

#include <array>

namespace tickstock {

/// The best bid and offer of all exchanges (vendor channel Q). A value.
struct TopOfBook
{
    SymbolId symbol;
    double bid = NoValue; ///< US dollars; not a number: nobody bids
    double ask = NoValue; ///< US dollars; not a number: nobody offers
    double bidSize = 0;   ///< in round lots, as the vendor sends it
    double askSize = 0;
    Timestamp time;            ///< SIP time
    std::int64_t sequence = 0; ///< vendor's q: rises per symbol within a day

    bool isNewerThan(const TopOfBook &other) const
    {
        return time > other.time || (time == other.time && sequence > other.sequence);
    }
};

/// The prices between which a symbol may trade, and what the exchange says of it (vendor channel LULD). A value.
struct PriceBand
{
    static constexpr std::size_t MostIndicators = 8;

    SymbolId symbol;
    double low = NoValue;  ///< US dollars; neither of them: the event says something else
    double high = NoValue; ///< US dollars
    Timestamp time;
    std::int64_t sequence = 0; ///< vendor's q
    std::array<std::int32_t, MostIndicators> indicators{};
    std::uint8_t indicatorCount = 0;

    bool hasPrices() const { return low > 0 && high > 0; }
    bool has(std::int32_t indicator) const
    {
        const auto end = indicators.begin() + indicatorCount;
        return std::find(indicators.begin(), end, indicator) != end;
    }
};

/// All quotes and bands of one frame. They travel beside the ticks: nothing of them gets into bars, streams or tables.
/// A value.
struct QuoteBatch
{
    ConnectionId connection;
    std::vector<TopOfBook> quotes;
    std::vector<PriceBand> bands;

    bool isEmpty() const { return quotes.empty() && bands.empty(); }
};

/// Shared between threads, therefore immutable.
using QuoteBatchPtr = std::shared_ptr<const QuoteBatch>;

} // namespace tickstock
