// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternscanner.h"

#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

namespace {

/// Enough for the correction window in minutes, a fifteen-minute bar around it, and the longest rule.
constexpr std::size_t KeptBars = 128;
constexpr std::size_t KeptDays = 64;

/// How much a bar's volume exceeds the twenty before it, as up to 0.2 of confidence, on top of an even chance.
double confidenceOf(std::span<const Bar> bars)
{
    constexpr std::size_t compared = 20;
    if (bars.size() <= compared)
        return 0.5;
    double mean = 0;
    for (const Bar &bar : bars.subspan(bars.size() - 1 - compared, compared))
        mean += bar.volume / compared;
    const double ratio = mean > 0 ? bars.back().volume / mean : 1;
    return 0.5 + 0.2 * std::clamp((ratio - 1) / 2, 0.0, 1.0);
}

template<class Series>
auto lowerBound(Series &series, Timestamp start)
{
    return std::lower_bound(series.begin(), series.end(), start,
                            [](const auto &entry, Timestamp wanted) { return entry.bar.start < wanted; });
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

} // namespace

PatternScanner::PatternScanner(const SymbolTable &symbols, QString origin)
    : m_symbols(symbols)
    , m_origin(std::move(origin))
{
    Q_ASSERT(candlestickPatterns().size() <= 64);
}

PatternScanner::SymbolState &PatternScanner::state(SymbolId symbol)
{
    if (symbol.value >= m_states.size())
        m_states.resize(symbol.value + 1);
    auto &state = m_states[symbol.value];
    if (!state)
        state = std::make_unique<SymbolState>();
    return *state;
}

void PatternScanner::seedDays(SymbolId symbol, const std::vector<Bar> &days)
{
    SymbolState &s = state(symbol);
    s.days = days;
    s.hasDays = true;
    if (s.todayDate.isValid())
        std::erase_if(s.days, [&](const Bar &day) { return newyork::date(day.start) >= s.todayDate; });
    s.breakout.setHistory(s.days);
}

void PatternScanner::seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes)
{
    if (minutes.empty())
        return;
    const QDate lastDate = newyork::date(minutes.back().start);
    for (const Bar &minute : minutes) {
        const ClosedMinute closed{symbol, minute, ClosedMinute::Kind::Closed};
        for (std::size_t i = 0; i < ScannedTimeframes.size(); ++i)
            addToSeries(symbol, i, closed, nullptr);
        if (newyork::date(minute.start) == lastDate)
            updateDay(symbol, closed, nullptr);
    }
}

void PatternScanner::apply(const ClosedMinute &minute, std::vector<PatternEvent> &out)
{
    if (minute.kind == ClosedMinute::Kind::Confirmed)
        return;
    for (std::size_t i = 0; i < ScannedTimeframes.size(); ++i)
        addToSeries(minute.symbol, i, minute, &out);
    updateDay(minute.symbol, minute, &out);
}

/// Without @p out nothing is reported: the bars are history.
void PatternScanner::addToSeries(SymbolId symbol, std::size_t index, const ClosedMinute &minute,
                                 std::vector<PatternEvent> *out)
{
    SymbolState &s = state(symbol);
    Series &series = s.series[index];
    const Timeframe timeframe = ScannedTimeframes[index];
    const Timestamp start = barStart(minute.bar.start, timeframe);
    auto at = lowerBound(series, start);
    const bool isNew = at == series.end() || at->bar.start != start;
    if (isNew && at == series.begin() && series.size() >= KeptBars)
        return; // older than anything we still look at
    const auto position = static_cast<std::size_t>(at - series.begin());
    if (isNew) {
        const bool isNewest = at == series.end();
        at = series.insert(at, ScannedBar());
        at->bar = minute.bar;
        at->bar.start = start;
        if (isNewest && position > 0 && !series[position - 1].isClosed)
            closeBar(symbol, index, position - 1, out);
    } else if (timeframe == Timeframe::Min1) {
        at->bar = minute.bar;
    } else {
        rebuild(series, s.series[0], position, timeframe);
    }
    ScannedBar &entry = series[position];
    const bool endsBar = minute.bar.start + OneMinute == start + lengthOf(timeframe);
    if (entry.isClosed) {
        if (out)
            reevaluate(symbol, index, position, *out);
    } else if (endsBar || position + 1 < series.size()) {
        closeBar(symbol, index, position, out);
        if (out && position + 1 < series.size())
            reevaluate(symbol, index, position + 1, *out);
    }
    if (series.size() > KeptBars * 2)
        series.erase(series.begin(), series.end() - static_cast<std::ptrdiff_t>(KeptBars));
}

/// The aggregate made anew from the minutes it covers.
void PatternScanner::rebuild(Series &series, const Series &minutes, std::size_t at, Timeframe timeframe)
{
    const Timestamp start = series[at].bar.start;
    auto minute = lowerBound(minutes, start);
    if (minute == minutes.end() || minute->bar.start >= start + lengthOf(timeframe))
        return;
    Bar bar = minute->bar;
    bar.start = start;
    for (++minute; minute != minutes.end() && minute->bar.start < start + lengthOf(timeframe); ++minute)
        bar.extend(minute->bar);
    series[at].bar = bar;
}

void PatternScanner::closeBar(SymbolId symbol, std::size_t index, std::size_t at, std::vector<PatternEvent> *out)
{
    state(symbol).series[index][at].isClosed = true;
    if (out)
        evaluateBar(symbol, index, at, false, *out);
}

/// A bar changed: it and all bars whose averages or shapes include it are judged again.
void PatternScanner::reevaluate(SymbolId symbol, std::size_t index, std::size_t from, std::vector<PatternEvent> &out)
{
    Series &series = state(symbol).series[index];
    const std::size_t to = std::min(series.size(), from + Candles::MaxBars);
    for (std::size_t at = from; at < to; ++at) {
        if (series[at].isClosed)
            evaluateBar(symbol, index, at, true, out);
    }
}

void PatternScanner::evaluateBar(SymbolId symbol, std::size_t index, std::size_t at, bool isCorrection,
                                 std::vector<PatternEvent> &out)
{
    Series &series = state(symbol).series[index];
    constexpr std::size_t wanted = 21; // the longest rule, and the volumes confidence compares with
    std::array<Bar, wanted> window;
    const std::size_t count = std::min(at + 1, wanted);
    for (std::size_t i = 0; i < count; ++i)
        window[i] = series[at + 1 - count + i].bar;
    const std::span<const Bar> bars(window.data(), count);

    ScannedBar &entry = series[at];
    const auto patterns = candlestickPatterns();
    for (std::size_t p = 0; p < patterns.size(); ++p) {
        const std::uint64_t bit = std::uint64_t(1) << p;
        const int strength = evaluate(patterns[p], bars).value_or(0);
        const bool wasBullish = entry.bullish & bit, wasBearish = entry.bearish & bit;
        const bool isBullish = strength > 0, isBearish = strength < 0;
        if (wasBullish == isBullish && wasBearish == isBearish)
            continue;
        if (isCorrection && (entry.settled & bit))
            continue;
        entry.bullish = isBullish ? entry.bullish | bit : entry.bullish & ~bit;
        entry.bearish = isBearish ? entry.bearish | bit : entry.bearish & ~bit;
        if (isCorrection)
            entry.settled |= bit;
        const auto report = [&](Direction direction, EventState eventState) {
            PatternEvent event = eventOn(symbol, patterns[p].name, entry.bar, ScannedTimeframes[index], direction);
            event.state = eventState;
            event.confidence = confidenceOf(bars);
            event.details[u"strength"] = strength;
            if (isCorrection)
                event.details[u"reason"] = QStringLiteral("bar corrected, revision %1").arg(entry.bar.revision);
            out.push_back(std::move(event));
        };
        if (wasBullish != isBullish)
            report(Direction::Long, isBullish ? EventState::Confirmed : EventState::Withdrawn);
        if (wasBearish != isBearish)
            report(Direction::Short, isBearish ? EventState::Confirmed : EventState::Withdrawn);
    }
}

void PatternScanner::beginDay(SymbolState &s, QDate date)
{
    const auto finished = aggregate(s.todayMinutes, Timeframe::Daily);
    if (!finished.empty() && (s.days.empty() || s.days.back().start < finished.back().start))
        s.days.push_back(finished.back());
    if (s.days.size() > KeptDays)
        s.days.erase(s.days.begin(), s.days.end() - static_cast<std::ptrdiff_t>(KeptDays / 2));
    s.todayDate = date;
    s.todayMinutes.clear();
    s.todayIsClosed = false;
    s.reportedBreakouts = {};
    s.breakout.setHistory(s.days);
}

void PatternScanner::updateDay(SymbolId symbol, const ClosedMinute &minute, std::vector<PatternEvent> *out)
{
    if (m_calendar.sessionAt(minute.bar.start) != Session::Regular)
        return;
    SymbolState &s = state(symbol);
    const QDate date = newyork::date(minute.bar.start);
    if (s.todayDate.isValid() && date < s.todayDate)
        return;
    if (date != s.todayDate) {
        if (!s.todayMinutes.empty() && !s.todayIsClosed)
            closeDay(symbol, out);
        beginDay(s, date);
    }
    const auto at = std::lower_bound(s.todayMinutes.begin(), s.todayMinutes.end(), minute.bar.start,
                                     [](const Bar &bar, Timestamp start) { return bar.start < start; });
    if (at != s.todayMinutes.end() && at->start == minute.bar.start)
        *at = minute.bar;
    else
        s.todayMinutes.insert(at, minute.bar);
    reviewBreakout(symbol, Direction::Long, out);
    reviewBreakout(symbol, Direction::Short, out);
}

/// Reports the session's first minute beyond the level; if a correction or a late minute makes it another one, the
/// report moves.
void PatternScanner::reviewBreakout(SymbolId symbol, Direction direction, std::vector<PatternEvent> *out)
{
    SymbolState &s = state(symbol);
    auto &reported = s.reportedBreakouts[direction == Direction::Long ? 0 : 1];
    const auto first = std::find_if(s.todayMinutes.begin(), s.todayMinutes.end(),
                                    [&](const Bar &minute) { return s.breakout.isBeyond(minute, direction); });
    const bool exists = first != s.todayMinutes.end();
    if (reported && exists && reported->start == first->start)
        return;
    const auto report = [&](const Bar &minute, EventState eventState) {
        if (!out)
            return;
        PatternEvent event = eventOn(symbol, "Day1Breakout", minute, Timeframe::Min1, direction);
        event.state = eventState;
        event.details[u"level"] = s.breakout.level(direction);
        event.details[u"days"] = static_cast<int>(Day1Breakout::Days);
        out->push_back(std::move(event));
    };
    if (reported)
        report(*reported, EventState::Withdrawn);
    reported.reset();
    if (exists) {
        reported = *first;
        report(*first, EventState::Confirmed);
    }
}

void PatternScanner::closeDay(SymbolId symbol, std::vector<PatternEvent> *out)
{
    SymbolState &s = state(symbol);
    s.todayIsClosed = true;
    const auto day = aggregate(s.todayMinutes, Timeframe::Daily);
    if (!out || day.empty())
        return;
    const Bar &today = day.back();
    if (const auto direction = s.breakout.onDay(today)) {
        PatternEvent event = eventOn(symbol, "Day1Breakout", today, Timeframe::Daily, *direction);
        event.details[u"level"] = s.breakout.level(*direction);
        event.details[u"days"] = static_cast<int>(Day1Breakout::Days);
        out->push_back(std::move(event));
    }
    std::vector<Bar> bars = s.days;
    bars.push_back(today);
    for (const CandlestickPattern &pattern : candlestickPatterns()) {
        const int strength = evaluate(pattern, bars).value_or(0);
        if (strength == 0)
            continue;
        PatternEvent event =
            eventOn(symbol, pattern.name, today, Timeframe::Daily, strength > 0 ? Direction::Long : Direction::Short);
        event.confidence = confidenceOf(bars);
        event.details[u"strength"] = strength;
        out->push_back(std::move(event));
    }
}

void PatternScanner::advance(Timestamp now, std::vector<PatternEvent> &out)
{
    if (now.floorTo(OneSecond) <= m_advancedTo)
        return;
    m_advancedTo = now.floorTo(OneSecond);
    for (std::uint32_t i = 0; i < m_states.size(); ++i) {
        if (!m_states[i])
            continue;
        SymbolState &s = *m_states[i];
        for (std::size_t index = 0; index < ScannedTimeframes.size(); ++index) {
            Series &series = s.series[index];
            const bool isOver =
                !series.empty() && !series.back().isClosed &&
                series.back().bar.start + lengthOf(ScannedTimeframes[index]) + BarBook::CloseGrace <= now;
            if (isOver)
                closeBar({i}, index, series.size() - 1, &out);
        }
        if (s.todayMinutes.empty() || s.todayIsClosed || !s.hasDays)
            continue;
        const auto hours = m_calendar.hours(s.todayDate);
        if (hours && hours->close + BarBook::CloseGrace <= now)
            closeDay({i}, &out);
    }
}

PatternEvent PatternScanner::eventOn(SymbolId symbol, std::string_view pattern, const Bar &bar, Timeframe timeframe,
                                     Direction direction) const
{
    PatternEvent event;
    event.pattern = text(pattern);
    event.symbol = m_symbols.qname(symbol);
    event.barStart = bar.start;
    event.timeframe = timeframe;
    event.direction = direction;
    event.price = bar.close;
    event.origin = m_origin;
    event.id = event.computedId();
    return event;
}

} // namespace tickstock
