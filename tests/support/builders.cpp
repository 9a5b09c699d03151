// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"

namespace tickstock::test {

Timestamp at(const char *newYork)
{
    const auto parsed = newyork::parseNewYork(QString::fromLatin1(newYork));
    Q_ASSERT(parsed);
    return *parsed;
}

namespace {

Tick aggregate(TickKind kind, Milliseconds length, SymbolId symbol, Timestamp start, double open, double high,
               double low, double close, double volume)
{
    Tick tick;
    tick.kind = kind;
    tick.symbol = symbol;
    tick.start = start;
    tick.end = start + length;
    tick.open = open;
    tick.high = high;
    tick.low = low;
    tick.close = close;
    tick.volume = volume;
    return tick;
}

} // namespace

Tick second(SymbolId symbol, Timestamp start, double open, double high, double low, double close, double volume)
{
    return aggregate(TickKind::SecondBar, OneSecond, symbol, start, open, high, low, close, volume);
}

Tick minute(SymbolId symbol, Timestamp start, double open, double high, double low, double close, double volume)
{
    return aggregate(TickKind::MinuteBar, OneMinute, symbol, start, open, high, low, close, volume);
}

Tick trade(SymbolId symbol, Timestamp time, double price, double size)
{
    return aggregate(TickKind::Trade, Milliseconds(0), symbol, time, price, price, price, price, size);
}

Bar bar(Timestamp start, double open, double high, double low, double close, double volume, BarSource source)
{
    Bar made;
    made.start = start;
    made.open = open;
    made.high = high;
    made.low = low;
    made.close = close;
    made.volume = volume;
    made.source = source;
    return made;
}

} // namespace tickstock::test
