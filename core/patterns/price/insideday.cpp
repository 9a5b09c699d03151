// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"narrowest_of", 7, 3, 20, "bars"},
};

/// A day within the range of the day before (the mother): neutral. Then the first day that trades beyond the high or
/// low of the newest mother.
class InsideDay final : public ClonablePattern<InsideDay>
{
public:
    explicit InsideDay(const ParameterValues &values)
        : m_narrowestOf(static_cast<std::size_t>(values.whole("narrowest_of")))
    {
    }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.index() < 1)
            return;
        if (m_mother)
            lookForBreak(now, now.bars[*m_mother], found);
        const Bar &day = now.bar(), &mother = now.before(1);
        if (!isInside(day, mother) || now.isForming) // a day that still runs may yet leave the range
            return;
        m_mother = now.index() - 1;
        Signal signal{Direction::Neutral};
        signal.details = {{"mother_high", mother.high}, {"mother_low", mother.low}, {"narrowest", isNarrowest(now)}};
        found.push_back(std::move(signal));
    }

private:
    void lookForBreak(const BarContext &now, const Bar &mother, std::vector<Signal> &found)
    {
        const Bar &day = now.bar();
        for (const Side side : BothSides) {
            const bool leavesBoth = day.high > mother.high && day.low < mother.low;
            const bool leaves = side.high(day) > side.high(mother);
            if (leaves)
                m_mother.reset();
            if (!leaves || (leavesBoth && side.close(day) < side.open(day)))
                continue;
            Signal signal{side.direction(), side.price(side.high(mother)), side.price(side.low(mother)),
                          side.price(2 * side.high(mother) - side.low(mother))};
            signal.details = {{"mother_high", mother.high}, {"mother_low", mother.low}};
            found.push_back(std::move(signal));
        }
    }

    static bool isInside(const Bar &day, const Bar &mother) { return day.high < mother.high && day.low > mother.low; }
    bool isNarrowest(const BarContext &now) const
    {
        if (now.index() + 1 < m_narrowestOf)
            return false;
        const double range = now.bar().high - now.bar().low;
        for (std::size_t i = 1; i < m_narrowestOf; ++i) {
            if (now.before(i).high - now.before(i).low <= range)
                return false;
        }
        return true;
    }

    std::size_t m_narrowestOf;
    std::optional<std::size_t> m_mother; // index of the newest one whose range has not been left
};

} // namespace

PricePatternType insideDay()
{
    return {"InsideDay", "InsideDay", Parameters, {Timeframe::Daily}, {Timeframe::Daily}, makePattern<InsideDay>};
}

} // namespace tickstock
