// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/feed/massive/plainframe.h"

#include <algorithm>

/// The keys of bars, trades and quotes, and where their values go.
namespace tickstock::massive::plain {

/// What may stand behind a key.
enum class Form : std::uint8_t {
    Other, ///< nothing that we need
    Decimal,
    DecimalText, ///< a decimal between quotes
    Whole,       ///< of which a fraction is cut off
    Text,
    CloseOrConditions,
    IdOrIndicators,
    Refused ///< not in bars, trades and quotes; a second ev would change what the rest means
};

/// Of a key that fits into eight characters with what stands around it.
inline constexpr std::size_t MostPunctuated = 4, Punctuation = 4;

/// A key and where its value goes. A value.
struct Field
{
    std::uint64_t code = 0;                 ///< the key's characters, the first in the lowest byte
    std::uint64_t punctuated = 1;           ///< `,"key":` in the same way; 1, which is nowhere, where that is too long
    std::uint64_t mask = ~std::uint64_t{0}; ///< as many bytes of it as there are
    std::size_t length = 0;                 ///< of the key
    Form form = Form::Other;
    double RawEvent::*decimal = nullptr;
    std::int64_t RawEvent::*whole = nullptr;
    std::string_view RawEvent::*text = nullptr;
};

constexpr std::uint64_t codeOf(std::string_view key)
{
    std::uint64_t code = 0;
    for (std::size_t i = 0; i < key.size(); ++i)
        code |= std::uint64_t{static_cast<unsigned char>(key[i])} << 8 * i;
    return code;
}

constexpr Field field(std::string_view key, Form form)
{
    Field field;
    field.code = codeOf(key);
    field.length = key.size();
    field.form = form;
    if (key.size() > MostPunctuated)
        return field;
    field.punctuated = codeOf(",\"") | field.code << 16 | codeOf("\":") << (16 + 8 * key.size());
    field.mask = ~std::uint64_t{0} >> 8 * (MostPunctuated - key.size());
    return field;
}

constexpr Field field(std::string_view key, double RawEvent::*into, Form form = Form::Decimal)
{
    Field made = field(key, form);
    made.decimal = into;
    return made;
}

constexpr Field field(std::string_view key, std::int64_t RawEvent::*into)
{
    Field made = field(key, Form::Whole);
    made.whole = into;
    return made;
}

constexpr Field field(std::string_view key, std::string_view RawEvent::*into)
{
    Field made = field(key, Form::Text);
    made.text = into;
    return made;
}

inline constexpr std::array AllFields{
    field("ev", Form::Refused),
    field("status", Form::Refused),
    field("message", Form::Refused),
    field("sym", &RawEvent::symbol),
    field("T", &RawEvent::ticker),
    field("o", &RawEvent::open),
    field("h", &RawEvent::high),
    field("l", &RawEvent::low),
    field("c", &RawEvent::close, Form::CloseOrConditions),
    field("v", &RawEvent::volume),
    field("dv", &RawEvent::decimalVolume, Form::DecimalText),
    field("av", &RawEvent::dayVolume),
    field("dav", &RawEvent::decimalDayVolume, Form::DecimalText),
    field("op", &RawEvent::dayOpen),
    field("vw", &RawEvent::vwap),
    field("a", &RawEvent::dayVwap),
    field("p", &RawEvent::price),
    field("ds", &RawEvent::decimalSize, Form::DecimalText),
    field("s", &RawEvent::s),
    field("e", &RawEvent::e),
    field("t", &RawEvent::t),
    field("q", &RawEvent::sequence),
    field("x", &RawEvent::exchange),
    field("trfi", &RawEvent::reportingFacility),
    field("i", Form::IdOrIndicators),
    field("bp", &RawEvent::bid),
    field("ap", &RawEvent::ask),
    field("bs", &RawEvent::bidSize),
    field("as", &RawEvent::askSize),
    field("z", Form::Other),
    field("bx", Form::Other),
    field("ax", Form::Other),
    field("otc", Form::Other),
};

inline constexpr std::size_t Slots = 64;

/// Each of our keys has a place of its own (found by trying).
constexpr std::size_t slotOf(std::uint64_t code)
{
    return static_cast<std::size_t>((code * 0xc5d610b3380ad729) >> 58);
}

/// And one for the keys that are not ours.
inline constexpr std::array<Field, Slots + 1> Fields = [] {
    std::array<Field, Slots + 1> fields{};
    for (const Field &each : AllFields)
        fields[slotOf(each.code)] = each;
    return fields;
}();
inline constexpr std::size_t NotOurs = Slots, NotPlain = Slots + 1;
static_assert(std::all_of(AllFields.begin(), AllFields.end(),
                          [](const Field &each) { return Fields[slotOf(each.code)].code == each.code; }));
static_assert(KeyOrder::Slots == Fields.size());

} // namespace tickstock::massive::plain
