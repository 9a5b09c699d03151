// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/plausible.h"

#include <simdjson.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tickstock::massive {

/// How a trade may change a bar, by its sale conditions.
struct TradeRules
{
    bool updatesHighLow = true;
    bool updatesLast = true;
    bool updatesVolume = true;
};

/// As far as a trade with this sale condition may change a bar; of several conditions the strictest counts.
void restrict(TradeRules &rules, int condition);

/// A key of at most eight characters as a number, for a switch.
constexpr std::uint64_t keyCode(std::string_view key)
{
    std::uint64_t code = 0;
    for (const char c : key)
        code = code << 8 | static_cast<unsigned char>(c);
    return code;
}

/// What an event is, by its field `ev`.
enum class EventKind { Missing, Status, SecondBar, MinuteBar, Trade, Quote, Band, Other };
/// Whether it is about a minute: a bar or a trade.
constexpr bool isOfMinute(EventKind kind)
{
    return kind == EventKind::SecondBar || kind == EventKind::MinuteBar || kind == EventKind::Trade;
}

/// The fields of one event as they come; which of them count is known only when `ev` has been seen. A value; its texts
/// are valid until the parser reads the next frame.
struct RawEvent
{
    EventKind kind = EventKind::Missing;
    std::string_view symbol, status, message;
    std::string_view ticker; ///< LULD: its symbol
    double open = NoValue, high = NoValue, low = NoValue, close = NoValue;
    double volume = NoValue, decimalVolume = NoValue;
    double vwap = NoValue, dayVolume = NoValue, decimalDayVolume = NoValue, dayVwap = NoValue, dayOpen = NoValue;
    double price = NoValue, decimalSize = NoValue;
    std::int64_t s = 0, e = 0, t = 0, sequence = 0, exchange = 0, reportingFacility = 0;
    std::string_view tradeId;
    TradeRules rules;
    double bid = NoValue, ask = NoValue, bidSize = NoValue, askSize = NoValue;
    std::array<std::int32_t, PriceBand::MostIndicators> indicators; // the first ones; only so many are set:
    std::uint8_t indicatorCount = 0;
    bool isQuoteUnreadable = false; ///< a field that only quotes and bands have; other events do not care
};

/// Reads one event of a frame. Returns a fatal error, after which the document must not be touched again, or SUCCESS;
/// then @p flaw is set when only this event is bad. A field that is null is absent.
simdjson::error_code readEvent(simdjson::ondemand::value element, RawEvent &event, std::optional<Flaw> &flaw);

} // namespace tickstock::massive
