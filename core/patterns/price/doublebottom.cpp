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
    Parameter{"apart", 10, 3, 100, "bars"},
    Parameter{"tolerance", 0.5, 0.05, 5, "percent, intraday"},
    Parameter{"tolerance_range", 0.5, 0, 3, "ATR, intraday"},
    Parameter{"tolerance_daily", 3, 0.1, 15, "percent, daily"},
    Parameter{"height", 1, 0.1, 20, "percent, intraday"},
    Parameter{"height_daily", 10, 1, 50, "percent, daily"},
};
constexpr std::size_t TrendBars = 20;

/// Two lows at one level, reached from above, and a close over the high between them. Seen from the short side: a
/// double top.
class DoubleBottom final : public ClonablePattern<DoubleBottom>
{
public:
    explicit DoubleBottom(const ParameterValues &values)
        : m_apart(static_cast<std::size_t>(values.whole("apart")))
        , m_tolerance(values["tolerance"] / 100)
        , m_toleranceRange(values["tolerance_range"])
        , m_toleranceDaily(values["tolerance_daily"] / 100)
        , m_height(values["height"] / 100)
        , m_heightDaily(values["height_daily"] / 100)
        , m_pivots(pivotsOfBothSides(values))
    {
    }

    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        for (const Side side : BothSides) {
            Pivots &lows = m_pivots[side.index()];
            lows.update(now, Side{-side.sign});
            if (m_once.hasFired(side))
                continue;
            if (const auto signal = look(now, side, lows)) {
                m_once.fire(side);
                found.push_back(*signal);
            }
        }
    }

private:
    std::optional<Signal> look(const BarContext &now, Side side, const Pivots &lows) const
    {
        const std::size_t count = lows.countSince(now.shapeStart);
        if (count < 2 || !(side.close(now.bar()) > side.close(now.before(1)))) // else it crosses no neckline
            return std::nullopt;
        for (std::size_t second = 0; second + 1 < count; ++second) {
            for (std::size_t first = second + 1; first < count; ++first) {
                if (const auto signal = judge(now, side, lows[first], lows[second]))
                    return signal;
            }
        }
        return std::nullopt;
    }

    std::optional<Signal> judge(const BarContext &now, Side side, std::size_t first, std::size_t second) const
    {
        const std::size_t distance = second - first;
        if (distance < m_apart || now.index() - second > 2 * distance || first < now.shapeStart + 1)
            return std::nullopt;
        const double low1 = side.low(now.bars[first]), low2 = side.low(now.bars[second]);
        const double low = std::min(low1, low2), price = std::abs(low);
        const double tolerance =
            now.isDaily() ? m_toleranceDaily * price : std::max(m_tolerance * price, m_toleranceRange * now.atr());
        if (!(std::abs(low1 - low2) <= tolerance))
            return std::nullopt;
        double neck = side.high(now.bars[first + 1]);
        const double close = side.close(now.bar());
        for (std::size_t i = first + 2; i < second && close > neck; ++i)
            neck = std::max(neck, side.high(now.bars[i]));
        const bool isHigh = neck - low >= (now.isDaily() ? m_heightDaily : m_height) * price;
        const bool crosses = close > neck && side.close(now.before(1)) <= neck;
        if (!isHigh || !crosses || !comesFromAbove(now, side, first, neck))
            return std::nullopt;
        for (std::size_t i = first + 1; i < now.index(); ++i) {
            if (side.close(now.bars[i]) < low || side.close(now.bars[i]) > neck)
                return std::nullopt; // broken, or reported before
        }
        Signal signal{side.direction(), side.price(neck), side.price(low), side.price(neck + (neck - low))};
        signal.shape = 1 - std::abs(low1 - low2) / tolerance;
        signal.details = {{"p1", side.price(low1)},
                          {"p1_time", static_cast<double>(now.bars[first].start.ms)},
                          {"p2", side.price(low2)},
                          {"p2_time", static_cast<double>(now.bars[second].start.ms)},
                          {"neckline", side.price(neck)}};
        return signal;
    }

    /// Prices stood above the later neckline not long before the first low.
    static bool comesFromAbove(const BarContext &now, Side side, std::size_t first, double neck)
    {
        const std::size_t from = first > now.shapeStart + TrendBars ? first - TrendBars : now.shapeStart;
        for (std::size_t i = from; i < first; ++i) {
            if (side.high(now.bars[i]) > neck)
                return true;
        }
        return false;
    }

    std::size_t m_apart;
    double m_tolerance;
    double m_toleranceRange;
    double m_toleranceDaily;
    double m_height;
    double m_heightDaily;
    std::array<Pivots, 2> m_pivots; // lows, as each side sees them
    OncePerSession m_once;
};

} // namespace

PricePatternType doubleBottom()
{
    return {"DoubleBottom",
            "DoubleTop",
            Parameters,
            {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            makePattern<DoubleBottom>};
}

} // namespace tickstock
