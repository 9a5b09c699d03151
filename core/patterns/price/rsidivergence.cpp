// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pivots.h"
#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"strength", 3, 1, 10, "bars"}, Parameter{"least", 5, 3, 60, "bars"},
    Parameter{"most", 60, 10, 80, "bars"},   Parameter{"lower", 0.1, 0, 3, "ATR"},
    Parameter{"higher", 2, 0, 30, "points"}, Parameter{"oversold", 40, 10, 50, "points"},
};

/// A lower low in price at a higher low of RSI_14, which does not cut the line between the two. Known when the second
/// low has been confirmed by the bars after it. Seen from the short side: higher high, lower RSI.
class RsiDivergence final : public ClonablePattern<RsiDivergence>
{
public:
    explicit RsiDivergence(const ParameterValues &values)
        : m_strength(static_cast<std::size_t>(values.whole("strength")))
        , m_least(static_cast<std::size_t>(values.whole("least")))
        , m_most(static_cast<std::size_t>(values.whole("most")))
        , m_lower(values["lower"])
        , m_higher(values["higher"])
        , m_oversold(values["oversold"])
        , m_pivots(pivotsOfBothSides(values))
    {
    }

    std::size_t pastValues() const override { return m_strength + m_most + 1; }
    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        for (const Side side : BothSides) {
            Pivots &lows = m_pivots[side.index()];
            const bool isNew = lows.update(now, Side{-side.sign});
            if (!isNew || m_once.hasFired(side) || lows.countSince(now.shapeStart) < 2)
                continue;
            if (const auto signal = judge(now, side, lows[1], lows[0])) {
                m_once.fire(side);
                found.push_back(*signal);
            }
        }
    }

private:
    /// RSI; for the short side 100 minus RSI.
    static double strengthAt(const BarContext &now, Side side, std::size_t at)
    {
        return side.sign > 0 ? now.pastAt(at).rsi14 : 100 - now.pastAt(at).rsi14;
    }

    std::optional<Signal> judge(const BarContext &now, Side side, std::size_t first, std::size_t second) const
    {
        const std::size_t distance = second - first;
        if (distance < m_least || distance > m_most)
            return std::nullopt;
        const double low1 = side.low(now.bars[first]), low2 = side.low(now.bars[second]);
        const double rsi1 = strengthAt(now, side, first), rsi2 = strengthAt(now, side, second);
        const bool diverges = low1 - low2 >= m_lower * now.atr() && rsi2 - rsi1 >= m_higher && rsi1 <= m_oversold;
        if (!diverges)
            return std::nullopt;
        double high = side.high(now.bars[first + 1]);
        for (std::size_t i = first + 1; i < second; ++i) {
            const double line = rsi1 + (rsi2 - rsi1) * static_cast<double>(i - first) / static_cast<double>(distance);
            if (strengthAt(now, side, i) < line)
                return std::nullopt;
            high = std::max(high, side.high(now.bars[i]));
        }
        Signal signal{side.direction(), side.price(high), side.price(low2)};
        signal.details = {
            {"p1", side.price(low1)},          {"p1_time", static_cast<double>(now.bars[first].start.ms)},
            {"p2", side.price(low2)},          {"p2_time", static_cast<double>(now.bars[second].start.ms)},
            {"rsi1", now.pastAt(first).rsi14}, {"rsi2", now.pastAt(second).rsi14}};
        return signal;
    }

    std::size_t m_strength;
    std::size_t m_least;
    std::size_t m_most;
    double m_lower;
    double m_higher;
    double m_oversold;
    std::array<Pivots, 2> m_pivots; // lows, as each side sees them
    OncePerSession m_once;
};

} // namespace

PricePatternType rsiDivergence()
{
    return {"RSIDivergence",
            "RSIDivergence",
            Parameters,
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            makePattern<RsiDivergence>};
}

} // namespace tickstock
