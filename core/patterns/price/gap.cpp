// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"percent", 0.5, 0.1, 20, "percent"},
    Parameter{"range", 0.25, 0, 5, "daily ATR"},
};

constexpr std::string_view Filled = "GapFilled";

/// The session opens above the high of the day before (a full gap), or clearly above its close (a partial one). Found
/// on the first bar; a second event follows when price has come back to the close of the day before.
class Gap final : public ClonablePattern<Gap>
{
public:
    explicit Gap(const ParameterValues &values)
        : m_percent(values["percent"])
        , m_range(values["range"])
    {
    }

    void beginSession() override { m_toFill = NoValue; }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (!now.dayBefore)
            return;
        const double close = now.dayBefore->close;
        if (now.barsOfSession() == 1) {
            for (const Side side : BothSides) {
                const double gap = side.open(now.bar()) - side.price(close);
                const double percent = 100 * gap / close;
                const bool isFull = side.open(now.bar()) > side.high(*now.dayBefore);
                const bool isPartial = percent >= m_percent && gap >= m_range * now.dayRange;
                if (now.minute != 0 || gap <= 0 || !(isFull || isPartial))
                    continue;
                m_toFill = close;
                m_side = side;
                Signal signal{side.direction(), now.bar().open, close};
                signal.details = {{"gap_percent", side.sign * percent}, {"full", isFull}, {"close_before", close}};
                found.push_back(std::move(signal));
            }
        }
        if (!std::isnan(m_toFill) && m_side.low(now.bar()) <= m_side.price(m_toFill)) {
            Signal signal{Side{-m_side.sign}.direction(), std::exchange(m_toFill, NoValue)};
            signal.pattern = Filled;
            found.push_back(std::move(signal));
        }
    }

private:
    double m_percent;
    double m_range;
    double m_toFill = NoValue; // the close that fills the gap
    Side m_side;
};

} // namespace

PricePatternType gap()
{
    return {"GapUp",           "GapDown",        Parameters, {Timeframe::Min1, Timeframe::Min5},
            {Timeframe::Min1}, makePattern<Gap>, Filled};
}

} // namespace tickstock
