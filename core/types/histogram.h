// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace tickstock {

/// A distribution of latencies in whole microseconds or milliseconds. It has 8 buckets an octave, so that a percentile
/// is at most 12 % above the true value. A value.
class Histogram
{
public:
    void record(std::int64_t value)
    {
        ++m_counts[bucketOf(value < 0 ? 0 : static_cast<std::uint64_t>(value))];
        ++m_total;
    }
    quint64 total() const { return m_total; }
    void clear() { *this = Histogram(); }

    /// The smallest bucket limit that at least this @p fraction of the values does not exceed; 0 when empty.
    std::int64_t percentile(double fraction) const
    {
        const double wanted = fraction * static_cast<double>(m_total);
        double seen = 0;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            seen += static_cast<double>(m_counts[i]);
            if (m_counts[i] > 0 && seen >= wanted)
                return upperLimit(i);
        }
        return 0;
    }

private:
    static constexpr std::size_t SubBuckets = 8;
    static std::size_t bucketOf(std::uint64_t value)
    {
        if (value < SubBuckets)
            return static_cast<std::size_t>(value);
        const auto octave = static_cast<std::size_t>(std::bit_width(value)) - 4; // value >> octave is in [8, 16)
        const std::size_t bucket = (octave + 1) * SubBuckets + static_cast<std::size_t>(value >> octave) - SubBuckets;
        return bucket < BucketCount ? bucket : BucketCount - 1;
    }
    static std::int64_t upperLimit(std::size_t bucket)
    {
        if (bucket < SubBuckets)
            return static_cast<std::int64_t>(bucket);
        const std::size_t octave = bucket / SubBuckets - 1;
        return static_cast<std::int64_t>(((bucket % SubBuckets + SubBuckets + 1) << octave) - 1);
    }

    static constexpr std::size_t BucketCount = 40 * SubBuckets;
    std::array<quint32, BucketCount> m_counts{};
    quint64 m_total = 0;
};

/// The distribution of the last period and of this one, so that a burst does not hide for ever what comes after it, and
/// a percentile never comes from a handful of values. A value.
class RecentHistogram
{
public:
    explicit RecentHistogram(std::int64_t periodMs = 30'000)
        : m_periodMs(periodMs)
    {
    }
    void record(std::int64_t value) { m_now.record(value); }
    /// Call before reading. @param nowMs of a clock that only runs forward
    void roll(std::int64_t nowMs)
    {
        if (nowMs - m_sinceMs < m_periodMs)
            return;
        m_before = m_now;
        m_now.clear();
        m_sinceMs = nowMs;
    }
    /// That of the worse period.
    std::int64_t percentile(double fraction) const
    {
        const std::int64_t now = m_now.percentile(fraction), before = m_before.percentile(fraction);
        return now > before ? now : before;
    }

private:
    Histogram m_now, m_before;
    std::int64_t m_periodMs;
    std::int64_t m_sinceMs = 0;
};

} // namespace tickstock
