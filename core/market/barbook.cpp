// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/barbook.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tickstock {

namespace {

/// Two sessions with their pre- and post-market fit; older minutes come from the store.
constexpr std::size_t MaxMinutes = 2'000;

} // namespace

void BarBook::seed(SymbolId symbol, const std::vector<Bar> &minutes)
{
    SymbolBars &bars = entry(symbol);
    for (const Bar &known : minutes) {
        Minute &minute = minuteAt(bars, symbol, known.start);
        if (minute.hasValues && !minute.isSeeded)
            continue; // has come live
        minute.bar = known;
        minute.hasValues = minute.isOver = minute.isReported = minute.isSeeded = true;
        if (known.start + OneMinute > bars.quote.lastTime) {
            bars.quote.last = known.close;
            bars.quote.lastTime = known.start + OneMinute;
        }
    }
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
    updateQuote(bars, tick);
    Bar second = barFrom(tick);
    const Timestamp start = second.start.floorTo(OneMinute);
    if (!bars.seconds.empty() && start < (bars.seconds.back().start - CorrectionWindow).floorTo(OneMinute))
        return 1; // its neighbours are forgotten: only AM or REST can still change that minute
    const auto at = lowerBoundByStart(bars.seconds, second.start);
    const bool isNewest = at == bars.seconds.end();
    if (!isNewest && at->start == second.start) {
        if (at->hasSameValues(second))
            return Known;
        second.revision = at->revision + 1;
        *at = second;
    } else {
        bars.seconds.insert(at, second);
    }
    const int revision = second.revision;
    if (isNewest)
        forgetOldSeconds(bars, second.start);

    Minute &minute = minuteAt(bars, symbol, start);
    if (minute.isSeeded || (minute.hasValues && rankOf(minute.bar.source) > rankOf(BarSource::Seconds)))
        return revision;
    Bar rolled;
    if (isNewest && minute.hasValues && minute.bar.source == BarSource::Seconds) {
        rolled = minute.bar;
        rolled.extend(second);
    } else {
        auto part = lowerBoundByStart(bars.seconds, start);
        rolled = *part;
        rolled.start = start;
        for (++part; part != bars.seconds.end() && part->start < start + OneMinute; ++part)
            rolled.extend(*part);
    }
    settle(minute, symbol, rolled, start + OneMinute + CloseGrace <= now);
    touch(bars, symbol);
    return revision;
}

int BarBook::applyMinute(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now)
{
    updateQuote(bars, tick);
    m_hasMinuteBars = true;
    Minute &minute = minuteAt(bars, symbol, tick.start);
    // An AM of a minute that still runs (beyond what clocks may differ) is news of the forming bar, not its end.
    const bool isOver = tick.end - CloseGrace <= now;
    if (isOver)
        clear(minute, symbol);
    const Bar bar = barFrom(tick);
    const bool isKnown = minute.hasValues && minute.bar.source == BarSource::Minute && minute.bar.hasSameValues(bar);
    settle(minute, symbol, bar, isOver);
    touch(bars, symbol);
    return isKnown ? Known : minute.bar.revision;
}

void BarBook::applyTrade(SymbolBars &bars, SymbolId symbol, const Tick &tick, Timestamp now)
{
    const bool isLate = tick.start < bars.newestLastStart; // reported after one that happened later
    updateQuote(bars, tick);
    touch(bars, symbol);
    if (bars.hasSeconds || (!tick.updatesHighLow && !tick.updatesLast && !tick.updatesVolume))
        return;
    const Timestamp start = tick.start.floorTo(OneMinute);
    Minute &minute = minuteAt(bars, symbol, start);
    if (minute.hasValues && rankOf(minute.bar.source) > rankOf(BarSource::Trades))
        return;
    Bar trade = barFrom(tick);
    trade.start = start;
    trade.tradeCount = 1;
    if (!tick.updatesVolume)
        trade.volume = 0;
    Bar rolled = trade;
    if (minute.hasValues) {
        rolled = minute.bar;
        rolled.extend(trade);
        if (!tick.updatesHighLow) {
            rolled.high = minute.bar.high;
            rolled.low = minute.bar.low;
        }
        if (!tick.updatesLast || isLate)
            rolled.close = minute.bar.close;
    } else if (!tick.updatesHighLow || !tick.updatesLast) {
        return; // a price that counts for nothing cannot open a bar
    }
    settle(minute, symbol, rolled, start + OneMinute + CloseGrace <= now);
}

void BarBook::applyRest(SymbolId symbol, const Bar &bar, Timestamp now)
{
    const Timestamp end = bar.start + OneMinute;
    if (end > now) {
        m_early.emplace(end, std::pair(symbol, bar));
        return;
    }
    SymbolBars &bars = entry(symbol);
    Minute &minute = minuteAt(bars, symbol, bar.start);
    const bool isYoung = now - end < RestSettling;
    if (isYoung && minute.hasValues && minute.bar.source == BarSource::Minute)
        return;
    clear(minute, symbol);
    settle(minute, symbol, bar, true);
    touch(bars, symbol);
}

/// The minute's values are certain from here on.
void BarBook::clear(Minute &minute, SymbolId symbol)
{
    if (std::exchange(minute.suspect, false))
        m_changes.settled.emplace_back(symbol, minute.bar.start);
}

/// Puts @p values into the minute, closes it if its time has come, and reports what that means.
void BarBook::settle(Minute &minute, SymbolId symbol, const Bar &values, bool closes)
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

void BarBook::close(Minute &minute, SymbolId symbol)
{
    const bool isConfirmed = minute.hasValues && rankOf(minute.bar.source) == rankOf(BarSource::Minute);
    const bool lacksMinuteBar = m_hasMinuteBars && !isConfirmed; // it should have come by now
    if ((minute.suspect || lacksMinuteBar) && !isConfirmed && !minute.isOver)
        m_changes.unconfirmed.emplace_back(symbol, minute.bar.start);
    if (!minute.suspect || isConfirmed) {
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
            const auto it =
                std::lower_bound(bars.minutes.begin(), bars.minutes.end(), due.key(),
                                 [](const Minute &minute, Timestamp start) { return minute.bar.start < start; });
            if (it == bars.minutes.end() || it->bar.start != due.key() || it->isOver)
                continue;
            if (it->hasValues || it->suspect)
                close(*it, symbol);
            touch(bars, symbol);
        }
    }
}

void BarBook::markSuspect(SymbolId symbol, Timestamp from, Timestamp to)
{
    const Timestamp last = to.floorTo(OneMinute);
    // Further back than the vendor corrects, a hole is the repair's business.
    const Timestamp first = std::max(from.floorTo(OneMinute), last - CorrectionWindow);
    for (Timestamp start = first; start <= last; start = start + OneMinute) {
        Minute &minute = minuteAt(entry(symbol), symbol, start);
        if (minute.hasValues && rankOf(minute.bar.source) == rankOf(BarSource::Minute))
            m_changes.settled.emplace_back(symbol, start);
        else if (!minute.isReported)
            minute.suspect = true;
        else
            m_changes.unconfirmed.emplace_back(symbol, start); // handed out already: the vendor's bar may correct it
    }
}

void BarBook::release(SymbolId symbol, Timestamp start)
{
    Minute &minute = minuteAt(entry(symbol), symbol, start);
    minute.suspect = false;
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
        if (m_symbols[i].quote.lastTime.isValid())
            known.push_back({i});
    }
    return known;
}

BarChanges BarBook::takeChanges()
{
    for (const SymbolId symbol : m_changes.moved)
        m_symbols[symbol.value].moved = false;
    return std::exchange(m_changes, {});
}

const Quote *BarBook::quote(SymbolId symbol) const
{
    const SymbolBars *bars = find(symbol);
    return bars && bars->quote.lastTime.isValid() ? &bars->quote : nullptr;
}

std::optional<Bar> BarBook::forming(SymbolId symbol) const
{
    const SymbolBars *bars = find(symbol);
    if (!bars || bars->minutes.empty() || !bars->minutes.back().hasValues)
        return std::nullopt;
    return bars->minutes.back().bar;
}

std::vector<Bar> BarBook::minutes(SymbolId symbol) const
{
    std::vector<Bar> out;
    if (const SymbolBars *bars = find(symbol)) {
        for (const Minute &minute : bars->minutes) {
            if (minute.hasValues && !(minute.suspect && minute.isOver))
                out.push_back(minute.bar);
        }
    }
    return out;
}

std::vector<Bar> BarBook::seconds(SymbolId symbol) const
{
    const SymbolBars *bars = find(symbol);
    return bars ? bars->seconds : std::vector<Bar>();
}

void BarBook::updateQuote(SymbolBars &bars, const Tick &tick)
{
    Quote &quote = bars.quote;
    const bool isOlder = tick.end < quote.lastTime || (tick.end == quote.lastTime && tick.start < bars.newestLastStart);
    if (isOlder || (tick.kind == TickKind::Trade && !tick.updatesLast))
        return;
    quote.last = tick.close;
    quote.lastTime = tick.end;
    bars.newestLastStart = tick.start;
    if (!std::isnan(tick.dayOpen))
        quote.dayOpen = tick.dayOpen;
    if (!std::isnan(tick.dayVolume))
        quote.dayVolume = tick.dayVolume;
    if (!std::isnan(tick.dayVwap))
        quote.dayVwap = tick.dayVwap;
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

BarBook::Minute &BarBook::minuteAt(SymbolBars &bars, SymbolId symbol, Timestamp start)
{
    auto &minutes = bars.minutes;
    if (!minutes.empty() && minutes.back().bar.start == start)
        return minutes.back();
    auto at = std::lower_bound(minutes.begin(), minutes.end(), start,
                               [](const Minute &minute, Timestamp wanted) { return minute.bar.start < wanted; });
    if (at != minutes.end() && at->bar.start == start)
        return *at;
    if (at == minutes.end() && minutes.size() >= MaxMinutes) {
        forgetOldMinutes(bars, start);
        at = minutes.end();
    }
    at = minutes.insert(at, Minute());
    at->bar.start = start;
    m_open[start].push_back(symbol);
    return *at;
}

void BarBook::touch(SymbolBars &bars, SymbolId symbol)
{
    if (!bars.moved) {
        bars.moved = true;
        m_changes.moved.push_back(symbol);
    }
}

void BarBook::forgetOldSeconds(SymbolBars &bars, Timestamp newest)
{
    const Timestamp oldest = (newest - CorrectionWindow).floorTo(OneMinute);
    if (bars.seconds.front().start + OneMinute * 2 < oldest)
        bars.seconds.erase(bars.seconds.begin(), lowerBoundByStart(bars.seconds, oldest));
}

void BarBook::forgetOldMinutes(SymbolBars &bars, Timestamp newest)
{
    const auto keepFrom =
        std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(bars.minutes.size() - MaxMinutes / 2));
    const auto firstKept = std::find_if(bars.minutes.begin(), bars.minutes.begin() + keepFrom, [&](const Minute &m) {
        return m.bar.start + CorrectionWindow + OneMinute > newest;
    });
    bars.minutes.erase(bars.minutes.begin(), firstKept);
}

} // namespace tickstock
