// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartaxis.h"

#include "core/market/newyork.h"
#include "ui/common/format.h"

#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace tickstock {

namespace {

constexpr std::array RoundMinutes{1, 2, 5, 10, 15, 30, 60, 120, 240};

std::vector<TimeTick> dayTicks(std::span<const Bar> bars, const ChartViewport &viewport, double minPixels)
{
    std::vector<TimeTick> ticks;
    const auto [first, last] = viewport.visible();
    double nextFree = -1e9;
    QDate before;
    for (int i = first; i < last; ++i) {
        const QDate date = newyork::date(bars[static_cast<std::size_t>(i)].start);
        const bool newMonth = before.isValid() && date.month() != before.month();
        before = date;
        const double x = viewport.xOf(i);
        if (newMonth && !ticks.empty() && x < nextFree && !ticks.back().isDayStart) {
            ticks.pop_back(); // the month matters more than the day next to it
            nextFree = x;
        }
        if (x < nextFree)
            continue;
        const QString month =
            date.month() == 1 ? QString::number(date.year()) : QLocale().toString(date, QStringLiteral("MMM"));
        ticks.push_back({i, newMonth ? month : QLocale().toString(date, QStringLiteral("d MMM")), newMonth});
        nextFree = x + minPixels;
    }
    return ticks;
}

} // namespace

double priceStep(double low, double high, double pixels, double minPixels)
{
    const double wanted = (high - low) * minPixels / std::max(pixels, 1.0);
    const double power = std::pow(10.0, std::floor(std::log10(std::max(wanted, 1e-6))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (power * factor >= wanted)
            return power * factor;
    }
    return power * 10;
}

std::vector<double> priceTicks(double low, double high, double step)
{
    std::vector<double> ticks;
    const auto first = static_cast<std::int64_t>(std::ceil(low / step));
    const auto last = static_cast<std::int64_t>(std::floor(high / step));
    for (std::int64_t i = first; i <= last && ticks.size() < 1'000; ++i)
        ticks.push_back(static_cast<double>(i) * step);
    return ticks;
}

std::vector<TimeTick> timeTicks(std::span<const Bar> bars, const ChartViewport &viewport, Timeframe timeframe,
                                double minPixels)
{
    if (timeframe == Timeframe::Daily)
        return dayTicks(bars, viewport, minPixels);
    const auto [first, last] = viewport.visible();
    const auto at = [&](int i) -> const Bar & { return bars[static_cast<std::size_t>(i)]; };
    std::vector<TimeTick> days;
    for (int i = std::max(first, 1); i < last; ++i) {
        if (newyork::date(at(i).start) != newyork::date(at(i - 1).start))
            days.push_back({i, format::day(at(i).start), true});
    }
    if (first == 0 && last > 0)
        days.insert(days.begin(), TimeTick{0, format::day(at(0).start), true});

    const double minutesPerPixel = static_cast<double>(lengthOf(timeframe) / OneMinute) / viewport.barWidth();
    const auto round = std::find_if(RoundMinutes.begin(), RoundMinutes.end(),
                                    [&](int minutes) { return minutes >= minutesPerPixel * minPixels; });
    std::vector<TimeTick> ticks;
    double lastX = -1e9;
    std::size_t nextDay = 0;
    for (int i = first; i < last; ++i) {
        const double x = viewport.xOf(i);
        if (nextDay < days.size() && days[nextDay].index == i) {
            if (x - lastX >= minPixels * 0.8 || ticks.empty()) {
                ticks.push_back(days[nextDay]);
                lastX = x;
            } else if (!ticks.back().isDayStart) {
                ticks.back() = days[nextDay]; // a date matters more than the time next to it
                lastX = x;
            }
            ++nextDay;
            continue;
        }
        if (round == RoundMinutes.end() || newyork::minuteOfDay(at(i).start) % *round != 0)
            continue;
        const bool dayIsClose = nextDay < days.size() && viewport.xOf(days[nextDay].index) - x < minPixels * 0.8;
        if (x - lastX < minPixels || dayIsClose)
            continue;
        ticks.push_back({i, format::minute(at(i).start), false});
        lastX = x;
    }
    return ticks;
}

} // namespace tickstock
