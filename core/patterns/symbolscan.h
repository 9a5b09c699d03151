// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/datablender.h"
#include "core/patterns/patternseed.h"
#include "core/patterns/seriesscanner.h"

#include <memory>
#include <vector>

namespace tickstock {

/// The search for patterns in one symbol: its bars in every time frame that is scanned, what the rules remember of
/// them, and what has been reported. Used by one thread at a time: it may be prepared in one and handed to another.
class SymbolScan
{
public:
    /// @param origin names this run of the program in its events
    SymbolScan(QString symbol, QString origin, std::shared_ptr<const ScanPlan> plan);
    Q_DISABLE_COPY_MOVE(SymbolScan)

    /// Takes the past, before anything else. The last session of its minutes counts as the running one: the next
    /// update() reports what is found in it and has not been reported, unless a later session has begun by then. When
    /// market time is in the trading day after it, that one is the running session.
    void begin(const PatternSeed &seed);
    /// Judges what is known, so that the next update() only goes on. Takes milliseconds.
    void prepare();

    /// The full days before the running session, oldest first.
    void setDays(const std::vector<Bar> &days);
    void setUsualVolumes(UsualVolumes usual);
    const UsualVolumes &usualVolumes() const { return m_context.usual; }
    /// Drop what is provisional first. What has been reported stays as it is.
    /// @param isSilent what the next update() finds counts as reported
    void setPlan(std::shared_ptr<const ScanPlan> plan, bool isSilent);

    /// Adds a minute that is over, or its new version; of an earlier session it is ignored.
    void add(const Bar &minute) { m_blender.add(minute); }
    /// Whether the minute ends the running session, which should be judged once more before it is added.
    bool endsSession(const Bar &minute) const;
    /// The minutes of the running session, oldest first.
    std::vector<Bar> minutesOfSession() const { return m_blender.minutesOfSession(); }
    std::vector<Bar> daysBefore() const { return m_blender.daysBefore(); }
    /// Closes the bars that have ended by market time @p now. Returns true if there were any.
    bool advance(Timestamp now) { return m_blender.advance(now); }

    /// Whether the next update() has to judge many bars again that have been judged, or all of them, which takes
    /// milliseconds.
    bool judgesAgain() const;
    /// Adds to @p out what has changed up to market time @p now.
    void update(Timestamp now, std::vector<PatternEvent> &out);
    /// Adds to @p out what has changed on the running bars; @p minute is the running minute.
    void preview(const Bar &minute, Timestamp now, std::vector<PatternEvent> &out);
    void dropPreviews(std::vector<PatternEvent> &out);

    const SeriesScanner &scanner(Timeframe timeframe) const;
    /// In bytes; without what single rules remember.
    std::size_t memory() const;
    const std::shared_ptr<const ScanPlan> &plan() const { return m_plan; }

private:
    void refreshContext(Timestamp now);
    PatternEvent eventOf(std::size_t index, const Finding &finding, Timestamp now) const;

    const QString m_symbol;
    const QString m_origin;
    std::shared_ptr<const ScanPlan> m_plan;
    ExchangeCalendar m_calendar;
    DataBlender m_blender;
    std::vector<SeriesScanner> m_scanners; // in the order of DataBlender::Scanned
    SessionContext m_context;
    bool m_isSilent = false;   // what the next update finds counts as reported
    bool m_isRestored = false; // begins with what an earlier run has reported
};

} // namespace tickstock
