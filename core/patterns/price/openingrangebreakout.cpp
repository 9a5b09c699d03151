// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"minutes", 15, 5, 60, "minutes"},
    Parameter{"volume_ratio", 1.5, 0, 10, "times"},
    Parameter{"until", 120, 30, 390, "minutes"},
    Parameter{"most_range", 1.5, 0, 10, "daily ATR"},
};

constexpr std::size_t VolumeBars = 20;

/// The first close outside of the range of the session's first minutes, on volume, before late morning.
class OpeningRangeBreakout final : public ClonablePattern<OpeningRangeBreakout>
{
public:
    explicit OpeningRangeBreakout(const ParameterValues &values)
        : m_minutes(values.whole("minutes"))
        , m_volumeRatio(values["volume_ratio"])
        , m_until(values.whole("until"))
        , m_mostRange(values["most_range"])
    {
    }

    void beginSession() override
    {
        m_high = m_low = NoValue;
        m_once.beginSession();
    }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        const Bar &bar = now.bar();
        const int length = static_cast<int>(lengthOf(now.timeframe) / OneMinute);
        if (now.minute < m_minutes) {
            if (!now.isForming) {
                m_high = std::fmax(m_high, bar.high);
                m_low = std::fmin(m_low, bar.low);
            }
            return;
        }
        const double height = m_high - m_low;
        const bool isTooWide = m_mostRange > 0 && height > m_mostRange * now.dayRange;
        const double ratio = bar.volume / meanVolumeBefore(now, VolumeBars);
        if (!(height > 0) || isTooWide || now.minute + length > m_until || !(ratio >= m_volumeRatio))
            return;
        for (const Side side : BothSides) {
            const double level = side.sign > 0 ? m_high : m_low;
            if (m_once.hasFired(side) || !(side.close(bar) > side.price(level)))
                continue;
            m_once.fire(side);
            Signal signal{side.direction(), level, (m_high + m_low) / 2, level + side.sign * height};
            signal.volumeRatio = ratio;
            signal.details = {{"or_high", m_high}, {"or_low", m_low}, {"minutes", m_minutes}, {"volume_ratio", ratio}};
            found.push_back(std::move(signal));
        }
    }

private:
    int m_minutes;
    double m_volumeRatio;
    int m_until;
    double m_mostRange;
    double m_high = NoValue;
    double m_low = NoValue;
    OncePerSession m_once;
};

} // namespace

PricePatternType openingRangeBreakout()
{
    return {"OpeningRangeBreakout",
            "OpeningRangeBreakout",
            Parameters,
            {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15},
            {Timeframe::Min5},
            makePattern<OpeningRangeBreakout>};
}

} // namespace tickstock
