// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/patternevent.h"
#include "core/patterns/indicatorvalues.h"
#include "core/patterns/seriesscanner.h"

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
    /// @param symbols must outlive the scanner
    PatternScanner(const SymbolTable &symbols, QString origin, const PatternSettings &settings = PatternSettings());

    /// Takes effect with the next evaluate(). What has been reported stays as it is; what was provisional is withdrawn.
    void setSettings(const PatternSettings &settings);
    /// Switches the search on and off; bars are followed either way. Switching off withdraws what is provisional.
    void setOn(bool isOn);
    bool isOn() const { return m_isOn; }

    /// Gives the full days before the running session, oldest first.
    void seedDays(SymbolId symbol, const std::vector<Bar> &days);
    /// Gives the usual volumes, of the sessions before the running one.
    void seedUsualVolumes(SymbolId symbol, UsualVolumes usual);
    /// Of the first @p minutes of a session; NoValue when not known.
    double usualVolume(SymbolId symbol, int minutes) const;
    /// Gives stored minutes, oldest first, so that the first live bar can complete a pattern. Their last session counts
    /// as the running one: the next evaluate() reports what is found in it and has not been @p reported by an earlier
    /// run, unless a later session has begun by then.
    void seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes, const std::vector<PatternEvent> &reported);

    /// Drops all bars of this symbol, withdraws what is provisional, and ignores the symbol until resume().
    void forget(SymbolId symbol);
    void resume(SymbolId symbol);

    /// Takes a minute that is over, or its new version. It is judged by the next evaluate().
    void apply(const ClosedMinute &minute);
    /// Closes the bars and days whose time is over at market time @p now; adds to @p out what has changed.
    /// @param mostSeeded how many symbols are judged whose whole past has been seeded, which takes milliseconds each;
    /// the others wait for the next call
    /// @return whether any wait
    bool evaluate(Timestamp now, std::vector<PatternEvent> &out, std::size_t mostSeeded = SIZE_MAX);
    /// Adds to @p out what has changed on the running bars; @p minute is the symbol's running minute.
    void preview(SymbolId symbol, const Bar &minute, Timestamp now, std::vector<PatternEvent> &out);

    /// Start of the newest bar that has been judged; not valid before the first.
    Timestamp newestBar(SymbolId symbol, Timeframe timeframe) const;
    /// Of that bar; nothing before the first.
    std::optional<IndicatorValues> indicators(SymbolId symbol, Timeframe timeframe) const;

    /// How many patterns are on; one that is on in two time frames counts twice.
    std::size_t patternCount() const { return m_plan->size(); }

private:
    struct SymbolState
    {
        SymbolState(const ExchangeCalendar &calendar, const std::shared_ptr<const ScanPlan> &plan);

        DataBlender blender;
        std::vector<SeriesScanner> scanners; // in the order of DataBlender::Scanned
        SessionContext context;
        bool isSilent = false;   // what the next update finds counts as reported
        bool isRestored = false; // begins with what an earlier run has reported
        bool isQueued = false;   // is among m_queued
    };

    SymbolState &state(SymbolId symbol);
    const SeriesScanner *find(SymbolId symbol, Timeframe timeframe) const;
    bool isForgotten(SymbolId symbol) const;
    void queueUpdate(SymbolId symbol);
    void dropPreviews(SymbolId symbol);
    void refreshContext(SymbolState &state, Timestamp now) const;
    void update(SymbolId symbol, Timestamp now, std::vector<PatternEvent> &out);
    PatternEvent eventOf(SymbolId symbol, const SymbolState &state, std::size_t index, const Finding &finding,
                         Timestamp now) const;

    const SymbolTable &m_symbols;
    const QString m_origin;
    ExchangeCalendar m_calendar;
    std::shared_ptr<const ScanPlan> m_plan;
    bool m_isOn = true;
    std::vector<std::unique_ptr<SymbolState>> m_states; // by SymbolId
    std::vector<bool> m_isForgotten;                    // by SymbolId
    std::vector<SymbolId> m_queued;                     // have changed: the next evaluate() judges them
    std::vector<PatternEvent> m_early;                  // events that the next evaluate() hands out
    Timestamp m_advancedTo;
};

} // namespace tickstock
