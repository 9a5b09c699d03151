// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/eventfaults.h"

#include <array>
#include <cmath>

namespace tickstock::simulator {

namespace {

constexpr Milliseconds EndOfMinute{5'000};

const std::array<QByteArray, 8> MalformedFrames{
    QByteArrayLiteral("[{\"ev\":\"A\",\"sym\":\"AAPL\",\"v\":10"),
    QByteArrayLiteral("this is not JSON"),
    QByteArrayLiteral("{\"ev\":\"A\",\"sym\":\"AAPL\"}"),
    QByteArrayLiteral("[{\"ev\":\"A\",\"sym\":\"AAPL\",\"v\":\"ten\",\"o\":\"1\",\"h\":\"1\",\"l\":\"1\",\"c\":\"1\","
                      "\"s\":1,\"e\":2}]"),
    QByteArrayLiteral("[{\"ev\":\"AM\",\"sym\":\"AAPL\",\"v\":1,\"o\":NaN,\"h\":1,\"l\":1,\"c\":1,\"s\":1,\"e\":2}]"),
    QByteArrayLiteral("[{\"ev\":\"A\",\"sym\":\"AAPL\",\"v\":1,\"o\":-1,\"h\":-1,\"l\":-1,\"c\":-1,\"s\":1000,"
                      "\"e\":2000}]"),
    QByteArrayLiteral("[{\"ev\":\"ZZTOP\",\"sym\":\"AAPL\"},42,null,[]]"),
    QByteArrayLiteral("[{\"sym\":\"AAPL\"}]")};

/// Where the value of a key begins and ends in the JSON of one event; both npos where there is no such key. No value of
/// ours has a comma or a brace in it.
std::pair<std::size_t, std::size_t> valueOf(const std::string &json, std::string_view key)
{
    const std::string quoted = '"' + std::string(key) + "\":";
    const std::size_t at = json.find(quoted);
    if (at == std::string::npos)
        return {at, at};
    const std::size_t from = at + quoted.size();
    return {from, json.find_first_of(",}", from)};
}

/// Sets a field that is there.
void change(std::string &json, std::string_view key, std::string_view value)
{
    const auto [from, to] = valueOf(json, key);
    if (from != std::string::npos)
        json.replace(from, to - from, value);
}

void add(std::string &json, std::string_view field)
{
    json.pop_back();
    json += ',';
    json += field;
    json += '}';
}

bool isTrade(const TapeEvent &event)
{
    return event.channel == Channel::T;
}

/// A volume that its whole number alone tells exactly: only then is the decimal text not needed.
bool isWhole(double volume)
{
    return volume == std::floor(volume);
}

void nullFields(const TapeEvent &event, std::string &json)
{
    constexpr std::array<std::string_view, 7> OfBars{"av", "op", "vw", "a", "z", "e", "dav"};
    if (isTrade(event)) {
        change(json, "z", "null");
        change(json, "c", "null");
        add(json, R"("trfi":null,"trft":null)");
        if (isWhole(event.trade.size))
            change(json, "ds", "null");
        return;
    }
    for (const std::string_view key : OfBars)
        change(json, key, "null");
    if (isWhole(event.bar.volume))
        change(json, "dv", "null");
}

/// All times of the event, each by @p changed.
template<class Changed>
void changeTimes(const TapeEvent &event, std::string &json, Changed changed)
{
    if (isTrade(event)) {
        change(json, "t", changed(event.trade.time.ms));
    } else {
        change(json, "s", changed(event.bar.start.ms));
        change(json, "e", changed(event.bar.end.ms));
    }
}

void shiftTimes(const TapeEvent &event, std::string &json, Milliseconds by)
{
    changeTimes(event, json, [by](std::int64_t ms) { return std::to_string(ms + by.count()); });
}

void absurdNumbers(const TapeEvent &event, std::string &json, int serial)
{
    constexpr std::array<std::string_view, 3> Numbers{"1e308", "-1e308", "1e999"};
    const std::string_view number = Numbers[static_cast<std::size_t>(serial) % Numbers.size()];
    if (isTrade(event)) {
        change(json, "p", number);
    } else if (number == "1e308") {
        change(json, "v", number);
        change(json, "dv", "\"1e308\"");
    } else {
        change(json, "vw", number);
    }
}

void textNumbers(std::string &json)
{
    for (const std::string_view key : {"v", "av", "vw", "o", "c", "h", "l", "a", "s", "e", "p", "t"}) {
        const auto [from, to] = valueOf(json, key);
        if (from == std::string::npos || !(json[from] == '-' || (json[from] >= '0' && json[from] <= '9')))
            continue;
        json.insert(to, 1, '"');
        json.insert(from, 1, '"');
    }
}

std::string ofForeignSymbol(std::string json, int serial)
{
    change(json, "sym", "\"ZZ" + std::to_string(serial) + '"');
    return json;
}

} // namespace

const QByteArray &malformedFrame(int number)
{
    return MalformedFrames[static_cast<std::size_t>(number) % MalformedFrames.size()];
}

void EventFaults::apply(const TapeEvent &event, std::string &json)
{
    if (event.channel == Channel::Q || event.channel == Channel::LULD || followsHeld(event, json))
        return;
    auto taken = m_misbehaviour.take(FaultPlace::Event);
    if (!taken && event.channel == Channel::AM)
        taken = m_misbehaviour.take(FaultPlace::Minute);
    if (!taken && isTrade(event)) {
        taken = m_misbehaviour.take(FaultPlace::Trade);
        const Timestamp next = event.trade.time.floorTo(OneMinute) + OneMinute;
        if (!taken && !m_held && next - event.trade.time <= EndOfMinute)
            taken = m_misbehaviour.take(FaultPlace::LateTrade);
    }
    if (taken)
        spoil(event, json, *taken);
}

/// Whether the event is a trade of the symbol whose last trade is held: the held one goes out behind it where a new
/// minute has begun, else before it, and this one is held instead.
bool EventFaults::followsHeld(const TapeEvent &event, std::string &json)
{
    if (!m_held || !isTrade(event) || event.symbol != m_held->symbol)
        return false;
    if (event.trade.time.floorTo(OneMinute) > m_held->minute) {
        json += ',';
        json += m_held->json;
        m_held.reset();
    } else {
        json.swap(m_held->json);
    }
    return true;
}

void EventFaults::spoil(const TapeEvent &event, std::string &json, Misbehaviour::Taken taken)
{
    const auto divided = [](std::int64_t ms) { return std::to_string(ms / 1'000); };
    const auto multiplied = [](std::int64_t ms) { return std::to_string(ms * 1'000'000); };
    switch (taken.fault) {
    case Fault::NullFields: nullFields(event, json); break;
    case Fault::SecondsTimes: changeTimes(event, json, divided); break;
    case Fault::NanosecondsTimes: changeTimes(event, json, multiplied); break;
    case Fault::FutureTimes: shiftTimes(event, json, OneDay * 2); break;
    case Fault::AbsurdNumbers: absurdNumbers(event, json, taken.serial); break;
    case Fault::NanToken: change(json, isTrade(event) ? "p" : "vw", "nan"); break;
    case Fault::TextNumbers: textNumbers(json); break;
    case Fault::ForeignSymbol: json += ',' + ofForeignSymbol(json, taken.serial); break;
    case Fault::UnknownEvents: json += R"(,{"ev":"XYZ","sym":"AAPL","x":[1,{"a":null}],"s":"later"})"; break;
    case Fault::OffMinute: shiftTimes(event, json, OneSecond * 7); break;
    case Fault::DuplicateTrades: json += ',' + std::string(json); break;
    case Fault::SwappedTrades:
        m_held = Held{event.symbol, event.trade.time.floorTo(OneMinute), json};
        json.clear();
        break;
    default: Q_UNREACHABLE(); // of another place
    }
}

} // namespace tickstock::simulator
