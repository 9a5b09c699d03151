// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/bar.h"
#include "core/types/expected.h"

#include <QString>

#include <vector>

namespace tickstock {

/// Bars from a file with the columns i, time, open, high, low, close, volume. Times stay as they are written.
struct BarFile
{
    std::vector<Bar> bars; ///< without times
    std::vector<QString> times;
};

/// Values are the doubles nearest to the decimal text. An error names the line.
Expected<BarFile> readBarFile(const QString &file);

/// The batch scan: writes what every candlestick pattern and every indicator says of each bar of @p barFile, as one
/// continuous series, to <name>.patterns.csv and <name>.indicators.csv in @p directory, which is made if need be. A
/// value is left empty before a function's first. Gives the number of bars.
Expected<std::size_t> analyze(const QString &barFile, const QString &directory);

} // namespace tickstock
