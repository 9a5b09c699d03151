// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/patternevent.h"
#include "core/patterns/indicatorvalues.h"
#include "core/patterns/symbolscan.h"

#include <memory>
#include <vector>

namespace tickstock {

/// Looks for patterns whenever a bar of the regular session closes (1, 5 and 15 minutes, and the day), and on running
/// bars, where an event is marked as forming. When a bar is corrected or comes late, it and all bars that depend on it
/// are judged again: an event that no longer holds is withdrawn, one that holds now is added, with the reason. At any
/// time the events that are confirmed and not withdrawn are those that one pass over the session's bars would find. One
/// thread.
class PatternScanner
{
public:
    /// What one evaluate() does at most.
    struct Turn
    {
        std::size_t symbols;      // some 70 us each
        std::size_t symbolsAgain; // of these, ones whose bars have to be judged again: milliseconds each
    };

    /// @param symbols must outlive the scanner
    PatternScanner(const SymbolTable &symbols, QString origin, const PatternSettings &settings = PatternSettings());

    /// Takes effect with the next evaluate(). What has been reported stays as it is; what was provisional is withdrawn.
    void setSettings(const PatternSettings &settings);
    /// Switches the search on and off; bars are followed either way. Switching off withdraws what is provisional.
    void setOn(bool isOn);
    bool isOn() const { return m_isOn; }

    /// Begins with what is stored; see take().
    void seed(SymbolId symbol, const PatternSeed &past);
    /// Takes a search that has begun with the past, made anywhere, in the place of the symbol's own. Minutes of its
    /// running session, and days, that only the own one knows stay known.
    void take(SymbolId symbol, std::unique_ptr<SymbolScan> scan);
    /// Gives the full days before the running session, oldest first.
    void seedDays(SymbolId symbol, const std::vector<Bar> &days);
    /// Of the first @p minutes of a session; NoValue when not known.
    double usualVolume(SymbolId symbol, int minutes) const;

    /// Drops all bars of this symbol, withdraws what is provisional, and ignores the symbol until resume().
    void forget(SymbolId symbol);
    void resume(SymbolId symbol);

    /// Takes a minute that is over, or its new version. It is judged by the next evaluate().
    void apply(const ClosedMinute &minute);
    /// Closes the bars and days whose time is over at market time @p now; adds to @p out what has changed.
    /// @return whether symbols wait for the next call
    bool evaluate(Timestamp now, std::vector<PatternEvent> &out, Turn most = {SIZE_MAX, SIZE_MAX});
    /// Adds to @p out what has changed on the running bars; @p minute is the symbol's running minute.
    void preview(SymbolId symbol, const Bar &minute, Timestamp now, std::vector<PatternEvent> &out);

    /// Start of the newest bar that has been judged; not valid before the first.
    Timestamp newestBar(SymbolId symbol, Timeframe timeframe) const;
    /// Of that bar; nothing before the first.
    std::optional<IndicatorValues> indicators(SymbolId symbol, Timeframe timeframe) const;

    /// What it keeps of all symbols takes, in bytes; without what single rules remember.
    std::size_t memory() const;
    /// What is looked for now; for searches that take() is given.
    const std::shared_ptr<const ScanPlan> &plan() const { return m_plan; }
    /// How many patterns are on; one that is on in two time frames counts twice.
    std::size_t patternCount() const { return m_plan->size(); }

private:
    struct Entry
    {
        std::unique_ptr<SymbolScan> scan;
        bool isForgotten = false;
        bool isQueued = false; // is among m_queued
    };

    Entry &entry(SymbolId symbol);
    const SymbolScan *find(SymbolId symbol) const;
    SymbolScan &scan(SymbolId symbol);
    void queueUpdate(SymbolId symbol);
    void update(SymbolScan &scan, Timestamp now, std::vector<PatternEvent> &out);

    const SymbolTable &m_symbols;
    const QString m_origin;
    ExchangeCalendar m_calendar;
    std::shared_ptr<const ScanPlan> m_plan;
    bool m_isOn = true;
    std::vector<Entry> m_entries;      // by SymbolId
    std::vector<SymbolId> m_queued;    // have changed: the next evaluate() judges them
    std::vector<PatternEvent> m_early; // events that the next evaluate() hands out
    Timestamp m_advancedTo;
};

} // namespace tickstock
