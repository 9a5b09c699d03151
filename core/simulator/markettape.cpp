// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/markettape.h"

#include "core/market/newyork.h"
#include "core/simulator/haltedsource.h"

#include <algorithm>

namespace tickstock::simulator {

namespace {

/// No trade is reported later than this.
constexpr Milliseconds LongestDelay{180'000};
/// The vendor's sequence numbers rise, but are not contiguous.
constexpr std::int64_t SequenceStep = 7;

} // namespace

MarketTape::MarketTape(std::unique_ptr<TradeSource> source)
    : m_log(std::make_unique<HaltedSource>(std::move(source), m_halts))
    , m_start(m_log.source().start())
    , m_now(m_start)
    , m_followed(symbols().size())
    , m_quotes(symbols().size())
    , m_bands(symbols().size())
{
    for (std::size_t i = 0; i < symbols().size(); ++i)
        m_bySymbol.emplace(symbols()[i], i);
}

std::optional<std::size_t> MarketTape::find(std::string_view symbol) const
{
    const auto it = m_bySymbol.find(symbol);
    if (it == m_bySymbol.end())
        return std::nullopt;
    return it->second;
}

void MarketTape::follow(std::size_t symbol, Channel channel)
{
    Followed &followed = m_followed[symbol];
    if (channel == Channel::Q)
        m_quotes.follow(symbol);
    if (channel == Channel::LULD)
        m_bands.follow(symbol);
    if (followed.active)
        return;
    followed.active = true;
    m_active.push_back(symbol);
    const Timestamp minute = m_now.floorTo(OneMinute);
    // Minutes that are over may still have late trades to report, which will change them.
    for (Timestamp past = minute - LongestDelay; past < minute - OneMinute; past = past + OneMinute)
        queueLate(symbol, past);
    enterMinute(symbol, minute - OneMinute);
    enterMinute(symbol, minute);
    skipSent(followed);
}

/// What was due before now has been sent, or is not sent.
void MarketTape::skipSent(Followed &followed)
{
    for (MinuteTape *tape : {&followed.previous, &followed.current}) {
        while (tape->nextTrade < tape->trades.size() && tape->trades[tape->nextTrade].time < m_now)
            ++tape->nextTrade;
        while (tape->nextSecond < tape->seconds.size() && tape->seconds[tape->nextSecond].bar.end + HoldBack <= m_now)
            ++tape->nextSecond;
    }
}

/// The rest of the running minute is another one now.
void MarketTape::reenterMinute(std::size_t symbol)
{
    Followed &followed = m_followed[symbol];
    const Timestamp minute = followed.current.start;
    std::erase_if(m_late, [&](const auto &late) {
        return late.second.symbol == symbol && late.second.trade.time >= minute; // are queued again
    });
    MinuteTape previous = std::move(followed.previous);
    const DayTotals sent = followed.sent;
    followed.date = {};
    enterMinute(symbol, minute);
    followed.previous = std::move(previous);
    followed.sent = sent;
    skipSent(followed);
}

void MarketTape::queueLate(std::size_t symbol, Timestamp minute)
{
    std::vector<SimTrade> trades;
    m_log.trades(symbol, minute, trades);
    for (const SimTrade &trade : trades) {
        if (trade.reported > trade.time && trade.reported > m_now)
            m_late.emplace(trade.reported, LateTrade{symbol, trade});
    }
}

void MarketTape::enterDay(std::size_t symbol, Timestamp minute)
{
    Followed &followed = m_followed[symbol];
    const QDate date = newyork::date(minute);
    if (followed.date == date)
        return;
    followed.date = date;
    followed.day = followed.sent = {};
    const auto hours = m_calendar.hours(date);
    if (!hours)
        return;
    std::vector<SimTrade> trades;
    for (Timestamp t = hours->preOpen; t < minute; t = t + OneMinute) {
        m_log.trades(symbol, t, trades);
        for (const SimTrade &trade : trades) {
            if (trade.reported <= m_now) // the others are added when they are reported
                followed.day.add(trade, trade.time >= hours->open);
        }
    }
    followed.sent = followed.day;
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
    m_log.trades(symbol, minute, tape.trades);
    const auto hours = m_calendar.hours(followed.date);

    queueLate(symbol, minute);
    std::erase_if(tape.trades,
                  [&](const SimTrade &trade) { return trade.reported > trade.time && trade.reported > m_now; });

    for (const SimTrade &trade : tape.trades) {
        const Timestamp start = trade.time.floorTo(OneSecond);
        followed.day.add(trade, hours && trade.time >= hours->open);
        if (tape.seconds.empty() || tape.seconds.back().bar.start != start) {
            tape.seconds.emplace_back();
            tape.seconds.back().bar.start = start;
            tape.seconds.back().bar.end = start + OneSecond;
        }
        Second &second = tape.seconds.back();
        second.bar.add(trade);
        second.day = followed.day;
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
        m_bands.advanceTo(
            m_now, [this](std::size_t symbol) { return bar(symbol, m_now.floorTo(OneMinute) - OneMinute, OneMinute); },
            sink);
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
    // In a minute with trades, and during the hold-back after it, events can fall due every second.
    const Timestamp minute = m_now.floorTo(OneMinute);
    const auto busy = source().nextMinute(minute);
    if (busy == minute || (m_now - minute <= HoldBack && source().nextMinute(minute - OneMinute) == minute - OneMinute))
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
        m_quotes.emitAround(event.trade, symbol, sink);
        event.sequence = ++followed.sequence * SequenceStep;
        sink(event);
    }
}

void MarketTape::halt(std::size_t symbol, Milliseconds span, const Sink &sink)
{
    m_halts->add(symbol, m_now, m_now + span);
    if (m_followed[symbol].active)
        reenterMinute(symbol);
    m_bands.halt(symbol, m_now, m_now + span, sink);
}

void MarketTape::emitSecond(std::size_t symbol, Timestamp end, const Sink &sink)
{
    Followed &followed = m_followed[symbol];
    for (MinuteTape *tape : {&followed.previous, &followed.current}) {
        while (tape->nextSecond < tape->seconds.size() && tape->seconds[tape->nextSecond].bar.end <= end) {
            const Second &second = tape->seconds[tape->nextSecond++];
            emitBar(Channel::A, symbol, second.bar, m_followed[symbol].sentWith(second.day), sink);
        }
    }
}

void MarketTape::emitMinute(std::size_t symbol, Timestamp end, const Sink &sink)
{
    const auto minute = bar(symbol, end - OneMinute, OneMinute);
    if (!minute)
        return;
    Followed &followed = m_followed[symbol];
    const auto &seconds = followed.current.seconds;
    emitBar(Channel::AM, symbol, *minute, seconds.empty() ? followed.sent : followed.sentWith(seconds.back().day),
            sink);
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
    event.sequence = ++m_followed[late.symbol].sequence * SequenceStep;
    sink(event);
    sendCorrection(late, sink);
}

void MarketTape::sendCorrection(const LateTrade &late, const Sink &sink)
{
    Followed &followed = m_followed[late.symbol];
    if (followed.date == newyork::date(late.trade.time)) {
        followed.day.add(late.trade, false); // the official open does not change any more
        followed.sent.add(late.trade, false);
        for (MinuteTape *tape : {&followed.previous, &followed.current}) {
            for (std::size_t i = tape->nextSecond; i < tape->seconds.size(); ++i)
                tape->seconds[i].day.add(late.trade, false);
        }
    }
    const Timestamp second = late.trade.time.floorTo(OneSecond);
    for (MinuteTape *tape : {&followed.previous, &followed.current}) {
        if (tape->start != second.floorTo(OneMinute))
            continue;
        const auto at = std::lower_bound(tape->seconds.begin(), tape->seconds.end(), second,
                                         [](const Second &s, Timestamp t) { return s.bar.start < t; });
        if (at != tape->seconds.end() && at->bar.start == second)
            at->bar =
                *bar(late.symbol, second, OneSecond); // it may still be held back, and is then sent with this trade
    }
    if (second + OneSecond <= m_now)
        emitBar(Channel::A, late.symbol, *bar(late.symbol, second, OneSecond), followed.sent, sink);
    const Timestamp minute = second.floorTo(OneMinute);
    if (minute + OneMinute <= m_now)
        emitBar(Channel::AM, late.symbol, *bar(late.symbol, minute, OneMinute), followed.sent, sink);
}

void MarketTape::emitBar(Channel channel, std::size_t symbol, const SimBar &bar, const DayTotals &day, const Sink &sink)
{
    TapeEvent event;
    event.channel = channel;
    event.symbol = symbol;
    event.bar = bar;
    event.dayVolume = day.volume;
    event.dayVwap = day.vwap(bar.close);
    event.dayOpen = day.open;
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
    m_log.add({symbol, trade});
    m_added.push_back({symbol, trade});
    if (m_followed[symbol].active)
        reportLate({symbol, trade}, sink);
    return true;
}

} // namespace tickstock::simulator
