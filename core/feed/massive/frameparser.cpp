// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"

#include "core/market/bar.h"

#include <QStringEncoder>

#include <simdjson.h>

#include <charconv>
#include <cmath>

namespace tickstock::massive {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::int64_t LatestTime = 4'102'444'800'000; // the year 2100
constexpr qsizetype SampleBytes = 160;

/// After any other error the document must not be touched again (simdjson's rule for On-Demand).
bool isRecoverable(simdjson::error_code error)
{
    return error == simdjson::INCORRECT_TYPE || error == simdjson::NUMBER_ERROR || error == simdjson::NO_SUCH_FIELD ||
           error == simdjson::NUMBER_OUT_OF_RANGE;
}

enum class Kind { Missing, Status, SecondBar, MinuteBar, Trade, Other };

Kind kindOf(std::string_view text)
{
    if (text == "A")
        return Kind::SecondBar;
    if (text == "AM")
        return Kind::MinuteBar;
    if (text == "T")
        return Kind::Trade;
    return text == "status" ? Kind::Status : Kind::Other;
}

/// The fields of one event as they come; which of them count is known only when `ev` has been seen.
struct RawEvent
{
    Kind kind = Kind::Missing;
    std::string_view symbol, status, message;
    double open = NoValue, high = NoValue, low = NoValue, close = NoValue;
    double volume = NoValue, decimalVolume = NoValue;
    double vwap = NoValue, dayVolume = NoValue, decimalDayVolume = NoValue, dayVwap = NoValue, dayOpen = NoValue;
    double price = NoValue, decimalSize = NoValue;
    std::int64_t s = 0, e = 0, t = 0, sequence = 0, exchange = 0, reportingFacility = 0;
    std::string_view tradeId;
    TradeRules rules;
};

constexpr std::uint64_t keyCode(std::string_view key)
{
    std::uint64_t code = 0;
    for (const char c : key)
        code = code << 8 | static_cast<unsigned char>(c);
    return code;
}

std::uint64_t fnv1a(std::uint64_t hash, std::string_view text)
{
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

/// "80.0" as a double; absent or null leaves the value as it is.
simdjson::error_code readDecimalText(ondemand::value value, double &into)
{
    std::string_view text;
    if (const auto error = value.get_string().get(text))
        return value.is_null() ? simdjson::SUCCESS : error;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), into);
    return status == std::errc() && end == text.data() + text.size() ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
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

simdjson::error_code readConditions(ondemand::value value, TradeRules &rules)
{
    ondemand::array array;
    if (const auto error = value.get_array().get(array))
        return value.is_null() ? simdjson::SUCCESS : error;
    for (auto element : array) {
        std::int64_t condition = 0;
        if (const auto error = element.get_int64().get(condition))
            return error;
        const TradeRules one = rulesOfCondition(static_cast<int>(condition));
        rules.updatesHighLow &= one.updatesHighLow;
        rules.updatesLast &= one.updatesLast;
        rules.updatesVolume &= one.updatesVolume;
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
    case keyCode("op"): return value.is_null() ? simdjson::SUCCESS : value.get_double().get(event.dayOpen);
    case keyCode("vw"): return value.is_null() ? simdjson::SUCCESS : value.get_double().get(event.vwap);
    case keyCode("a"): return value.get_double().get(event.dayVwap);
    case keyCode("p"): return value.get_double().get(event.price);
    case keyCode("ds"): return readDecimalText(value, event.decimalSize);
    case keyCode("s"): return readInteger(value, event.s);
    case keyCode("e"): return readInteger(value, event.e);
    case keyCode("t"): return readInteger(value, event.t);
    case keyCode("q"): return readInteger(value, event.sequence);
    case keyCode("x"): return readInteger(value, event.exchange);
    case keyCode("trfi"): return readInteger(value, event.reportingFacility);
    case keyCode("i"): // an array in quotes
        return hasType(value, ondemand::json_type::string) ? value.get_string().get(event.tradeId) : simdjson::SUCCESS;
    default: return simdjson::SUCCESS;
    }
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

double firstKnown(double preferred, double fallback)
{
    return std::isnan(preferred) ? fallback : preferred;
}

/// Null on success, else what is wrong.
const char *makeBar(const RawEvent &event, Tick &tick)
{
    const bool isSecond = event.kind == Kind::SecondBar;
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
        tick.tradeKey = fnv1a(0xcbf29ce484222325u ^ venue, event.tradeId);
    }
    return nullptr;
}

struct StringHash
{
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

} // namespace

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

void ParsedFrame::clear()
{
    ticks.clear();
    statuses.clear();
    malformed = ignored = 0;
    sample.clear();
    problem.clear();
}

struct FrameParser::Private
{
    explicit Private(SymbolTable &table)
        : symbols(table)
    {
    }

    SymbolTable &symbols;
    ondemand::parser parser;
    std::string buffer;                                                           // padded copy of the frame
    std::unordered_map<std::string, SymbolId, StringHash, std::equal_to<>> known; // spares the shared table's lock

    void run(std::size_t size, ParsedFrame &into);
    simdjson::error_code readEvent(ondemand::value element, RawEvent &event, const char *&problem);
    const char *take(const RawEvent &event, ParsedFrame &into);
    std::optional<SymbolId> symbolOf(std::string_view text);
    void reject(ParsedFrame &into, std::string_view text, const char *problem) const;
};

FrameParser::FrameParser(SymbolTable &symbols)
    : d(std::make_unique<Private>(symbols))
{
}

FrameParser::~FrameParser() = default;

void FrameParser::parse(QStringView frame, ParsedFrame &into)
{
    QStringEncoder toUtf8(QStringConverter::Utf8);
    d->buffer.resize(static_cast<std::size_t>(toUtf8.requiredSpace(frame.size())) + simdjson::SIMDJSON_PADDING);
    const char *end = toUtf8.appendToBuffer(d->buffer.data(), frame);
    d->run(static_cast<std::size_t>(end - d->buffer.data()), into);
}

void FrameParser::parse(std::string_view utf8, ParsedFrame &into)
{
    d->buffer.assign(utf8);
    d->buffer.resize(utf8.size() + simdjson::SIMDJSON_PADDING);
    d->run(utf8.size(), into);
}

void FrameParser::Private::run(std::size_t size, ParsedFrame &into)
{
    into.clear();
    const std::string_view text(buffer.data(), size);
    ondemand::document document;
    ondemand::array array;
    if (parser.iterate(buffer.data(), size, buffer.size()).get(document) || document.get_array().get(array)) {
        reject(into, text, "the frame is not a JSON array");
        return;
    }
    auto error = simdjson::SUCCESS;
    for (auto element : array) {
        ondemand::value value;
        error = element.get(value);
        if (error)
            break;
        RawEvent event;
        const char *problem = nullptr;
        error = readEvent(value, event, problem);
        if (error)
            break;
        if (!problem || event.kind == Kind::Other)
            problem = take(event, into);
        if (problem)
            reject(into, text, problem);
    }
    if (error || document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
        // What was read so far may be nonsense too: it was not validated to the end.
        into.clear();
        reject(into, text, "the frame's JSON is broken");
    }
}

/// A fatal error, or SUCCESS with @p problem set when only this event is bad.
simdjson::error_code FrameParser::Private::readEvent(ondemand::value element, RawEvent &event, const char *&problem)
{
    ondemand::object object;
    if (const auto error = element.get_object().get(object)) {
        problem = "an event is not an object";
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
        if (const auto error = readField(key, value, event)) {
            if (!isRecoverable(error))
                return error;
            problem = "a field has the wrong type";
        }
    }
    return simdjson::SUCCESS;
}

const char *FrameParser::Private::take(const RawEvent &event, ParsedFrame &into)
{
    switch (event.kind) {
    case Kind::Missing: return "an event without ev";
    case Kind::Other: ++into.ignored; return nullptr;
    case Kind::Status: into.statuses.push_back({std::string(event.status), std::string(event.message)}); return nullptr;
    default: break;
    }
    const auto symbol = symbolOf(event.symbol);
    if (!symbol)
        return "the symbol is missing or impossible";
    Tick tick;
    tick.symbol = *symbol;
    const char *problem = event.kind == Kind::Trade ? makeTrade(event, tick) : makeBar(event, tick);
    if (!problem)
        into.ticks.push_back(tick);
    return problem;
}

std::optional<SymbolId> FrameParser::Private::symbolOf(std::string_view text)
{
    if (const auto it = known.find(text); it != known.end())
        return it->second;
    const auto id = symbols.intern(text);
    if (id)
        known.emplace(text, *id);
    return id;
}

void FrameParser::Private::reject(ParsedFrame &into, std::string_view text, const char *problem) const
{
    if (into.malformed++ == 0) {
        into.problem = problem;
        into.sample = QByteArray(text.data(), std::min(SampleBytes, static_cast<qsizetype>(text.size())));
    }
}

} // namespace tickstock::massive
