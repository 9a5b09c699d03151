// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal> // ahead of <chrono>: moc 6.4 cannot parse the standard headers otherwise

#include <chrono>

namespace tickstock {

using Milliseconds = std::chrono::milliseconds;

inline constexpr Milliseconds OneSecond{1'000};
inline constexpr Milliseconds OneMinute{60'000};
inline constexpr Milliseconds OneHour{3'600'000};
inline constexpr Milliseconds OneDay{86'400'000};

} // namespace tickstock
