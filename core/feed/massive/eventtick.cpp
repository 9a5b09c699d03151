// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/eventtick.h"

#include "core/types/fnv1a.h"

#include <cmath>

namespace tickstock::massive {

namespace {

double firstKnown(double preferred, double fallback)
{
    return std::isnan(preferred) ? fallback : preferred;
}

/// What is sent besides counts only where it can be true.
double possible(double value, double least)
{
    return value >= least && value < 1e15 ? value : NoValue;
}

std::optional<Flaw> makeBar(const RawEvent &event, Tick &tick)
{
    const bool isSecond = event.kind == EventKind::SecondBar;
    tick.kind = isSecond ? TickKind::SecondBar : TickKind::MinuteBar;
    const Milliseconds length = isSecond ? OneSecond : OneMinute;
    tick.start = {event.s != 0 ? event.s : event.t};
    if (!isPossible(tick.start))
        return Flaw::Time;
    tick.end = event.e != 0 ? Timestamp{event.e} : tick.start + length;
    tick.open = event.open;
    tick.high = event.high;
    tick.low = event.low;
    tick.close = event.close;
    tick.volume = firstKnown(event.decimalVolume, event.volume);
    tick.vwap = cleanVwap(event.vwap, tick.high, tick.low);
    tick.dayVolume = possible(firstKnown(event.decimalDayVolume, event.dayVolume), 0);
    tick.dayVwap = possible(event.dayVwap, 1e-9);
    tick.dayOpen = possible(event.dayOpen, 1e-9);
    return flawOf(tick);
}

std::optional<Flaw> makeTrade(const RawEvent &event, Tick &tick)
{
    tick.kind = TickKind::Trade;
    tick.start = tick.end = {event.t};
    tick.open = tick.high = tick.low = tick.close = event.price;
    tick.volume = firstKnown(event.decimalSize, static_cast<double>(event.s));
    tick.updatesHighLow = event.rules.updatesHighLow;
    tick.updatesLast = event.rules.updatesLast;
    tick.updatesVolume = event.rules.updatesVolume;
    tick.sequence = event.sequence;
    if (!event.tradeId.empty()) {
        const auto venue =
            static_cast<std::uint64_t>(event.exchange) << 32 ^ static_cast<std::uint64_t>(event.reportingFacility);
        tick.tradeKey = fnv1a(event.tradeId, FnvOffset ^ venue);
    }
    return flawOf(tick);
}

} // namespace

std::optional<Flaw> makeTick(const RawEvent &event, Tick &tick)
{
    return event.kind == EventKind::Trade ? makeTrade(event, tick) : makeBar(event, tick);
}

std::optional<Timestamp> minuteOf(const RawEvent &event)
{
    const Timestamp start{event.kind != EventKind::Trade && event.s != 0 ? event.s : event.t};
    return isPossible(start) ? std::optional(start.floorTo(OneMinute)) : std::nullopt;
}

} // namespace tickstock::massive
