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

/// How often the price rose or fell after a pattern on a symbol's own stored bars: a count of the past, not a forecast.
/// A value.
struct PatternRecord
{
    static constexpr std::array BarsAfter{5, 15, 60};

    /// The change from the close of the bar that completed the pattern to the close of a later bar.
    struct After
    {
        int cases = 0;          ///< whose later bar is stored and, for intraday patterns, belongs to the same session
        double meanPercent = 0; ///< mean change of the price; above 0: it rose
        int withDirection = 0;  ///< cases in which the price went the pattern's way; for neutral ones: in which it rose
    };

    int cases = 0;
    std::array<After, BarsAfter.size()> after; ///< as many bars later as BarsAfter says
};

/// What a record is about. A value.
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

/// A symbol's records of all patterns, in the time frames that they are made for. A value.
struct SymbolRecords
{
    QString symbol;
    PatternRecords records;
    int sessions = 0; ///< how many have stored minutes
    int days = 0;     ///< how many are stored
};

/// Looks for every pattern, switched on or not, on all of @p minutes (those of regular sessions count) and @p days,
/// with the numbers that @p settings give. Pure.
SymbolRecords recordsOf(const QString &symbol, const std::vector<Bar> &minutes, const std::vector<Bar> &days,
                        const PatternSettings &settings);

} // namespace tickstock

Q_DECLARE_METATYPE(tickstock::SymbolRecords)
