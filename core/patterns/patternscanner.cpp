// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternscanner.h"

#include "core/market/newyork.h"
#include "core/types/origin.h"
#include "core/types/text.h"

#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// What is found later than this after its bar's end was not found live.
constexpr Milliseconds LateAfter = OneMinute;

/// A rank, not a probability: an even chance, and up to 0.2 for volume, 0.15 for how far beyond its level the price
/// closed, 0.1 when the next longer time frame goes the same way, 0.05 for the shape. The parts are told with it.
double confidenceOf(const Finding &finding, int trend, QJsonObject &parts)
{
    const Signal &signal = finding.signal;
    const double ratio = std::isnan(signal.volumeRatio) ? finding.volumeRatio : signal.volumeRatio;
    const double volume = std::isnan(ratio) ? 0 : 0.2 * std::clamp((ratio - 1) / 2, 0.0, 1.0);
    const double sign = finding.direction == Direction::Long ? 1 : (finding.direction == Direction::Short ? -1 : 0);
    const double beyond = sign * (finding.bar.close - signal.trigger) / finding.atr;
    const double clearance = std::isnan(beyond) ? 0 : 0.15 * std::clamp(beyond, 0.0, 1.0);
    const double agreement = sign != 0 && trend == static_cast<int>(sign) ? 0.1 : 0;
    const double shape = 0.05 * (finding.strength != 0 ? std::min(std::abs(finding.strength), 100) / 100.0
                                                       : std::clamp(signal.shape, 0.0, 1.0));
    parts[u"volume"] = volume;
    parts[u"clearance"] = clearance;
    parts[u"trend"] = agreement;
    parts[u"shape"] = shape;
    return std::clamp(0.5 + volume + clearance + agreement + shape, 0.0, 1.0);
}

QString reasonOf(const Finding &finding, bool isLate)
{
    switch (finding.why) {
    case Finding::Why::New: return isLate ? QStringLiteral("found late, in stored bars") : QString();
    case Finding::Why::Corrected:
        return finding.bar.revision > 0 ? QStringLiteral("bar corrected, revision %1").arg(finding.bar.revision)
                                        : QStringLiteral("a bar it depends on was corrected or came late");
    case Finding::Why::Restored: return QStringLiteral("restored: corrected once more");
    case Finding::Why::NotFoundAgain:
        return QStringLiteral("not found again in the stored bars, which have changed, or with other settings");
    case Finding::Why::Unconfirmed: return QStringLiteral("not confirmed when the bar went on or ended");
    }
    return {};
}

} // namespace

PatternScanner::SymbolState::SymbolState(const ExchangeCalendar &calendar, const std::shared_ptr<const ScanPlan> &plan)
    : blender(calendar)
{
    for (const Timeframe timeframe : DataBlender::Scanned)
        scanners.emplace_back(plan, timeframe);
}

PatternScanner::PatternScanner(const SymbolTable &symbols, QString origin, const PatternSettings &settings)
    : m_symbols(symbols)
    , m_origin(std::move(origin))
    , m_plan(std::make_shared<const ScanPlan>(settings))
{
}

void PatternScanner::setSettings(const PatternSettings &settings)
{
    m_plan = std::make_shared<const ScanPlan>(settings);
    for (std::uint32_t i = 0; i < m_states.size(); ++i) {
        if (!m_states[i])
            continue;
        dropPreviews({i});
        for (SeriesScanner &scanner : m_states[i]->scanners)
            scanner.setPlan(m_plan);
        m_states[i]->isSilent = m_isOn; // else what has been missed is told when it is switched on
        wait({i});
    }
}

void PatternScanner::setOn(bool isOn)
{
    if (std::exchange(m_isOn, isOn) == isOn)
        return;
    for (std::uint32_t i = 0; i < m_states.size(); ++i) {
        if (m_states[i] && isOn)
            wait({i});
        else if (m_states[i])
            dropPreviews({i});
    }
}

PatternScanner::SymbolState &PatternScanner::state(SymbolId symbol)
{
    if (symbol.value >= m_states.size())
        m_states.resize(symbol.value + 1);
    auto &state = m_states[symbol.value];
    if (!state)
        state = std::make_unique<SymbolState>(m_calendar, m_plan);
    return *state;
}

void PatternScanner::wait(SymbolId symbol)
{
    if (!std::exchange(state(symbol).isWaiting, true))
        m_waiting.push_back(symbol);
}

void PatternScanner::dropPreviews(SymbolId symbol)
{
    SymbolState &s = state(symbol);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < s.scanners.size(); ++i) {
        findings.clear();
        s.scanners[i].dropPreviews(findings);
        for (const Finding &finding : findings)
            m_early.push_back(eventOf(symbol, s, i, finding, Timestamp()));
    }
}

void PatternScanner::seedDays(SymbolId symbol, const std::vector<Bar> &days)
{
    if (isForgotten(symbol))
        return;
    SymbolState &s = state(symbol);
    s.blender.setDays(days);
    s.context.session = {}; // what depends on the days is made anew
    wait(symbol);
}

void PatternScanner::seedUsualVolumes(SymbolId symbol, UsualVolumes usual)
{
    if (isForgotten(symbol))
        return;
    SymbolState &s = state(symbol);
    s.context.usual = std::move(usual);
    s.context.session = {};
    wait(symbol);
}

void PatternScanner::seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes,
                                 const std::vector<PatternEvent> &reported)
{
    SymbolState &s = state(symbol);
    s.blender.setMinutes(minutes);
    s.context.session = {};
    for (std::size_t i = 0; i < s.scanners.size(); ++i) {
        std::vector<PatternEvent> own;
        for (const PatternEvent &event : reported) {
            const bool isOfSession = newyork::date(event.barStart) == s.blender.session();
            const bool isOurs = event.origin == m_origin || isOwnKind(event.origin);
            if (isOfSession && isOurs && event.timeframe == DataBlender::Scanned[i])
                own.push_back(event);
        }
        s.scanners[i].restore(s.blender.session(), own);
    }
    s.isRestored = true;
    wait(symbol);
}

void PatternScanner::forget(SymbolId symbol)
{
    if (symbol.value < m_states.size() && m_states[symbol.value]) {
        dropPreviews(symbol);
        m_states[symbol.value].reset();
        std::erase(m_waiting, symbol);
    }
    m_isForgotten.resize(std::max<std::size_t>(m_isForgotten.size(), symbol.value + 1));
    m_isForgotten[symbol.value] = true;
}

void PatternScanner::resume(SymbolId symbol)
{
    if (symbol.value < m_isForgotten.size())
        m_isForgotten[symbol.value] = false;
}

bool PatternScanner::isForgotten(SymbolId symbol) const
{
    return symbol.value < m_isForgotten.size() && m_isForgotten[symbol.value];
}

void PatternScanner::apply(const ClosedMinute &minute)
{
    if (isForgotten(minute.symbol))
        return;
    SymbolState &s = state(minute.symbol);
    const bool endsSession = s.blender.hours() && minute.bar.start > s.blender.hours()->close;
    if (endsSession && m_calendar.sessionAt(minute.bar.start) == Session::Regular)
        update(minute.symbol, minute.bar.start, m_early); // before its bars become history
    s.blender.add(minute.bar);
    wait(minute.symbol);
}

/// What the session's patterns need to know of the days before it.
void PatternScanner::refreshContext(SymbolState &s, Timestamp now) const
{
    s.context.dayBefore = s.blender.dayBefore();
    if (s.blender.hours()) {
        const auto gone = (now - s.blender.hours()->open) / OneMinute;
        s.context.minutesGone = static_cast<int>(std::max<std::int64_t>(0, gone));
        s.context.minutes = s.blender.hours()->minutes();
    }
    if (s.context.session == s.blender.session() && s.context.session.isValid())
        return;
    s.context.session = s.blender.session();
    s.context.dayRange = NoValue;
    AverageTrueRange range;
    const BlendedSeries &days = s.blender.series(Timeframe::Daily);
    for (std::size_t i = 0; i < days.sessionStart; ++i)
        s.context.dayRange = range.next(days.bars[i]).average;
    for (const Timeframe timeframe : DataBlender::Scanned)
        s.blender.series(timeframe).changedFrom = 0;
}

void PatternScanner::update(SymbolId symbol, Timestamp now, std::vector<PatternEvent> &out)
{
    SymbolState &s = state(symbol);
    s.blender.advance(now);
    if (!s.blender.session().isValid() || !m_isOn)
        return;
    refreshContext(s, now);
    // What an earlier run has missed of a session that another one has followed is of no use any more.
    const bool isBygone =
        std::exchange(s.isRestored, false) && m_calendar.currentOrPrevious(now).date > s.blender.session();
    const bool isSilent = std::exchange(s.isSilent, false) || isBygone;
    std::vector<Finding> findings;
    // The longest first: the shorter ones ask which way it goes.
    for (std::size_t i = s.scanners.size(); i-- > 0;) {
        findings.clear();
        s.scanners[i].update(s.blender.series(DataBlender::Scanned[i]), s.context, isSilent, findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(symbol, s, i, finding, now));
    }
}

void PatternScanner::evaluate(Timestamp now, std::vector<PatternEvent> &out)
{
    if (now.floorTo(OneSecond) > m_advancedTo) {
        m_advancedTo = now.floorTo(OneSecond);
        for (std::uint32_t i = 0; i < m_states.size(); ++i) {
            if (m_states[i] && m_states[i]->blender.advance(now))
                wait({i});
        }
    }
    out.insert(out.end(), std::make_move_iterator(m_early.begin()), std::make_move_iterator(m_early.end()));
    m_early.clear();
    for (const SymbolId symbol : std::exchange(m_waiting, {})) {
        state(symbol).isWaiting = false;
        update(symbol, now, out);
    }
}

void PatternScanner::preview(SymbolId symbol, const Bar &minute, Timestamp now, std::vector<PatternEvent> &out)
{
    if (isForgotten(symbol))
        return;
    SymbolState &s = state(symbol);
    if (!m_isOn || s.isWaiting || s.blender.session() != newyork::date(minute.start) ||
        m_calendar.sessionAt(minute.start) != Session::Regular)
        return;
    refreshContext(s, now);
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < s.scanners.size(); ++i) {
        const Timeframe timeframe = DataBlender::Scanned[i];
        const BlendedSeries &series = s.blender.series(timeframe);
        Bar forming = minute;
        forming.start = barStart(minute.start, timeframe);
        const bool hasPart = series.closed < series.bars.size() && series.bars.back().start == forming.start;
        if (hasPart) {
            forming = series.bars.back();
            forming.extend(minute);
        }
        findings.clear();
        s.scanners[i].preview(series, forming, s.context, findings);
        for (const Finding &finding : findings)
            out.push_back(eventOf(symbol, s, i, finding, now));
    }
}

std::optional<IndicatorValues> PatternScanner::indicators(SymbolId symbol, Timeframe timeframe) const
{
    if (symbol.value >= m_states.size() || !m_states[symbol.value])
        return std::nullopt;
    const auto index = std::find(DataBlender::Scanned.begin(), DataBlender::Scanned.end(), timeframe);
    const SeriesScanner &scanner =
        m_states[symbol.value]->scanners[static_cast<std::size_t>(index - DataBlender::Scanned.begin())];
    if (!scanner.newest().isValid())
        return std::nullopt;
    IndicatorValues found{m_symbols.qname(symbol), scanner.newest(), timeframe, {}, {}};
    for (const IndicatorColumn &column : indicatorColumns()) {
        if (const double value = column.value(scanner.indicators()); !std::isnan(value))
            found.values[text(column.name)] = value;
    }
    return found.values.empty() ? std::nullopt : std::optional(std::move(found));
}

PatternEvent PatternScanner::eventOf(SymbolId symbol, const SymbolState &s, std::size_t index, const Finding &finding,
                                     Timestamp now) const
{
    const Timeframe timeframe = DataBlender::Scanned[index];
    PatternEvent event;
    event.pattern = text(finding.pattern);
    event.symbol = m_symbols.qname(symbol);
    event.barStart = finding.bar.start;
    event.timeframe = timeframe;
    event.direction = finding.direction;
    event.state = finding.state;
    event.price = finding.bar.close;
    event.origin = m_origin;
    event.id = event.computedId();
    event.isRepeated = finding.why == Finding::Why::Restored;
    const int trend = index + 1 < s.scanners.size() ? s.scanners[index + 1].trend() : 0;
    QJsonObject parts;
    event.confidence = confidenceOf(finding, trend, parts);
    event.details[u"confidence_parts"] = parts;
    if (finding.strength != 0)
        event.details[u"strength"] = finding.strength;
    QJsonObject levels;
    const auto addLevel = [&levels](const char *name, double value) {
        if (!std::isnan(value))
            levels[QLatin1String(name)] = value;
    };
    addLevel("trigger", finding.signal.trigger);
    addLevel("stop", finding.signal.stop);
    addLevel("target", finding.signal.target);
    if (!levels.isEmpty())
        event.details[u"levels"] = levels;
    for (const auto &[name, value] : finding.signal.details)
        event.details[text(name)] = value;
    const Timestamp end = timeframe == Timeframe::Daily && s.blender.hours() ? s.blender.hours()->close
                                                                             : event.barStart + lengthOf(timeframe);
    const bool isLate = now.isValid() && end + LateAfter < now;
    if (finding.state == EventState::Withdrawn)
        event.details[u"was"] =
            toText(finding.why == Finding::Why::Unconfirmed ? EventState::Forming : EventState::Confirmed);
    if (const QString reason = reasonOf(finding, isLate); !reason.isEmpty())
        event.details[u"reason"] = reason;
    return event;
}

} // namespace tickstock
