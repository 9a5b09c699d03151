// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pivots.h"
#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"strength", 3, 1, 10, "bars"},
};

/// The last three pivot highs and the last three pivot lows rise, and price closes above EMA 20.
class HigherHighsTrend final : public ClonablePattern<HigherHighsTrend>
{
public:
    explicit HigherHighsTrend(const ParameterValues &values)
        : m_highs(pivotsOfBothSides(values))
    {
    }

    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        for (const Side side : BothSides)
            m_highs[side.index()].update(now, side);
        for (const Side side : BothSides) {
            const Pivots &highs = m_highs[side.index()], &lows = m_highs[1 - side.index()];
            const bool isKnown = highs.countSince(now.shapeStart) >= 3 && lows.countSince(now.shapeStart) >= 3;
            const auto high = [&](std::size_t ago) { return side.high(now.bars[highs[ago]]); };
            const auto low = [&](std::size_t ago) { return side.low(now.bars[lows[ago]]); };
            const bool rises = isKnown && high(0) > high(1) && high(1) > high(2) && low(0) > low(1) &&
                               low(1) > low(2) && side.close(now.bar()) > side.price(now.row().ema20);
            if (!m_begins(side, rises) || m_once.hasFired(side))
                continue;
            m_once.fire(side);
            Signal signal{side.direction(), side.price(high(0)), side.price(low(0))};
            signal.details = {{"high1", side.price(high(2))}, {"high2", side.price(high(1))},
                              {"high3", side.price(high(0))}, {"low1", side.price(low(2))},
                              {"low2", side.price(low(1))},   {"low3", side.price(low(0))}};
            found.push_back(std::move(signal));
        }
    }

private:
    std::array<Pivots, 2> m_highs; // by side; the other side's are its lows
    RisingEdge m_begins;
    OncePerSession m_once;
};

} // namespace

PricePatternType higherHighsTrend()
{
    return {"HigherHighsTrend",
            "LowerLowsTrend",
            Parameters,
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min15, Timeframe::Daily},
            makePattern<HigherHighsTrend>};
}

} // namespace tickstock
