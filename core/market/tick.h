// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/symbol.h"
#include "core/market/timestamp.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace tickstock {

inline constexpr double NoValue = std::numeric_limits<double>::quiet_NaN();

/// The connection by which something was received: 1 to 3; 0 means none (REST, tests). A value.
struct ConnectionId
{
    std::uint8_t value = 0;
    constexpr auto operator<=>(const ConnectionId &) const = default;
};

enum class TickKind : std::uint8_t {
    SecondBar, ///< vendor channel A
    MinuteBar, ///< vendor channel AM
    Trade      ///< vendor channel T
};

/// One market event as the vendor sent it. A value, immutable once its batch is built.
struct Tick
{
    TickKind kind = TickKind::SecondBar;
    bool updatesHighLow = true; ///< trades: these three say what its sale conditions allow it to change in a bar
    bool updatesLast = true;
    bool updatesVolume = true;
    SymbolId symbol;
    Timestamp start; ///< bar: start of the window; trade: SIP time
    Timestamp end;   ///< bar: exclusive end of the window; trade: same as start
    double open = 0; ///< US dollars; a trade has its price in all four
    double high = 0;
    double low = 0;
    double close = 0;
    double volume = 0;     ///< shares, fractions included
    double vwap = NoValue; ///< of the window
    double dayVolume = NoValue;
    double dayVwap = NoValue;
    double dayOpen = NoValue;   ///< official open, absent before it is printed
    std::int64_t sequence = 0;  ///< trades: vendor's q, rising per ticker but not contiguous
    std::uint64_t tradeKey = 0; ///< trades: hash of exchange, reporting facility and trade id; 0 without an id
};

/// Something was said of this minute that could not be used. A value.
struct ThrownAway
{
    SymbolId symbol;
    Timestamp minute; ///< its start; not valid: the time itself could not be used

    auto operator<=>(const ThrownAway &) const = default;
};

/// All ticks of one read of a connection's socket. A value.
struct TickBatch
{
    ConnectionId connection;
    Timestamp received;          ///< wall time
    std::int64_t receivedNs = 0; ///< monotonic clock, for latencies inside the process
    std::vector<Tick> ticks;
    std::vector<ThrownAway> thrownAway{};
};

/// Shared between threads, therefore immutable.
using TickBatchPtr = std::shared_ptr<const TickBatch>;

/// For a queue that cannot hold all of a batch: a copy with the newest @p count ticks.
inline void keepNewest(TickBatchPtr &batch, std::size_t count)
{
    auto cut = std::make_shared<TickBatch>(*batch);
    cut->ticks.erase(cut->ticks.begin(),
                     cut->ticks.end() - static_cast<std::ptrdiff_t>(std::min(count, cut->ticks.size())));
    batch = std::move(cut);
}

} // namespace tickstock
