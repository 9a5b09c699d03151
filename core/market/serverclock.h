// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <atomic>

namespace tickstock {

/// By how much the vendor's clock differs from this machine's, wherever wall time is compared with what the vendor
/// says. Not for measuring how long something takes. Thread-safe.
class ServerClock
{
public:
    /// What counts as a clock that is off; a server that is further away simulates a market, if it is on this machine.
    static constexpr Milliseconds MostOff = OneDay;

    void setAhead(Milliseconds ahead) { m_aheadMs = ahead.count(); }
    /// Positive: this machine's clock is behind.
    Milliseconds ahead() const { return Milliseconds(m_aheadMs.load()); }
    /// The server's time when this machine's clock shows @p wall.
    Timestamp at(Timestamp wall) const { return wall + ahead(); }

private:
    std::atomic<std::int64_t> m_aheadMs{0};
};

} // namespace tickstock
