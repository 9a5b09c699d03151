// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"days", 20, 5, 250, "bars"},
    Parameter{"volume_ratio", 1.5, 0, 10, "times"},
    Parameter{"outer_share", 0.4, 0.05, 1, "of the range"},
};

/// The first day that closes beyond the high of the days before it, on volume, and near its own high. While the day
/// runs: price beyond that high on more than its share of the usual volume.
class Day1Breakout final : public ClonablePattern<Day1Breakout>
{
public:
    explicit Day1Breakout(const ParameterValues &values)
        : m_days(static_cast<std::size_t>(values.whole("days")))
        , m_volumeRatio(values["volume_ratio"])
        , m_outerShare(values["outer_share"])
    {
    }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.index() < m_days + 1)
            return;
        const Bar &day = now.bar();
        const double usual = meanVolumeBefore(now, m_days);
        const double minutes = now.sessionMinutes;
        const double share = now.isForming ? std::clamp(now.minute / minutes, 1 / minutes, 1.0) : 1;
        const double soFar = std::isnan(now.usualVolume) ? usual * share : now.usualVolume;
        const double ratio = day.volume / soFar;
        for (const Side side : BothSides) {
            const double level = highest(now, side, 0);
            const bool isFirst = side.close(now.before(1)) <= highest(now, side, 1);
            const bool isBeyond = side.close(day) > level;
            const double range = day.high - day.low;
            const bool isNearHigh = now.isForming || side.close(day) >= side.high(day) - m_outerShare * range;
            if (!isFirst || !isBeyond || !isNearHigh || !(ratio >= m_volumeRatio))
                continue;
            Signal signal{side.direction(), side.price(level), side.price(side.low(day))};
            signal.volumeRatio = ratio;
            signal.details = {{"days", static_cast<double>(m_days)}, {"volume_ratio", ratio}};
            found.push_back(std::move(signal));
        }
    }

private:
    double highest(const BarContext &now, Side side, std::size_t ago) const
    {
        double high = side.high(now.before(ago + 1));
        for (std::size_t i = 2; i <= m_days; ++i)
            high = std::max(high, side.high(now.before(ago + i)));
        return high;
    }

    std::size_t m_days;
    double m_volumeRatio;
    double m_outerShare;
};

} // namespace

PricePatternType day1Breakout()
{
    return {"Day1Breakout",     "Day1Breakout",     Parameters,
            {Timeframe::Daily}, {Timeframe::Daily}, makePattern<Day1Breakout>};
}

} // namespace tickstock
