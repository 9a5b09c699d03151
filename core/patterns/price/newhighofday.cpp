// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"skip", 15, 0, 120, "minutes"},
    Parameter{"age", 10, 1, 120, "bars"},
    Parameter{"rearm", 10, 0, 120, "bars"},
};

/// A close above the session's high so far, when that high has stood for a while.
class NewHighOfDay final : public ClonablePattern<NewHighOfDay>
{
public:
    explicit NewHighOfDay(const ParameterValues &values)
        : m_skip(values.whole("skip"))
        , m_age(static_cast<std::size_t>(values.whole("age")))
        , m_rearm(static_cast<std::size_t>(values.whole("rearm")))
    {
    }

    void beginSession() override { m_extremes = {}; }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        for (const Side side : BothSides) {
            Extreme &extreme = m_extremes[side.index()];
            const Extreme before = extreme;
            if (!(side.high(now.bar()) <= extreme.high)) {
                extreme.high = side.high(now.bar());
                extreme.at = now.index();
            }
            const bool isOld = now.index() - before.at >= m_age;
            const bool isArmed = !before.firedAt || now.index() - *before.firedAt > m_rearm;
            if (!(side.close(now.bar()) > before.high) || !isOld || !isArmed || now.minute < m_skip)
                continue;
            extreme.firedAt = now.index();
            Signal signal{side.direction(), side.price(before.high), side.price(side.low(now.bar()))};
            signal.details = {{"level", side.price(before.high)},
                              {"age", static_cast<double>(now.index() - before.at)}};
            found.push_back(std::move(signal));
        }
    }

private:
    struct Extreme
    {
        double high = NoValue; // as its side sees it
        std::size_t at = 0;
        std::optional<std::size_t> firedAt;
    };

    int m_skip;
    std::size_t m_age;
    std::size_t m_rearm;
    std::array<Extreme, 2> m_extremes;
};

} // namespace

PricePatternType newHighOfDay()
{
    return {"NewHighOfDay",           "NewLowOfDay", Parameters, {Timeframe::Min1, Timeframe::Min5}, {Timeframe::Min1},
            makePattern<NewHighOfDay>};
}

} // namespace tickstock
