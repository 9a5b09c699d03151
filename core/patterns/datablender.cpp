// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/datablender.h"

#include "core/market/barbook.h"
#include "core/market/newyork.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// Bars by which a series grows: doubling would leave half of it unused.
constexpr std::size_t GrowsBy = 32;

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

const Bar *DataBlender::dayBefore() const
{
    const BlendedSeries &days = m_series[DailyIndex];
    return days.sessionStart > 0 ? &days.bars[days.sessionStart - 1] : nullptr;
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
    if (bars.size() == series.sessionStart && std::equal(bars.begin(), bars.end(), series.bars.begin(), isKnown))
        return false;
    const bool wasOver = series.closed == series.bars.size();
    const auto today = series.bars.begin() + static_cast<std::ptrdiff_t>(series.sessionStart);
    const std::size_t sessionStart = bars.size();
    bars.insert(bars.end(), today, series.bars.end());
    series = {std::move(bars), sessionStart, 0, 0};
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
            m_series[indexOf(timeframe)].bars = aggregate(earlier, timeframe);
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
        std::erase_if(series.bars, [&](const Bar &bar) {
            const QDate date = newyork::date(bar.start);
            return date < oldest || date >= session;
        });
        series.bars.shrink_to_fit(); // there are as many of these as symbols, times four
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
    for (const Timeframe timeframe : {Timeframe::Min5, Timeframe::Min15}) {
        const Timestamp start = barStart(minute.start, timeframe);
        auto part = lowerBoundByStart(minutes.bars, start);
        Bar bar = *part;
        bar.start = start;
        for (++part; part != minutes.bars.end() && part->start < start + lengthOf(timeframe); ++part) {
            const int revision = std::max(bar.revision, part->revision);
            bar.extend(*part);
            bar.revision = revision;
        }
        put(m_series[indexOf(timeframe)], bar);
    }
    putDay(minute, isNewest);
}

/// Updates the running day. Extending it by its newest minute gives the same values as making it again from all
/// minutes.
void DataBlender::putDay(const Bar &minute, bool isNewest)
{
    BlendedSeries &days = m_series[DailyIndex];
    if (isNewest && days.bars.size() > days.sessionStart) {
        Bar day = days.bars.back();
        const int revision = std::max(day.revision, minute.revision);
        day.extend(minute);
        day.revision = revision;
        put(days, day);
        return;
    }
    const BlendedSeries &minutes = m_series[indexOf(Timeframe::Min1)];
    auto part = minutes.bars.begin() + static_cast<std::ptrdiff_t>(minutes.sessionStart);
    Bar day = *part;
    day.start = m_dayStart;
    for (++part; part != minutes.bars.end(); ++part) {
        const int revision = std::max(day.revision, part->revision);
        day.extend(*part);
        day.revision = revision;
    }
    put(days, day);
}

/// Returns false if the series has the very bar already.
bool DataBlender::put(BlendedSeries &series, const Bar &bar)
{
    const auto at = lowerBoundByStart(series.bars, bar.start);
    const auto index = static_cast<std::size_t>(at - series.bars.begin());
    if (at != series.bars.end() && at->start == bar.start) {
        const bool isSame = at->hasSameValues(bar) && (at->vwap == bar.vwap || std::isnan(bar.vwap));
        const double vwap = at->vwap;
        const bool isRevised = at->revision != bar.revision;
        *at = bar;
        if (isSame) {
            if (std::isnan(bar.vwap))
                at->vwap = vwap;
            return isRevised;
        }
    } else {
        if (series.bars.size() == series.bars.capacity())
            series.bars.reserve(series.bars.size() + GrowsBy); // which invalidates the place
        series.bars.insert(series.bars.begin() + static_cast<std::ptrdiff_t>(index), bar);
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
