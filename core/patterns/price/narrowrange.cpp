// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"days", 7, 3, 20, "bars"},
};

/// The smallest range of the last seven days. Neutral; stronger when it is an inside day, too.
class NarrowRange final : public ClonablePattern<NarrowRange>
{
public:
    explicit NarrowRange(const ParameterValues &values)
        : m_days(static_cast<std::size_t>(values.whole("days")))
    {
    }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.isForming || now.index() + 1 < m_days)
            return;
        const Bar &day = now.bar();
        const double range = day.high - day.low;
        for (std::size_t i = 1; i < m_days; ++i) {
            if (now.before(i).high - now.before(i).low <= range)
                return;
        }
        const bool isInside = day.high < now.before(1).high && day.low > now.before(1).low;
        Signal signal{Direction::Neutral};
        signal.shape = isInside ? 1 : 0.5;
        signal.details = {{"range", range}, {"inside", isInside}};
        found.push_back(std::move(signal));
    }

private:
    std::size_t m_days;
};

} // namespace

PricePatternType narrowRange()
{
    return {"NR7", "NR7", Parameters, {Timeframe::Daily}, {Timeframe::Daily}, makePattern<NarrowRange>};
}

} // namespace tickstock
