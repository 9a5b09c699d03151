// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/seriesscanner.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace tickstock {

namespace {

constexpr int LastHalfHour = 30; // minutes

SeriesPass::Bars kindOf(const BlendedSeries &series, std::size_t index)
{
    return index >= series.sessionStart ? SeriesPass::Bars::Closed : SeriesPass::Bars::Earlier;
}

} // namespace

SeriesScanner::SeriesScanner(std::shared_ptr<const ScanPlan> plan, Timeframe timeframe)
    : m_plan(std::move(plan))
    , m_timeframe(timeframe)
    , m_pass(m_plan, timeframe)
{
}

void SeriesScanner::beginSession(QDate session)
{
    m_session = session;
    m_reported.clear();
    m_previews.clear();
    m_newest = {};
    m_mustJudgeAgain = true;
    m_prepared.reset();
}

void SeriesScanner::prepare(BlendedSeries &series, const SessionContext &context)
{
    if (context.session != m_session)
        beginSession(context.session);
    series.changedFrom = BlendedSeries::Unchanged;
    m_mustJudgeAgain = true; // which goes on from here
    m_pass = SeriesPass(m_plan, m_timeframe);
    m_judged = 0;
    const std::vector<Bar> bars = series.bars.copy();
    passOn(series, bars, context, m_prepared.emplace());
}

/// The bars that have closed and were not given to the pass yet.
void SeriesScanner::passOn(const BlendedSeries &series, BarView bars, const SessionContext &context, Findings &found)
{
    for (; m_judged < series.closed; ++m_judged)
        m_pass.step(bars.first(m_judged + 1), kindOf(series, m_judged), context, found);
}

bool SeriesScanner::judgesAgain(const BlendedSeries &series) const
{
    return (m_mustJudgeAgain && !m_prepared) || series.changedFrom < m_judged || m_judged > series.closed;
}

void SeriesScanner::update(BlendedSeries &series, const SessionContext &context, bool isSilent,
                           std::vector<Finding> &out)
{
    if (context.session != m_session)
        beginSession(context.session);
    std::vector<Finding> news;
    const std::size_t changedFrom = std::exchange(series.changedFrom, BlendedSeries::Unchanged);
    const std::size_t judgedBefore = m_prepared ? 0 : m_judged;
    if (changedFrom < m_judged || m_judged > series.closed)
        m_prepared.reset();
    const bool isAgain = m_mustJudgeAgain || changedFrom < m_judged || m_judged > series.closed;
    BarUnpacker unpacker(series.bars); // few are looked at, where few are judged
    const std::vector<Bar> all = isAgain && !m_prepared ? series.bars.copy() : std::vector<Bar>();
    const BarView bars = all.empty() ? BarView(unpacker) : BarView(all);
    if (isAgain)
        judgeAgain(series, bars, context, isSilent, news);
    judgeNew(series, bars, context, isSilent, news);
    if (m_judged == judgedBefore && changedFrom == BlendedSeries::Unchanged && news.empty())
        return;
    if (m_judged > 0) {
        const Bar &last = bars[m_judged - 1];
        m_newest = std::max(m_newest, last.start);
        m_trend = m_pass.trendOf(last.close);
    }
    // First what the end of its bar did not confirm, then what takes its place.
    m_previews.withdrawUntil(m_newest, out);
    std::move(news.begin(), news.end(), std::back_inserter(out));
}

/// The bars that have closed since the last call.
void SeriesScanner::judgeNew(const BlendedSeries &series, BarView bars, const SessionContext &context, bool isSilent,
                             std::vector<Finding> &out)
{
    for (; m_judged < series.closed; ++m_judged) {
        Findings found;
        m_pass.step(bars.first(m_judged + 1), kindOf(series, m_judged), context, found);
        for (auto &[key, finding] : found) {
            m_reported[key] = EventState::Confirmed;
            m_previews.confirm(key);
            if (!isSilent)
                out.push_back(std::move(finding));
        }
    }
}

/// Everything that has been judged before, in one pass over the bars as they are now; reports the differences.
void SeriesScanner::judgeAgain(const BlendedSeries &series, BarView bars, const SessionContext &context, bool isSilent,
                               std::vector<Finding> &out)
{
    m_mustJudgeAgain = false;
    if (!m_prepared) {
        m_pass = SeriesPass(m_plan, m_timeframe);
        m_judged = 0;
    }
    Findings found = std::exchange(m_prepared, std::nullopt).value_or(Findings());
    passOn(series, bars, context, found);
    std::vector<Finding> news;
    withdrawLost(found, series.bars, news);
    for (auto &[key, finding] : found) {
        const auto [known, isNew] = m_reported.try_emplace(key, EventState::Confirmed);
        const bool wasWithdrawn = std::exchange(known->second, EventState::Confirmed) == EventState::Withdrawn;
        m_previews.confirm(key);
        if (!isNew && !wasWithdrawn)
            continue;
        if (wasWithdrawn)
            finding.why = Finding::Why::Restored;
        else if (key.start <= m_newest)
            finding.why = Finding::Why::Corrected;
        news.push_back(std::move(finding));
    }
    m_isRestored = false;
    if (!isSilent)
        std::move(news.begin(), news.end(), std::back_inserter(out));
}

/// Withdraws what has been reported and is not among what is @p found now.
void SeriesScanner::withdrawLost(const Findings &found, const PackedBars &bars, std::vector<Finding> &out)
{
    for (auto &[key, state] : m_reported) {
        if (state == EventState::Withdrawn || found.contains(key))
            continue;
        state = EventState::Withdrawn;
        Finding lost;
        lost.pattern = key.pattern;
        lost.direction = key.direction;
        lost.state = EventState::Withdrawn;
        lost.why = m_isRestored ? Finding::Why::NotFoundAgain : Finding::Why::Corrected;
        const std::size_t at = bars.lowerBound(key.start);
        if (at < bars.size() && bars.at(at).start == key.start)
            lost.bar = bars.at(at);
        lost.bar.start = key.start;
        out.push_back(std::move(lost));
    }
}

void SeriesScanner::preview(const BlendedSeries &series, const Bar &forming, const SessionContext &context,
                            std::vector<Finding> &out)
{
    if (m_mustJudgeAgain || context.session != m_session || m_judged != series.closed || forming.start <= m_newest)
        return;
    BarUnpacker unpacker(series.bars);
    const auto last = series.bars.tail().first(series.closed - series.bars.packedCount());
    std::vector<Bar> tail(last.begin(), last.end());
    tail.push_back(forming);
    SeriesPass pass(m_pass);
    Findings found;
    pass.step(BarView(unpacker, tail), SeriesPass::Bars::Forming, context, found);
    const bool isEarlyDay = m_timeframe == Timeframe::Daily && context.minutesGone < context.minutes - LastHalfHour;
    if (isEarlyDay)
        std::erase_if(found, [](const auto &each) { return each.second.strength != 0; });
    m_previews.take(forming.start, std::move(found), out);
}

std::size_t SeriesScanner::memory() const
{
    constexpr std::size_t NodeBytes = 32 + sizeof(decltype(m_reported)::value_type); // about
    return sizeof *this + m_pass.memory() + m_reported.size() * NodeBytes;
}

void SeriesScanner::setPlan(std::shared_ptr<const ScanPlan> plan)
{
    m_plan = std::move(plan);
    m_prepared.reset();
    std::erase_if(m_reported, [](const auto &entry) { return entry.second == EventState::Confirmed; });
    m_mustJudgeAgain = true;
}

void SeriesScanner::restore(QDate session, const std::vector<PatternEvent> &events)
{
    m_session = session;
    m_mustJudgeAgain = true;
    m_isRestored = true;
    m_reported.clear();
    for (const PatternEvent &event : events) {
        const std::string_view name = patternName(event.pattern.toStdString());
        const PatternKind *kind = patternKind(name);
        if (kind && m_plan->isOn(kind->name, m_timeframe) && event.state != EventState::Forming)
            m_reported[{event.barStart, name, event.direction}] = event.state;
    }
}

} // namespace tickstock
