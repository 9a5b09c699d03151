// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/movers.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

namespace {

/// What a list is ordered by, the largest first; NaN keeps a symbol out.
double keyOf(const Mover &mover, MoverList list, Timestamp now)
{
    const auto whenRecent = [now](Timestamp at) {
        return at.isValid() && now - at <= MoverBook::Recent ? static_cast<double>(at.ms) : NoValue;
    };
    switch (list) {
    case MoverList::Gainers: return mover.change > 0 ? mover.change : NoValue;
    case MoverList::Losers: return mover.change < 0 ? -mover.change : NoValue;
    case MoverList::Volume: return mover.relativeVolume;
    case MoverList::Gaps: return std::fabs(mover.gap);
    case MoverList::NewHighs: return whenRecent(mover.highAt);
    case MoverList::NewLows: return whenRecent(mover.lowAt);
    }
    return NoValue;
}

} // namespace

void MoverBook::setCloses(SymbolId symbol, const RegularCloses &closes)
{
    if (symbol.value >= m_days.size())
        m_days.resize(symbol.value + 1);
    m_days[symbol.value].closes = closes;
}

/// Before the first event the newest session is that of the daily bars.
RegularCloses MoverBook::closesOfDay(const Day &day) const
{
    RegularCloses closes = day.closes;
    if (closes.session != m_hours.date && m_hours.date.isValid())
        closes.own = closes.volume = NoValue;
    if (day.session != m_hours.date)
        return closes;
    if (!std::isfinite(closes.own))
        closes.own = day.minuteClose;
    if (!std::isfinite(closes.volume) && day.mover.volume > 0)
        closes.volume = day.mover.volume;
    return closes;
}

void MoverBook::takeQuote(SymbolId symbol, const Quote &quote)
{
    if (!quote.lastTime.isValid())
        return;
    // The end of the last window of a session is the beginning of what follows it.
    Day &day = dayAt(symbol, quote.lastTime - Milliseconds(1));
    if (day.session != m_hours.date || quote.lastTime <= m_hours.preOpen)
        return; // a price of an earlier session
    day.mover.last = quote.last;
    if (quote.lastTime > m_hours.open && !std::isnan(quote.dayOpen))
        day.open = quote.dayOpen;
}

void MoverBook::addMinute(SymbolId symbol, const Bar &minute)
{
    Day &day = dayAt(symbol, minute.start);
    if (m_hours.at(minute.start) == Session::Regular)
        takeMinute(day, minute);
}

void MoverBook::setMinutes(SymbolId symbol, const std::vector<Bar> &minutes)
{
    if (minutes.empty())
        return;
    Day &day = dayAt(symbol, minutes.back().start);
    Mover &mover = day.mover;
    day.volumes.clear();
    day.minuteClose = NoValue;
    mover.volume = 0;
    mover.high = mover.low = NoValue;
    mover.highAt = mover.lowAt = {};
    for (const Bar &minute : minutes) {
        if (m_hours.at(minute.start) == Session::Regular)
            takeMinute(day, minute);
    }
}

void MoverBook::takeMinute(Day &day, const Bar &minute) const
{
    Mover &mover = day.mover;
    const auto index = static_cast<std::size_t>((minute.start - m_hours.open) / OneMinute);
    if (index >= day.volumes.size())
        day.volumes.resize(index + 1);
    if (index + 1 == day.volumes.size())
        day.minuteClose = minute.close;
    const auto volume = static_cast<float>(minute.volume);
    mover.volume += static_cast<double>(volume) - static_cast<double>(std::exchange(day.volumes[index], volume));
    if (std::isnan(mover.high) || minute.high > mover.high) {
        mover.high = minute.high;
        mover.highAt = minute.start;
    }
    if (std::isnan(mover.low) || minute.low < mover.low) {
        mover.low = minute.low;
        mover.lowAt = minute.start;
    }
}

MoverBook::Day &MoverBook::dayAt(SymbolId symbol, Timestamp time)
{
    if (symbol.value >= m_days.size())
        m_days.resize(symbol.value + 1);
    beginSessionOf(time);
    Day &day = m_days[symbol.value];
    if (day.session != m_hours.date) {
        const RegularCloses closes = day.closes;
        day = Day{m_hours.date, {}, NoValue, NoValue, closes, {}};
        day.mover.symbol = symbol;
    }
    return day;
}

void MoverBook::beginSessionOf(Timestamp time)
{
    if (m_hours.date.isValid() && time < m_hours.postClose)
        return;
    const SessionHours hours = m_calendar.currentOrPrevious(time);
    if (!m_hours.date.isValid() || hours.date > m_hours.date)
        m_hours = hours;
}

Mover MoverBook::judged(const Day &day, MoverList list, Timestamp now, const UsualVolume &usual) const
{
    Mover mover = day.mover;
    mover.last = priceShown(mover.last, closesOfDay(day).own, m_hours.at(now));
    mover.previousClose = day.closes.previous;
    mover.change = sessionChange(mover.last, mover.previousClose).fraction;
    mover.gap = now < m_hours.open ? mover.change : sessionChange(day.open, mover.previousClose).fraction;
    if (list == MoverList::Volume) // adding up what is usual takes longest
        mover.relativeVolume = relativeVolume(mover, now, usual);
    return mover;
}

double MoverBook::relativeVolume(const Mover &mover, Timestamp now, const UsualVolume &usual) const
{
    const auto minutes = (std::min(now, m_hours.close) - m_hours.open) / OneMinute;
    return minutes > 0 && mover.volume > 0 ? mover.volume / usual(mover.symbol, static_cast<int>(minutes)) : NoValue;
}

std::vector<Mover> MoverBook::rank(MoverList list, std::size_t count, Timestamp now, const UsualVolume &usual) const
{
    std::vector<std::pair<double, Mover>> all;
    for (const Day &day : m_days) {
        if (!day.session.isValid() || day.session != m_hours.date)
            continue;
        const Mover mover = judged(day, list, now, usual);
        if (const double key = keyOf(mover, list, now); std::isfinite(key))
            all.emplace_back(key, mover);
    }
    count = std::min(count, all.size());
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                      [](const auto &a, const auto &b) {
                          return a.first != b.first ? a.first > b.first : a.second.symbol < b.second.symbol;
                      });
    std::vector<Mover> first;
    for (std::size_t i = 0; i < count; ++i) {
        Mover &mover = first.emplace_back(all[i].second);
        mover.relativeVolume = relativeVolume(mover, now, usual);
    }
    return first;
}

} // namespace tickstock
