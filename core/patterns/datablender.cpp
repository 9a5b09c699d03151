// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/datablender.h"

#include "core/market/barbook.h"
#include "core/market/newyork.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// Adds a minute to the bar that it is a part of; the bar's revision is the highest of its minutes.
void extend(Bar &bar, const Bar &minute)
{
    const int revision = std::max(bar.revision, minute.revision);
    bar.extend(minute);
    bar.revision = revision;
}

} // namespace

int DataBlender::sessionsBefore(Timeframe timeframe)
{
    switch (timeframe) {
    case Timeframe::Min5: return 2;
    case Timeframe::Min15: return 5;
    case Timeframe::Daily: return 260;
    default: return 1;
    }
}

std::size_t DataBlender::indexOf(Timeframe timeframe)
{
    const auto found = std::find(Scanned.begin(), Scanned.end(), timeframe);
    Q_ASSERT(found != Scanned.end());
    return static_cast<std::size_t>(found - Scanned.begin());
}

DataBlender::DataBlender(const ExchangeCalendar &calendar)
    : m_calendar(&calendar)
{
}

std::vector<Bar> DataBlender::minutesOfSession() const
{
    const BlendedSeries &minutes = m_series[indexOf(Timeframe::Min1)];
    return minutes.bars.copy(minutes.sessionStart, minutes.bars.size());
}

std::vector<Bar> DataBlender::daysBefore() const
{
    const BlendedSeries &days = m_series[DailyIndex];
    return days.bars.copy(0, days.sessionStart);
}

std::optional<Bar> DataBlender::dayBefore() const
{
    const BlendedSeries &days = m_series[DailyIndex];
    if (days.sessionStart == 0)
        return std::nullopt;
    return days.bars.at(days.sessionStart - 1);
}

bool DataBlender::setDays(const std::vector<Bar> &days)
{
    std::vector<Bar> bars;
    for (const Bar &day : days) {
        if (!m_session.isValid() || newyork::date(day.start) < m_session)
            bars.push_back(day);
    }
    const auto most = static_cast<std::size_t>(sessionsBefore(Timeframe::Daily));
    if (bars.size() > most)
        bars.erase(bars.begin(), bars.end() - static_cast<std::ptrdiff_t>(most));
    BlendedSeries &series = m_series[DailyIndex];
    const auto isKnown = [](const Bar &day, const Bar &known) {
        return day.start == known.start && day.hasSameValues(known);
    };
    const std::vector<Bar> known = series.bars.copy();
    const auto today = known.begin() + static_cast<std::ptrdiff_t>(series.sessionStart);
    if (std::equal(bars.begin(), bars.end(), known.begin(), today, isKnown))
        return false;
    const bool wasOver = series.closed == known.size();
    const std::size_t sessionStart = bars.size();
    bars.insert(bars.end(), today, known.end());
    series = {PackedBars(std::move(bars)), sessionStart, 0, 0};
    series.closed = wasOver ? series.bars.size() : sessionStart;
    return true;
}

void DataBlender::begin(const std::vector<Bar> &minutes, QDate marketSession)
{
    std::vector<Bar> regular;
    for (const Bar &minute : minutes) {
        if (m_calendar->sessionAt(minute.start) == Session::Regular)
            regular.push_back(minute);
    }
    if (regular.empty())
        return;
    const QDate session = newyork::date(regular.back().start);
    const auto sessionStart = lowerBoundByStart(regular, newyork::toUtc(session, QTime(0, 0)));
    const std::vector<Bar> earlier(regular.begin(), sessionStart);
    for (const Timeframe timeframe : Scanned) {
        if (timeframe != Timeframe::Daily)
            m_series[indexOf(timeframe)].bars = PackedBars(aggregate(earlier, timeframe));
    }
    startSession(session);
    std::for_each(sessionStart, regular.end(), [this](const Bar &minute) { putMinute(minute); });
    if (marketSession.isValid() && ExchangeCalendar::nextTradingDay(session) == marketSession)
        startSession(marketSession);
}

void DataBlender::add(const Bar &minute)
{
    if (m_calendar->sessionAt(minute.start) != Session::Regular)
        return;
    const QDate date = newyork::date(minute.start);
    if (m_session.isValid() && date < m_session)
        return;
    if (date != m_session)
        startSession(date);
    putMinute(minute);
}

void DataBlender::startSession(QDate session)
{
    m_session = session;
    m_dayStart = newyork::toUtc(session, QTime(0, 0));
    m_hours = m_calendar->hours(session);
    for (const Timeframe timeframe : Scanned) {
        BlendedSeries &series = m_series[indexOf(timeframe)];
        const QDate oldest = ExchangeCalendar::tradingDaysBack(session, sessionsBefore(timeframe));
        std::vector<Bar> bars = series.bars.copy();
        std::erase_if(bars, [from = newyork::toUtc(oldest, QTime(0, 0)), this](const Bar &bar) {
            return bar.start < from || bar.start >= m_dayStart;
        });
        series.bars = PackedBars(std::move(bars));
        series.sessionStart = series.closed = series.bars.size();
        series.changedFrom = 0; // the scanner must judge all of its bars again
    }
}

void DataBlender::putMinute(const Bar &minute)
{
    BlendedSeries &minutes = m_series[indexOf(Timeframe::Min1)];
    const bool isNewest = minutes.bars.size() == minutes.sessionStart || minutes.bars.back().start < minute.start;
    if (!put(minutes, minute))
        return;
    for (const Timeframe timeframe : {Timeframe::Min5, Timeframe::Min15, Timeframe::Daily})
        putPart(timeframe, minute, isNewest);
}

/// Updates the bar that the minute is a part of. Extending it by its newest minute gives the same values as making it
/// again from all of its minutes.
void DataBlender::putPart(Timeframe timeframe, const Bar &minute, bool isNewest)
{
    const bool isDay = timeframe == Timeframe::Daily;
    const Timestamp start = isDay ? m_dayStart : barStart(minute.start, timeframe);
    BlendedSeries &series = m_series[indexOf(timeframe)];
    if (isNewest && series.bars.size() > series.sessionStart && series.bars.back().start == start) {
        Bar bar = series.bars.back();
        extend(bar, minute);
        put(series, bar);
        return;
    }
    const BlendedSeries &minutes = m_series[indexOf(Timeframe::Min1)];
    const std::size_t from = isDay ? minutes.sessionStart : minutes.bars.lowerBound(start);
    const std::size_t to = isDay ? minutes.bars.size() : minutes.bars.lowerBound(start + lengthOf(timeframe));
    const std::vector<Bar> parts = minutes.bars.copy(from, to);
    Bar bar = parts.front();
    bar.start = start;
    std::for_each(parts.begin() + 1, parts.end(), [&bar](const Bar &part) { extend(bar, part); });
    put(series, bar);
}

/// Returns false if the series has the very bar already.
bool DataBlender::put(BlendedSeries &series, const Bar &bar)
{
    const std::size_t index = series.bars.lowerBound(bar.start);
    const Bar known = index < series.bars.size() ? series.bars.at(index) : Bar();
    if (index < series.bars.size() && known.start == bar.start) {
        const bool isSame = known.hasSameValues(bar) && (known.vwap == bar.vwap || std::isnan(bar.vwap));
        Bar next = bar;
        if (isSame && std::isnan(bar.vwap))
            next.vwap = known.vwap;
        series.bars.replace(index, next);
        if (isSame)
            return known.revision != bar.revision;
    } else {
        series.bars.insert(index, bar);
        if (index < series.closed)
            ++series.closed;
    }
    series.closed = std::max(series.closed, series.bars.size() - 1); // a bar that is followed by another one is over
    series.changedFrom = std::min(series.changedFrom, index);
    return true;
}

bool DataBlender::advance(Timestamp now)
{
    bool hasClosed = false;
    const BlendedSeries &minutes = m_series[indexOf(Timeframe::Min1)];
    for (const Timeframe timeframe : Scanned) {
        BlendedSeries &series = m_series[indexOf(timeframe)];
        if (series.closed == series.bars.size())
            continue;
        const Timestamp start = series.bars.back().start;
        const Timestamp end = timeframe == Timeframe::Daily ? m_hours->close : start + lengthOf(timeframe);
        const bool hasLastMinute = timeframe != Timeframe::Daily && minutes.bars.back().start + OneMinute >= end;
        if (!hasLastMinute && end + BarBook::CloseGrace > now)
            continue;
        series.closed = series.bars.size();
        hasClosed = true;
    }
    return hasClosed;
}

} // namespace tickstock
