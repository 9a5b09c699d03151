// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"touch", 0.1, 0, 2, "ATR"},
};

/// In a trend (close above EMA 50, EMA 20 above EMA 50) price touches EMA 20 and closes white above it.
class Pullback final : public ClonablePattern<Pullback>
{
public:
    explicit Pullback(const ParameterValues &values)
        : m_touch(values["touch"])
    {
    }

    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        const RuleValues &row = now.row();
        const Bar &bar = now.bar();
        for (const Side side : BothSides) {
            const double fast = side.price(row.ema20), slow = side.price(row.ema50);
            const bool isTrend = side.close(bar) > slow && fast > slow;
            const bool touches = side.low(bar) <= fast + m_touch * now.atr();
            const bool turns = side.close(bar) > side.open(bar) && side.close(bar) > fast;
            if (!m_begins(side, isTrend && touches && turns) || m_once.hasFired(side))
                continue;
            m_once.fire(side);
            Signal signal{side.direction(), row.ema20, side.price(std::min(side.low(bar), slow))};
            signal.details = {{"ema_20", row.ema20}, {"ema_50", row.ema50}};
            found.push_back(std::move(signal));
        }
    }

private:
    double m_touch;
    RisingEdge m_begins;
    OncePerSession m_once;
};

} // namespace

PricePatternType pullback()
{
    return {"BullishPullback",
            "BearishPullback",
            Parameters,
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min15, Timeframe::Daily},
            makePattern<Pullback>};
}

} // namespace tickstock
