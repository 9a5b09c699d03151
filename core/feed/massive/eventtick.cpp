// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/eventtick.h"

#include "core/market/bar.h"
#include "core/types/fnv1a.h"

#include <cmath>

namespace tickstock::massive {

namespace {

constexpr std::int64_t LatestTime = 4'102'444'800'000; // the year 2100

double firstKnown(double preferred, double fallback)
{
    return std::isnan(preferred) ? fallback : preferred;
}

const char *makeBar(const RawEvent &event, Tick &tick)
{
    const bool isSecond = event.kind == EventKind::SecondBar;
    tick.kind = isSecond ? TickKind::SecondBar : TickKind::MinuteBar;
    const Milliseconds length = isSecond ? OneSecond : OneMinute;
    tick.start = {event.s != 0 ? event.s : event.t};
    tick.end = event.e != 0 ? Timestamp{event.e} : tick.start + length;
    if (tick.start.ms <= 0 || tick.end.ms > LatestTime || tick.end <= tick.start || tick.end - tick.start > OneMinute)
        return "start and end of the window are impossible";
    if (tick.start != tick.start.floorTo(length))
        return "the window does not start on a whole second or minute";
    tick.open = event.open;
    tick.high = event.high;
    tick.low = event.low;
    tick.close = event.close;
    tick.volume = firstKnown(event.decimalVolume, event.volume);
    if (!isPlausible(tick.open, tick.high, tick.low, tick.close, tick.volume))
        return "prices or volume are missing, not positive, or contradict each other";
    tick.vwap = event.vwap;
    tick.dayVolume = firstKnown(event.decimalDayVolume, event.dayVolume);
    tick.dayVwap = event.dayVwap;
    tick.dayOpen = event.dayOpen;
    return nullptr;
}

const char *makeTrade(const RawEvent &event, Tick &tick)
{
    tick.kind = TickKind::Trade;
    tick.start = tick.end = {event.t};
    if (event.t <= 0 || event.t > LatestTime)
        return "the trade has no possible time";
    tick.open = tick.high = tick.low = tick.close = event.price;
    tick.volume = firstKnown(event.decimalSize, static_cast<double>(event.s));
    if (!isPlausible(event.price, event.price, event.price, event.price, tick.volume))
        return "the trade's price is missing or not positive";
    tick.updatesHighLow = event.rules.updatesHighLow;
    tick.updatesLast = event.rules.updatesLast;
    tick.updatesVolume = event.rules.updatesVolume;
    tick.sequence = event.sequence;
    if (!event.tradeId.empty()) {
        const auto venue =
            static_cast<std::uint64_t>(event.exchange) << 32 ^ static_cast<std::uint64_t>(event.reportingFacility);
        tick.tradeKey = fnv1a(event.tradeId, FnvOffset ^ venue);
    }
    return nullptr;
}

} // namespace

const char *makeTick(const RawEvent &event, Tick &tick)
{
    return event.kind == EventKind::Trade ? makeTrade(event, tick) : makeBar(event, tick);
}

} // namespace tickstock::massive
