// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tickstock::simulator {

/// One trade of the simulated market. A value.
struct SimTrade
{
    Timestamp time;
    Timestamp reported; ///< later than time for a late trade, which corrects bars that have been sent
    double price = 0;   ///< US dollars
    double size = 0;    ///< shares
};

/// Where the simulator's trades come from: the seeded model or recorded files. Everything that the simulator sends or
/// answers (A, AM, T, REST, truth) is derived from these trades. One thread.
class TradeSource
{
public:
    virtual ~TradeSource() = default;

    /// The same market once more, for another thread. It can be made and used while this one is used.
    virtual std::unique_ptr<TradeSource> copy() const = 0;
    virtual const std::vector<std::string> &symbols() const = 0;
    /// Replaces @p out with all trades of one symbol in the minute that starts at @p minute, by time. The same question
    /// always gets the same answer.
    virtual void trades(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out) = 0;
    /// Market time at which streaming starts.
    virtual Timestamp start() const = 0;
    /// The first minute at or after @p from in which any symbol may trade; nothing after the end of a recording.
    virtual std::optional<Timestamp> nextMinute(Timestamp from) = 0;
    /// Whether market time starts only with the first subscription, as that of a recording does.
    virtual bool waitsForSubscription() const = 0;
};

} // namespace tickstock::simulator
