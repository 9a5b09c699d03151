// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/plainframe.h"

#include "core/feed/massive/plainfields.h"
#include "core/feed/massive/plaintext.h"

#include <optional>
#include <utility>

namespace tickstock::massive {

using namespace plain;

namespace {

/// A comma, a key and a colon: the key's slot, or NotPlain.
std::size_t takeAnyKey(const char *&at)
{
    ++at; // the comma
    if (!take(at, '"'))
        return NotPlain;
    const std::uint64_t characters = eightAt(at);
    if (const std::uint64_t quotes = are(characters, '"')) {
        const std::size_t length = first(quotes);
        const std::uint64_t code = characters & ((std::uint64_t{1} << 8 * length) - 1);
        const std::size_t slot = slotOf(code);
        if (Fields[slot].code == code && Fields[slot].length == length && at[length + 1] == ':') {
            at += length + 2;
            return slot;
        }
    }
    std::string_view other;
    --at;
    return takeText(at, other) && take(at, ':') ? NotOurs : NotPlain;
}

bool takeConditions(const char *&at, TradeRules &rules)
{
    if (!take(at, '['))
        return false;
    do {
        NumberText number{};
        if (!takeNumber(at, number) || number.whole != number.length || number.length > 4)
            return false;
        restrict(rules, static_cast<int>(valueAt(number.at, number.length)));
    } while (take(at, ','));
    return take(at, ']');
}

/// Numbers that nobody needs: the indicators of a quote.
bool takeList(const char *&at)
{
    if (!take(at, '['))
        return false;
    do {
        NumberText number{};
        if (!takeNumber(at, number))
            return false;
    } while (take(at, ','));
    return take(at, ']');
}

/// The value of a key that is not ours.
bool takeOther(const char *&at)
{
    std::string_view text;
    NumberText number{};
    return *at == '"' ? takeText(at, text) : takeNumber(at, number);
}

bool takeNull(const char *&at)
{
    return take(at, 'n') && take(at, 'u') && take(at, 'l') && take(at, 'l');
}

/// False where the value is of another kind than the key's.
Q_ALWAYS_INLINE bool takeValue(const char *&at, const Field &field, RawEvent &event)
{
    switch (field.form) {
    case Form::CloseOrConditions:
        if (*at == '[')
            return takeConditions(at, event.rules);
        [[fallthrough]];
    case Form::Decimal: return takeDecimal(at, event.*field.decimal);
    case Form::DecimalText: return take(at, '"') && takeDecimal(at, event.*field.decimal) && take(at, '"');
    case Form::Whole: return takeWhole(at, event.*field.whole);
    case Form::Text: return takeText(at, event.*field.text);
    case Form::IdOrIndicators: return *at == '[' ? takeList(at) : takeText(at, event.tradeId);
    case Form::Other: return takeOther(at);
    case Form::Refused: break;
    }
    return false;
}

/// The comma before it is a brace here. Nothing where it is not of a kind that is read here.
std::optional<EventKind> takeKind(const char *&at)
{
    std::string_view kind;
    if (*at != '{' || takeAnyKey(at) != slotOf(codeOf("ev")) || !takeText(at, kind))
        return std::nullopt;
    if (kind == "A")
        return EventKind::SecondBar;
    if (kind == "AM")
        return EventKind::MinuteBar;
    if (kind == "T")
        return EventKind::Trade;
    return kind == "Q" ? std::optional(EventKind::Quote) : std::nullopt;
}

} // namespace

PlainFrame::Next PlainFrame::next(RawEvent &event)
{
    const char *at = m_at; // kept in a register
    const bool hasBegun = std::exchange(m_hasBegun, true);
    if (hasBegun && take(at, ']'))
        return at == m_end ? Next::End : Next::NotPlain;
    if (!take(at, hasBegun ? ',' : '['))
        return Next::NotPlain;
    const auto kind = takeKind(at);
    if (!kind)
        return Next::NotPlain;
    event.kind = *kind;
    KeyOrder::Followers &followers = m_order.of(*kind);
    for (std::size_t slot = slotOf(codeOf("ev")); *at == ',';) {
        const std::size_t expected = followers[slot];
        const Field &guess = Fields[expected];
        if (((eightAt(at) ^ guess.punctuated) & guess.mask) == 0) {
            at += guess.length + Punctuation;
            slot = expected;
        } else {
            const std::size_t other = takeAnyKey(at);
            if (other == NotPlain)
                return Next::NotPlain;
            slot = followers[slot] = static_cast<std::uint8_t>(other);
        }
        const char *const value = at;
        if (takeValue(at, Fields[slot], event))
            continue;
        at = value;
        if (!takeNull(at)) // which is absent
            return Next::NotPlain;
    }
    if (!take(at, '}'))
        return Next::NotPlain;
    m_at = at;
    return Next::Event;
}

} // namespace tickstock::massive
