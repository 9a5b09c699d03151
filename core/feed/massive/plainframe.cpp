// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/plainframe.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace tickstock::massive {

namespace {

/// Whole numbers and powers of ten up to here are doubles without rounding, so that their quotient is rounded once, and
/// therefore right (W. D. Clinger, 1990).
constexpr int MostDigits = 15;
constexpr std::array<double, MostDigits + 1> PowersOfTen{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                         1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// The digits at the beginning of a text, at most eight. A value.
struct Digits
{
    std::int64_t value;
    int count;
};

/// All at once instead of one after the other, because the end of a number is what a processor guesses wrong.
Digits digitsAt(const char *at)
{
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t text = 0;
    std::memcpy(&text, at, sizeof text);
    text ^= 0x3030303030303030; // a digit is its value now, and anything else is above nine
    const std::uint64_t others = ((text + 0x7676767676767676) | text) & 0x8080808080808080;
    const int count = std::countr_zero(others) / 8;
    if (count == 0)
        return {0, 0};
    text <<= 8 * (8 - count); // zeros ahead
    text = text * 10 + (text >> 8);
    constexpr std::uint64_t Pairs = 0x000000ff000000ff;
    text = ((text & Pairs) * (100 + (1'000'000ull << 32)) + ((text >> 16) & Pairs) * (1 + (10'000ull << 32))) >> 32;
    return {static_cast<std::int64_t>(static_cast<std::uint32_t>(text)), count};
}

constexpr auto IntegerPowersOfTen = [] {
    std::array<std::int64_t, MostDigits + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}();

/// The digits after the first eight go on in @p value. The number of all of them.
int takeMoreDigits(const char *&at, std::int64_t &value)
{
    for (int count = 8;;) {
        const Digits some = digitsAt(at);
        value = value * IntegerPowersOfTen[static_cast<std::size_t>(some.count)] + some.value;
        at += some.count;
        count += some.count;
        if (some.count < 8 || count > MostDigits)
            return count;
    }
}

/// The digits' number, which is more than MostDigits where there are too many. Few numbers are longer than eight.
inline int takeDigits(const char *&at, std::int64_t &value)
{
    const Digits some = digitsAt(at);
    value = some.value;
    at += some.count;
    return some.count < 8 ? some.count : takeMoreDigits(at, value);
}

/// Of a text as it stands between quotes, where it means itself.
bool isPlain(char c)
{
    return c >= ' ' && c <= '~' && c != '\\' && c != '"';
}

} // namespace

PlainFrame::Next PlainFrame::next(RawEvent &event)
{
    const bool hasBegun = std::exchange(m_hasBegun, true);
    if (hasBegun && take(']'))
        return m_at == m_end ? Next::End : Next::NotPlain;
    if (!take(hasBegun ? ',' : '[') || !take('{') || !takeKind(event))
        return Next::NotPlain;
    while (take(',')) {
        std::uint64_t key = 0;
        if (!takeKey(key))
            return Next::NotPlain;
        const char *const value = m_at;
        if (takeField(key, event))
            continue;
        m_at = value;
        if (!takeWord("null")) // which is absent
            return Next::NotPlain;
    }
    return take('}') ? Next::Event : Next::NotPlain;
}

bool PlainFrame::takeKind(RawEvent &event)
{
    std::uint64_t key = 0;
    std::string_view kind;
    if (!takeKey(key) || key != keyCode("ev") || !takeText(kind))
        return false;
    if (kind == "A")
        event.kind = EventKind::SecondBar;
    else if (kind == "AM")
        event.kind = EventKind::MinuteBar;
    else if (kind == "T")
        event.kind = EventKind::Trade;
    else if (kind == "Q")
        event.kind = EventKind::Quote;
    return event.kind != EventKind::Missing;
}

bool PlainFrame::takeKey(std::uint64_t &code)
{
    if (!take('"'))
        return false;
    const char *const from = m_at;
    for (; isPlain(*m_at); ++m_at)
        code = code << 8 | static_cast<unsigned char>(*m_at);
    if (m_at - from > 8)
        code = 0;
    return take('"') && take(':');
}

/// False where the value is of another kind than the key's.
bool PlainFrame::takeField(std::uint64_t key, RawEvent &event)
{
    switch (key) {
    case keyCode("sym"): return takeText(event.symbol);
    case keyCode("o"): return takeDouble(event.open);
    case keyCode("h"): return takeDouble(event.high);
    case keyCode("l"): return takeDouble(event.low);
    case keyCode("c"): return *m_at == '[' ? takeConditions(event.rules) : takeDouble(event.close);
    case keyCode("v"): return takeDouble(event.volume);
    case keyCode("dv"): return takeDecimalText(event.decimalVolume);
    case keyCode("av"): return takeDouble(event.dayVolume);
    case keyCode("dav"): return takeDecimalText(event.decimalDayVolume);
    case keyCode("op"): return takeDouble(event.dayOpen);
    case keyCode("vw"): return takeDouble(event.vwap);
    case keyCode("a"): return takeDouble(event.dayVwap);
    case keyCode("p"): return takeDouble(event.price);
    case keyCode("ds"): return takeDecimalText(event.decimalSize);
    case keyCode("s"): return takeInteger(event.s);
    case keyCode("e"): return takeInteger(event.e);
    case keyCode("t"): return takeInteger(event.t);
    case keyCode("q"): return takeInteger(event.sequence);
    case keyCode("x"): return takeInteger(event.exchange);
    case keyCode("trfi"): return takeInteger(event.reportingFacility);
    case keyCode("i"): return *m_at == '[' ? takeList() : takeText(event.tradeId);
    case keyCode("T"): return takeText(event.ticker);
    case keyCode("bp"): return takeDouble(event.bid);
    case keyCode("ap"): return takeDouble(event.ask);
    case keyCode("bs"): return takeDouble(event.bidSize);
    case keyCode("as"): return takeDouble(event.askSize);
    case keyCode("ev"):
    case keyCode("status"):
    case keyCode("message"):
        return false; // not in bars, trades and quotes; a second ev would change what the rest means
    default: return takeOther();
    }
}

/// The value of a key that is not ours.
bool PlainFrame::takeOther()
{
    std::string_view text;
    Number number{};
    return *m_at == '"' ? takeText(text) : takeNumber(number);
}

bool PlainFrame::takeNumber(Number &number)
{
    const char *at = m_at; // kept in a register
    const bool hasLeadingZero = *at == '0';
    std::int64_t digits = 0;
    const int whole = takeDigits(at, digits);
    if (whole == 0 || whole > MostDigits || (hasLeadingZero && whole > 1))
        return false;
    number = {static_cast<double>(digits), digits};
    if (*at == '.') {
        std::int64_t fraction = 0;
        const int places = takeDigits(++at, fraction);
        if (places == 0 || whole + places > MostDigits)
            return false;
        digits = digits * IntegerPowersOfTen[static_cast<std::size_t>(places)] + fraction;
        number.value = static_cast<double>(digits) / PowersOfTen[static_cast<std::size_t>(places)];
    }
    m_at = at;
    return true;
}

bool PlainFrame::takeDouble(double &into)
{
    Number number{};
    return takeNumber(number) && (into = number.value, true);
}

bool PlainFrame::takeInteger(std::int64_t &into)
{
    Number number{};
    return takeNumber(number) && (into = number.whole, true);
}

bool PlainFrame::takeText(std::string_view &text)
{
    if (!take('"'))
        return false;
    const char *const from = m_at;
    while (isPlain(*m_at))
        ++m_at;
    text = {from, static_cast<std::size_t>(m_at - from)};
    return take('"');
}

bool PlainFrame::takeDecimalText(double &into)
{
    Number number{};
    return take('"') && takeNumber(number) && take('"') && (into = number.value, true);
}

bool PlainFrame::takeConditions(TradeRules &rules)
{
    if (!take('['))
        return false;
    do {
        Number number{};
        const char *const from = m_at;
        if (!takeNumber(number) || std::find(from, m_at, '.') != m_at || m_at - from > 4)
            return false;
        restrict(rules, static_cast<int>(number.whole));
    } while (take(','));
    return take(']');
}

/// Numbers that nobody needs: the indicators of a quote.
bool PlainFrame::takeList()
{
    if (!take('['))
        return false;
    do {
        Number number{};
        if (!takeNumber(number))
            return false;
    } while (take(','));
    return take(']');
}

bool PlainFrame::takeWord(std::string_view word)
{
    if (std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).substr(0, word.size()) != word)
        return false;
    m_at += word.size();
    return true;
}

} // namespace tickstock::massive
