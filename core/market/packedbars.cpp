// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/packedbars.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <optional>

namespace tickstock {

namespace {

constexpr double PriceUnits = 10'000, ShareUnits = 1'000'000; // in one dollar, in one share
constexpr double LargestWhole = 1e15;                         // doubles count exactly up to there, and further
constexpr std::uint64_t MinuteMs = 60'000;
/// Bars at the end that stay as they are, because they are looked at all the time and may still change.
constexpr std::size_t FewestInTail = 8, MostInTail = FewestInTail + PackedBars::BlockBars;
constexpr std::size_t TailGrowsBy = 8;
constexpr std::size_t TypicalBytes = 16; // of a packed bar

// What the first byte of a bar says.
constexpr unsigned HasDecimals = 1U << 0U;    // its prices are whole numbers of price units
constexpr unsigned HasWholeVolume = 1U << 1U; // of shares
constexpr unsigned HasUnitVolume = 1U << 2U;  // of share units; neither: as it is
constexpr unsigned HasNoVwap = 1U << 3U;
constexpr unsigned HasDecimalVwap = 1U << 4U; // neither: as it is
constexpr unsigned HasTrades = 1U << 5U;
constexpr unsigned HasRevision = 1U << 6U;
constexpr unsigned HasNewSource = 1U << 7U; // other than that of the bar before

double fromUnits(std::int64_t value, double units)
{
    return static_cast<double>(value) / units;
}

bool haveSameBits(double value, double other)
{
    return std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(other);
}

/// @p value in units, if exactly that value comes out again when they are divided by @p units.
std::optional<std::int64_t> wholeUnits(double value, double units)
{
    const double scaled = std::nearbyint(value * units);
    if (!(std::abs(scaled) < LargestWhole))
        return std::nullopt;
    const auto whole = static_cast<std::int64_t>(scaled);
    return haveSameBits(fromUnits(whole, units), value) ? std::optional(whole) : std::nullopt;
}

/// Small numbers of either sign become small numbers.
std::uint64_t folded(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unfolded(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

/// What a bar's values are told as differences from.
struct Reference
{
    Timestamp start;
    std::int64_t close = 0; // price units
    BarSource source = BarSource::Minute;
};

class Writer
{
public:
    Writer(std::vector<std::uint8_t> &bytes, Timestamp first)
        : m_bytes(bytes)
        , m_before{first}
    {
    }

    void write(const Bar &bar)
    {
        const auto open = wholeUnits(bar.open, PriceUnits), high = wholeUnits(bar.high, PriceUnits),
                   low = wholeUnits(bar.low, PriceUnits), close = wholeUnits(bar.close, PriceUnits);
        const auto shares = wholeUnits(bar.volume, 1), parts = wholeUnits(bar.volume, ShareUnits);
        const auto vwap = wholeUnits(bar.vwap, PriceUnits);
        const bool hasDecimals = open && high && low && close;
        const bool hasNoVwap = haveSameBits(bar.vwap, NoValue);
        m_bytes.push_back(static_cast<std::uint8_t>(
            (hasDecimals ? HasDecimals : 0U) | (shares ? HasWholeVolume : (parts ? HasUnitVolume : 0U)) |
            (hasNoVwap ? HasNoVwap : (vwap ? HasDecimalVwap : 0U)) | (bar.tradeCount != -1 ? HasTrades : 0U) |
            (bar.revision != 0 ? HasRevision : 0U) | (bar.source != m_before.source ? HasNewSource : 0U)));
        writeStart(bar.start);
        if (hasDecimals) {
            writeSigned(*open - m_before.close);
            writeSigned(*close - *open);
            writeSigned(*high - std::max(*open, *close));
            writeSigned(std::min(*open, *close) - *low);
            m_before.close = *close;
        } else {
            for (const double price : {bar.open, bar.high, bar.low, bar.close})
                writeRaw(price);
        }
        if (shares || parts)
            writeSigned(shares ? *shares : *parts);
        else
            writeRaw(bar.volume);
        if (!hasNoVwap && vwap)
            writeSigned(*vwap - m_before.close);
        else if (!hasNoVwap)
            writeRaw(bar.vwap);
        if (bar.tradeCount != -1)
            writeSigned(bar.tradeCount);
        if (bar.revision != 0)
            writeSigned(bar.revision);
        if (std::exchange(m_before.source, bar.source) != bar.source)
            m_bytes.push_back(static_cast<std::uint8_t>(bar.source));
    }

private:
    /// Most bars start whole minutes apart.
    void writeStart(Timestamp start)
    {
        const std::uint64_t step = folded((start - std::exchange(m_before.start, start)).count());
        const bool isMinutes = step % (2 * MinuteMs) == 0;
        writeUnsigned(isMinutes ? step / MinuteMs : step << 1U | 1U);
    }
    void writeSigned(std::int64_t value) { writeUnsigned(folded(value)); }
    /// Seven bits a byte; the highest bit says that more follow.
    void writeUnsigned(std::uint64_t value)
    {
        for (; value >= 0x80; value >>= 7U)
            m_bytes.push_back(static_cast<std::uint8_t>(value | 0x80U));
        m_bytes.push_back(static_cast<std::uint8_t>(value));
    }
    void writeRaw(double value)
    {
        const auto bytes = std::bit_cast<std::array<std::uint8_t, sizeof value>>(value);
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }

    std::vector<std::uint8_t> &m_bytes;
    Reference m_before;
};

class Reader
{
public:
    Reader(const std::uint8_t *at, Timestamp first)
        : m_at(at)
        , m_before{first}
    {
    }

    Bar read()
    {
        Bar bar;
        const unsigned what = *m_at++;
        bar.start = m_before.start = readStart();
        if (what & HasDecimals) {
            const std::int64_t open = m_before.close + readSigned(), close = open + readSigned();
            bar.open = fromUnits(open, PriceUnits);
            bar.high = fromUnits(std::max(open, close) + readSigned(), PriceUnits);
            bar.low = fromUnits(std::min(open, close) - readSigned(), PriceUnits);
            bar.close = fromUnits(close, PriceUnits);
            m_before.close = close;
        } else {
            for (double *price : {&bar.open, &bar.high, &bar.low, &bar.close})
                *price = readRaw();
        }
        if (what & (HasWholeVolume | HasUnitVolume))
            bar.volume = fromUnits(readSigned(), what & HasWholeVolume ? 1 : ShareUnits);
        else
            bar.volume = readRaw();
        if (what & HasDecimalVwap)
            bar.vwap = fromUnits(m_before.close + readSigned(), PriceUnits);
        else if (!(what & HasNoVwap))
            bar.vwap = readRaw();
        if (what & HasTrades)
            bar.tradeCount = static_cast<int>(readSigned());
        if (what & HasRevision)
            bar.revision = static_cast<int>(readSigned());
        if (what & HasNewSource)
            m_before.source = static_cast<BarSource>(*m_at++);
        bar.source = m_before.source;
        return bar;
    }

private:
    Timestamp readStart()
    {
        const std::uint64_t step = readUnsigned();
        const std::uint64_t isOdd = step & 1U;
        return m_before.start + Milliseconds(unfolded(isOdd ? step >> 1U : step * MinuteMs));
    }
    std::int64_t readSigned() { return unfolded(readUnsigned()); }
    std::uint64_t readUnsigned()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::uint64_t byte = *m_at++;
            value |= (byte & 0x7fU) << shift;
            if (byte < 0x80)
                return value;
        }
    }
    double readRaw()
    {
        std::array<std::uint8_t, sizeof(double)> bytes{};
        std::copy_n(m_at, bytes.size(), bytes.begin());
        m_at += bytes.size();
        return std::bit_cast<double>(bytes);
    }

    const std::uint8_t *m_at;
    Reference m_before;
};

} // namespace

PackedBars::PackedBars(std::vector<Bar> bars)
    : m_tail(std::move(bars))
{
    pack();
    m_tail.shrink_to_fit();
}

/// Moves the older bars of a tail that has become long into blocks.
void PackedBars::pack()
{
    if (m_tail.size() < MostInTail)
        return;
    const std::size_t count = (m_tail.size() - FewestInTail) / BlockBars * BlockBars;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(count * TypicalBytes);
    m_blocks.reserve(m_blocks.size() + count / BlockBars);
    for (std::size_t i = 0; i < count;) {
        m_blocks.push_back({m_tail[i].start, m_bytes.size() + bytes.size()});
        Writer writer(bytes, m_tail[i].start);
        for (const std::size_t end = i + BlockBars; i < end; ++i)
            writer.write(m_tail[i]);
    }
    m_bytes.reserve(m_bytes.size() + bytes.size()); // no more: there are many of these
    m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    m_tail.erase(m_tail.begin(), m_tail.begin() + static_cast<std::ptrdiff_t>(count));
    if (m_tail.capacity() > MostInTail)
        m_tail.shrink_to_fit();
}

/// Until the bar at @p index lies in the tail.
void PackedBars::unpackFrom(std::size_t index)
{
    if (index >= packedCount())
        return;
    const std::size_t block = index / BlockBars;
    std::vector<Bar> bars = copy(block * BlockBars, size());
    m_bytes.resize(m_blocks[block].begin);
    m_blocks.resize(block);
    m_tail = std::move(bars);
}

PackedBars::Block PackedBars::unpacked(std::size_t index) const
{
    Block block;
    Reader reader(m_bytes.data() + m_blocks[index].begin, m_blocks[index].first);
    for (Bar &bar : block)
        bar = reader.read();
    return block;
}

Bar PackedBars::at(std::size_t index) const
{
    return index >= packedCount() ? m_tail[index - packedCount()] : unpacked(index / BlockBars)[index % BlockBars];
}

std::vector<Bar> PackedBars::copy(std::size_t from, std::size_t to) const
{
    std::vector<Bar> bars;
    bars.reserve(to - from);
    std::size_t at = from;
    while (at < std::min(to, packedCount())) {
        const Block block = unpacked(at / BlockBars);
        const std::size_t end = std::min(to, (at / BlockBars + 1) * BlockBars);
        for (; at < end; ++at)
            bars.push_back(block[at % BlockBars]);
    }
    for (; at < to; ++at)
        bars.push_back(m_tail[at - packedCount()]);
    return bars;
}

std::size_t PackedBars::lowerBound(Timestamp start) const
{
    if (m_blocks.empty() || start >= m_tail.front().start) {
        const auto at = lowerBoundByStart(m_tail, start);
        return packedCount() + static_cast<std::size_t>(at - m_tail.begin());
    }
    // In the last block that begins before it, or right behind that.
    const auto next = std::lower_bound(m_blocks.begin(), m_blocks.end(), start,
                                       [](const Packed &block, Timestamp wanted) { return block.first < wanted; });
    if (next == m_blocks.begin())
        return 0;
    const auto index = static_cast<std::size_t>(next - m_blocks.begin()) - 1;
    const Block block = unpacked(index);
    const auto at = lowerBoundByStart(block, start);
    return index * BlockBars + static_cast<std::size_t>(at - block.begin());
}

void PackedBars::insert(std::size_t index, const Bar &bar)
{
    unpackFrom(index);
    if (m_tail.size() == m_tail.capacity())
        m_tail.reserve(m_tail.size() + TailGrowsBy);
    m_tail.insert(m_tail.begin() + static_cast<std::ptrdiff_t>(index - packedCount()), bar);
    pack();
}

void PackedBars::replace(std::size_t index, const Bar &bar)
{
    unpackFrom(index);
    m_tail[index - packedCount()] = bar;
    pack();
}

std::size_t PackedBars::memory() const
{
    return m_blocks.capacity() * sizeof(Packed) + m_bytes.capacity() + m_tail.capacity() * sizeof(Bar);
}

} // namespace tickstock
