// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/symbolscan.h"

#include "core/market/newyork.h"
#include "core/patterns/findingevent.h"
#include "core/types/origin.h"

#include <algorithm>

namespace tickstock {

namespace {

std::size_t indexOf(Timeframe timeframe)
{
    const auto found = std::find(DataBlender::Scanned.begin(), DataBlender::Scanned.end(), timeframe);
    return static_cast<std::size_t>(found - DataBlender::Scanned.begin());
}

} // namespace

SymbolScan::SymbolScan(QString symbol, QString origin, std::shared_ptr<const ScanPlan> plan)
    : m_symbol(std::move(symbol))
    , m_origin(std::move(origin))
    , m_plan(std::move(plan))
    , m_blender(m_calendar)
{
    for (const Timeframe timeframe : DataBlender::Scanned)
        m_scanners.emplace_back(m_plan, timeframe);
}

void SymbolScan::begin(const PatternSeed &seed)
{
    m_blender.setDays(seed.days); // first: the minutes add the last ones
    m_blender.begin(seed.minutes, seed.session);
    m_context.usual = seed.usual;
    for (std::size_t i = 0; i < m_scanners.size(); ++i) {
        std::vector<PatternEvent> own;
        for (const PatternEvent &event : seed.reported) {
            const bool isOfSession = newyork::date(event.barStart) == m_blender.session();
            const bool isOurs = event.origin == m_origin || isOwnKind(event.origin);
            if (isOfSession && isOurs && event.timeframe == DataBlender::Scanned[i])
                own.push_back(event);
        }
        m_scanners[i].restore(m_blender.session(), own);
    }
    m_isRestored = m_blender.session().isValid();
}

void SymbolScan::prepare()
{
    if (!m_blender.session().isValid())
        return;
    refreshContext(m_blender.hours() ? m_blender.hours()->open : Timestamp());
    for (std::size_t i = 0; i < m_scanners.size(); ++i)
        m_scanners[i].prepare(m_blender.series(DataBlender::Scanned[i]), m_context);
}

void SymbolScan::setDays(const std::vector<Bar> &days)
{
    if (m_blender.setDays(days)) // else a whole year need not be judged again
        m_context.session = {};  // refreshContext() computes it again
}

void SymbolScan::setUsualVolumes(UsualVolumes usual)
{
    m_context.usual = std::move(usual);
    m_context.session = {};
}

void SymbolScan::setPlan(std::shared_ptr<const ScanPlan> plan, bool isSilent)
{
    m_plan = std::move(plan);
    for (SeriesScanner &scanner : m_scanners)
        scanner.setPlan(m_plan);
    m_isSilent = isSilent;
}

bool SymbolScan::endsSession(const Bar &minute) const
{
    return m_blender.hours() && minute.start > m_blender.hours()->close &&
           m_calendar.sessionAt(minute.start) == Session::Regular;
}

/// Updates what the rules need to know about the running session and the days before it.
void SymbolScan::refreshContext(Timestamp now)
{
    m_context.dayBefore = m_blender.dayBefore();
    if (m_blender.hours()) {
        const auto gone = (now - m_blender.hours()->open) / OneMinute;
        m_context.minutesGone = static_cast<int>(std::max<std::int64_t>(0, gone));
        m_context.minutes = m_blender.hours()->minutes();
    }
    if (m_context.session == m_blender.session() && m_context.session.isValid())
        return;
    m_context.session = m_blender.session();
    m_context.dayRange = NoValue;
    AverageTrueRange range;
    for (const Bar &day : daysBefore())
        m_context.dayRange = range.next(day).average;
    for (const Timeframe timeframe : DataBlender::Scanned)
        m_blender.series(timeframe).changedFrom = 0;
}

bool SymbolScan::judgesAgain() const
{
    constexpr std::size_t FewBars = 200; // are judged in less than a millisecond
    if (!m_blender.session().isValid() || m_blender.series(Timeframe::Min1).closed < FewBars)
        return false;
    const bool isContextNew = m_context.session != m_blender.session();
    for (std::size_t i = 0; i < m_scanners.size(); ++i) {
        if (isContextNew || m_scanners[i].judgesAgain(m_blender.series(DataBlender::Scanned[i])))
            return true;
    }
    return false;
}

void SymbolScan::update(Timestamp now, std::vector<PatternEvent> &out)
{
    if (!m_blender.session().isValid())
        return;
    refreshContext(now);
    // What an earlier run has missed is of no use once a later session has begun.
    const bool isPast =
        std::exchange(m_isRestored, false) && m_calendar.currentOrPrevious(now).date > m_blender.session();
    const bool isSilent = std::exchange(m_isSilent, false) || isPast;
    std::vector<Finding> findings;
    // The longest time frame first: the shorter ones use its trend.
    for (std::size_t i = m_scanners.size(); i-- > 0;) {
        findings.clear();
        m_scanners[i].update(m_blender.series(DataBlender::Scanned[i]), m_context, isSilent, findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(i, finding, now));
    }
}

void SymbolScan::preview(const Bar &minute, Timestamp now, std::vector<PatternEvent> &out)
{
    if (m_blender.session() != newyork::date(minute.start) || m_calendar.sessionAt(minute.start) != Session::Regular)
        return;
    refreshContext(now);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < m_scanners.size(); ++i) {
        const Timeframe timeframe = DataBlender::Scanned[i];
        const BlendedSeries &series = m_blender.series(timeframe);
        Bar forming = minute;
        forming.start = barStart(minute.start, timeframe);
        const bool hasPart = series.closed < series.bars.size() && series.bars.back().start == forming.start;
        if (hasPart) {
            forming = series.bars.back();
            forming.extend(minute);
        }
        findings.clear();
        m_scanners[i].preview(series, forming, m_context, findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(i, finding, now));
    }
}

void SymbolScan::dropPreviews(std::vector<PatternEvent> &out)
{
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < m_scanners.size(); ++i) {
        findings.clear();
        m_scanners[i].dropPreviews(findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(i, finding, Timestamp()));
    }
}

const SeriesScanner &SymbolScan::scanner(Timeframe timeframe) const
{
    return m_scanners[indexOf(timeframe)];
}

std::size_t SymbolScan::memory() const
{
    std::size_t bytes = sizeof(SymbolScan) + m_context.usual.means().capacity() * sizeof(float);
    for (const Timeframe timeframe : DataBlender::Scanned)
        bytes += m_blender.series(timeframe).bars.memory();
    for (const SeriesScanner &scanner : m_scanners)
        bytes += scanner.memory();
    return bytes;
}

PatternEvent SymbolScan::eventOf(std::size_t index, const Finding &finding, Timestamp now) const
{
    FindingPlace place{m_symbol, m_origin, DataBlender::Scanned[index], {}, now, 0};
    place.barEnd = place.timeframe == Timeframe::Daily && m_blender.hours()
                       ? m_blender.hours()->close
                       : finding.bar.start + lengthOf(place.timeframe);
    place.longTrend = index + 1 < m_scanners.size() ? m_scanners[index + 1].trend() : 0;
    return tickstock::eventOf(finding, place);
}

} // namespace tickstock
