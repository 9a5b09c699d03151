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

/// Looks for patterns whenever a bar of the regular session closes: 1, 5 and 15 minutes, and the day; and, marked as
/// forming, on bars that still run. A bar that is corrected or comes late is looked at again with all that depends on
/// it: an event that no longer holds is withdrawn, one that now holds is added, with the reason. At any time the
/// events that are confirmed and not withdrawn are those that one pass over the session's bars would find. One thread.
class PatternScanner
{
public:
    /// @param symbols must outlive the scanner
    PatternScanner(const SymbolTable &symbols, QString origin, const PatternSettings &settings = PatternSettings());

    /// From here on these are looked for. What has been reported stays as it is.
    void setSettings(const PatternSettings &settings);
    /// Whether anything is looked for; what the bars are is followed either way. Off: what is provisional is withdrawn.
    void setOn(bool isOn);
    bool isOn() const { return m_isOn; }

    /// Full days before the running session, oldest first.
    void seedDays(SymbolId symbol, const std::vector<Bar> &days);
    /// Of the sessions before the running one.
    void seedUsualVolumes(SymbolId symbol, UsualVolumes usual);
    /// Stored minutes, oldest first, so that the first live bar can complete a pattern; their last session counts as
    /// the running one. Of that, what an earlier run has not @p reported is reported by the next evaluate(), unless it
    /// is a bygone one by then.
    void seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes, const std::vector<PatternEvent> &reported);

    /// Nothing of this symbol is known any more; what was provisional is withdrawn.
    void forget(SymbolId symbol);
    /// After forget(), minutes and previews count again only from here on.
    void resume(SymbolId symbol);

    /// A minute that is over, or its new version. Looked at by the next evaluate().
    void apply(const ClosedMinute &minute);
    /// Closes the bars and days whose time is over at market time @p now, and reports what changed.
    void evaluate(Timestamp now, std::vector<PatternEvent> &out);
    /// What the bars that run amount to, @p minute being the symbol's running minute.
    void preview(SymbolId symbol, const Bar &minute, Timestamp now, std::vector<PatternEvent> &out);

    /// Of the newest bar that has been judged; nothing before the first.
    std::optional<IndicatorValues> indicators(SymbolId symbol, Timeframe timeframe) const;

    /// Patterns that are on, each counted once a time frame.
    std::size_t patternCount() const { return m_plan->size(); }

private:
    struct SymbolState
    {
        SymbolState(const ExchangeCalendar &calendar, const std::shared_ptr<const ScanPlan> &plan);

        DataBlender blender;
        std::vector<SeriesScanner> scanners; // in the order of DataBlender::Scanned
        SessionContext context;
        bool isSilent = false;   // what is found next has been reported by an earlier run, as far as is known
        bool isRestored = false; // begins with what an earlier run has reported
        bool isWaiting = false;
    };

    SymbolState &state(SymbolId symbol);
    bool isForgotten(SymbolId symbol) const;
    void wait(SymbolId symbol);
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
    std::vector<SymbolId> m_waiting;                    // something of theirs has changed
    std::vector<PatternEvent> m_early;                  // due with the next evaluate()
    Timestamp m_advancedTo;
};

} // namespace tickstock
