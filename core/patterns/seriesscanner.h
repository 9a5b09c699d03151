// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/patterns/datablender.h"
#include "core/patterns/previews.h"
#include "core/patterns/seriespass.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tickstock {

/// Scans one time frame of one symbol. What has been reported of the running session always equals what one pass over
/// its bars finds: when a bar changes or comes late, the whole session is judged again and the differences are
/// reported. One thread.
class SeriesScanner
{
public:
    SeriesScanner(std::shared_ptr<const ScanPlan> plan, Timeframe timeframe);

    /// Judges what has closed of @p series, and resets its mark of change: the first update() only goes on from there.
    void prepare(BlendedSeries &series, const SessionContext &context);
    /// Whether the next update() has to judge bars again that have been judged, or all of them.
    bool judgesAgain(const BlendedSeries &series) const;
    /// Judges the bars of @p series that are new or different, and resets its mark of change.
    /// @param isSilent what is found counts as reported already, and is not added to @p out
    void update(BlendedSeries &series, const SessionContext &context, bool isSilent, std::vector<Finding> &out);
    /// What an earlier run of the program has reported of @p session, which begins with the next update(). Events of
    /// patterns that are switched off now are left alone.
    void restore(QDate session, const std::vector<PatternEvent> &events);
    /// Judges the bar that still runs; adds to @p out what Previews has to report of it. Candlesticks of a day are
    /// looked for only in its last half hour: before that the day's shape means nothing.
    void preview(const BlendedSeries &series, const Bar &forming, const SessionContext &context,
                 std::vector<Finding> &out);
    /// Withdraws what is provisional: nobody follows the running bar any more.
    void dropPreviews(std::vector<Finding> &out) { m_previews.withdrawAll(out); }

    /// Takes effect with the next update(), which should be silent: what has been reported stays as it is. Call
    /// dropPreviews() first.
    void setPlan(std::shared_ptr<const ScanPlan> plan);

    /// In bytes; without what single rules remember.
    std::size_t memory() const;
    /// Start of the newest bar of the session that has been judged; not valid before the first.
    Timestamp newest() const { return m_newest; }
    /// Of that bar.
    const IndicatorRow &indicators() const { return m_pass.indicators(); }
    /// +1, -1: the last closed bar lies above or below EMA 20; 0: not known.
    int trend() const { return m_trend; }

private:
    void beginSession(QDate session);
    void passOn(const BlendedSeries &series, BarView bars, const SessionContext &context, Findings &found);
    void judgeNew(const BlendedSeries &series, BarView bars, const SessionContext &context, bool isSilent,
                  std::vector<Finding> &out);
    void judgeAgain(const BlendedSeries &series, BarView bars, const SessionContext &context, bool isSilent,
                    std::vector<Finding> &out);
    void withdrawLost(const Findings &found, const PackedBars &bars, std::vector<Finding> &out);

    std::shared_ptr<const ScanPlan> m_plan;
    Timeframe m_timeframe;
    SeriesPass m_pass;
    QDate m_session;
    std::size_t m_judged = 0;                    // how many bars of the series the pass has taken in
    Timestamp m_newest;                          // start of the newest bar that has been judged
    std::map<FindingKey, EventState> m_reported; // of the running session: confirmed or withdrawn
    Previews m_previews;
    bool m_mustJudgeAgain = false;
    std::optional<Findings> m_prepared; // what the pass has found that m_judged bars have been given to
    bool m_isRestored = false;          // m_reported comes from an earlier run
    int m_trend = 0;
};

} // namespace tickstock
