// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/markettape.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock::simulator {

namespace {

/// No trade is reported later than this.
constexpr Milliseconds LongestDelay{180'000};

bool byTime(const SimTrade &a, const SimTrade &b)
{
    return a.time < b.time;
}

} // namespace

void SimBar::add(const SimTrade &trade)
{
    if (trades == 0) {
        open = high = low = trade.price;
    } else {
        high = std::max(high, trade.price);
        low = std::min(low, trade.price);
    }
    close = trade.price;
    volume += trade.size;
    value += trade.price * trade.size;
    ++trades;
}

MarketTape::MarketTape(std::unique_ptr<TradeSource> source)
    : m_source(std::move(source))
    , m_start(m_source->start())
    , m_now(m_start)
    , m_followed(m_source->symbols().size())
{
    for (std::size_t i = 0; i < m_source->symbols().size(); ++i)
        m_bySymbol.emplace(m_source->symbols()[i], i);
}

std::optional<std::size_t> MarketTape::find(std::string_view symbol) const
{
    const auto it = m_bySymbol.find(symbol);
    if (it == m_bySymbol.end())
        return std::nullopt;
    return it->second;
}

void MarketTape::follow(std::size_t symbol)
{
    Followed &followed = m_followed[symbol];
    if (followed.active)
        return;
    followed.active = true;
    m_active.push_back(symbol);
    const Timestamp minute = m_now.floorTo(OneMinute);
    // Late reports of minutes that are over are still to come, and will change them.
    for (Timestamp past = minute - LongestDelay; past < minute - OneMinute; past = past + OneMinute)
        queueLate(symbol, past);
    enterMinute(symbol, minute - OneMinute);
    enterMinute(symbol, minute);
    for (MinuteTape *tape : {&followed.previous, &followed.current}) {
        while (tape->nextTrade < tape->trades.size() && tape->trades[tape->nextTrade].time < m_now)
            ++tape->nextTrade;
        while (tape->nextSecond < tape->seconds.size() && tape->seconds[tape->nextSecond].bar.end + HoldBack <= m_now)
            ++tape->nextSecond;
    }
}

/// Trades of the source and the added ones, late ones included, by time.
void MarketTape::tradesOf(std::size_t symbol, Timestamp minute, std::vector<SimTrade> &out)
{
    m_source->trades(symbol, minute, out);
    if (m_added.empty())
        return;
    if (const auto added = m_added.find({symbol, minute}); added != m_added.end()) {
        out.insert(out.end(), added->second.begin(), added->second.end());
        std::stable_sort(out.begin(), out.end(), byTime);
    }
}

void MarketTape::queueLate(std::size_t symbol, Timestamp minute)
{
    std::vector<SimTrade> trades;
    tradesOf(symbol, minute, trades);
    for (const SimTrade &trade : trades) {
        if (trade.reported > trade.time && trade.reported > m_now)
            m_late.emplace(trade.reported, LateTrade{symbol, trade});
    }
}

void MarketTape::enterDay(std::size_t symbol, Timestamp minute)
{
    Followed &followed = m_followed[symbol];
    const QDate day = newyork::date(minute);
    if (followed.day == day)
        return;
    followed.day = day;
    followed.dayVolume = followed.dayValue = followed.dayOpen = 0;
    const auto hours = m_calendar.hours(day);
    if (!hours)
        return;
    std::vector<SimTrade> trades;
    for (Timestamp t = hours->preOpen; t < minute; t = t + OneMinute) {
        tradesOf(symbol, t, trades);
        for (const SimTrade &trade : trades) {
            followed.dayVolume += trade.size;
            followed.dayValue += trade.size * trade.price;
            if (followed.dayOpen == 0 && trade.time >= hours->open)
                followed.dayOpen = trade.price;
        }
    }
}

void MarketTape::enterMinute(std::size_t symbol, Timestamp minute)
{
    enterDay(symbol, minute);
    Followed &followed = m_followed[symbol];
    std::swap(followed.previous, followed.current);
    MinuteTape &tape = followed.current;
    tape.start = minute;
    tape.seconds.clear();
    tape.nextTrade = tape.nextSecond = 0;
    tradesOf(symbol, minute, tape.trades);
    const auto hours = m_calendar.hours(followed.day);

    queueLate(symbol, minute);
    std::erase_if(tape.trades,
                  [&](const SimTrade &trade) { return trade.reported > trade.time && trade.reported > m_now; });

    for (const SimTrade &trade : tape.trades) {
        const Timestamp start = trade.time.floorTo(OneSecond);
        if (followed.dayOpen == 0 && hours && trade.time >= hours->open)
            followed.dayOpen = trade.price;
        followed.dayVolume += trade.size;
        followed.dayValue += trade.size * trade.price;
        if (tape.seconds.empty() || tape.seconds.back().bar.start != start) {
            tape.seconds.emplace_back();
            tape.seconds.back().bar.start = start;
            tape.seconds.back().bar.end = start + OneSecond;
        }
        Second &second = tape.seconds.back();
        second.bar.add(trade);
        second.dayVolume = followed.dayVolume;
        second.dayValue = followed.dayValue;
        second.dayOpen = followed.dayOpen;
    }
}

void MarketTape::advanceTo(Timestamp to, const Sink &sink)
{
    while (m_now < to) {
        const Timestamp boundary = std::min(m_now.floorTo(OneSecond) + OneSecond, to);
        const bool endsMinute = boundary.floorTo(OneMinute) == boundary;
        for (const std::size_t symbol : m_active) {
            emitTrades(symbol, boundary, sink);
            if (boundary.floorTo(OneSecond) == boundary)
                emitSecond(symbol, boundary - HoldBack, sink);
        }
        m_now = boundary;
        emitLate(boundary, sink);
        if (!endsMinute)
            continue;
        for (const std::size_t symbol : m_active)
            emitMinute(symbol, boundary, sink);
        for (const std::size_t symbol : m_active)
            enterMinute(symbol, boundary);
    }
}

void MarketTape::skipTo(Timestamp to)
{
    m_now = to.floorTo(OneMinute);
    for (const std::size_t symbol : m_active)
        enterMinute(symbol, m_now);
}

std::optional<Timestamp> MarketTape::nextDue()
{
    const Timestamp next = m_now.floorTo(OneSecond) + OneSecond;
    // Within the hold-back after a minute, and while late reports are due, every second counts.
    const Timestamp minute = m_now.floorTo(OneMinute);
    const auto busy = m_source->nextMinute(minute);
    if (busy == minute ||
        (m_now - minute <= HoldBack && m_source->nextMinute(minute - OneMinute) == minute - OneMinute))
        return next;
    std::optional<Timestamp> due = busy;
    if (!m_late.empty())
        due = due ? std::min(*due, m_late.begin()->first) : m_late.begin()->first;
    if (due && *due < next)
        due = next;
    return due;
}

void MarketTape::emitTrades(std::size_t symbol, Timestamp until, const Sink &sink)
{
    Followed &followed = m_followed[symbol];
    MinuteTape &tape = followed.current;
    while (tape.nextTrade < tape.trades.size() && tape.trades[tape.nextTrade].time < until) {
        TapeEvent event;
        event.channel = Channel::T;
        event.symbol = symbol;
        event.trade = tape.trades[tape.nextTrade++];
        event.sequence = ++followed.sequence * 7; // rising, not contiguous, like the vendor's
        sink(event);
    }
}

void MarketTape::emitSecond(std::size_t symbol, Timestamp end, const Sink &sink)
{
    Followed &followed = m_followed[symbol];
    for (MinuteTape *tape : {&followed.previous, &followed.current}) {
        while (tape->nextSecond < tape->seconds.size() && tape->seconds[tape->nextSecond].bar.end <= end) {
            const Second &second = tape->seconds[tape->nextSecond++];
            emitBar(Channel::A, symbol, second.bar, second, sink);
        }
    }
}

void MarketTape::emitMinute(std::size_t symbol, Timestamp end, const Sink &sink)
{
    const auto minute = bar(symbol, end - OneMinute, OneMinute);
    if (!minute)
        return;
    const auto &seconds = m_followed[symbol].current.seconds;
    emitBar(Channel::AM, symbol, *minute, seconds.empty() ? Second() : seconds.back(), sink);
}

void MarketTape::emitLate(Timestamp until, const Sink &sink)
{
    while (!m_late.empty() && m_late.begin()->first <= until)
        reportLate(m_late.extract(m_late.begin()).mapped(), sink);
}

void MarketTape::reportLate(const LateTrade &late, const Sink &sink)
{
    TapeEvent event;
    event.channel = Channel::T;
    event.symbol = late.symbol;
    event.trade = late.trade;
    event.sequence = ++m_followed[late.symbol].sequence * 7;
    sink(event);
    sendCorrection(late, sink);
}

void MarketTape::sendCorrection(const LateTrade &late, const Sink &sink)
{
    Followed &followed = m_followed[late.symbol];
    if (followed.day == newyork::date(late.trade.time)) {
        followed.dayVolume += late.trade.size;
        followed.dayValue += late.trade.size * late.trade.price;
    }
    Second day;
    day.dayVolume = followed.dayVolume;
    day.dayValue = followed.dayValue;
    day.dayOpen = followed.dayOpen;
    const Timestamp second = late.trade.time.floorTo(OneSecond);
    for (MinuteTape *tape : {&followed.previous, &followed.current}) {
        if (tape->start != second.floorTo(OneMinute))
            continue;
        const auto at = std::lower_bound(tape->seconds.begin(), tape->seconds.end(), second,
                                         [](const Second &s, Timestamp t) { return s.bar.start < t; });
        if (at != tape->seconds.end() && at->bar.start == second)
            at->bar = *bar(late.symbol, second, OneSecond); // in case it is still held back
    }
    if (second + OneSecond <= m_now)
        emitBar(Channel::A, late.symbol, *bar(late.symbol, second, OneSecond), day, sink);
    const Timestamp minute = second.floorTo(OneMinute);
    if (minute + OneMinute <= m_now)
        emitBar(Channel::AM, late.symbol, *bar(late.symbol, minute, OneMinute), day, sink);
}

void MarketTape::emitBar(Channel channel, std::size_t symbol, const SimBar &bar, const Second &day, const Sink &sink)
{
    TapeEvent event;
    event.channel = channel;
    event.symbol = symbol;
    event.bar = bar;
    event.dayVolume = day.dayVolume;
    event.dayVwap = day.dayVolume > 0 ? day.dayValue / day.dayVolume : bar.close;
    event.dayOpen = day.dayOpen;
    sink(event);
}

bool MarketTape::correct(std::size_t symbol, Milliseconds ago, const Sink &sink)
{
    Timestamp second = (m_now - ago).floorTo(OneSecond);
    if (second + OneSecond > m_now)
        second = second - OneSecond;
    const Timestamp minute = second.floorTo(OneMinute);
    const auto before = bar(symbol, minute, OneMinute);
    if (second < m_start || !before)
        return false;
    const double tick = before->close >= 1 ? 0.01 : 0.0001;
    const SimTrade trade{second + Milliseconds(999), m_now, before->high + tick, 100};
    m_added[{symbol, minute}].push_back(trade);
    if (m_followed[symbol].active)
        reportLate({symbol, trade}, sink);
    return true;
}

std::optional<SimBar> MarketTape::bar(std::size_t symbol, Timestamp from, Milliseconds length)
{
    const Timestamp to = from + length;
    SimBar out;
    out.start = from;
    out.end = to;
    for (Timestamp minute = from.floorTo(OneMinute); minute < to; minute = minute + OneMinute) {
        tradesOf(symbol, minute, m_scratch);
        for (const SimTrade &trade : m_scratch) {
            if (trade.time >= from && trade.time < to && trade.reported <= m_now)
                out.add(trade);
        }
    }
    if (out.trades == 0)
        return std::nullopt;
    return out;
}

std::optional<SimBar> MarketTape::dayBar(std::size_t symbol, QDate date)
{
    const auto hours = m_calendar.hours(date);
    if (!hours)
        return std::nullopt;
    if (hours->postClose + 15 * OneMinute > m_now)
        return wholeDay(symbol, *hours);
    const auto key = std::pair(symbol, static_cast<qint64>(date.toJulianDay()));
    if (const auto known = m_days.find(key); known != m_days.end())
        return known->second;
    const auto day = wholeDay(symbol, *hours);
    if (day)
        m_days.emplace(key, *day);
    return day;
}

std::optional<SimBar> MarketTape::wholeDay(std::size_t symbol, const SessionHours &hours)
{
    return bar(symbol, hours.open, hours.close - hours.open);
}

} // namespace tickstock::simulator
