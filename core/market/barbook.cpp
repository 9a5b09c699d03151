// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/barbook.h"

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

/// To be written soon.
void fetch(const void *from, std::size_t size)
{
    constexpr std::size_t LineBytes = 64;
    for (std::size_t at = 0; at < size; at += LineBytes)
        __builtin_prefetch(static_cast<const char *>(from) + at, 1);
}

} // namespace

void BarBook::seed(SymbolId symbol, const std::vector<Bar> &minutes)
{
    SymbolBars &bars = entry(symbol);
    for (const Bar &known : minutes) {
        bool isNew = false; // and over: there is nothing to wait for
        TrackedMinute &minute = bars.minutes.at(known.start, isNew);
        if (minute.hasValues && !minute.isSeeded)
            continue; // the feed has brought it
        minute.bar = known;
        minute.hasValues = minute.isOver = minute.isReported = minute.isSeeded = true;
        bars.quote.seed(known);
    }
    bars.minutes.pack();
}

void BarBook::prefetch(const std::vector<Tick> &ticks, std::size_t at) const
{
    constexpr std::size_t Unread = 24, Far = 8, Near = 4; // the tick, then where its symbol's bars are, then the bars
    if (at + Unread < ticks.size())
        fetch(&ticks[at + Unread], sizeof(Tick));
    if (at + Far < ticks.size()) {
        if (const SymbolBars *bars = find(ticks[at + Far].symbol))
            fetch(bars, sizeof *bars);
    }
    if (at + Near < ticks.size())
        prefetchBars(ticks[at + Near].symbol);
}

void BarBook::prefetchBars(SymbolId symbol) const
{
    const SymbolBars *bars = find(symbol);
    if (bars && bars->minutes.newest())
        fetch(bars->minutes.newest(), sizeof(TrackedMinute));
    if (bars && !bars->seconds.bars().empty())
        fetch(&bars->seconds.bars().back(), 2 * sizeof(Bar)); // and where the next will be
}

int BarBook::apply(const Tick &tick, Timestamp now)
{
    SymbolBars &bars = entry(tick.symbol);
    switch (tick.kind) {
    case TickKind::SecondBar: return applySecond(bars, tick.symbol, tick, now);
    case TickKind::MinuteBar: return applyMinute(bars, tick.symbol, tick, now);
    case TickKind::Trade: applyTrade(bars, tick.symbol, tick, now); break;
    }
    return 0;
}

int BarBook::applySecond(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now)
{
    bars.hasSeconds = true;
    bars.quote.apply(tick);
    const Bar second = barFrom(tick);
    const Timestamp start = second.start.floorTo(OneMinute);
    if (bars.seconds.isForgotten(start))
        return 1; // only AM or REST can still change that minute
    const SecondSeries::Put put = bars.seconds.put(second);
    if (put.isKnown)
        return Known;

    TrackedMinute &minute = minuteAt(bars, symbol, start);
    if (minute.isSeeded || (minute.hasValues && rankOf(minute.bar.source) > rankOf(BarSource::Seconds)))
        return put.revision;
    const bool closes = start + OneMinute + CloseGrace <= now;
    const bool goesOn = put.isNewest && minute.hasValues && minute.bar.source == BarSource::Seconds;
    if (goesOn && !minute.isReported && !minute.isOver && !closes && second.volume > 0) {
        minute.bar.extend(second); // what setValues() comes to, without the copies: so it is nearly always
    } else if (goesOn) {
        Bar rolled = minute.bar;
        rolled.extend(second);
        setValues(minute, symbol, rolled, closes);
    } else {
        setValues(minute, symbol, bars.seconds.rolledUp(start), closes);
    }
    noteMoved(bars, symbol);
    return put.revision;
}

int BarBook::applyMinute(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now)
{
    bars.quote.apply(tick);
    m_hasMinuteBars = true;
    TrackedMinute &minute = minuteAt(bars, symbol, tick.start);
    // An AM may come before the end of its minute, by more than clocks can differ: it then updates the running bar.
    const bool isOver = tick.end - CloseGrace <= now;
    if (isOver) {
        confirm(minute, symbol);
        bars.seconds.settle(tick.start);
    }
    const Bar bar = barFrom(tick);
    const bool isKnown = minute.hasValues && minute.bar.source == BarSource::Minute && minute.bar.hasSameValues(bar);
    setValues(minute, symbol, bar, isOver);
    noteMoved(bars, symbol);
    return isKnown ? Known : minute.bar.revision;
}

void BarBook::applyTrade(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now)
{
    bars.quote.apply(tick);
    noteMoved(bars, symbol);
    if (bars.hasSeconds || (!tick.updatesHighLow && !tick.updatesLast && !tick.updatesVolume))
        return;
    const Timestamp start = tick.start.floorTo(OneMinute);
    TrackedMinute &minute = minuteAt(bars, symbol, start);
    if (minute.hasValues && rankOf(minute.bar.source) > rankOf(BarSource::Trades))
        return;
    if (const auto rolled = bars.minutes.trades(minute).addedTo(minute, tick))
        setValues(minute, symbol, *rolled, start + OneMinute + CloseGrace <= now);
}

void BarBook::applyRest(SymbolId symbol, const Bar &bar, Timestamp now)
{
    const Timestamp end = bar.start + OneMinute;
    if (end > now) {
        m_early.emplace(end, std::pair(symbol, bar));
        return;
    }
    SymbolBars &bars = entry(symbol);
    TrackedMinute &minute = minuteAt(bars, symbol, bar.start);
    const bool isYoung = now - end < RestCompleteAfter;
    if (isYoung && minute.hasValues && minute.bar.source == BarSource::Minute)
        return;
    confirm(minute, symbol);
    bars.seconds.settle(bar.start);
    setValues(minute, symbol, bar, true);
    noteMoved(bars, symbol);
}

/// AM or REST gives the minute's values: they are certain.
void BarBook::confirm(TrackedMinute &minute, SymbolId symbol)
{
    if (std::exchange(minute.isSuspect, false))
        m_changes.confirmed.emplace_back(symbol, minute.bar.start);
}

/// Puts @p values into the minute, closes it if its time has come, and notes what that changes.
void BarBook::setValues(TrackedMinute &minute, SymbolId symbol, const Bar &values, bool closes)
{
    using Kind = ClosedMinute::Kind;
    const bool changed = !minute.hasValues || !minute.bar.hasSameValues(values);
    const bool ranksHigher = !minute.hasValues || rankOf(values.source) > rankOf(minute.bar.source);
    if (changed || ranksHigher) {
        const Timestamp start = minute.bar.start;
        const int revision = minute.bar.revision + (changed && minute.isReported ? 1 : 0);
        minute.bar = values;
        minute.bar.start = start;
        minute.bar.revision = revision;
    }
    minute.hasValues = true;
    if (!minute.isReported) {
        if (closes || minute.isOver)
            close(minute, symbol);
    } else if (changed || ranksHigher) {
        m_changes.closed.push_back({symbol, minute.bar, changed ? Kind::Corrected : Kind::Confirmed});
    }
}

void BarBook::close(TrackedMinute &minute, SymbolId symbol)
{
    const bool isConfirmed = minute.isConfirmed();
    const bool lacksMinuteBar = m_hasMinuteBars && !isConfirmed; // AM should have come by now
    if ((minute.isSuspect || lacksMinuteBar) && !isConfirmed && !minute.isOver)
        m_changes.unconfirmed.emplace_back(symbol, minute.bar.start);
    if (!minute.isSuspect || isConfirmed) {
        minute.isReported = true;
        m_changes.closed.push_back({symbol, minute.bar, ClosedMinute::Kind::Closed});
    }
    minute.isOver = true;
}

void BarBook::advance(Timestamp now)
{
    while (!m_early.empty() && m_early.begin()->first <= now) {
        const auto [symbol, bar] = m_early.extract(m_early.begin()).mapped();
        applyRest(symbol, bar, now);
    }
    while (!m_open.empty() && m_open.begin()->first + OneMinute + CloseGrace <= now) {
        const auto due = m_open.extract(m_open.begin());
        for (const SymbolId symbol : due.mapped()) {
            SymbolBars &bars = m_symbols[symbol.value];
            TrackedMinute *minute = bars.minutes.find(due.key());
            if (!minute || minute->isOver)
                continue;
            if (minute->hasValues || minute->isSuspect)
                close(*minute, symbol);
            noteMoved(bars, symbol);
        }
    }
}

void BarBook::markSuspect(SymbolId symbol, Timestamp from, Timestamp to)
{
    const Timestamp last = to.floorTo(OneMinute);
    // Holes that reach further back than the vendor corrects are left to the gap repair.
    const Timestamp first = std::max(from.floorTo(OneMinute), last - CorrectionWindow);
    for (Timestamp start = first; start <= last; start = start + OneMinute) {
        TrackedMinute &minute = minuteAt(entry(symbol), symbol, start);
        if (minute.isConfirmed())
            m_changes.confirmed.emplace_back(symbol, start);
        else if (!minute.isReported)
            minute.isSuspect = true;
        else
            m_changes.unconfirmed.emplace_back(symbol, start); // handed out already: the vendor's bar may correct it
    }
}

void BarBook::release(SymbolId symbol, Timestamp start)
{
    TrackedMinute &minute = minuteAt(entry(symbol), symbol, start);
    minute.isSuspect = false;
    if (minute.isOver && minute.hasValues && !minute.isReported)
        close(minute, symbol);
}

void BarBook::markAllSuspect(Timestamp from, Timestamp to)
{
    for (const SymbolId symbol : knownSymbols())
        markSuspect(symbol, from, to);
}

std::vector<SymbolId> BarBook::knownSymbols() const
{
    std::vector<SymbolId> known;
    for (std::uint32_t i = 0; i < m_symbols.size(); ++i) {
        if (m_symbols[i].quote.isKnown())
            known.push_back({i});
    }
    return known;
}

std::size_t BarBook::memory() const
{
    std::size_t bytes = m_symbols.capacity() * sizeof(SymbolBars);
    for (const SymbolBars &bars : m_symbols)
        bytes += bars.minutes.memory() + bars.seconds.memory();
    return bytes;
}

BarChanges BarBook::takeChanges()
{
    for (const SymbolId symbol : m_changes.moved)
        m_symbols[symbol.value].hasMoved = false;
    return std::exchange(m_changes, {});
}

const Quote *BarBook::quote(SymbolId symbol) const
{
    const SymbolBars *bars = find(symbol);
    return bars && bars->quote.isKnown() ? &bars->quote.quote() : nullptr;
}

std::optional<Bar> BarBook::forming(SymbolId symbol) const
{
    const SymbolBars *bars = find(symbol);
    const TrackedMinute *newest = bars ? bars->minutes.newest() : nullptr;
    return newest && newest->hasValues ? std::optional(newest->bar) : std::nullopt;
}

std::vector<Bar> BarBook::minutes(SymbolId symbol) const
{
    std::vector<Bar> out;
    if (const SymbolBars *bars = find(symbol)) {
        for (const TrackedMinute &minute : bars->minutes.all()) {
            if (minute.hasValues && !(minute.isSuspect && minute.isOver))
                out.push_back(minute.bar);
        }
    }
    return out;
}

BarBook::SymbolBars &BarBook::entry(SymbolId symbol)
{
    if (symbol.value >= m_symbols.size())
        m_symbols.resize(symbol.value + 1);
    return m_symbols[symbol.value];
}

const BarBook::SymbolBars *BarBook::find(SymbolId symbol) const
{
    return symbol.value < m_symbols.size() ? &m_symbols[symbol.value] : nullptr;
}

TrackedMinute &BarBook::minuteAt(SymbolBars &bars, SymbolId symbol, Timestamp start)
{
    bool isNew = false;
    TrackedMinute &minute = bars.minutes.at(start, isNew);
    if (isNew)
        m_open[start].push_back(symbol);
    return minute;
}

void BarBook::noteMoved(SymbolBars &bars, SymbolId symbol)
{
    if (!std::exchange(bars.hasMoved, true))
        m_changes.moved.push_back(symbol);
}

} // namespace tickstock
