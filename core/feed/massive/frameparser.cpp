// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"

#include "core/feed/massive/eventquote.h"
#include "core/feed/massive/eventtick.h"
#include "core/feed/massive/plainframe.h"
#include "core/feed/massive/symbolcache.h"

#include <QStringEncoder>

namespace tickstock::massive {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr qsizetype SampleBytes = 160;

/// Adds what the event is made to, unless it has a flaw, which is returned.
template<class Value, class Make>
std::optional<Flaw> add(const RawEvent &event, SymbolId symbol, Make make, std::vector<Value> &into)
{
    Value &value = into.emplace_back();
    value.symbol = symbol;
    const auto flaw = make(event, value);
    if (flaw)
        into.pop_back();
    return flaw;
}

} // namespace

void ParsedFrame::clear()
{
    ticks.clear();
    quotes.clear();
    bands.clear();
    statuses.clear();
    thrownAway.clear();
    isTorn = false;
    malformed = ignored = 0;
    flaws = {};
    sample.clear();
    problem.clear();
}

struct FrameParser::Private
{
    explicit Private(const SymbolTable &table)
        : symbols(table)
    {
    }

    SymbolCache symbols;
    KeyOrder order;
    ondemand::parser parser;
    std::string buffer; // padded copy of the frame

    void run(std::string_view text, ParsedFrame &into);
    bool runPlain(std::string_view text, ParsedFrame &into);
    void throwAway(const RawEvent &event, Flaw flaw, std::string_view text, ParsedFrame &into);
    std::optional<Flaw> take(const RawEvent &event, ParsedFrame &into);
    void noteThrownAway(const RawEvent &event, ParsedFrame &into);
    void rejectFrame(ParsedFrame &into, std::string_view text, const char *problem);
    static void reject(ParsedFrame &into, std::string_view text, Flaw flaw, const char *problem);
};

FrameParser::FrameParser(const SymbolTable &symbols)
    : d(std::make_unique<Private>(symbols))
{
}

FrameParser::~FrameParser() = default;

void FrameParser::parse(QStringView frame, ParsedFrame &into)
{
    QStringEncoder toUtf8(QStringConverter::Utf8);
    d->buffer.resize(static_cast<std::size_t>(toUtf8.requiredSpace(frame.size())) + Padding);
    char *end = toUtf8.appendToBuffer(d->buffer.data(), frame);
    *end = '\0';
    d->run({d->buffer.data(), static_cast<std::size_t>(end - d->buffer.data())}, into);
}

void FrameParser::parse(std::string_view utf8, ParsedFrame &into)
{
    d->buffer.assign(utf8);
    d->buffer.resize(utf8.size() + Padding, '\0');
    d->run(std::string_view(d->buffer).substr(0, utf8.size()), into);
}

void FrameParser::parsePadded(std::string_view utf8, ParsedFrame &into)
{
    d->run(utf8, into);
}

void FrameParser::Private::run(std::string_view text, ParsedFrame &into)
{
    static_assert(Padding >= simdjson::SIMDJSON_PADDING);
    into.clear();
    if (runPlain(text, into))
        return;
    into.clear(); // what was read so far is read again
    ondemand::document document;
    ondemand::array array;
    if (parser.iterate(text.data(), text.size(), text.size() + Padding).get(document) ||
        document.get_array().get(array)) {
        rejectFrame(into, text, "the frame is not a JSON array");
        return;
    }
    auto error = simdjson::SUCCESS;
    for (auto element : array) {
        ondemand::value value;
        error = element.get(value);
        if (error)
            break;
        RawEvent event;
        std::optional<Flaw> flaw;
        error = readEvent(value, event, flaw);
        if (error)
            break;
        if (!flaw || event.kind == EventKind::Other)
            flaw = take(event, into);
        if (flaw)
            throwAway(event, *flaw, text, into);
    }
    if (error || document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
        // What was read so far may be nonsense too: it was not validated to the end.
        into.clear();
        rejectFrame(into, text, "the frame's JSON is broken");
    }
}

/// False if the frame needs the JSON parser.
bool FrameParser::Private::runPlain(std::string_view text, ParsedFrame &into)
{
    PlainFrame frame(text, order);
    for (;;) {
        RawEvent event;
        const auto next = frame.next(event);
        if (next != PlainFrame::Next::Event)
            return next == PlainFrame::Next::End;
        if (const auto flaw = take(event, into))
            throwAway(event, *flaw, text, into);
    }
}

void FrameParser::Private::throwAway(const RawEvent &event, Flaw flaw, std::string_view text, ParsedFrame &into)
{
    reject(into, text, flaw, event.kind == EventKind::Missing ? "an event without ev" : toText(flaw));
    noteThrownAway(event, into);
}

std::optional<Flaw> FrameParser::Private::take(const RawEvent &event, ParsedFrame &into)
{
    switch (event.kind) {
    case EventKind::Missing: return Flaw::Unreadable;
    case EventKind::Other: ++into.ignored; return std::nullopt;
    case EventKind::Status:
        into.statuses.push_back({std::string(event.status), std::string(event.message)});
        return std::nullopt;
    default: break;
    }
    const auto symbol = symbols.find(symbolOf(event));
    if (!symbol)
        return Flaw::Symbol;
    switch (event.kind) {
    case EventKind::Quote: return add<TopOfBook>(event, *symbol, makeQuote, into.quotes);
    case EventKind::Band: return add<PriceBand>(event, *symbol, makeBand, into.bands);
    default: return add<Tick>(event, *symbol, makeTick, into.ticks);
    }
}

/// Something was said of this minute, and is not known now.
void FrameParser::Private::noteThrownAway(const RawEvent &event, ParsedFrame &into)
{
    if (!isOfMinute(event.kind))
        return;
    if (const auto symbol = symbols.find(event.symbol))
        into.thrownAway.push_back({*symbol, minuteOf(event).value_or(Timestamp())});
}

/// Whatever the frame said of the symbols that can be read in it is not known now.
void FrameParser::Private::rejectFrame(ParsedFrame &into, std::string_view text, const char *problem)
{
    reject(into, text, Flaw::Unreadable, problem);
    into.isTorn = (text.starts_with('[') && !text.ends_with("}]")) || (text.starts_with('{') && !text.ends_with('}'));
    constexpr std::string_view Field = R"("sym":")";
    for (auto at = text.find(Field); at != std::string_view::npos; at = text.find(Field, at)) {
        at += Field.size();
        const auto end = text.find('"', at);
        if (end == std::string_view::npos)
            break; // the rest of a name may be missing
        if (const auto symbol = symbols.find(text.substr(at, end - at)))
            into.thrownAway.push_back({*symbol, {}});
    }
}

void FrameParser::Private::reject(ParsedFrame &into, std::string_view text, Flaw flaw, const char *problem)
{
    ++into.flaws[static_cast<std::size_t>(flaw)];
    if (into.malformed++ == 0) {
        into.problem = problem;
        into.sample = QByteArray(text.data(), std::min(SampleBytes, static_cast<qsizetype>(text.size())));
    }
}

} // namespace tickstock::massive
