// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternscanner.h"

#include "core/types/text.h"

#include <algorithm>
#include <cmath>

namespace tickstock {

namespace {

/// What of @p known lies before what @p scan knows of days, and that.
std::vector<Bar> earlierDaysToo(const std::vector<Bar> &known, const SymbolScan &scan)
{
    const std::vector<Bar> own = scan.daysBefore();
    std::vector<Bar> days;
    std::copy_if(known.begin(), known.end(), std::back_inserter(days),
                 [&own](const Bar &day) { return own.empty() || day.start < own.front().start; });
    days.insert(days.end(), own.begin(), own.end());
    return days;
}

} // namespace

PatternScanner::PatternScanner(const SymbolTable &symbols, QString origin, const PatternSettings &settings)
    : m_symbols(symbols)
    , m_origin(std::move(origin))
    , m_plan(std::make_shared<const ScanPlan>(settings))
{
}

void PatternScanner::setSettings(const PatternSettings &settings)
{
    m_plan = std::make_shared<const ScanPlan>(settings);
    for (std::uint32_t i = 0; i < m_entries.size(); ++i) {
        if (!m_entries[i].scan)
            continue;
        m_entries[i].scan->dropPreviews(m_early);
        m_entries[i].scan->setPlan(m_plan, m_isOn); // while off, what is missed is reported when it is switched on
        queueUpdate({i});
    }
}

void PatternScanner::setOn(bool isOn)
{
    if (std::exchange(m_isOn, isOn) == isOn)
        return;
    for (std::uint32_t i = 0; i < m_entries.size(); ++i) {
        if (m_entries[i].scan && isOn)
            queueUpdate({i});
        else if (m_entries[i].scan)
            m_entries[i].scan->dropPreviews(m_early);
    }
}

PatternScanner::Entry &PatternScanner::entry(SymbolId symbol)
{
    if (symbol.value >= m_entries.size())
        m_entries.resize(symbol.value + 1);
    return m_entries[symbol.value];
}

/// Null before anything of the symbol is known.
const SymbolScan *PatternScanner::find(SymbolId symbol) const
{
    return symbol.value < m_entries.size() ? m_entries[symbol.value].scan.get() : nullptr;
}

SymbolScan &PatternScanner::scan(SymbolId symbol)
{
    auto &scan = entry(symbol).scan;
    if (!scan)
        scan = std::make_unique<SymbolScan>(m_symbols.qname(symbol), m_origin, m_plan);
    return *scan;
}

void PatternScanner::queueUpdate(SymbolId symbol)
{
    if (!std::exchange(entry(symbol).isQueued, true))
        m_queued.push_back(symbol);
}

void PatternScanner::seed(SymbolId symbol, const PatternSeed &past)
{
    auto scan = std::make_unique<SymbolScan>(m_symbols.qname(symbol), m_origin, m_plan);
    scan->begin(past);
    take(symbol, std::move(scan));
}

void PatternScanner::take(SymbolId symbol, std::unique_ptr<SymbolScan> scan)
{
    Entry &own = entry(symbol);
    if (own.isForgotten)
        return;
    if (scan->plan() != m_plan) // the settings have changed since it was made: what has been reported stays
        scan->setPlan(m_plan, m_isOn);
    if (own.scan) {
        own.scan->dropPreviews(m_early);
        for (const Bar &minute : own.scan->minutesOfSession())
            scan->add(minute); // of an earlier session: it has been read since
        scan->setDays(earlierDaysToo(own.scan->daysBefore(), *scan));
    }
    own.scan = std::move(scan);
    queueUpdate(symbol);
}

void PatternScanner::seedDays(SymbolId symbol, const std::vector<Bar> &days)
{
    if (entry(symbol).isForgotten)
        return;
    scan(symbol).setDays(days);
    queueUpdate(symbol);
}

double PatternScanner::usualVolume(SymbolId symbol, int minutes) const
{
    const SymbolScan *scan = find(symbol);
    return scan ? scan->usualVolumes().of(0, minutes) : NoValue;
}

void PatternScanner::forget(SymbolId symbol)
{
    Entry &own = entry(symbol);
    if (own.scan) {
        own.scan->dropPreviews(m_early);
        std::erase(m_queued, symbol);
    }
    own = {};
    own.isForgotten = true;
}

void PatternScanner::resume(SymbolId symbol)
{
    entry(symbol).isForgotten = false;
}

void PatternScanner::apply(const ClosedMinute &minute)
{
    if (entry(minute.symbol).isForgotten)
        return;
    SymbolScan &own = scan(minute.symbol);
    if (own.endsSession(minute.bar))
        update(own, minute.bar.start, m_early);
    own.add(minute.bar);
    queueUpdate(minute.symbol);
}

void PatternScanner::update(SymbolScan &scan, Timestamp now, std::vector<PatternEvent> &out)
{
    scan.advance(now);
    if (m_isOn)
        scan.update(now, out);
}

bool PatternScanner::evaluate(Timestamp now, std::vector<PatternEvent> &out, Turn most)
{
    if (now.floorTo(OneSecond) > m_advancedTo) {
        m_advancedTo = now.floorTo(OneSecond);
        for (std::uint32_t i = 0; i < m_entries.size(); ++i) {
            if (m_entries[i].scan && m_entries[i].scan->advance(now))
                queueUpdate({i});
        }
    }
    out.insert(out.end(), std::make_move_iterator(m_early.begin()), std::make_move_iterator(m_early.end()));
    m_early.clear();
    for (const SymbolId symbol : std::exchange(m_queued, {})) {
        SymbolScan &own = scan(symbol);
        const bool isAgain = most.symbols > 0 && most.symbolsAgain != SIZE_MAX && m_isOn && own.judgesAgain();
        if (most.symbols == 0 || (isAgain && most.symbolsAgain == 0)) {
            m_queued.push_back(symbol);
            continue;
        }
        --most.symbols;
        most.symbolsAgain -= isAgain ? 1 : 0;
        entry(symbol).isQueued = false;
        update(own, now, out);
    }
    return !m_queued.empty();
}

void PatternScanner::preview(SymbolId symbol, const Bar &minute, Timestamp now, std::vector<PatternEvent> &out)
{
    const Entry &own = entry(symbol);
    if (m_isOn && !own.isForgotten && !own.isQueued)
        scan(symbol).preview(minute, now, out);
}

std::size_t PatternScanner::memory() const
{
    std::size_t bytes = m_entries.capacity() * sizeof(Entry);
    for (const Entry &entry : m_entries)
        bytes += entry.scan ? entry.scan->memory() : 0;
    return bytes;
}

Timestamp PatternScanner::newestBar(SymbolId symbol, Timeframe timeframe) const
{
    const SymbolScan *scan = find(symbol);
    return scan ? scan->scanner(timeframe).newest() : Timestamp();
}

std::optional<IndicatorValues> PatternScanner::indicators(SymbolId symbol, Timeframe timeframe) const
{
    const SymbolScan *own = find(symbol);
    if (!own || !own->scanner(timeframe).newest().isValid())
        return std::nullopt;
    const SeriesScanner &scanner = own->scanner(timeframe);
    IndicatorValues found{m_symbols.qname(symbol), scanner.newest(), timeframe, {}, {}};
    for (const IndicatorColumn &column : indicatorColumns()) {
        if (const double value = column.value(scanner.indicators()); !std::isnan(value))
            found.values[text(column.name)] = value;
    }
    return found.values.empty() ? std::nullopt : std::optional(std::move(found));
}

} // namespace tickstock
