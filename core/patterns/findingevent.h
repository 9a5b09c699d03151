// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/finding.h"

#include <QString>

namespace tickstock {

/// Where and when a finding was made. A value.
struct FindingPlace
{
    QString symbol;
    QString origin;
    Timeframe timeframe = Timeframe::Min1;
    Timestamp barEnd;  ///< of a day: the close of its session
    Timestamp now;     ///< market time; not valid: not known, and the finding does not count as late
    int longTrend = 0; ///< trend of the next longer time frame: +1, -1; 0: not known
};

/// The event that reports a finding: with its id, its confidence and the parts that make it up, its price levels, and
/// the reason for a correction. Pure.
PatternEvent eventOf(const Finding &finding, const FindingPlace &place);

} // namespace tickstock
