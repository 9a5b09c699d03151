// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"

#include <QDate>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace tickstock {

/// Lengths of bars. All intraday ones divide half an hour, so that bars begin with the session (09:30) and with UTC
/// hours.
enum class Timeframe { Min1, Min2, Min5, Min15, Min30, Daily };

inline constexpr std::array IntradayTimeframes{Timeframe::Min1, Timeframe::Min2, Timeframe::Min5, Timeframe::Min15,
                                               Timeframe::Min30};

inline constexpr std::array AllTimeframes{Timeframe::Min1,  Timeframe::Min2,  Timeframe::Min5,
                                          Timeframe::Min15, Timeframe::Min30, Timeframe::Daily};

/// Length of an intraday bar; 24 h for Daily, which only serves to space bars out.
Milliseconds lengthOf(Timeframe timeframe);
/// "1min", "5min", ..., "daily": the words of the event interface.
std::string_view toText(Timeframe timeframe);
std::optional<Timeframe> timeframeFromText(std::string_view text);

/// Start of the bar that holds @p t. A daily bar starts at New York midnight, as the vendor stamps it.
Timestamp barStart(Timestamp t, Timeframe timeframe);

/// Rolls minute bars, sorted by time, up into bars of @p timeframe. Empty windows give no bar.
std::vector<Bar> aggregate(const std::vector<Bar> &minutes, Timeframe timeframe);

} // namespace tickstock
