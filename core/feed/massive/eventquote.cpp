// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/eventquote.h"

#include <algorithm>
#include <cmath>

namespace tickstock::massive {

namespace {

constexpr std::int64_t LeastNanoseconds = 100'000'000'000'000'000;
constexpr std::int64_t LeastMicroseconds = 100'000'000'000'000;

/// A side without anybody is sent as nothing or as 0.
double priceOrNone(double price)
{
    return price == 0 ? NoValue : price;
}

double sizeOrNone(double size)
{
    return std::isnan(size) ? 0 : size;
}

} // namespace

std::optional<Flaw> makeQuote(const RawEvent &event, TopOfBook &quote)
{
    if (event.isQuoteUnreadable)
        return Flaw::Unreadable;
    if (std::isnan(event.bid) && std::isnan(event.ask))
        return Flaw::Price;
    quote.bid = priceOrNone(event.bid);
    quote.ask = priceOrNone(event.ask);
    quote.bidSize = sizeOrNone(event.bidSize);
    quote.askSize = sizeOrNone(event.askSize);
    quote.time = {event.t};
    quote.sequence = event.sequence;
    return flawOf(quote);
}

std::optional<Flaw> makeBand(const RawEvent &event, PriceBand &band)
{
    if (event.isQuoteUnreadable)
        return Flaw::Unreadable;
    band.low = priceOrNone(event.low);
    band.high = priceOrNone(event.high);
    band.time = timeBySize(event.t);
    band.sequence = event.sequence;
    band.indicatorCount = event.indicatorCount;
    std::copy_n(event.indicators.begin(), event.indicatorCount, band.indicators.begin());
    return flawOf(band);
}

std::string_view symbolOf(const RawEvent &event)
{
    return event.kind == EventKind::Band && !event.ticker.empty() ? event.ticker : event.symbol;
}

Timestamp timeBySize(std::int64_t number)
{
    if (number >= LeastNanoseconds)
        return {number / 1'000'000};
    return {number >= LeastMicroseconds ? number / 1'000 : number};
}

} // namespace tickstock::massive
