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
    Parameter{"head", 0.5, 0, 5, "ATR above the shoulders"},
    Parameter{"symmetry", 35, 5, 100, "percent of the head's height"},
    Parameter{"time_ratio", 2.5, 1, 10, "times"},
    Parameter{"slope", 0.3, 0, 2, "of the height"},
    Parameter{"clearance", 0.1, 0, 2, "ATR"},
};

/// Three lows, the middle one the lowest, the outer ones alike, and a close over the line through the highs between
/// them: the inverse, bullish form. Seen from the short side: head and shoulders at a top.
class HeadAndShoulders final : public ClonablePattern<HeadAndShoulders>
{
public:
    explicit HeadAndShoulders(const ParameterValues &values)
        : m_head(values["head"])
        , m_symmetry(values["symmetry"] / 100)
        , m_timeRatio(values["time_ratio"])
        , m_slope(values["slope"])
        , m_clearance(values["clearance"])
        , m_pivots(pivotsOfBothSides(values))
    {
    }

    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        for (const Side side : BothSides) {
            Pivots &lows = m_pivots[side.index()];
            lows.update(now, Side{-side.sign});
            if (m_once.hasFired(side) || lows.countSince(now.shapeStart) < 3)
                continue;
            if (const auto signal = judge(now, side, lows[2], lows[1], lows[0])) {
                m_once.fire(side);
                found.push_back(*signal);
            }
        }
    }

private:
    static std::size_t highestBetween(const BarContext &now, Side side, std::size_t from, std::size_t to)
    {
        std::size_t at = from + 1;
        for (std::size_t i = at; i < to; ++i) {
            if (side.high(now.bars[i]) > side.high(now.bars[at]))
                at = i;
        }
        return at;
    }

    std::optional<Signal> judge(const BarContext &now, Side side, std::size_t left, std::size_t head,
                                std::size_t right) const
    {
        const auto low = [&](std::size_t at) { return side.low(now.bars[at]); };
        const double depth = m_head * now.atr();
        if (!(low(left) - low(head) >= depth) || !(low(right) - low(head) >= depth))
            return std::nullopt;
        const std::size_t neck1 = highestBetween(now, side, left, head), neck2 = highestBetween(now, side, head, right);
        const double high1 = side.high(now.bars[neck1]), high2 = side.high(now.bars[neck2]);
        const double slope = (high2 - high1) / static_cast<double>(neck2 - neck1);
        const auto neckAt = [&](std::size_t at) {
            return high1 + slope * (static_cast<double>(at) - static_cast<double>(neck1));
        };
        const double height = neckAt(head) - low(head);
        const double unlike = std::abs(low(left) - low(right));
        const double drift = std::abs(slope) * static_cast<double>(right - left);
        const auto before = static_cast<double>(head - left), after = static_cast<double>(right - head);
        const bool isEven = unlike <= m_symmetry * height && before <= m_timeRatio * after &&
                            after <= m_timeRatio * before && drift <= m_slope * height;
        const double neck = neckAt(now.index()), clearance = m_clearance * now.atr();
        const auto isOver = [&](std::size_t at) { return side.close(now.bars[at]) > neckAt(at) + clearance; };
        if (!isEven || !isOver(now.index()))
            return std::nullopt;
        for (std::size_t i = right; i < now.index(); ++i) {
            if (isOver(i) || side.close(now.bars[i]) < low(head))
                return std::nullopt; // reported before, or broken
        }
        Signal signal{side.direction(), side.price(neck), side.price(low(right)), side.price(neck + height)};
        signal.shape = 1 - unlike / (m_symmetry * height);
        signal.details = {
            {"s1", side.price(low(left))},   {"s1_time", static_cast<double>(now.bars[left].start.ms)},
            {"head", side.price(low(head))}, {"head_time", static_cast<double>(now.bars[head].start.ms)},
            {"s2", side.price(low(right))},  {"s2_time", static_cast<double>(now.bars[right].start.ms)},
            {"neck1", side.price(high1)},    {"neck1_time", static_cast<double>(now.bars[neck1].start.ms)},
            {"neck2", side.price(high2)},    {"neck2_time", static_cast<double>(now.bars[neck2].start.ms)}};
        return signal;
    }

    double m_head;
    double m_symmetry;
    double m_timeRatio;
    double m_slope;
    double m_clearance;
    std::array<Pivots, 2> m_pivots; // lows, as each side sees them
    OncePerSession m_once;
};

} // namespace

PricePatternType headAndShoulders()
{
    return {"InverseHeadAndShoulders",
            "HeadAndShoulders",
            Parameters,
            {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            makePattern<HeadAndShoulders>};
}

} // namespace tickstock
