// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/chartmodel.h"

#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

namespace {

const auto startsBefore = [](const Bar &bar, Timestamp t) { return bar.start < t; };

/// Exchange hours without a calendar look-up per bar: early closes count their afternoon as regular, which only decides
/// what a chart leaves out.
bool isRegularMinute(Timestamp t)
{
    const int minute = newyork::minuteOfDay(t);
    return minute >= 9 * 60 + 30 && minute < 16 * 60;
}

} // namespace

void ChartModel::setSymbol(const QString &symbol)
{
    m_symbol = symbol;
    m_minutes.clear();
    m_live.clear();
    m_days.clear();
    m_markers.clear();
    m_events.clear();
    m_bars.clear();
    m_gaps.clear();
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
    std::vector<Bar> all = minutes;
    for (const auto &[start, live] : m_live) {
        const auto at = std::lower_bound(all.begin(), all.end(), start, startsBefore);
        const bool exists = at != all.end() && at->start == start;
        if (!exists)
            all.insert(at, live);
        else if (rankOf(live.source) >= rankOf(at->source) && live.revision >= at->revision)
            *at = live;
    }
    m_minutes = std::move(all);
    m_days = days;
    rebuild();
    Q_EMIT reloaded();
}

bool ChartModel::isShown(const Bar &minute) const
{
    if (m_timeframe == Timeframe::Daily)
        return isRegularMinute(minute.start);
    return m_extendedHours || isRegularMinute(minute.start);
}

void ChartModel::rebuild()
{
    std::vector<Bar> shown;
    std::copy_if(m_minutes.begin(), m_minutes.end(), std::back_inserter(shown),
                 [this](const Bar &bar) { return isShown(bar); });
    m_bars = aggregate(shown, m_timeframe);
    if (m_timeframe == Timeframe::Daily && !m_days.empty()) {
        const Timestamp lastDay = m_days.back().start;
        std::erase_if(m_bars, [&](const Bar &day) { return day.start <= lastDay; });
        m_bars.insert(m_bars.begin(), m_days.begin(), m_days.end());
    }
    m_markers.clear();
    for (const PatternEvent &event : std::exchange(m_events, {}))
        addMarker(event);
}

void ChartModel::updateMinute(const Bar &minute)
{
    const auto at = std::lower_bound(m_minutes.begin(), m_minutes.end(), minute.start, startsBefore);
    const bool exists = at != m_minutes.end() && at->start == minute.start;
    m_live[minute.start] = minute;
    if (exists && at->hasSameValues(minute))
        return;
    const bool isLast = at == m_minutes.end() || (exists && at + 1 == m_minutes.end());
    if (exists)
        *at = minute;
    else
        m_minutes.insert(at, minute);
    if (!isShown(minute) || !updateTail(minute))
        return;
    if (isLast)
        Q_EMIT lastBarChanged();
    else
        Q_EMIT historyChanged();
}

/// Makes the one shown bar anew that the minute belongs to. False for a finished day, whose own bar is better.
bool ChartModel::updateTail(const Bar &minute)
{
    const Timestamp start = barStart(minute.start, m_timeframe);
    if (m_timeframe == Timeframe::Daily && !m_days.empty() && start <= m_days.back().start)
        return false;
    std::vector<Bar> parts;
    auto part = std::lower_bound(m_minutes.begin(), m_minutes.end(), start, startsBefore);
    for (; part != m_minutes.end() && barStart(part->start, m_timeframe) == start; ++part) {
        if (isShown(*part))
            parts.push_back(*part);
    }
    const Bar bar = aggregate(parts, m_timeframe).front();
    const auto at = std::lower_bound(m_bars.begin(), m_bars.end(), start, startsBefore);
    if (at != m_bars.end() && at->start == start)
        *at = bar;
    else
        m_bars.insert(at, bar);
    return true;
}

void ChartModel::addMarker(const PatternEvent &event)
{
    const auto sameEvent = [&](const PatternEvent &known) { return known.id == event.id; };
    std::erase_if(m_events, sameEvent);
    if (event.state != EventState::Withdrawn)
        m_events.push_back(event);
    m_markers.clear();
    for (const PatternEvent &shown : m_events) {
        if (shown.timeframe == m_timeframe)
            m_markers.push_back({shown.barStart, shown.direction, shown.pattern});
    }
    Q_EMIT markersChanged();
}

void ChartModel::setGaps(std::vector<Gap> gaps)
{
    m_gaps = std::move(gaps);
    Q_EMIT historyChanged();
}

int ChartModel::indexAt(Timestamp t) const
{
    const auto after = std::upper_bound(m_bars.begin(), m_bars.end(), t,
                                        [](Timestamp wanted, const Bar &bar) { return wanted < bar.start; });
    return static_cast<int>(after - m_bars.begin()) - 1;
}

double ChartModel::referenceClose(const Bar &bar) const
{
    const Timestamp day = barStart(bar.start, Timeframe::Daily);
    const auto at = std::lower_bound(m_days.begin(), m_days.end(), day, startsBefore);
    return at == m_days.begin() ? NoValue : std::prev(at)->close;
}

} // namespace tickstock
