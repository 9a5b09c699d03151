// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/rawevent.h"

#include <charconv>
#include <cmath>

namespace tickstock::massive {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::int64_t MostIndicator = 1'000'000; // the vendor's are of three digits

/// After any other error the document must not be touched again (simdjson's rule for On-Demand).
bool isRecoverable(simdjson::error_code error)
{
    return error == simdjson::INCORRECT_TYPE || error == simdjson::NUMBER_ERROR || error == simdjson::NO_SUCH_FIELD ||
           error == simdjson::NUMBER_OUT_OF_RANGE;
}

EventKind kindOf(std::string_view text)
{
    if (text == "A")
        return EventKind::SecondBar;
    if (text == "AM")
        return EventKind::MinuteBar;
    if (text == "T")
        return EventKind::Trade;
    if (text == "Q")
        return EventKind::Quote;
    if (text == "LULD")
        return EventKind::Band;
    return text == "status" ? EventKind::Status : EventKind::Other;
}

bool isNull(ondemand::value value)
{
    bool isIt = false;
    return value.is_null().get(isIt) == simdjson::SUCCESS && isIt;
}

/// "80.0" as a double.
simdjson::error_code readDecimalText(ondemand::value value, double &into)
{
    std::string_view text;
    if (const auto error = value.get_string().get(text))
        return error;
    double number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc() || end != text.data() + text.size())
        return simdjson::NUMBER_ERROR;
    into = number;
    return simdjson::SUCCESS;
}

/// A whole number, also written as "12.0".
simdjson::error_code readInteger(ondemand::value value, std::int64_t &into)
{
    auto error = value.get_int64().get(into);
    if (error == simdjson::SUCCESS)
        return error;
    if (!isRecoverable(error))
        return error;
    double number = 0;
    error = value.get_double().get(number);
    if (error == simdjson::SUCCESS && !(std::abs(number) < 9e15))
        return simdjson::NUMBER_ERROR;
    if (error == simdjson::SUCCESS)
        into = static_cast<std::int64_t>(number);
    return error;
}

/// How a trade with this sale condition may change a bar (consolidated rules of the vendor's condition glossary).
TradeRules rulesOfCondition(int condition)
{
    switch (condition) {
    case 2:  // average price
    case 7:  // cash sale
    case 20: // next day
    case 21: // price variation
    case 29: // seller
    case 37: // odd lot
    case 52: // contingent
    case 53: // qualified contingent
        return {false, false, true};
    case 5:  // bunched, sold
    case 10: // derivatively priced
    case 22: // prior reference price
    case 32: // sold, out of sequence
    case 33: // sold and stopped, out of sequence
        return {true, false, true};
    case 15: // market centre official close
    case 16: // market centre official open
        return {false, false, false};
    case 38: // corrected consolidated close
        return {true, true, false};
    default: return {};
    }
}

simdjson::error_code readConditions(ondemand::value value, TradeRules &rules)
{
    ondemand::array array;
    if (const auto error = value.get_array().get(array))
        return error;
    for (auto element : array) {
        std::int64_t condition = 0;
        if (const auto error = element.get_int64().get(condition))
            return error;
        restrict(rules, static_cast<int>(condition));
    }
    return simdjson::SUCCESS;
}

simdjson::error_code addIndicator(ondemand::value value, RawEvent &event)
{
    std::int64_t indicator = 0;
    if (const auto error = readInteger(value, indicator))
        return error;
    if (std::abs(indicator) > MostIndicator)
        return simdjson::NUMBER_OUT_OF_RANGE;
    if (event.indicatorCount < event.indicators.size())
        event.indicators[event.indicatorCount++] = static_cast<std::int32_t>(indicator);
    return simdjson::SUCCESS;
}

/// A list of whole numbers, or one of them. What cannot be read as a whole says nothing.
simdjson::error_code readIndicators(ondemand::value value, RawEvent &event)
{
    ondemand::array array;
    auto error = value.get_array().get(array);
    if (error == simdjson::INCORRECT_TYPE)
        return addIndicator(value, event);
    if (error)
        return error;
    for (auto element : array) {
        ondemand::value each;
        error = element.get(each);
        if (!error)
            error = addIndicator(each, event);
        if (error) {
            event.indicatorCount = 0;
            return error;
        }
    }
    return simdjson::SUCCESS;
}

bool hasType(ondemand::value value, ondemand::json_type wanted)
{
    ondemand::json_type type;
    return !value.type().get(type) && type == wanted;
}

/// Keys may come in any order, so a key that means different things in different events (`s` is the start of a bar and
/// the size of a trade, `c` a price or a list) is told apart by its type, or later.
simdjson::error_code readField(std::string_view key, ondemand::value value, RawEvent &event)
{
    switch (key.size() <= 8 ? keyCode(key) : 0) {
    case keyCode("ev"): {
        std::string_view text;
        const auto error = value.get_string().get(text);
        if (!error)
            event.kind = kindOf(text);
        return error;
    }
    case keyCode("sym"): return value.get_string().get(event.symbol);
    case keyCode("status"): return value.get_string().get(event.status);
    case keyCode("message"): return value.get_string().get(event.message);
    case keyCode("o"): return value.get_double().get(event.open);
    case keyCode("h"): return value.get_double().get(event.high);
    case keyCode("l"): return value.get_double().get(event.low);
    case keyCode("c"):
        return hasType(value, ondemand::json_type::array) ? readConditions(value, event.rules)
                                                          : value.get_double().get(event.close);
    case keyCode("v"): return value.get_double().get(event.volume);
    case keyCode("dv"): return readDecimalText(value, event.decimalVolume);
    case keyCode("av"): return value.get_double().get(event.dayVolume);
    case keyCode("dav"): return readDecimalText(value, event.decimalDayVolume);
    case keyCode("op"): return value.get_double().get(event.dayOpen);
    case keyCode("vw"): return value.get_double().get(event.vwap);
    case keyCode("a"): return value.get_double().get(event.dayVwap);
    case keyCode("p"): return value.get_double().get(event.price);
    case keyCode("ds"): return readDecimalText(value, event.decimalSize);
    case keyCode("s"): return readInteger(value, event.s);
    case keyCode("e"): return readInteger(value, event.e);
    case keyCode("t"): return readInteger(value, event.t);
    case keyCode("q"): return readInteger(value, event.sequence);
    case keyCode("x"): return readInteger(value, event.exchange);
    case keyCode("trfi"): return readInteger(value, event.reportingFacility);
    case keyCode("T"): return value.get_string().get(event.ticker);
    case keyCode("bp"): return value.get_double().get(event.bid);
    case keyCode("ap"): return value.get_double().get(event.ask);
    case keyCode("bs"): return value.get_double().get(event.bidSize);
    case keyCode("as"): return value.get_double().get(event.askSize);
    case keyCode("i"): // of a trade its id
        return hasType(value, ondemand::json_type::string) ? value.get_string().get(event.tradeId)
                                                           : readIndicators(value, event);
    default: return simdjson::SUCCESS;
    }
}

/// Fields that an event can do without: what cannot be read of them counts as absent.
bool isOptional(std::string_view key)
{
    switch (key.size() <= 8 ? keyCode(key) : 0) {
    case keyCode("av"):
    case keyCode("dav"):
    case keyCode("op"):
    case keyCode("vw"):
    case keyCode("a"):
    case keyCode("e"):
    case keyCode("i"):
    case keyCode("q"):
    case keyCode("x"):
    case keyCode("trfi"): return true;
    default: return false;
    }
}

/// Fields that only quotes and bands have. The key of an event may stand behind them.
bool isOfQuotes(std::string_view key)
{
    return key == "T" || key == "bp" || key == "ap" || key == "bs" || key == "as";
}

/// The key as it stands in the text. None of ours is longer than eight characters or needs escapes, so a longer one is
/// cut off and an escaped one cannot match; unescaping all of them would cost a third of the parsing.
std::string_view shortKey(ondemand::raw_json_string key)
{
    const char *text = key.raw();
    std::size_t length = 0;
    while (length < 9 && text[length] != '"')
        ++length;
    return {text, length};
}

} // namespace

void restrict(TradeRules &rules, int condition)
{
    const TradeRules one = rulesOfCondition(condition);
    rules.updatesHighLow &= one.updatesHighLow;
    rules.updatesLast &= one.updatesLast;
    rules.updatesVolume &= one.updatesVolume;
}

simdjson::error_code readEvent(ondemand::value element, RawEvent &event, std::optional<Flaw> &flaw)
{
    ondemand::object object;
    if (const auto error = element.get_object().get(object)) {
        flaw = Flaw::Unreadable;
        return isRecoverable(error) ? simdjson::SUCCESS : error;
    }
    for (auto field : object) {
        ondemand::raw_json_string rawKey;
        if (const auto error = field.key().get(rawKey))
            return error;
        const std::string_view key = shortKey(rawKey);
        ondemand::value value;
        if (const auto error = field.value().get(value))
            return error;
        if (const auto error = readField(key, value, event); error && !isNull(value)) { // null is absent
            if (!isRecoverable(error))
                return error;
            if (isOfQuotes(key))
                event.isQuoteUnreadable = true;
            else if (!isOptional(key))
                flaw = Flaw::Unreadable;
        }
    }
    return simdjson::SUCCESS;
}

} // namespace tickstock::massive
