// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/indicators/bollingerbands.h"
#include "core/patterns/indicators/movingaverages.h"
#include "core/patterns/indicators/sessionvwap.h"
#include "ui/chart/studies/studytypes.h"

namespace tickstock {

namespace {

using Kind = StudyLineStyle::Kind;

constexpr std::array AverageLine{StudyLineStyle{}};

constexpr std::array SimplePeriod{Parameter{"period", 50, 1, 500, "bars"}};
struct SimpleRule
{
    explicit SimpleRule(const ParameterValues &values)
        : average(static_cast<std::size_t>(values.whole("period")))
    {
    }
    std::array<double, 1> next(const StudyBar &now) { return {average.next(now.bar.close)}; }
    SimpleAverage average;
};

constexpr std::array ExponentialPeriod{Parameter{"period", 20, 1, 500, "bars"}};
struct ExponentialRule
{
    explicit ExponentialRule(const ParameterValues &values)
        : average(values.whole("period"))
    {
    }
    std::array<double, 1> next(const StudyBar &now) { return {average.next(now.bar.close)}; }
    ExponentialAverage average;
};

constexpr std::array BollingerParameters{Parameter{"period", 20, 2, 500, "bars"},
                                         Parameter{"deviations", 2, 0.1, 10, "standard deviations"}};
constexpr std::array BollingerLines{StudyLineStyle{"upper"}, StudyLineStyle{"middle", Kind::Line, 0, true},
                                    StudyLineStyle{"lower"}};
struct BollingerRule
{
    explicit BollingerRule(const ParameterValues &values)
        : bands(static_cast<std::size_t>(values.whole("period")), values["deviations"])
    {
    }
    std::array<double, 3> next(const StudyBar &now)
    {
        const auto values = bands.next(now.bar.close);
        return {values.upper, values.middle, values.lower};
    }
    BollingerBands bands;
};

constexpr std::array VwapParameters{Parameter{"deviations", 1, 0, 5, "standard deviations"}};
constexpr std::array VwapLines{StudyLineStyle{}, StudyLineStyle{"upper", Kind::Line, 0, true},
                               StudyLineStyle{"lower", Kind::Line, 0, true}};
/// Of the regular session, from its open on. A session whose first known minute is more than five after the open has
/// none: it would not be the session's. Up to five may be missing, for a thinly traded symbol has no trade in them.
struct VwapRule
{
    explicit VwapRule(const ParameterValues &values)
        : deviations(values["deviations"])
    {
    }
    std::array<double, 3> next(const StudyBar &now)
    {
        if (now.beginsSession) {
            vwap.begin();
            hasOpen = now.knownFrom <= LatestFirstMinute;
        }
        if (!now.isRegular || !hasOpen)
            return {NoValue, NoValue, NoValue};
        const auto values = vwap.next(now.bar);
        const double distance = deviations > 0 ? values.deviation * deviations : NoValue;
        return {values.vwap, values.vwap + distance, values.vwap - distance};
    }
    static constexpr int LatestFirstMinute = 5;
    double deviations;
    SessionVwap vwap;
    bool hasOpen = false; // of the session that runs
};

constexpr std::array RangeParameters{Parameter{"minutes", 15, 1, 120, "minutes"}};
constexpr std::array RangeLines{StudyLineStyle{"high", Kind::Steps}, StudyLineStyle{"low", Kind::Steps}};
/// High and low of the session's first minutes, once these are over, until it ends.
struct OpeningRangeRule
{
    explicit OpeningRangeRule(const ParameterValues &values)
        : minutes(values.whole("minutes"))
    {
    }
    std::array<double, 2> next(const StudyBar &now)
    {
        if (now.beginsSession) { // a session that is known from later on has no opening range
            const bool isOpening = now.minute < minutes;
            high = isOpening ? now.bar.high : NoValue;
            low = isOpening ? now.bar.low : NoValue;
        }
        if (!now.isRegular || std::isnan(high))
            return {NoValue, NoValue};
        if (now.minute >= minutes)
            return {high, low};
        high = std::max(high, now.bar.high);
        low = std::min(low, now.bar.low);
        return {NoValue, NoValue};
    }
    int minutes;
    double high = NoValue, low = NoValue;
};

constexpr std::array DayBeforeLines{StudyLineStyle{"high", Kind::Steps}, StudyLineStyle{"low", Kind::Steps},
                                    StudyLineStyle{"close", Kind::Steps, 0, true}};
/// High, low and close of the day before, while the session lasts.
struct DayBeforeRule
{
    explicit DayBeforeRule(const ParameterValues &) {}
    std::array<double, 3> next(const StudyBar &now)
    {
        if (now.beginsSession)
            values = now.dayBefore ? std::array{now.dayBefore->high, now.dayBefore->low, now.dayBefore->close}
                                   : std::array{NoValue, NoValue, NoValue};
        return now.isRegular ? values : std::array{NoValue, NoValue, NoValue};
    }
    std::array<double, 3> values{NoValue, NoValue, NoValue};
};

} // namespace

StudyType simpleAverageStudy()
{
    return {"SMA", true, SimplePeriod, AverageLine, makeStudy<SimpleRule>};
}

StudyType exponentialAverageStudy()
{
    return {"EMA", true, ExponentialPeriod, AverageLine, makeStudy<ExponentialRule>};
}

StudyType bollingerStudy()
{
    return {"Bollinger", true, BollingerParameters, BollingerLines, makeStudy<BollingerRule>};
}

StudyType vwapStudy()
{
    return {"VWAP", true, VwapParameters, VwapLines, makeStudy<VwapRule>};
}

StudyType openingRangeStudy()
{
    return {"Opening range", true, RangeParameters, RangeLines, makeStudy<OpeningRangeRule>};
}

StudyType dayBeforeStudy()
{
    return {"Previous day", true, {}, DayBeforeLines, makeStudy<DayBeforeRule>};
}

} // namespace tickstock
