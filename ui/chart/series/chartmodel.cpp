// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chart/series/chartmodel.h"

#include "core/market/newyork.h"
#include "core/types/threadcheck.h"

#include <algorithm>
#include <climits>
#include <tuple>

namespace tickstock {

namespace {

constexpr int NoIndex = INT_MAX;
/// More events than this at once, as a history brings them, are sorted with all others: to insert each in the middle
/// would cost their number squared.
constexpr std::size_t MostInserted = 64;

auto placeOf(const PatternEvent &event)
{
    return std::tie(event.barStart, event.pattern, event.direction, event.id);
}

bool comesBefore(const PatternEvent &a, const PatternEvent &b)
{
    return placeOf(a) < placeOf(b);
}

} // namespace

void ChartModel::setSymbol(const QString &symbol)
{
    assertThreadOf(this);
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
    assertThreadOf(this);
    if (m_timeframe == timeframe)
        return;
    m_timeframe = timeframe;
    rebuild();
    Q_EMIT reset();
}

void ChartModel::setExtendedHours(bool shown)
{
    assertThreadOf(this);
    if (m_extendedHours == shown)
        return;
    m_extendedHours = shown;
    rebuild();
    Q_EMIT reset();
}

void ChartModel::setHistory(const std::vector<Bar> &minutes, const std::vector<Bar> &days)
{
    assertThreadOf(this);
    // What came live meanwhile may be newer than what was read, unless REST knew better.
    m_minutes = minutes;
    m_days = days;
    mergeLive();
    rebuild();
    Q_EMIT reloaded();
}

/// What came live meanwhile may be newer than what was read, unless REST knew better. That holds for the running day
/// only: minutes of finished days came live as they were traded, while stored ones are adjusted for splits since then.
void ChartModel::mergeLive()
{
    if (m_live.empty())
        return;
    const auto dayOf = [](Timestamp minute) { return barStart(minute, Timeframe::Daily); };
    Timestamp newest = m_live.rbegin()->first;
    if (!m_minutes.empty())
        newest = std::max(newest, m_minutes.back().start);
    const Timestamp newestDay = dayOf(newest), lastFullDay = m_days.empty() ? Timestamp() : m_days.back().start;
    const auto isFinished = [&](Timestamp minute) {
        return dayOf(minute) < newestDay || (lastFullDay.isValid() && dayOf(minute) <= lastFullDay);
    };
    for (const auto &[start, live] : m_live) {
        const auto at = lowerBoundByStart(m_minutes, start);
        if (at == m_minutes.end())
            m_minutes.push_back(live); // later than all that was read
        else if (isFinished(start))
            continue;
        else if (at->start != start)
            m_minutes.insert(at, live);
        else if (rankOf(live.source) >= rankOf(at->source) && live.revision >= at->revision)
            *at = live;
    }
}

bool ChartModel::isShown(const Bar &minute) const
{
    return !isRegularOnly() || m_calendar.sessionAt(minute.start) == Session::Regular;
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

void ChartModel::updateMinutes(std::span<const Bar> minutes)
{
    assertThreadOf(this);
    Parts changed{}; // of a bar that is made anew once the batch has left it
    int from = NoIndex;
    for (const Bar &minute : minutes) {
        if (!keep(minute) || changed.hold(minute.start))
            continue;
        const Parts parts = partsOf(minute.start);
        if (!parts.hold(minute.start))
            continue;
        from = std::min(from, makeBar(changed));
        changed = parts;
    }
    from = std::min(from, makeBar(changed));
    if (from == NoIndex)
        return;
    m_series.changed(static_cast<std::size_t>(from));
    if (m_timeframe != Timeframe::Daily)
        m_sessions.update(bars(), static_cast<std::size_t>(from));
    Q_EMIT barsChanged(from);
}

/// False when the minute's prices and volume are known already.
bool ChartModel::keep(const Bar &minute)
{
    m_live[minute.start] = minute;
    const auto at = lowerBoundByStart(m_minutes, minute.start);
    const bool exists = at != m_minutes.end() && at->start == minute.start;
    if (exists && at->hasSameValues(minute))
        return false;
    if (exists)
        *at = minute;
    else
        m_minutes.insert(at, minute);
    return true;
}

/// Of the bar that this minute belongs to. They do not hold the minute itself when its hours are not shown, or when its
/// day is finished, whose own bar is better.
ChartModel::Parts ChartModel::partsOf(Timestamp minute) const
{
    const Timestamp start = barStart(minute, m_timeframe);
    if (m_timeframe == Timeframe::Daily && !m_days.empty() && start <= m_days.back().start)
        return {};
    const Timestamp end = start + lengthOf(m_timeframe); // of a day: after its session, whatever the clocks do
    if (!isRegularOnly())
        return {start, start, end};
    const auto hours = m_calendar.hours(newyork::date(minute));
    return hours ? Parts{start, std::max(start, hours->open), std::min(end, hours->close)} : Parts{};
}

/// Makes the one bar of these parts anew, as aggregate() would. NoIndex when there are none.
int ChartModel::makeBar(const Parts &parts)
{
    auto part = lowerBoundByStart(m_minutes, parts.first);
    if (part == m_minutes.end() || !parts.hold(part->start))
        return NoIndex;
    Bar made = *part;
    made.start = parts.barStart;
    while (++part != m_minutes.end() && parts.hold(part->start)) {
        made.extend(*part);
        made.revision = std::max(made.revision, part->revision);
    }
    std::vector<Bar> &bars = m_series.editable();
    auto at = lowerBoundByStart(bars, made.start);
    if (at != bars.end() && at->start == made.start)
        *at = made;
    else
        at = bars.insert(at, made);
    return static_cast<int>(at - bars.begin());
}

void ChartModel::addEvent(const PatternEvent &event)
{
    assertThreadOf(this);
    addEvents({event});
}

void ChartModel::addEvents(const std::vector<PatternEvent> &events)
{
    assertThreadOf(this);
    const bool areMany = events.size() > MostInserted;
    for (const PatternEvent &event : events) {
        if (!areMany)
            updateMarker(event);
        if (event.state == EventState::Withdrawn)
            m_events.remove(event.id);
        else
            m_events.insert(event.id, event);
    }
    if (areMany)
        sortMarkers();
    Q_EMIT markersChanged();
}

/// To be called while m_events has the version before: by that the event's marker is found, wherever it belongs now.
void ChartModel::updateMarker(const PatternEvent &event)
{
    const auto placeFor = [this](const PatternEvent &wanted) {
        return std::lower_bound(m_markers.begin(), m_markers.end(), wanted, comesBefore);
    };
    const bool isMarked = event.state != EventState::Withdrawn && event.timeframe == m_timeframe;
    const auto before = m_events.constFind(event.id);
    const auto old = before == m_events.cend() ? m_markers.end() : placeFor(*before);
    const bool wasMarked = old != m_markers.end() && old->id == event.id;
    if (wasMarked && isMarked && placeOf(*old) == placeOf(event)) {
        *old = event;
        return;
    }
    if (wasMarked)
        m_markers.erase(old);
    if (isMarked)
        m_markers.insert(placeFor(event), event);
}

void ChartModel::sortMarkers()
{
    m_markers.clear();
    for (const PatternEvent &event : std::as_const(m_events)) {
        if (event.timeframe == m_timeframe)
            m_markers.push_back(event);
    }
    std::sort(m_markers.begin(), m_markers.end(), comesBefore);
}

void ChartModel::setGaps(std::vector<Gap> gaps)
{
    assertThreadOf(this);
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

const Bar *ChartModel::minuteFrom(Timestamp t) const
{
    const auto at = lowerBoundByStart(m_minutes, t);
    return at == m_minutes.end() ? nullptr : &*at;
}

const Bar *ChartModel::dayBefore(const Bar &bar) const
{
    const Timestamp day = barStart(bar.start, Timeframe::Daily);
    const auto at = lowerBoundByStart(m_days, day);
    return at == m_days.begin() ? nullptr : &*std::prev(at);
}

double ChartModel::referenceClose(const Bar &bar) const
{
    const Bar *day = dayBefore(bar);
    return day ? day->close : NoValue;
}

} // namespace tickstock
