// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/plausible.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tickstock {

namespace {

constexpr double HighestPrice = 1e9;   // US dollars
constexpr double LargestVolume = 1e12; // shares; the whole market trades some ten billion a day

std::optional<Flaw> flawOfValues(double open, double high, double low, double close, double volume)
{
    const bool isFinite = std::isfinite(open) && std::isfinite(high) && std::isfinite(low) && std::isfinite(close);
    if (!isFinite || low <= 0 || high > HighestPrice || low > std::min(open, close) || high < std::max(open, close))
        return Flaw::Price;
    if (!std::isfinite(volume) || volume < 0 || volume > LargestVolume)
        return Flaw::Volume;
    return std::nullopt;
}

/// Not a number stands for none.
bool isPriceOrNone(double price)
{
    return std::isnan(price) || (price > 0 && price <= HighestPrice);
}

bool isSize(double size)
{
    return size >= 0 && size <= LargestVolume; // false for what is not a number
}

std::optional<Flaw> flawOfWindow(const Tick &tick)
{
    if (tick.kind == TickKind::Trade)
        return std::nullopt;
    const Milliseconds step = tick.kind == TickKind::SecondBar ? OneSecond : OneMinute;
    const bool isWindow = tick.end > tick.start && tick.end - tick.start <= OneMinute;
    return isWindow && tick.start == tick.start.floorTo(step) ? std::nullopt : std::optional(Flaw::Window);
}

} // namespace

const char *toText(Flaw flaw)
{
    switch (flaw) {
    case Flaw::Time: return "its time is impossible";
    case Flaw::Window: return "its window is impossible or does not start on a whole second or minute";
    case Flaw::Range: return "it lies outside the time that was asked for";
    case Flaw::Price: return "prices are missing, not positive, or contradict each other";
    case Flaw::Volume: return "its volume is missing or impossible";
    case Flaw::Symbol: return "its symbol is missing, impossible or has not been asked for";
    case Flaw::Unreadable: return "it is broken, or a field has the wrong type";
    }
    return "";
}

const char *nameOf(Flaw flaw)
{
    constexpr std::array<const char *, Flaws> Names{"time",   "window", "range",     "price",
                                                    "volume", "symbol", "unreadable"};
    return Names[static_cast<std::size_t>(flaw)];
}

std::optional<Flaw> flawOf(const Bar &bar, const BarLimits &limits)
{
    if (!isPossible(bar.start))
        return Flaw::Time;
    if (limits.step > Milliseconds(0) && bar.start != bar.start.floorTo(limits.step))
        return Flaw::Window;
    if (bar.start < limits.from || bar.start > limits.to)
        return Flaw::Range;
    return flawOfValues(bar.open, bar.high, bar.low, bar.close, bar.volume);
}

std::optional<Flaw> flawOf(const Tick &tick, Timestamp latest)
{
    if (!isPossible(tick.start) || !isPossible(tick.end) || tick.start > latest)
        return Flaw::Time;
    if (const auto flaw = flawOfWindow(tick))
        return flaw;
    return flawOfValues(tick.open, tick.high, tick.low, tick.close, tick.volume);
}

std::optional<Flaw> flawOf(const TopOfBook &quote)
{
    if (!isPossible(quote.time))
        return Flaw::Time;
    if (!isPriceOrNone(quote.bid) || !isPriceOrNone(quote.ask) || quote.bid > quote.ask)
        return Flaw::Price;
    return isSize(quote.bidSize) && isSize(quote.askSize) ? std::nullopt : std::optional(Flaw::Volume);
}

std::optional<Flaw> flawOf(const PriceBand &band)
{
    if (!isPossible(band.time))
        return Flaw::Time;
    const bool hasNone = std::isnan(band.low) && std::isnan(band.high);
    if (hasNone)
        return band.indicatorCount > 0 ? std::nullopt : std::optional(Flaw::Price);
    const bool isBand = band.low > 0 && band.high <= HighestPrice && band.low <= band.high;
    return isBand ? std::nullopt : std::optional(Flaw::Price);
}

double cleanVwap(double vwap, double high, double low)
{
    const bool isMean = vwap >= low * 0.9 && vwap <= high * 1.1; // false for what is not a number
    return isMean ? vwap : NoValue;
}

} // namespace tickstock
