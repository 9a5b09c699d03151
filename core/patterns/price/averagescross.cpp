// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"clearance", 0.05, 0, 2, "ATR"},
};

/// The fast average crosses the slow one and stays there for two bars: EMA 9 and 20 within the day, SMA 50 and 200 of
/// days.
class AveragesCross final : public ClonablePattern<AveragesCross>
{
public:
    explicit AveragesCross(const ParameterValues &values)
        : m_clearance(values["clearance"])
    {
    }

    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.index() < 2)
            return;
        const double difference0 = difference(now, 0), difference1 = difference(now, 1),
                     difference2 = difference(now, 2);
        for (const Side side : BothSides) {
            const bool crossed =
                side.price(difference2) < 0 && side.price(difference1) > 0 && side.price(difference0) > 0;
            if (!crossed || m_once.hasFired(side) || !(std::abs(difference0) >= m_clearance * now.atr()))
                continue;
            m_once.fire(side);
            const RuleValues &row = now.row();
            const double fast = now.isDaily() ? row.sma50 : row.ema9, slow = now.isDaily() ? row.sma200 : row.ema20;
            Signal signal{side.direction(), slow};
            signal.details = {{"fast", fast}, {"slow", slow}};
            found.push_back(std::move(signal));
        }
    }

private:
    /// Fast minus slow.
    static double difference(const BarContext &now, std::size_t ago)
    {
        const RuleValues &row = now.row(ago);
        return now.isDaily() ? row.sma50 - row.sma200 : row.ema9 - row.ema20;
    }

    double m_clearance;
    OncePerSession m_once;
};

} // namespace

PricePatternType averagesCross()
{
    return {"MACross",
            "MACross",
            Parameters,
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min15, Timeframe::Daily},
            makePattern<AveragesCross>};
}

} // namespace tickstock
