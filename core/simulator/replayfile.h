// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/simulator/tradesource.h"
#include "core/types/expected.h"

#include <QStringList>

#include <map>

namespace tickstock::simulator {

/// A recording, by symbol. Bars have been turned into the fewest trades that give the same bars. A value.
struct Recording
{
    std::map<std::string, std::vector<SimTrade>> trades; ///< each by time
    int acceptedLines = 0;
    int rejectedLines = 0;
    QStringList firstProblems; ///< "file:line: what is wrong", the first ten
};

/// Reads CSV, plain or gzip, into @p into. The header names the columns: `time_utc` or `time_ny` first, then optionally
/// `symbol` (without it, the file's name up to the first dot is the symbol), then `price,size` for trades or
/// `open,high,low,close,volume` for bars, whose times are STARTs. Further columns are ignored. A broken line is counted
/// and left out; a file without such a header, or without one usable line, is an error.
Outcome readRecording(const QString &path, Recording &into);

/// At most four trades in the minute that starts at @p start: open, high and low, close. Their sizes add up to the
/// volume exactly. Pure.
std::vector<SimTrade> tradesOfBar(Timestamp start, double open, double high, double low, double close, double volume);

} // namespace tickstock::simulator
