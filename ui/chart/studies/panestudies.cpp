// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicators/averagetruerange.h"
#include "core/patterns/indicators/macd.h"
#include "core/patterns/indicators/relativestrength.h"
#include "core/patterns/indicators/stochastic.h"
#include "core/patterns/indicators/volumeindicators.h"
#include "ui/chart/studies/studytypes.h"

namespace tickstock {

namespace {

using Kind = StudyLineStyle::Kind;

constexpr std::array OneLine{StudyLineStyle{}};
constexpr std::array Zero{0.0};

constexpr std::array VolumeLine{StudyLineStyle{"", Kind::Volume}};
struct VolumeRule
{
    explicit VolumeRule(const ParameterValues &) {}
    std::array<double, 1> next(const StudyBar &now) { return {now.bar.volume}; }
};

constexpr std::array StrengthPeriod{Parameter{"period", 14, 2, 200, "bars"}};
constexpr std::array StrengthLevels{30.0, 70.0};
struct StrengthRule
{
    explicit StrengthRule(const ParameterValues &values)
        : strength(values.whole("period"))
    {
    }
    std::array<double, 1> next(const StudyBar &now) { return {strength.next(now.bar.close)}; }
    RelativeStrength strength;
};

constexpr std::array MacdParameters{Parameter{"fast", 12, 2, 200, "bars"}, Parameter{"slow", 26, 2, 400, "bars"},
                                    Parameter{"signal", 9, 1, 200, "bars"}};
constexpr std::array MacdLines{StudyLineStyle{"histogram", Kind::Histogram}, StudyLineStyle{"macd"},
                               StudyLineStyle{"signal", Kind::Line, 1}};
struct MacdRule
{
    explicit MacdRule(const ParameterValues &values)
        : macd(std::min(values.whole("fast"), values.whole("slow")),
               std::max(values.whole("fast"), values.whole("slow")), values.whole("signal"))
    {
    }
    std::array<double, 3> next(const StudyBar &now)
    {
        const auto values = macd.next(now.bar.close);
        return {values.histogram, values.macd, values.signal};
    }
    Macd macd;
};

constexpr std::array RangePeriod{Parameter{"period", 14, 1, 200, "bars"}};
struct TrueRangeRule
{
    explicit TrueRangeRule(const ParameterValues &values)
        : range(values.whole("period"))
    {
    }
    std::array<double, 1> next(const StudyBar &now) { return {range.next(now.bar).average}; }
    AverageTrueRange range;
};

constexpr std::array StochasticParameters{Parameter{"period", 14, 1, 200, "bars"},
                                          Parameter{"slow_k", 3, 1, 50, "bars"}, Parameter{"slow_d", 3, 1, 50, "bars"}};
constexpr std::array StochasticLines{StudyLineStyle{"%K"}, StudyLineStyle{"%D", Kind::Line, 1}};
constexpr std::array StochasticLevels{20.0, 80.0};
struct StochasticRule
{
    explicit StochasticRule(const ParameterValues &values)
        : stochastic(static_cast<std::size_t>(values.whole("period")), static_cast<std::size_t>(values.whole("slow_k")),
                     static_cast<std::size_t>(values.whole("slow_d")))
    {
    }
    std::array<double, 2> next(const StudyBar &now)
    {
        const auto values = stochastic.next(now.bar);
        return {values.k, values.d};
    }
    Stochastic stochastic;
};

struct BalanceRule
{
    explicit BalanceRule(const ParameterValues &) {}
    std::array<double, 1> next(const StudyBar &now) { return {balance.next(now.bar)}; }
    OnBalanceVolume balance;
};

} // namespace

StudyType volumeStudy()
{
    return {"Volume", false, {}, VolumeLine, makeStudy<VolumeRule>};
}

StudyType relativeStrengthStudy()
{
    return {"RSI", false, StrengthPeriod, OneLine, makeStudy<StrengthRule>, StrengthLevels, 0, 100};
}

StudyType macdStudy()
{
    return {"MACD", false, MacdParameters, MacdLines, makeStudy<MacdRule>, Zero};
}

StudyType trueRangeStudy()
{
    return {"ATR", false, RangePeriod, OneLine, makeStudy<TrueRangeRule>};
}

StudyType stochasticStudy()
{
    return {"Stochastic", false, StochasticParameters, StochasticLines, makeStudy<StochasticRule>, StochasticLevels, 0,
            100};
}

StudyType balanceVolumeStudy()
{
    return {"OBV", false, {}, OneLine, makeStudy<BalanceRule>};
}

} // namespace tickstock
