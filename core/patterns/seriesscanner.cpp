// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/seriesscanner.h"

#include "core/market/newyork.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

constexpr int RegularOpenMinute = 9 * 60 + 30;
/// A night is longer than this, a session shorter.
constexpr Milliseconds Night = 10 * OneHour;
constexpr std::size_t VolumeBars = 20;
constexpr int LastHalfHour = 30; // minutes

RuleValues valuesOf(const IndicatorRow &row)
{
    return {row.range14.trueRange,
            row.range14.average,
            row.ema9,
            row.ema20,
            row.ema50,
            row.sma50,
            row.sma200,
            row.rsi14,
            row.bands.upper,
            row.bands.middle,
            row.bands.lower,
            row.vwap.vwap};
}

Direction directionOf(const CandlestickPattern &pattern, int value)
{
    if (pattern.isNeutral)
        return Direction::Neutral;
    return value > 0 ? Direction::Long : Direction::Short;
}

} // namespace

ScanPlan::ScanPlan(const PatternSettings &settings)
    : candles(settings.candles())
{
    for (const Timeframe timeframe : DataBlender::Scanned) {
        PerTimeframe &per = m_timeframes[timeframe];
        for (const PatternKind &kind : patternKinds()) {
            if (settings.isOn(kind.name, timeframe))
                m_on.emplace(timeframe, kind.name);
        }
        for (const CandlestickPattern &pattern : candlestickPatterns()) {
            if (settings.isOn(pattern.name, timeframe))
                per.candlesticks.push_back({&pattern, settings.penetration(pattern, timeframe)});
        }
        for (const PricePatternType &type : pricePatterns()) {
            if (settings.isOn(type.name, timeframe))
                per.prices.push_back({&type, settings.values(type, timeframe)});
        }
    }
}

bool ScanPlan::looksFor(std::string_view pattern, Timeframe timeframe) const
{
    return m_on.contains({timeframe, pattern});
}

std::size_t ScanPlan::size() const
{
    std::size_t count = 0;
    for (const auto &[timeframe, per] : m_timeframes)
        count += per.candlesticks.size() + per.prices.size();
    return count;
}

SeriesScanner::State::State(const ScanPlan &plan, Timeframe timeframe)
    : candles(plan.candles)
{
    for (const ScanPlan::Price &price : plan.of(timeframe).prices)
        prices.push_back(price.type->make(price.values));
}

SeriesScanner::State::State(const State &other)
    : candles(other.candles)
    , indicators(other.indicators)
    , row(other.row)
    , values(other.values)
    , sessionStart(other.sessionStart)
{
    for (const auto &price : other.prices)
        prices.push_back(price->clone());
}

SeriesScanner::SeriesScanner(std::shared_ptr<const ScanPlan> plan, Timeframe timeframe)
    : m_plan(std::move(plan))
    , m_timeframe(timeframe)
    , m_state(*m_plan, timeframe)
{
}

/// Takes in the last of @p bars. Bars of earlier sessions warm up what looks back, and are not judged.
void SeriesScanner::step(State &state, std::span<const Bar> bars, const SessionContext &context, bool isOfSession,
                         bool isForming, Findings &found) const
{
    const Bar &bar = bars.back();
    const std::size_t index = bars.size() - 1;
    const bool isDaily = m_timeframe == Timeframe::Daily;
    if (isDaily || index == 0 || bar.start - bars[index - 1].start >= Night) {
        state.sessionStart = index;
        state.indicators.beginSession();
        for (const auto &price : state.prices)
            price->beginSession();
    }
    state.row = state.indicators.next(bar);
    state.values.push(valuesOf(state.row));
    state.candles.push(bar);

    BarContext now{bars, state.values};
    now.sessionStart = state.sessionStart;
    const bool reachesBack = isDaily || m_timeframe == Timeframe::Min15; // shorter ones do not last over a night
    now.shapeStart = reachesBack ? 0 : state.sessionStart;
    now.timeframe = m_timeframe;
    now.minute = isDaily ? context.minutesGone : newyork::minuteOfDay(bar.start) - RegularOpenMinute;
    now.isForming = isForming;
    now.sessionMinutes = context.minutes;
    if (isOfSession && isDaily && isForming)
        now.usualVolume = context.usual.of(0, context.minutesGone);
    if (isOfSession && !isDaily) {
        now.usualVolume = context.usual.of(now.minute, static_cast<int>(lengthOf(m_timeframe) / OneMinute));
        now.dayBefore = context.dayBefore;
        now.dayRange = context.dayRange;
    }
    const double volumeRatio = bar.volume / meanVolumeBefore(now, VolumeBars);
    const auto add = [&](std::string_view pattern, Finding finding) {
        finding.pattern = pattern;
        finding.bar = bar;
        finding.volumeRatio = volumeRatio;
        finding.atr = now.atr();
        found.insert_or_assign({bar.start, pattern, finding.direction}, std::move(finding));
    };
    const ScanPlan::PerTimeframe &wanted = m_plan->of(m_timeframe);
    std::vector<Signal> given;
    for (std::size_t i = 0; i < state.prices.size(); ++i) {
        given.clear();
        state.prices[i]->onBar(now, given);
        if (!isOfSession)
            continue;
        const PricePatternType &type = *wanted.prices[i].type;
        for (Signal &signal : given) {
            const std::string_view own = signal.direction == Direction::Short ? type.shortName : type.name;
            const std::string_view pattern = signal.pattern.empty() ? own : signal.pattern;
            Finding finding;
            finding.direction = signal.direction;
            finding.signal = std::move(signal);
            add(pattern, std::move(finding));
        }
    }
    if (!isOfSession)
        return;
    for (const ScanPlan::Candlestick &candlestick : wanted.candlesticks) {
        const int value = evaluate(*candlestick.pattern, state.candles, candlestick.penetration).value_or(0);
        if (value == 0)
            continue;
        Finding finding;
        finding.direction = directionOf(*candlestick.pattern, value);
        finding.strength = value;
        add(candlestick.pattern->name, std::move(finding));
    }
}

/// All but those that @p stays.
template<class Stays>
void SeriesScanner::withdrawPreviews(Stays stays, std::vector<Finding> &out)
{
    for (auto it = m_previews.begin(); it != m_previews.end();) {
        if (stays(it->first)) {
            ++it;
            continue;
        }
        it->second.state = EventState::Withdrawn;
        it->second.why = Finding::Why::Unconfirmed;
        out.push_back(std::move(it->second));
        it = m_previews.erase(it);
    }
}

void SeriesScanner::update(BlendedSeries &series, const SessionContext &context, bool isSilent,
                           std::vector<Finding> &out)
{
    if (context.session != m_session) {
        m_session = context.session;
        m_reported.clear();
        m_previews.clear();
        m_newest = {};
        m_mustJudgeAnew = true;
    }
    std::vector<Finding> said;
    const std::size_t changedFrom = std::exchange(series.changedFrom, BlendedSeries::Unchanged);
    const std::size_t evaluatedBefore = m_evaluated;
    if (m_mustJudgeAnew || changedFrom < m_evaluated || m_evaluated > series.closed) {
        m_mustJudgeAnew = false;
        judgeAnew(series, context, isSilent, said);
    }
    const std::span<const Bar> bars(series.bars);
    for (; m_evaluated < series.closed; ++m_evaluated) {
        Findings found;
        step(m_state, bars.first(m_evaluated + 1), context, m_evaluated >= series.sessionStart, false, found);
        for (auto &[key, finding] : found) {
            m_reported[key] = EventState::Confirmed;
            m_previews.erase(key);
            if (!isSilent)
                said.push_back(std::move(finding));
        }
    }
    if (m_evaluated == evaluatedBefore && changedFrom == BlendedSeries::Unchanged && said.empty())
        return;
    if (m_evaluated > 0) {
        const Bar &last = bars[m_evaluated - 1];
        m_newest = std::max(m_newest, last.start);
        const double average = m_state.values[0].ema20;
        m_trend = std::isnan(average) ? 0 : (last.close >= average ? 1 : -1);
    }
    // Their bar is over, and they were not confirmed with it: before what takes their place.
    withdrawPreviews([this](const Key &key) { return key.start > m_newest; }, out);
    out.insert(out.end(), std::make_move_iterator(said.begin()), std::make_move_iterator(said.end()));
}

/// Everything that has been judged before, as one pass over the bars as they are now, and what that changes.
void SeriesScanner::judgeAnew(const BlendedSeries &series, const SessionContext &context, bool isSilent,
                              std::vector<Finding> &out)
{
    m_state = State(*m_plan, m_timeframe);
    m_evaluated = 0;
    const std::span<const Bar> bars(series.bars);
    Findings found;
    for (; m_evaluated < series.closed; ++m_evaluated) {
        const bool isOfSession = m_evaluated >= series.sessionStart;
        step(m_state, bars.first(m_evaluated + 1), context, isOfSession, false, found);
    }
    for (auto &[key, state] : m_reported) {
        if (state == EventState::Withdrawn || found.contains(key))
            continue;
        state = EventState::Withdrawn;
        Finding gone;
        gone.pattern = key.pattern;
        gone.direction = key.direction;
        gone.state = EventState::Withdrawn;
        gone.why = m_isRestored ? Finding::Why::NotFoundAgain : Finding::Why::Corrected;
        const auto at = lowerBoundByStart(series.bars, key.start);
        if (at != series.bars.end() && at->start == key.start)
            gone.bar = *at;
        gone.bar.start = key.start;
        if (!isSilent)
            out.push_back(std::move(gone));
    }
    for (auto &[key, finding] : found) {
        const auto [known, isNew] = m_reported.try_emplace(key, EventState::Confirmed);
        const bool wasWithdrawn = std::exchange(known->second, EventState::Confirmed) == EventState::Withdrawn;
        m_previews.erase(key);
        if (isSilent || (!isNew && !wasWithdrawn))
            continue;
        if (wasWithdrawn)
            finding.why = Finding::Why::Restored;
        else if (key.start <= m_newest)
            finding.why = Finding::Why::Corrected;
        out.push_back(std::move(finding));
    }
    m_isRestored = false;
}

void SeriesScanner::dropPreviews(std::vector<Finding> &out)
{
    withdrawPreviews([](const Key &) { return false; }, out);
}

void SeriesScanner::preview(const BlendedSeries &series, const Bar &forming, const SessionContext &context,
                            std::vector<Finding> &out)
{
    if (m_mustJudgeAnew || context.session != m_session || m_evaluated != series.closed || forming.start <= m_newest)
        return;
    std::vector<Bar> bars(series.bars.begin(), series.bars.begin() + static_cast<std::ptrdiff_t>(series.closed));
    bars.push_back(forming);
    State state(m_state);
    Findings found;
    step(state, bars, context, true, true, found);
    const bool isEarlyDay = m_timeframe == Timeframe::Daily && context.minutesGone < context.minutes - LastHalfHour;
    if (isEarlyDay)
        std::erase_if(found, [](const auto &each) { return each.second.strength != 0; });
    withdrawPreviews([&found](const Key &key) { return found.contains(key); }, out);
    if (std::exchange(m_previewedBar, forming.start) != forming.start) {
        m_glimpsed.clear();
        m_previewed.clear();
    }
    std::set<Key> glimpsed;
    for (auto &[key, finding] : found) {
        glimpsed.insert(key);
        // A price that hangs about a level must not make it come and go.
        if (!m_glimpsed.contains(key) || !m_previewed.insert(key).second)
            continue;
        finding.state = EventState::Forming;
        m_previews.insert_or_assign(key, finding);
        out.push_back(std::move(finding));
    }
    m_glimpsed = std::move(glimpsed);
}

std::vector<std::pair<std::size_t, Finding>> SeriesScanner::findAll(const std::shared_ptr<const ScanPlan> &plan,
                                                                    Timeframe timeframe, const std::vector<Bar> &bars,
                                                                    std::span<const MinuteVolume> volumes)
{
    const ExchangeCalendar calendar;
    const SeriesScanner scanner(plan, timeframe);
    State state(*plan, timeframe);
    std::vector<std::pair<std::size_t, Finding>> all;
    SessionContext context;
    std::optional<Bar> dayBefore, today;
    AverageTrueRange dayRange;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const bool isFirst = i == 0 || bars[i].start - bars[i - 1].start >= Night;
        if (isFirst && today) {
            dayBefore = today;
            context.dayRange = dayRange.next(*today).average;
            context.dayBefore = &*dayBefore;
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
        scanner.step(state, std::span(bars).first(i + 1), context, true, false, found);
        for (auto &[key, finding] : found)
            all.emplace_back(i, std::move(finding));
    }
    return all;
}

void SeriesScanner::setPlan(std::shared_ptr<const ScanPlan> plan)
{
    m_plan = std::move(plan);
    std::erase_if(m_reported, [](const auto &entry) { return entry.second == EventState::Confirmed; });
    m_mustJudgeAnew = true;
}

void SeriesScanner::restore(QDate session, const std::vector<PatternEvent> &events)
{
    m_session = session;
    m_mustJudgeAnew = true;
    m_isRestored = true;
    m_reported.clear();
    for (const PatternEvent &event : events) {
        const std::string_view name = patternName(event.pattern.toStdString());
        const PatternKind *kind = patternKind(name);
        if (kind && m_plan->looksFor(kind->name, m_timeframe) && event.state != EventState::Forming)
            m_reported[{event.barStart, name, event.direction}] = event.state;
    }
}

} // namespace tickstock
