// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/newyork.h"

#include <QTest>

/// Short ways to make market values in tests.
namespace tickstock::test {

/// New York wall clock as "2014-09-17 09:30" or with seconds.
Timestamp at(const char *newYork);

Tick second(SymbolId symbol, Timestamp start, double open, double high, double low, double close, double volume);
Tick minute(SymbolId symbol, Timestamp start, double open, double high, double low, double close, double volume);
Tick trade(SymbolId symbol, Timestamp time, double price, double size);
Bar bar(Timestamp start, double open, double high, double low, double close, double volume,
        BarSource source = BarSource::Minute);

} // namespace tickstock::test
