// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/eventjson.h"

#include <array>
#include <charconv>
#include <cmath>

namespace tickstock::simulator {

namespace {

void appendInteger(std::string &out, std::int64_t value)
{
    std::array<char, 24> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
}

void appendKey(std::string &out, std::string_view key)
{
    out += ",\"";
    out += key;
    out += "\":";
}

void field(std::string &out, std::string_view key, double value)
{
    appendKey(out, key);
    appendNumber(out, value);
}

void whole(std::string &out, std::string_view key, double value)
{
    appendKey(out, key);
    appendInteger(out, static_cast<std::int64_t>(value));
}

/// Always writes a decimal point: "80.0", "144673.25".
void decimalText(std::string &out, std::string_view key, double value)
{
    appendKey(out, key);
    out += '"';
    const std::size_t from = out.size();
    appendNumber(out, value);
    if (out.find('.', from) == std::string::npos)
        out += ".0";
    out += '"';
}

void begin(std::string &out, std::string_view kind, std::string_view symbol)
{
    out += "{\"ev\":\"";
    out += kind;
    out += "\",\"sym\":\"";
    out += symbol;
    out += '"';
}

void appendBar(std::string &out, const TapeEvent &event, std::string_view symbol)
{
    const SimBar &bar = event.bar;
    begin(out, event.channel == Channel::A ? "A" : "AM", symbol);
    whole(out, "v", bar.volume);
    whole(out, "av", event.dayVolume);
    if (event.dayOpen > 0)
        field(out, "op", event.dayOpen);
    field(out, "vw", roundedAverage(bar.vwap()));
    field(out, "o", bar.open);
    field(out, "c", bar.close);
    field(out, "h", bar.high);
    field(out, "l", bar.low);
    field(out, "a", roundedAverage(event.dayVwap));
    whole(out, "z", bar.volume / bar.trades);
    const std::int64_t second = bar.start.ms / 1'000;
    if (second % 50 == 7)
        out += ".0";
    whole(out, "s", static_cast<double>(bar.start.ms));
    whole(out, "e", static_cast<double>(bar.end.ms));
    if (second % 97 == 5)
        out += ",\"otc\":null";
    decimalText(out, "dv", bar.volume);
    decimalText(out, "dav", event.dayVolume);
    out += '}';
}

void appendQuote(std::string &out, const TapeEvent &event, std::string_view symbol)
{
    const SimQuote &quote = event.quote;
    begin(out, "Q", symbol);
    whole(out, "bx", 12);
    field(out, "bp", quote.bid);
    whole(out, "bs", quote.bidSize);
    whole(out, "ax", 9);
    field(out, "ap", quote.ask);
    whole(out, "as", quote.askSize);
    whole(out, "c", 0);
    whole(out, "t", static_cast<double>(quote.time.ms));
    whole(out, "q", static_cast<double>(event.sequence));
    whole(out, "z", 3);
    out += '}';
}

/// Its symbol stands under another key, and its time is in nanoseconds, as on the wire.
void appendBand(std::string &out, const TapeEvent &event, std::string_view symbol)
{
    const SimBand &band = event.band;
    out += "{\"ev\":\"LULD\",\"T\":\"";
    out += symbol;
    out += '"';
    if (band.high > 0) {
        field(out, "h", band.high);
        field(out, "l", band.low);
    }
    out += ",\"i\":[";
    appendInteger(out, band.indicator);
    out += ']';
    whole(out, "z", 3);
    appendKey(out, "t");
    appendInteger(out, band.time.ms * 1'000'000 + 3'385);
    whole(out, "q", static_cast<double>(event.sequence));
    out += '}';
}

void appendTrade(std::string &out, const TapeEvent &event, std::string_view symbol)
{
    const SimTrade &trade = event.trade;
    begin(out, "T", symbol);
    whole(out, "x", 4);
    appendKey(out, "i");
    out += '"';
    appendInteger(out, event.sequence);
    out += '"';
    whole(out, "z", 3);
    field(out, "p", trade.price);
    whole(out, "s", trade.size);
    decimalText(out, "ds", trade.size);
    if (trade.size >= 600)
        out += ",\"c\":[14]"; // intermarket sweep: changes bars like any other trade
    whole(out, "t", static_cast<double>(trade.time.ms));
    whole(out, "q", static_cast<double>(event.sequence));
    out += '}';
}

} // namespace

void appendNumber(std::string &out, double value)
{
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed).ptr;
    out.append(buffer.data(), end);
}

double roundedAverage(double value)
{
    return std::round(value * 10'000) / 10'000;
}

void appendEvent(std::string &out, const TapeEvent &event, std::string_view symbol)
{
    switch (event.channel) {
    case Channel::A:
    case Channel::AM: appendBar(out, event, symbol); break;
    case Channel::T: appendTrade(out, event, symbol); break;
    case Channel::Q: appendQuote(out, event, symbol); break;
    case Channel::LULD: appendBand(out, event, symbol); break;
    }
}

void appendStatus(std::string &out, std::string_view status, std::string_view message)
{
    out += "{\"ev\":\"status\",\"status\":\"";
    out += status;
    out += "\",\"message\":\"";
    for (const char c : message) {
        if (c == '"' || c == '\\')
            out += '\\';
        if (static_cast<unsigned char>(c) >= 0x20)
            out += c;
    }
    out += "\"}";
}

} // namespace tickstock::simulator
