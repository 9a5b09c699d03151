// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/moment.h"
#include "core/market/serverclock.h"
#include "core/market/wallclock.h"

#include <chrono>

namespace tickstock {

/// The clocks that the feed reads. Any thread.
inline std::int64_t monotonicNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

/// @param server whose clock counts; null: this machine's
inline Moment momentNow(const ServerClock *server = nullptr)
{
    const Timestamp wall = server ? server->at(wallNow()) : wallNow();
    return {wall, std::chrono::duration_cast<Milliseconds>(std::chrono::nanoseconds(monotonicNs()))};
}

} // namespace tickstock
