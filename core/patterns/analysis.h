// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/types/expected.h"

#include <QString>

#include <vector>

namespace tickstock {

/// Bars from a file with the columns i, time, open, high, low, close, volume. A value.
struct BarFile
{
    std::vector<Bar> bars;      ///< without times
    std::vector<QString> times; ///< as the file has them
};

/// Values are the doubles nearest to the decimal text. The error names the line.
Expected<BarFile> readBarFile(const QString &file);

/// The batch scan: writes the value of every candlestick pattern and every indicator on each bar of @p barFile, taken
/// as one continuous series, to <name>.patterns.csv and <name>.indicators.csv in @p directory, which is created if it
/// does not exist. A cell is empty before the function's first value. Returns the number of bars.
Expected<std::size_t> analyze(const QString &barFile, const QString &directory);

} // namespace tickstock
