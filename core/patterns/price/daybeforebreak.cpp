// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// The first close beyond the high of the day before, on a day that opened inside its range.
class DayBeforeBreak final : public ClonablePattern<DayBeforeBreak>
{
public:
    explicit DayBeforeBreak(const ParameterValues &) {}

    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.barsOfSession() == 1)
            m_open = now.bar().open;
        if (!now.dayBefore || m_open > now.dayBefore->high || m_open < now.dayBefore->low)
            return;
        for (const Side side : BothSides) {
            const double level = side.high(*now.dayBefore);
            if (m_once.hasFired(side) || !(side.close(now.bar()) > level))
                continue;
            m_once.fire(side);
            Signal signal{side.direction(), side.price(level), side.price(side.low(now.bar()))};
            signal.details = {{"level", side.price(level)}};
            found.push_back(std::move(signal));
        }
    }

private:
    double m_open = NoValue; // of the session
    OncePerSession m_once;
};

} // namespace

PricePatternType dayBeforeBreak()
{
    return {"PrevDayLevelBreak", "PrevDayLevelBreak",        {}, {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15},
            {Timeframe::Min5},   makePattern<DayBeforeBreak>};
}

} // namespace tickstock
