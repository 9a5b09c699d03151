// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/// Texts and numbers of JSON where they are written plainly: several characters at a time, because the end of a text is
/// what a processor guesses wrong. Sixteen bytes behind what is read must be readable. Pure.
namespace tickstock::massive::plain {

// Eight characters of a text at once: the highest bit of each byte of a mask says something of the character there.

inline constexpr std::uint64_t Ones = 0x0101010101010101, HighBits = 0x8080808080808080;

Q_ALWAYS_INLINE std::uint64_t eightAt(const char *at)
{
    std::uint64_t characters = 0;
    std::memcpy(&characters, at, sizeof characters);
    return characters;
}

constexpr std::uint64_t are(std::uint64_t characters, char wanted)
{
    const std::uint64_t others = characters ^ (Ones * static_cast<unsigned char>(wanted));
    return ~((others | HighBits) - Ones) & ~others & HighBits;
}

/// Those that do not mean themselves between quotes: the quote, the backslash, and what is not printable ASCII.
constexpr std::uint64_t areNotPlain(std::uint64_t characters)
{
    const std::uint64_t areControl = ~((characters | HighBits) - Ones * ' ') & HighBits;
    return areControl | are(characters, '"') | are(characters, '\\') | are(characters, '\x7f') |
           (characters & HighBits);
}

/// The index of the first one in a mask that is not empty.
Q_ALWAYS_INLINE std::size_t first(std::uint64_t mask)
{
    return static_cast<std::size_t>(std::countr_zero(mask)) / 8;
}

/// Whole numbers and powers of ten up to here are doubles without rounding, so that their quotient is rounded once, and
/// therefore right (W. D. Clinger, 1990).
inline constexpr unsigned MostDigits = 15, MostCharacters = 16;
inline constexpr std::array<double, MostDigits + 1> PowersOfTen{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

inline constexpr std::uint64_t Zeros = 0x3030303030303030;

/// The number that so many digits are, one to eight of them. Each is a byte with its value, the first the lowest;
/// whatever stands above them is left out. All at once instead of one after the other, because the end of a number is
/// what a processor guesses wrong.
Q_ALWAYS_INLINE std::int64_t valueOf(std::uint64_t digits, std::size_t count)
{
    static_assert(std::endian::native == std::endian::little);
    digits <<= 8 * (8 - count); // zeros ahead
    digits = digits * 10 + (digits >> 8);
    constexpr std::uint64_t Pairs = 0x000000ff000000ff;
    const std::uint64_t value =
        ((digits & Pairs) * (100 + (1'000'000ull << 32)) + ((digits >> 16) & Pairs) * (1 + (10'000ull << 32))) >> 32;
    return static_cast<std::int64_t>(static_cast<std::uint32_t>(value));
}

inline constexpr auto IntegerPowersOfTen = [] {
    std::array<std::int64_t, MostDigits + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}();

// Each takes something from the beginning of a text, which goes on behind it; false where it is not there, and the text
// is then anywhere.

Q_ALWAYS_INLINE bool take(const char *&at, char wanted)
{
    return *at == wanted && (++at, true);
}

/// Which of sixteen characters are digits and which decimal points, a bit each, the first the lowest. A value.
struct NumberBits
{
    unsigned digits;
    unsigned dots;
};

Q_ALWAYS_INLINE NumberBits numberBitsAt(const char *at)
{
#ifdef __SSE2__
    const __m128i characters = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
    const __m128i values = _mm_sub_epi8(characters, _mm_set1_epi8('0'));
    const __m128i digits = _mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values);
    const __m128i dots = _mm_cmpeq_epi8(characters, _mm_set1_epi8('.'));
    return {static_cast<unsigned>(_mm_movemask_epi8(digits)), static_cast<unsigned>(_mm_movemask_epi8(dots))};
#else
    NumberBits bits{};
    for (unsigned i = 0; i < MostCharacters; ++i) {
        bits.digits |= unsigned{at[i] >= '0' && at[i] <= '9'} << i;
        bits.dots |= unsigned{at[i] == '.'} << i;
    }
    return bits;
#endif
}

/// A number as it stands there. A value.
struct NumberText
{
    const char *at;
    unsigned length; ///< 1 to 16
    unsigned whole;  ///< so many of the characters stand before the decimal point
};

/// Where it ends is found before what it is: what stands behind it can be read meanwhile.
Q_ALWAYS_INLINE bool takeNumber(const char *&at, NumberText &text)
{
    const NumberBits bits = numberBitsAt(at);
    const auto length = static_cast<unsigned>(std::countr_one(bits.digits | bits.dots));
    const unsigned dots = bits.dots & ((1u << length) - 1);
    text = {at, length, dots ? static_cast<unsigned>(std::countr_zero(dots)) : length};
    at += length;
    const bool beginsAndEnds = (bits.digits & 1) && ((bits.digits << 1 >> length) & 1);
    const bool isWritten = beginsAndEnds && (dots & (dots - 1)) == 0 && length - (dots ? 1 : 0) <= MostDigits;
    return isWritten && (*text.at != '0' || text.whole == 1);
}

/// The number that so many digits are, at most fifteen.
Q_ALWAYS_INLINE std::int64_t valueAt(const char *at, unsigned count)
{
    if (count <= 8)
        return valueOf(eightAt(at) ^ Zeros, count);
    return valueOf(eightAt(at) ^ Zeros, 8) * IntegerPowersOfTen[count - 8] +
           valueOf(eightAt(at + 8) ^ Zeros, count - 8);
}

Q_ALWAYS_INLINE bool takeDecimal(const char *&at, double &into)
{
    NumberText text{};
    if (!takeNumber(at, text))
        return false;
    if (text.whole == text.length) {
        into = static_cast<double>(valueAt(text.at, text.length));
        return true;
    }
    const unsigned places = text.length - text.whole - 1;
    std::int64_t digits = 0;
    if (text.length <= 8) { // the decimal point is taken out
        const std::uint64_t all = eightAt(text.at) ^ Zeros, ofWhole = (std::uint64_t{1} << 8 * text.whole) - 1;
        digits = valueOf((all & ofWhole) | ((all >> 8) & ~ofWhole), text.length - 1);
    } else {
        digits = valueAt(text.at, text.whole) * IntegerPowersOfTen[places] + valueAt(text.at + text.whole + 1, places);
    }
    into = static_cast<double>(digits) / PowersOfTen[places];
    return true;
}

/// A fraction is cut off.
Q_ALWAYS_INLINE bool takeWhole(const char *&at, std::int64_t &into)
{
    NumberText text{};
    return takeNumber(at, text) && (into = valueAt(text.at, text.whole), true);
}

Q_ALWAYS_INLINE bool takeText(const char *&at, std::string_view &text)
{
    if (!take(at, '"'))
        return false;
    const char *const from = at;
    std::uint64_t others = areNotPlain(eightAt(at));
    for (; others == 0; others = areNotPlain(eightAt(at)))
        at += 8;
    at += first(others);
    text = {from, static_cast<std::size_t>(at - from)};
    return take(at, '"');
}

} // namespace tickstock::massive::plain
