// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"ratio", 3, 1, 50, "times"},
    Parameter{"usual_ratio", 2, 1, 50, "times"},
    Parameter{"deviations", 3, 0, 20, "standard deviations"},
};

constexpr std::size_t VolumeBars = 20;

/// Far more volume than on the bars before and than is usual at this time of day. The bars of opening and closing count
/// only where the usual volume of their minute is known.
class VolumeSpike final : public ClonablePattern<VolumeSpike>
{
public:
    explicit VolumeSpike(const ParameterValues &values)
        : m_ratio(values["ratio"])
        , m_usualRatio(values["usual_ratio"])
        , m_deviations(values["deviations"])
    {
    }

    void beginSession() override { m_hasFired = {}; }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        const double mean = meanVolumeBefore(now, VolumeBars);
        if (std::isnan(mean) || mean <= 0)
            return;
        const Bar &bar = now.bar();
        double squares = 0;
        for (std::size_t i = 1; i <= VolumeBars; ++i)
            squares += (now.before(i).volume - mean) * (now.before(i).volume - mean);
        const double deviation = std::sqrt(squares / VolumeBars);
        const bool knowsUsual = !std::isnan(now.usualVolume);
        const double ratio = bar.volume / mean;
        const double usualRatio = knowsUsual ? bar.volume / now.usualVolume : ratio;
        const double deviations = deviation > 0 ? (bar.volume - mean) / deviation : m_deviations;
        const int length = static_cast<int>(lengthOf(now.timeframe) / OneMinute);
        const bool isAtTheEdge = now.minute == 0 || now.minute + length >= now.sessionMinutes;
        if (ratio < m_ratio || usualRatio < m_usualRatio || deviations < m_deviations || (isAtTheEdge && !knowsUsual))
            return;
        const bool hasBody = std::abs(bar.close - bar.open) >= 0.5 * (bar.high - bar.low);
        const Direction direction =
            !hasBody ? Direction::Neutral : (bar.close >= bar.open ? Direction::Long : Direction::Short);
        if (std::exchange(m_hasFired[static_cast<std::size_t>(direction)], true))
            return;
        Signal signal{direction};
        signal.volumeRatio = usualRatio;
        signal.details = {{"ratio", ratio}, {"deviations", deviations}};
        if (knowsUsual)
            signal.details.emplace_back("usual_ratio", usualRatio);
        found.push_back(std::move(signal));
    }

private:
    double m_ratio;
    double m_usualRatio;
    double m_deviations;
    std::array<bool, 3> m_hasFired{}; // by direction
};

} // namespace

PricePatternType volumeSpike()
{
    return {"VolumeSpike",     "VolumeSpike",           Parameters, {Timeframe::Min1, Timeframe::Min5},
            {Timeframe::Min1}, makePattern<VolumeSpike>};
}

} // namespace tickstock
