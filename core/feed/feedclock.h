// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/moment.h"

#include <QDateTime>

#include <chrono>

namespace tickstock {

/// The clocks that the feed reads. Any thread.
inline Timestamp wallNow()
{
    return {QDateTime::currentMSecsSinceEpoch()};
}

inline std::int64_t monotonicNs()
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

inline Moment momentNow()
{
    return {wallNow(), std::chrono::duration_cast<Milliseconds>(std::chrono::nanoseconds(monotonicNs()))};
}

} // namespace tickstock
