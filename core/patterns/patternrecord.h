// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/patternevent.h"
#include "core/patterns/patternsettings.h"

#include <QString>

#include <array>
#include <map>
#include <tuple>

namespace tickstock {

/// What followed a pattern on a symbol's own stored bars: a count of the past, not a forecast.
struct PatternRecord
{
    static constexpr std::array BarsAfter{5, 15, 60};

    /// So many bars later, from the close of the bar that completed the pattern to that bar's close.
    struct After
    {
        int cases = 0; ///< those of which that bar is stored, in the same session where the pattern is intraday
        double meanPercent = 0; ///< of price; above 0: it rose
        int withDirection = 0;  ///< cases that went the pattern's way; neutral: that rose
    };

    int cases = 0;
    std::array<After, BarsAfter.size()> after;
};

struct RecordKey
{
    QString pattern;
    Timeframe timeframe = Timeframe::Min5;
    Direction direction = Direction::Neutral;
    bool operator<(const RecordKey &other) const
    {
        return std::tie(pattern, timeframe, direction) < std::tie(other.pattern, other.timeframe, other.direction);
    }
};
using PatternRecords = std::map<RecordKey, PatternRecord>;

/// A symbol's records, of all patterns that make sense.
struct SymbolRecords
{
    QString symbol;
    PatternRecords records;
    int sessions = 0; ///< with stored minutes
    int days = 0;     ///< stored ones
};

/// Every pattern over all of @p minutes (of any session; the regular ones count) and @p days, with the numbers that
/// @p settings give, switched on or not.
SymbolRecords recordsOf(const QString &symbol, const std::vector<Bar> &minutes, const std::vector<Bar> &days,
                        const PatternSettings &settings);

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::SymbolRecords)
