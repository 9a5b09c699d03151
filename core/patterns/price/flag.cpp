// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/price/pricepatterns.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array Parameters{
    Parameter{"pole_range", 3, 1, 10, "ATR"},
    Parameter{"pole_percent", 1, 0, 20, "percent"},
    Parameter{"pole_bars", 10, 2, 30, "bars"},
    Parameter{"pole_rising", 70, 0, 100, "percent of its bars"},
    Parameter{"flag_least", 5, 3, 20, "bars"},
    Parameter{"flag_most", 20, 5, 60, "bars"},
    Parameter{"retrace", 50, 10, 100, "percent of the pole"},
};

/// A straight line through points at 0, 1, 2, ...
struct Line
{
    double at0 = 0;
    double slope = 0;
    double at(double x) const { return at0 + slope * x; }
};

template<class Value>
Line regression(std::size_t count, Value value)
{
    double sum = 0, weighted = 0;
    const double middle = (static_cast<double>(count) - 1) / 2;
    double squares = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double x = static_cast<double>(i) - middle;
        sum += value(i);
        weighted += x * (value(i) - value(0)); // so that equal values give a slope of exactly zero
        squares += x * x;
    }
    const double slope = weighted / squares;
    return {sum / static_cast<double>(count) - slope * middle, slope};
}

/// A steep rise (the pole), some quiet bars that drift against it on less volume (the flag), and a close above them.
class Flag final : public ClonablePattern<Flag>
{
public:
    explicit Flag(const ParameterValues &values)
        : m_poleRange(values["pole_range"])
        , m_polePart(values["pole_percent"] / 100)
        , m_poleBars(static_cast<std::size_t>(values.whole("pole_bars")))
        , m_poleRising(values["pole_rising"] / 100)
        , m_least(static_cast<std::size_t>(values.whole("flag_least")))
        , m_most(static_cast<std::size_t>(values.whole("flag_most")))
        , m_retrace(values["retrace"] / 100)
    {
    }

    std::size_t pastValues() const override { return m_most + m_poleBars + 1; }
    void beginSession() override { m_once.beginSession(); }

    void onBar(const BarContext &now, std::vector<Signal> &found) override
    {
        for (const Side side : BothSides) {
            const auto signal = newest(now, side);
            if (!m_begins(side, signal.has_value()) || m_once.hasFired(side))
                continue;
            m_once.fire(side);
            found.push_back(*signal);
        }
    }

private:
    /// The shortest flag that this bar breaks out of.
    std::optional<Signal> newest(const BarContext &now, Side side) const
    {
        if (!closesAboveTheLast(now, side))
            return std::nullopt;
        for (std::size_t length = m_least; length <= m_most; ++length) {
            if (const auto signal = look(now, side, length))
                return signal;
        }
        return std::nullopt;
    }

    bool closesAboveTheLast(const BarContext &now, Side side) const
    {
        if (now.index() < now.shapeStart + m_least + 2)
            return false;
        const double close = side.close(now.bar());
        return close > side.close(now.before(1)) && close > side.close(now.before(2)) &&
               close > side.close(now.before(3));
    }

    /// A flag of @p length bars that ended with the bar before this one.
    std::optional<Signal> look(const BarContext &now, Side side, std::size_t length) const
    {
        if (now.index() < now.shapeStart + length + 2)
            return std::nullopt;
        const std::size_t begin = now.index() - length, poleEnd = begin - 1;
        const double top = side.high(now.bars[poleEnd]);
        const auto flagBar = [&](std::size_t i) -> const Bar & { return now.bars[begin + i]; };
        double low = side.low(flagBar(0)), volume = 0;
        for (std::size_t i = 0; i < length; ++i) {
            if (side.high(flagBar(i)) > top)
                return std::nullopt;
            low = std::min(low, side.low(flagBar(i)));
            volume += flagBar(i).volume / static_cast<double>(length);
        }
        const Line middle = regression(length, [&](std::size_t i) { return side.close(flagBar(i)); });
        if (middle.slope > 0)
            return std::nullopt;
        double above = 0, below = 0;
        for (std::size_t i = 0; i < length; ++i) {
            above = std::max(above, side.high(flagBar(i)) - middle.at(static_cast<double>(i)));
            below = std::max(below, middle.at(static_cast<double>(i)) - side.low(flagBar(i)));
        }
        const double upper = middle.at(static_cast<double>(length)) + above;
        if (!(side.close(now.bar()) > upper))
            return std::nullopt;
        for (std::size_t poleLength = 2; poleLength <= m_poleBars; ++poleLength) {
            const auto pole = poleHeight(now, side, poleEnd, poleLength, volume);
            if (!pole || top - low > m_retrace * *pole || above + below > m_retrace * *pole)
                continue;
            Signal signal{side.direction(), side.price(upper), side.price(low), side.price(upper + *pole)};
            signal.shape = 1 - (top - low) / *pole;
            signal.details = {{"pole_start", static_cast<double>(now.bars[poleEnd + 1 - poleLength].start.ms)},
                              {"pole_end", static_cast<double>(now.bars[poleEnd].start.ms)},
                              {"upper", side.price(upper)},
                              {"lower", side.price(upper - above - below)}};
            return signal;
        }
        return std::nullopt;
    }

    std::optional<double> poleHeight(const BarContext &now, Side side, std::size_t end, std::size_t length,
                                     double flagVolume) const
    {
        if (end + 1 < now.shapeStart + length)
            return std::nullopt;
        const std::size_t begin = end + 1 - length;
        const double height = side.high(now.bars[end]) - side.low(now.bars[begin]);
        std::size_t rising = 0;
        double volume = 0;
        for (std::size_t i = begin; i <= end; ++i) {
            rising += side.close(now.bars[i]) > side.open(now.bars[i]);
            volume += now.bars[i].volume / static_cast<double>(length);
        }
        const double foot = std::abs(side.low(now.bars[begin]));
        const bool isSteep = height >= m_poleRange * now.pastAt(begin).atr14 && height >= m_polePart * foot;
        const bool rises = static_cast<double>(rising) >= m_poleRising * static_cast<double>(length);
        return isSteep && rises && flagVolume < volume ? std::optional(height) : std::nullopt;
    }

    double m_poleRange;
    double m_polePart;
    std::size_t m_poleBars;
    double m_poleRising;
    std::size_t m_least;
    std::size_t m_most;
    double m_retrace;
    RisingEdge m_begins; // a flag that was there on the bar before is not new
    OncePerSession m_once;
};

} // namespace

PricePatternType flag()
{
    return {"BullFlag",
            "BearFlag",
            Parameters,
            {Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily},
            makePattern<Flag>};
}

} // namespace tickstock
