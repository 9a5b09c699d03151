// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal> // ahead of <chrono>: moc 6.4 cannot parse the standard headers otherwise

#include <chrono>
#include <cstdint>

namespace tickstock {

/// Microseconds of a clock that only runs forward, for latencies inside the process. Thread-safe.
inline std::int64_t monotonicUs()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace tickstock
