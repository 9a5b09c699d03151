// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace tickstock {

/// How bars look.
enum class ChartStyle { Candles, HollowCandles, OhlcBars, Line, Area, HeikinAshi };

} // namespace tickstock
