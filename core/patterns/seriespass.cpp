// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/seriespass.h"

#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"

#include <cmath>
#include <optional>
#include <utility>

namespace tickstock {

namespace {

constexpr int RegularOpenMinute = 9 * 60 + 30;
/// Two bars at least this far apart belong to different sessions: nights are longer, sessions shorter.
constexpr Milliseconds Night = 10 * OneHour;
constexpr std::size_t VolumeBars = 20;

bool beginsSession(BarView bars, std::size_t index)
{
    return index == 0 || bars[index].start - bars[index - 1].start >= Night;
}

RuleValues valuesOf(const IndicatorRow &row)
{
    return {row.range14.average, row.ema9,        row.ema20,        row.ema50,       row.sma50,    row.sma200,
            row.rsi14,           row.bands.upper, row.bands.middle, row.bands.lower, row.vwap.vwap};
}

Direction directionOf(const CandlestickPattern &pattern, int value)
{
    if (pattern.isNeutral)
        return Direction::Neutral;
    return value > 0 ? Direction::Long : Direction::Short;
}

void add(const BarContext &now, std::string_view pattern, Finding finding, Findings &found)
{
    finding.pattern = pattern;
    finding.bar = now.bar();
    finding.volumeRatio = now.bar().volume / meanVolumeBefore(now, VolumeBars);
    finding.atr = now.atr();
    found.insert_or_assign({now.bar().start, pattern, finding.direction}, std::move(finding));
}

std::vector<std::unique_ptr<PricePattern>> pricePatternsOf(const ScanPlan &plan, Timeframe timeframe)
{
    const std::vector<ScanPlan::Price> &prices = plan.of(timeframe).prices;
    std::vector<std::unique_ptr<PricePattern>> made;
    made.reserve(prices.size());
    for (const ScanPlan::Price &price : prices)
        made.push_back(price.type->make(price.values));
    return made;
}

std::size_t pastValuesOf(const std::vector<std::unique_ptr<PricePattern>> &prices)
{
    std::size_t most = 0;
    for (const auto &price : prices)
        most = std::max(most, price->pastValues());
    return most;
}

} // namespace

SeriesPass::SeriesPass(std::shared_ptr<const ScanPlan> plan, Timeframe timeframe)
    : m_plan(std::move(plan))
    , m_timeframe(timeframe)
    , m_prices(pricePatternsOf(*m_plan, timeframe))
    , m_values(pastValuesOf(m_prices))
{
}

SeriesPass::SeriesPass(const SeriesPass &other)
    : m_plan(other.m_plan)
    , m_timeframe(other.m_timeframe)
    , m_indicators(other.m_indicators)
    , m_row(other.m_row)
    , m_values(other.m_values)
    , m_sessionStart(other.m_sessionStart)
{
    m_prices.reserve(other.m_prices.size());
    for (const auto &price : other.m_prices)
        m_prices.push_back(price->clone());
}

void SeriesPass::step(BarView bars, Bars kind, const SessionContext &context, Findings &found)
{
    takeIn(bars);
    const BarContext now = contextOf(bars, kind, context);
    findPricePatterns(now, kind, found);
    if (kind != Bars::Earlier)
        findCandlesticks(now, found);
}

void SeriesPass::takeIn(BarView bars)
{
    const std::size_t index = bars.size() - 1;
    if (m_timeframe == Timeframe::Daily || beginsSession(bars, index)) {
        m_sessionStart = index;
        m_indicators.beginSession();
        for (const auto &price : m_prices)
            price->beginSession();
    }
    m_row = m_indicators.next(bars);
    m_values.push(valuesOf(m_row));
}

BarContext SeriesPass::contextOf(BarView bars, Bars kind, const SessionContext &context) const
{
    const bool isDaily = m_timeframe == Timeframe::Daily;
    BarContext now{bars, m_values};
    now.sessionStart = m_sessionStart;
    const bool reachesBack = isDaily || m_timeframe == Timeframe::Min15; // shorter shapes do not last over a night
    now.shapeStart = reachesBack ? 0 : m_sessionStart;
    now.timeframe = m_timeframe;
    now.minute = isDaily ? context.minutesGone : newyork::minuteOfDay(bars.back().start) - RegularOpenMinute;
    now.isForming = kind == Bars::Forming;
    now.sessionMinutes = context.minutes;
    if (isDaily && kind == Bars::Forming)
        now.usualVolume = context.usual.of(0, context.minutesGone);
    if (!isDaily && kind != Bars::Earlier) {
        now.usualVolume = context.usual.of(now.minute, static_cast<int>(lengthOf(m_timeframe) / OneMinute));
        now.dayBefore = context.dayBefore ? &*context.dayBefore : nullptr;
        now.dayRange = context.dayRange;
    }
    return now;
}

/// The rules see every bar, those of earlier sessions too, because they look back.
void SeriesPass::findPricePatterns(const BarContext &now, Bars kind, Findings &found)
{
    std::vector<Signal> signalsOfBar;
    for (std::size_t i = 0; i < m_prices.size(); ++i) {
        signalsOfBar.clear();
        m_prices[i]->onBar(now, signalsOfBar);
        if (kind == Bars::Earlier)
            continue;
        const PricePatternType &type = *m_plan->of(m_timeframe).prices[i].type;
        for (Signal &signal : signalsOfBar) {
            const std::string_view own = signal.direction == Direction::Short ? type.shortName : type.name;
            const std::string_view pattern = signal.pattern.empty() ? own : signal.pattern;
            Finding finding;
            finding.direction = signal.direction;
            finding.signal = std::move(signal);
            add(now, pattern, std::move(finding), found);
        }
    }
}

void SeriesPass::findCandlesticks(const BarContext &now, Findings &found) const
{
    const std::vector<ScanPlan::Candlestick> &candlesticks = m_plan->of(m_timeframe).candlesticks;
    if (candlesticks.empty())
        return;
    const Candles candles(m_plan->candles(), now.bars);
    for (const ScanPlan::Candlestick &candlestick : candlesticks) {
        const int value = evaluate(*candlestick.pattern, candles, candlestick.penetration).value_or(0);
        if (value == 0)
            continue;
        Finding finding;
        finding.direction = directionOf(*candlestick.pattern, value);
        finding.strength = value;
        add(now, candlestick.pattern->name, std::move(finding), found);
    }
}

int SeriesPass::trendOf(double close) const
{
    const double average = m_row.ema20;
    return std::isnan(average) ? 0 : (close >= average ? 1 : -1);
}

std::vector<std::pair<std::size_t, Finding>> findAll(const std::shared_ptr<const ScanPlan> &plan, Timeframe timeframe,
                                                     const std::vector<Bar> &bars,
                                                     std::span<const MinuteVolume> volumes)
{
    const ExchangeCalendar calendar;
    SeriesPass pass(plan, timeframe);
    std::vector<std::pair<std::size_t, Finding>> all;
    SessionContext context;
    std::optional<Bar> today;
    AverageTrueRange dayRange;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const bool isFirst = beginsSession(bars, i);
        if (isFirst && today) {
            context.dayRange = dayRange.next(*today).average;
            context.dayBefore = today;
        }
        if (isFirst) {
            today = bars[i];
            const auto before = lowerBoundByStart(volumes, bars[i].start) - volumes.begin();
            context.usual = UsualVolumes(volumes.first(static_cast<std::size_t>(before)));
            if (const auto hours = calendar.hours(newyork::date(bars[i].start)))
                context.minutes = hours->minutes();
        } else {
            today->extend(bars[i]);
        }
        Findings found;
        pass.step(BarView(bars).first(i + 1), SeriesPass::Bars::Closed, context, found);
        for (auto &[key, finding] : found)
            all.emplace_back(i, std::move(finding));
    }
    return all;
}

} // namespace tickstock
