// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternscanner.h"

#include "core/market/newyork.h"
#include "core/patterns/findingevent.h"
#include "core/types/origin.h"
#include "core/types/text.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

PatternScanner::SymbolState::SymbolState(const ExchangeCalendar &calendar, const std::shared_ptr<const ScanPlan> &plan)
    : blender(calendar)
{
    for (const Timeframe timeframe : DataBlender::Scanned)
        scanners.emplace_back(plan, timeframe);
}

PatternScanner::PatternScanner(const SymbolTable &symbols, QString origin, const PatternSettings &settings)
    : m_symbols(symbols)
    , m_origin(std::move(origin))
    , m_plan(std::make_shared<const ScanPlan>(settings))
{
}

void PatternScanner::setSettings(const PatternSettings &settings)
{
    m_plan = std::make_shared<const ScanPlan>(settings);
    for (std::uint32_t i = 0; i < m_states.size(); ++i) {
        if (!m_states[i])
            continue;
        dropPreviews({i});
        for (SeriesScanner &scanner : m_states[i]->scanners)
            scanner.setPlan(m_plan);
        m_states[i]->isSilent = m_isOn; // while it is off, what has been missed is reported when it is switched on
        queueUpdate({i});
    }
}

void PatternScanner::setOn(bool isOn)
{
    if (std::exchange(m_isOn, isOn) == isOn)
        return;
    for (std::uint32_t i = 0; i < m_states.size(); ++i) {
        if (m_states[i] && isOn)
            queueUpdate({i});
        else if (m_states[i])
            dropPreviews({i});
    }
}

PatternScanner::SymbolState &PatternScanner::state(SymbolId symbol)
{
    if (symbol.value >= m_states.size())
        m_states.resize(symbol.value + 1);
    auto &state = m_states[symbol.value];
    if (!state)
        state = std::make_unique<SymbolState>(m_calendar, m_plan);
    return *state;
}

void PatternScanner::queueUpdate(SymbolId symbol)
{
    if (!std::exchange(state(symbol).isQueued, true))
        m_queued.push_back(symbol);
}

void PatternScanner::dropPreviews(SymbolId symbol)
{
    SymbolState &s = state(symbol);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < s.scanners.size(); ++i) {
        findings.clear();
        s.scanners[i].dropPreviews(findings);
        for (const Finding &finding : findings)
            m_early.push_back(eventOf(symbol, s, i, finding, Timestamp()));
    }
}

void PatternScanner::seedDays(SymbolId symbol, const std::vector<Bar> &days)
{
    if (isForgotten(symbol))
        return;
    SymbolState &s = state(symbol);
    if (!s.blender.setDays(days))
        return;             // a whole year need not be judged again
    s.context.session = {}; // refreshContext() computes it again
    queueUpdate(symbol);
}

void PatternScanner::seedUsualVolumes(SymbolId symbol, UsualVolumes usual)
{
    if (isForgotten(symbol))
        return;
    SymbolState &s = state(symbol);
    s.context.usual = std::move(usual);
    s.context.session = {};
    queueUpdate(symbol);
}

double PatternScanner::usualVolume(SymbolId symbol, int minutes) const
{
    const bool isKnown = symbol.value < m_states.size() && m_states[symbol.value];
    return isKnown ? m_states[symbol.value]->context.usual.of(0, minutes) : NoValue;
}

void PatternScanner::seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes,
                                 const std::vector<PatternEvent> &reported)
{
    SymbolState &s = state(symbol);
    s.blender.setMinutes(minutes);
    s.context.session = {};
    for (std::size_t i = 0; i < s.scanners.size(); ++i) {
        std::vector<PatternEvent> own;
        for (const PatternEvent &event : reported) {
            const bool isOfSession = newyork::date(event.barStart) == s.blender.session();
            const bool isOurs = event.origin == m_origin || isOwnKind(event.origin);
            if (isOfSession && isOurs && event.timeframe == DataBlender::Scanned[i])
                own.push_back(event);
        }
        s.scanners[i].restore(s.blender.session(), own);
    }
    s.isRestored = true;
    queueUpdate(symbol);
}

void PatternScanner::forget(SymbolId symbol)
{
    if (symbol.value < m_states.size() && m_states[symbol.value]) {
        dropPreviews(symbol);
        m_states[symbol.value].reset();
        std::erase(m_queued, symbol);
    }
    m_isForgotten.resize(std::max<std::size_t>(m_isForgotten.size(), symbol.value + 1));
    m_isForgotten[symbol.value] = true;
}

void PatternScanner::resume(SymbolId symbol)
{
    if (symbol.value < m_isForgotten.size())
        m_isForgotten[symbol.value] = false;
}

bool PatternScanner::isForgotten(SymbolId symbol) const
{
    return symbol.value < m_isForgotten.size() && m_isForgotten[symbol.value];
}

void PatternScanner::apply(const ClosedMinute &minute)
{
    if (isForgotten(minute.symbol))
        return;
    SymbolState &s = state(minute.symbol);
    const bool endsSession = s.blender.hours() && minute.bar.start > s.blender.hours()->close;
    if (endsSession && m_calendar.sessionAt(minute.bar.start) == Session::Regular)
        update(minute.symbol, minute.bar.start, m_early); // while its bars are still those of the running session
    s.blender.add(minute.bar);
    queueUpdate(minute.symbol);
}

/// Updates what the rules need to know about the running session and the days before it.
void PatternScanner::refreshContext(SymbolState &s, Timestamp now) const
{
    s.context.dayBefore = s.blender.dayBefore();
    if (s.blender.hours()) {
        const auto gone = (now - s.blender.hours()->open) / OneMinute;
        s.context.minutesGone = static_cast<int>(std::max<std::int64_t>(0, gone));
        s.context.minutes = s.blender.hours()->minutes();
    }
    if (s.context.session == s.blender.session() && s.context.session.isValid())
        return;
    s.context.session = s.blender.session();
    s.context.dayRange = NoValue;
    AverageTrueRange range;
    const BlendedSeries &days = s.blender.series(Timeframe::Daily);
    for (std::size_t i = 0; i < days.sessionStart; ++i)
        s.context.dayRange = range.next(days.bars[i]).average;
    for (const Timeframe timeframe : DataBlender::Scanned)
        s.blender.series(timeframe).changedFrom = 0;
}

void PatternScanner::update(SymbolId symbol, Timestamp now, std::vector<PatternEvent> &out)
{
    SymbolState &s = state(symbol);
    s.blender.advance(now);
    if (!s.blender.session().isValid() || !m_isOn)
        return;
    refreshContext(s, now);
    // What an earlier run has missed is of no use once a later session has begun.
    const bool isPast =
        std::exchange(s.isRestored, false) && m_calendar.currentOrPrevious(now).date > s.blender.session();
    const bool isSilent = std::exchange(s.isSilent, false) || isPast;
    std::vector<Finding> findings;
    // The longest time frame first: the shorter ones use its trend.
    for (std::size_t i = s.scanners.size(); i-- > 0;) {
        findings.clear();
        s.scanners[i].update(s.blender.series(DataBlender::Scanned[i]), s.context, isSilent, findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(symbol, s, i, finding, now));
    }
}

bool PatternScanner::evaluate(Timestamp now, std::vector<PatternEvent> &out, std::size_t mostSeeded)
{
    if (now.floorTo(OneSecond) > m_advancedTo) {
        m_advancedTo = now.floorTo(OneSecond);
        for (std::uint32_t i = 0; i < m_states.size(); ++i) {
            if (m_states[i] && m_states[i]->blender.advance(now))
                queueUpdate({i});
        }
    }
    out.insert(out.end(), std::make_move_iterator(m_early.begin()), std::make_move_iterator(m_early.end()));
    m_early.clear();
    for (const SymbolId symbol : std::exchange(m_queued, {})) {
        SymbolState &s = state(symbol);
        if (s.isRestored && mostSeeded == 0) {
            m_queued.push_back(symbol);
            continue;
        }
        mostSeeded -= s.isRestored ? 1 : 0;
        s.isQueued = false;
        update(symbol, now, out);
    }
    return !m_queued.empty();
}

void PatternScanner::preview(SymbolId symbol, const Bar &minute, Timestamp now, std::vector<PatternEvent> &out)
{
    if (isForgotten(symbol))
        return;
    SymbolState &s = state(symbol);
    if (!m_isOn || s.isQueued || s.blender.session() != newyork::date(minute.start) ||
        m_calendar.sessionAt(minute.start) != Session::Regular)
        return;
    refreshContext(s, now);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < s.scanners.size(); ++i) {
        const Timeframe timeframe = DataBlender::Scanned[i];
        const BlendedSeries &series = s.blender.series(timeframe);
        Bar forming = minute;
        forming.start = barStart(minute.start, timeframe);
        const bool hasPart = series.closed < series.bars.size() && series.bars.back().start == forming.start;
        if (hasPart) {
            forming = series.bars.back();
            forming.extend(minute);
        }
        findings.clear();
        s.scanners[i].preview(series, forming, s.context, findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(symbol, s, i, finding, now));
    }
}

/// Null before anything of the symbol is known.
const SeriesScanner *PatternScanner::find(SymbolId symbol, Timeframe timeframe) const
{
    if (symbol.value >= m_states.size() || !m_states[symbol.value])
        return nullptr;
    const auto index = std::find(DataBlender::Scanned.begin(), DataBlender::Scanned.end(), timeframe);
    return &m_states[symbol.value]->scanners[static_cast<std::size_t>(index - DataBlender::Scanned.begin())];
}

Timestamp PatternScanner::newestBar(SymbolId symbol, Timeframe timeframe) const
{
    const SeriesScanner *scanner = find(symbol, timeframe);
    return scanner ? scanner->newest() : Timestamp();
}

std::optional<IndicatorValues> PatternScanner::indicators(SymbolId symbol, Timeframe timeframe) const
{
    const SeriesScanner *scanner = find(symbol, timeframe);
    if (!scanner || !scanner->newest().isValid())
        return std::nullopt;
    IndicatorValues found{m_symbols.qname(symbol), scanner->newest(), timeframe, {}, {}};
    for (const IndicatorColumn &column : indicatorColumns()) {
        if (const double value = column.value(scanner->indicators()); !std::isnan(value))
            found.values[text(column.name)] = value;
    }
    return found.values.empty() ? std::nullopt : std::optional(std::move(found));
}

PatternEvent PatternScanner::eventOf(SymbolId symbol, const SymbolState &s, std::size_t index, const Finding &finding,
                                     Timestamp now) const
{
    FindingPlace place{m_symbols.qname(symbol), m_origin, DataBlender::Scanned[index], {}, now, 0};
    place.barEnd = place.timeframe == Timeframe::Daily && s.blender.hours()
                       ? s.blender.hours()->close
                       : finding.bar.start + lengthOf(place.timeframe);
    place.longTrend = index + 1 < s.scanners.size() ? s.scanners[index + 1].trend() : 0;
    return tickstock::eventOf(finding, place);
}

} // namespace tickstock
