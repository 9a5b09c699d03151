// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/paint/chartaxis.h"

#include "core/market/newyork.h"
#include "ui/common/format.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array RoundMinutes{1, 2, 5, 10, 15, 30, 60, 120, 240};
constexpr std::size_t MostTicks = 1'000;
/// Up to here multiples of one step look even on a logarithmic scale, too.
constexpr double WideRatio = 3;
constexpr double Rounding = 1e-12;

struct DayStart
{
    int index;
    QDate date;
};

std::vector<DayStart> daysOnScreen(const ChartModel &model, int first, int last)
{
    std::vector<DayStart> days;
    if (model.timeframe() == Timeframe::Daily) {
        for (int i = first; i < last; ++i)
            days.push_back({i, newyork::date(model.series()[i].start)});
        return days;
    }
    for (const SessionSpan &day : model.sessions().among(first, last)) {
        if (day.first >= first)
            days.push_back({day.first, day.date});
    }
    return days;
}

/// Dates alone: months and years where they begin, days between them where there is room.
std::vector<TimeTick> dateTicks(const std::vector<DayStart> &days, const TimeScale &time, double minPixels)
{
    std::vector<TimeTick> ticks;
    double nextFree = -1e9;
    QDate before;
    for (const DayStart &day : days) {
        const bool newMonth = before.isValid() && day.date.month() != before.month();
        const bool newYear = newMonth && day.date.year() != before.year();
        before = day.date;
        const double x = time.xOf(day.index);
        if (newMonth && !ticks.empty() && x < nextFree && !ticks.back().isDayStart) {
            ticks.pop_back(); // the month matters more than the day next to it
            nextFree = x;
        }
        if (x < nextFree)
            continue;
        const QString month =
            newYear ? QString::number(day.date.year()) : QLocale().toString(day.date, QStringLiteral("MMM"));
        ticks.push_back(
            {day.index, newMonth ? month : QLocale().toString(day.date, QStringLiteral("d MMM")), newMonth});
        nextFree = x + minPixels;
    }
    return ticks;
}

} // namespace

double priceStep(double low, double high, double pixels, double minPixels)
{
    const double wanted = (high - low) * minPixels / std::max(pixels, 1.0);
    const double power = std::pow(10.0, std::floor(std::log10(std::max(wanted, 1e-9))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (power * factor >= wanted)
            return power * factor;
    }
    return power * 10;
}

std::vector<double> priceTicks(const PriceScale &scale, double minPixels)
{
    std::vector<double> ticks;
    const double low = scale.low() * (1 - Rounding), high = scale.high() * (1 + Rounding);
    if (scale.isLogarithmic() && high / low > WideRatio) {
        double lastY = 1e9;
        for (double power = std::pow(10.0, std::floor(std::log10(low))); power <= high && ticks.size() < MostTicks;
             power *= 10) {
            for (const double factor : {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}) {
                const double value = power * factor;
                if (value < low || value > high || lastY - scale.yOf(value) < minPixels)
                    continue;
                ticks.push_back(value);
                lastY = scale.yOf(value);
            }
        }
        return ticks;
    }
    const double step = priceStep(low, high, scale.height(), minPixels);
    const double first = std::ceil(low / step), last = std::floor(high / step);
    for (double i = first; i <= last && ticks.size() < MostTicks; ++i)
        ticks.push_back(i * step);
    return ticks;
}

std::vector<double> percentTicks(const PriceScale &scale, double base, double minPixels)
{
    PriceScale changes;
    changes.setRange(scale.top(), scale.bottom());
    changes.setValues(scale.low() / base - 1, scale.high() / base - 1);
    std::vector<double> ticks = priceTicks(changes, minPixels);
    for (double &tick : ticks)
        tick = base * (1 + tick);
    return ticks;
}

std::vector<TimeTick> timeTicks(const ChartModel &model, const TimeScale &time, double minPixels)
{
    const auto [first, last] = time.visible();
    const std::vector<DayStart> days = daysOnScreen(model, first, last);
    const double barsOfDay =
        static_cast<double>(last - first) / static_cast<double>(std::max<std::size_t>(1, days.size()));
    if (model.timeframe() == Timeframe::Daily || barsOfDay * time.barWidth() < minPixels)
        return dateTicks(days, time, minPixels);

    const double minutesPerPixel = static_cast<double>(lengthOf(model.timeframe()) / OneMinute) / time.barWidth();
    const auto round = std::find_if(RoundMinutes.begin(), RoundMinutes.end(),
                                    [&](int minutes) { return minutes >= minutesPerPixel * minPixels; });
    std::vector<TimeTick> ticks;
    double lastX = -1e9;
    std::size_t nextDay = 0;
    for (int i = first; i < last; ++i) {
        const double x = time.xOf(i);
        const Timestamp start = model.series()[i].start;
        if (nextDay < days.size() && days[nextDay].index == i) {
            const TimeTick day{i, format::day(start), true};
            if (x - lastX >= minPixels * 0.8 || ticks.empty()) {
                ticks.push_back(day);
                lastX = x;
            } else if (!ticks.back().isDayStart) {
                ticks.back() = day; // a date matters more than the time next to it
                lastX = x;
            }
            ++nextDay;
            continue;
        }
        if (round == RoundMinutes.end() || x - lastX < minPixels || newyork::minuteOfDay(start) % *round != 0)
            continue;
        if (nextDay < days.size() && time.xOf(days[nextDay].index) - x < minPixels * 0.8)
            continue;
        ticks.push_back({i, format::minute(start), false});
        lastX = x;
    }
    return ticks;
}

} // namespace tickstock
