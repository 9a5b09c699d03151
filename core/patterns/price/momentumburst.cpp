// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"range", 2.5, 0.5, 20, "ATR"},
    Parameter{"volume_ratio", 2, 0, 20, "times"},
    Parameter{"rearm", 10, 0, 120, "bars"},
};

constexpr std::size_t Bars = 5;
constexpr std::size_t VolumeBars = 20;

/// A large move within five bars, on twice the usual volume.
class MomentumBurst final : public ClonablePattern<MomentumBurst>
{
public:
    explicit MomentumBurst(const ParameterValues &values)
        : m_range(values["range"])
        , m_volumeRatio(values["volume_ratio"])
        , m_rearm(static_cast<std::size_t>(values.whole("rearm")))
    {
    }

    void beginSession() override
    {
        m_begins = {};
        m_firedAt = {};
    }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.barsOfSession() <= Bars)
            return;
        double volume = 0;
        for (std::size_t i = 0; i < Bars; ++i)
            volume += now.before(i).volume;
        const double ratio = volume / (Bars * meanVolumeBefore(now, VolumeBars, Bars - 1));
        for (const Side side : BothSides) {
            const double change = side.close(now.bar()) - side.close(now.before(Bars));
            const bool bursts = change >= m_range * now.atr() && ratio >= m_volumeRatio;
            auto &firedAt = m_firedAt[side.index()];
            const bool isArmed = !firedAt || now.index() - *firedAt > m_rearm;
            if (!m_begins(side, bursts) || !isArmed)
                continue;
            firedAt = now.index();
            Signal signal{side.direction(), now.before(Bars).close};
            signal.volumeRatio = ratio;
            signal.details = {{"change", side.price(change)}, {"volume_ratio", ratio}};
            found.push_back(std::move(signal));
        }
    }

private:
    double m_range;
    double m_volumeRatio;
    std::size_t m_rearm;
    RisingEdge m_begins;
    std::array<std::optional<std::size_t>, 2> m_firedAt;
};

} // namespace

PricePatternType momentumBurst()
{
    return {"MomentumBurst",   "MomentumBurst",           Parameters, {Timeframe::Min1, Timeframe::Min5},
            {Timeframe::Min5}, makePattern<MomentumBurst>};
}

} // namespace tickstock
