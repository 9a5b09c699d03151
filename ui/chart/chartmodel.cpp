// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartmodel.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

namespace {

const auto startsBefore = [](const Bar &bar, Timestamp t) { return bar.start < t; };

} // namespace

void ChartModel::setSymbol(const QString &symbol)
{
    m_symbol = symbol;
    m_minutes.clear();
    m_live.clear();
    m_days.clear();
    m_events.clear();
    m_gaps.clear();
    rebuild();
    Q_EMIT reset();
}

void ChartModel::setTimeframe(Timeframe timeframe)
{
    if (m_timeframe == timeframe)
        return;
    m_timeframe = timeframe;
    rebuild();
    Q_EMIT reset();
}

void ChartModel::setExtendedHours(bool shown)
{
    if (m_extendedHours == shown)
        return;
    m_extendedHours = shown;
    rebuild();
    Q_EMIT reset();
}

void ChartModel::setHistory(const std::vector<Bar> &minutes, const std::vector<Bar> &days)
{
    // What came live meanwhile may be newer than what was read, unless REST knew better.
    m_minutes = minutes;
    for (const auto &[start, live] : m_live) {
        const auto at = std::lower_bound(m_minutes.begin(), m_minutes.end(), start, startsBefore);
        const bool exists = at != m_minutes.end() && at->start == start;
        if (!exists)
            m_minutes.insert(at, live);
        else if (rankOf(live.source) >= rankOf(at->source) && live.revision >= at->revision)
            *at = live;
    }
    m_days = days;
    rebuild();
    Q_EMIT reloaded();
}

bool ChartModel::isShown(const Bar &minute) const
{
    const bool isRegularOnly = m_timeframe == Timeframe::Daily || !m_extendedHours;
    return !isRegularOnly || m_calendar.sessionAt(minute.start) == Session::Regular;
}

void ChartModel::rebuild()
{
    std::vector<Bar> &bars = m_series.editable();
    if (m_extendedHours && m_timeframe == Timeframe::Min1) {
        bars = m_minutes;
    } else {
        std::vector<Bar> shown;
        std::copy_if(m_minutes.begin(), m_minutes.end(), std::back_inserter(shown),
                     [this](const Bar &bar) { return isShown(bar); });
        bars = aggregate(shown, m_timeframe);
    }
    if (m_timeframe == Timeframe::Daily && !m_days.empty()) {
        const Timestamp lastDay = m_days.back().start;
        std::erase_if(bars, [&](const Bar &day) { return day.start <= lastDay; });
        bars.insert(bars.begin(), m_days.begin(), m_days.end());
    }
    m_series.changed(0);
    m_sessions.clear();
    if (m_timeframe != Timeframe::Daily)
        m_sessions.update(bars, 0);
    sortMarkers();
}

void ChartModel::updateMinute(const Bar &minute)
{
    const auto at = std::lower_bound(m_minutes.begin(), m_minutes.end(), minute.start, startsBefore);
    const bool exists = at != m_minutes.end() && at->start == minute.start;
    m_live[minute.start] = minute;
    if (exists && at->hasSameValues(minute))
        return;
    if (exists)
        *at = minute;
    else
        m_minutes.insert(at, minute);
    if (!isShown(minute))
        return;
    const int changed = updateBarOf(minute);
    if (changed < 0)
        return;
    m_series.changed(static_cast<std::size_t>(changed));
    if (m_timeframe != Timeframe::Daily)
        m_sessions.update(bars(), static_cast<std::size_t>(changed));
    Q_EMIT barsChanged(changed);
}

/// Makes the one shown bar anew that the minute belongs to. -1 for a finished day, whose own bar is better.
int ChartModel::updateBarOf(const Bar &minute)
{
    const Timestamp start = barStart(minute.start, m_timeframe);
    if (m_timeframe == Timeframe::Daily && !m_days.empty() && start <= m_days.back().start)
        return -1;
    std::vector<Bar> parts;
    auto part = std::lower_bound(m_minutes.begin(), m_minutes.end(), start, startsBefore);
    for (; part != m_minutes.end() && barStart(part->start, m_timeframe) == start; ++part) {
        if (isShown(*part))
            parts.push_back(*part);
    }
    const Bar bar = aggregate(parts, m_timeframe).front();
    std::vector<Bar> &bars = m_series.editable();
    auto at = std::lower_bound(bars.begin(), bars.end(), start, startsBefore);
    if (at != bars.end() && at->start == start)
        *at = bar;
    else
        at = bars.insert(at, bar);
    return static_cast<int>(at - bars.begin());
}

void ChartModel::addEvent(const PatternEvent &event)
{
    addEvents({event});
}

void ChartModel::addEvents(const std::vector<PatternEvent> &events)
{
    for (const PatternEvent &event : events) {
        if (event.state == EventState::Withdrawn)
            m_events.remove(event.id);
        else
            m_events.insert(event.id, event);
    }
    sortMarkers();
    Q_EMIT markersChanged();
}

void ChartModel::sortMarkers()
{
    m_markers.clear();
    for (const PatternEvent &event : std::as_const(m_events)) {
        if (event.timeframe == m_timeframe)
            m_markers.push_back(event);
    }
    std::sort(m_markers.begin(), m_markers.end(), [](const PatternEvent &a, const PatternEvent &b) {
        return std::tie(a.barStart, a.pattern, a.direction) < std::tie(b.barStart, b.pattern, b.direction);
    });
}

void ChartModel::setGaps(std::vector<Gap> gaps)
{
    m_gaps = std::move(gaps);
    Q_EMIT gapsChanged();
}

int ChartModel::indexAt(Timestamp t) const
{
    const auto after = std::upper_bound(bars().begin(), bars().end(), t,
                                        [](Timestamp wanted, const Bar &bar) { return wanted < bar.start; });
    return static_cast<int>(after - bars().begin()) - 1;
}

int ChartModel::indexOf(Timestamp t) const
{
    const int index = indexAt(t);
    return index >= 0 && m_series[index].start == t ? index : -1;
}

const Bar *ChartModel::dayBefore(const Bar &bar) const
{
    const Timestamp day = barStart(bar.start, Timeframe::Daily);
    const auto at = std::lower_bound(m_days.begin(), m_days.end(), day, startsBefore);
    return at == m_days.begin() ? nullptr : &*std::prev(at);
}

double ChartModel::referenceClose(const Bar &bar) const
{
    const Bar *day = dayBefore(bar);
    return day ? day->close : NoValue;
}

} // namespace tickstock
