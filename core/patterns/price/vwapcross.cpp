// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"distance", 0.05, 0, 2, "ATR"},
    Parameter{"skip", 15, 0, 120, "minutes"},
    Parameter{"rearm", 5, 1, 60, "bars"},
};

/// A close that crosses the session's VWAP. Fires again only after some closes in a row on the other side.
class VwapCross final : public ClonablePattern<VwapCross>
{
public:
    explicit VwapCross(const ParameterValues &values)
        : m_distance(values["distance"])
        , m_skip(values.whole("skip"))
        , m_rearm(values.whole("rearm"))
    {
    }

    void beginSession() override
    {
        m_isArmed = {true, true};
        m_closesBehind = {};
    }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.barsOfSession() < 2)
            return;
        const double vwap = now.row().vwap, vwapBefore = now.row(1).vwap;
        for (const Side side : BothSides) {
            const double distance = side.close(now.bar()) - side.price(vwap);
            int &behind = m_closesBehind[side.index()];
            bool &isArmed = m_isArmed[side.index()];
            behind = distance < 0 ? behind + 1 : 0;
            isArmed = isArmed || behind >= m_rearm;
            const bool crosses =
                side.close(now.before(1)) <= side.price(vwapBefore) && distance > m_distance * now.atr();
            if (!crosses || !isArmed || now.minute < m_skip)
                continue;
            isArmed = false;
            Signal signal{side.direction(), vwap, side.price(side.low(now.bar()))};
            signal.details = {{"vwap", vwap}, {"distance", side.price(distance)}};
            found.push_back(std::move(signal));
        }
    }

private:
    double m_distance;
    int m_skip;
    int m_rearm;
    std::array<bool, 2> m_isArmed{true, true};
    std::array<int, 2> m_closesBehind{}; // in a row
};

} // namespace

PricePatternType vwapCross()
{
    return {"VWAPCross",       "VWAPCross",           Parameters, {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15},
            {Timeframe::Min5}, makePattern<VwapCross>};
}

} // namespace tickstock
