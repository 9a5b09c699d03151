// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicators/pricemeasures.h"
#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"channel", 1.5, 0.5, 5, "ATR"},
    Parameter{"least", 6, 1, 60, "bars"},
};

constexpr std::size_t Period = 20;

/// Bollinger's bands have lain inside Keltner's channel (simple average of 20, +- a multiple of the mean true range of
/// 20 bars) for a while, and leave it: the direction is that of momentum, the end of the regression line of 20 closes
/// less the middle between channel and average.
class Squeeze final : public ClonablePattern<Squeeze>
{
public:
    explicit Squeeze(const ParameterValues &values)
        : m_channel(values["channel"])
        , m_least(values.whole("least"))
    {
    }

    std::size_t pastValues() const override { return Period; }
    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        if (now.index() + 1 < 2 * Period)
            return;
        const RuleValues &row = now.row();
        const double width = m_channel * meanTrueRange(now);
        const bool isOn = row.bandUpper < row.bandMiddle + width && row.bandLower > row.bandMiddle - width;
        const int barsOn = std::exchange(m_barsOn, isOn ? m_barsOn + 1 : 0);
        const double pull = isOn ? 0 : momentum(now);
        if (isOn || barsOn < m_least || pull == 0)
            return;
        const Side side{pull > 0 ? 1.0 : -1.0};
        if (m_once.hasFired(side))
            return;
        m_once.fire(side);
        Signal signal{side.direction()};
        signal.details = {{"bars_on", barsOn}, {"momentum", pull}};
        found.push_back(std::move(signal));
    }

private:
    static double meanTrueRange(const BarContext &now)
    {
        double sum = 0;
        for (std::size_t i = 0; i < Period; ++i)
            sum += trueRange(now.before(i), now.before(i + 1).close);
        return sum / Period;
    }
    static double distanceFromMiddle(const BarContext &now, std::size_t ago)
    {
        double high = now.before(ago).high, low = now.before(ago).low;
        for (std::size_t i = 1; i < Period; ++i) {
            high = std::max(high, now.before(ago + i).high);
            low = std::min(low, now.before(ago + i).low);
        }
        return now.before(ago).close - ((high + low) / 2 + now.past(ago).bandMiddle) / 2;
    }
    static double momentum(const BarContext &now)
    {
        constexpr double middle = (Period - 1) / 2.0;
        double sum = 0, weighted = 0, squares = 0;
        for (std::size_t i = 0; i < Period; ++i) {
            const double x = static_cast<double>(i) - middle, y = distanceFromMiddle(now, Period - 1 - i);
            sum += y;
            weighted += x * y;
            squares += x * x;
        }
        return sum / Period + weighted / squares * middle;
    }

    double m_channel;
    int m_least;
    int m_barsOn = 0;
    OncePerSession m_once;
};

} // namespace

PricePatternType squeeze()
{
    return {"Squeeze",
            "Squeeze",
            Parameters,
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            makePattern<Squeeze>};
}

} // namespace tickstock
