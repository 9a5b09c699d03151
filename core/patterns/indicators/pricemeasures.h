// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

inline double typicalPrice(const Bar &bar)
{
    return (bar.high + bar.low + bar.close) / 3;
}

/// High to low, with the gap from the close before. Pure.
inline double trueRange(const Bar &now, double closeBefore)
{
    return std::max({now.high - now.low, std::abs(closeBefore - now.high), std::abs(closeBefore - now.low)});
}

} // namespace tickstock
