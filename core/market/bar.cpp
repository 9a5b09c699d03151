// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/bar.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

std::string_view toText(BarSource source)
{
    switch (source) {
    case BarSource::Trades: return "t";
    case BarSource::Seconds: return "a";
    case BarSource::Minute: return "am";
    case BarSource::Rest: return "rest";
    case BarSource::Rollup: return "rollup";
    }
    return "";
}

std::optional<BarSource> barSourceFromText(std::string_view text)
{
    for (const BarSource source :
         {BarSource::Trades, BarSource::Seconds, BarSource::Minute, BarSource::Rest, BarSource::Rollup}) {
        if (text == toText(source))
            return source;
    }
    return std::nullopt;
}

void Bar::extend(const Bar &part)
{
    const double total = volume + part.volume;
    if (std::isnan(vwap) || std::isnan(part.vwap))
        vwap = NoValue;
    else if (total > 0)
        vwap = (vwap * volume + part.vwap * part.volume) / total;
    tradeCount = tradeCount < 0 || part.tradeCount < 0 ? -1 : tradeCount + part.tradeCount;
    high = std::max(high, part.high);
    low = std::min(low, part.low);
    close = part.close;
    volume = total;
}

Bar barFrom(const Tick &tick)
{
    Bar bar;
    bar.start = tick.start;
    bar.open = tick.open;
    bar.high = tick.high;
    bar.low = tick.low;
    bar.close = tick.close;
    bar.volume = tick.volume;
    bar.vwap = tick.kind == TickKind::Trade ? tick.close : tick.vwap;
    switch (tick.kind) {
    case TickKind::SecondBar: bar.source = BarSource::Seconds; break;
    case TickKind::MinuteBar: bar.source = BarSource::Minute; break;
    case TickKind::Trade: bar.source = BarSource::Trades; break;
    }
    return bar;
}

} // namespace tickstock
