// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/usualvolumes.h"
#include "core/patterns/finding.h"
#include "core/patterns/indicators/indicatorset.h"
#include "core/patterns/scanplan.h"

#include <QDate>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tickstock {

/// What the rules need to know about the running session and the days before it. A value.
struct SessionContext
{
    QDate session;
    std::optional<Bar> dayBefore; ///< nothing: not known
    double dayRange = NoValue;    ///< ATR_14 of the days before the session
    int minutesGone = 0;          ///< of the session, by market time
    int minutes = 390;            ///< length of the whole session
    UsualVolumes usual;           ///< of the sessions before
};

/// One pass of the rules over the bars of one time frame, bar by bar. Holds what the rules and indicators remember from
/// one bar to the next. A value; a copy is a checkpoint that can go its own way.
class SeriesPass
{
public:
    SeriesPass(std::shared_ptr<const ScanPlan> plan, Timeframe timeframe);
    SeriesPass(const SeriesPass &other);
    SeriesPass(SeriesPass &&) = default;
    SeriesPass &operator=(SeriesPass &&) = default;

    enum class Bars {
        Earlier, ///< of a session before: the rules remember it, and nothing is found on it
        Closed,  ///< of the running session, and over
        Forming  ///< of the running session, and still running: what is found is provisional
    };
    /// Takes the last of @p bars into the pass; the ones before it have been taken in already. Adds what is found on
    /// it.
    void step(BarView bars, Bars kind, const SessionContext &context, Findings &found);

    /// Of the last bar.
    const IndicatorRow &indicators() const { return m_row; }
    /// In bytes, beside the object itself; without what single rules remember.
    std::size_t memory() const { return m_values.memory(); }
    /// +1: @p close lies at or above the last bar's EMA 20; -1: below it; 0: the average is not known yet.
    int trendOf(double close) const;

private:
    void takeIn(BarView bars);
    BarContext contextOf(BarView bars, Bars kind, const SessionContext &context) const;
    void findPricePatterns(const BarContext &now, Bars kind, Findings &found);
    void findCandlesticks(const BarContext &now, Findings &found) const;

    std::shared_ptr<const ScanPlan> m_plan;
    Timeframe m_timeframe;
    IndicatorSet m_indicators;
    IndicatorRow m_row;                                  // of the last bar
    std::vector<std::unique_ptr<PricePattern>> m_prices; // in the plan's order
    RecentValues m_values;
    std::size_t m_sessionStart = 0; // of the last bar's session
};

/// Everything that one pass finds on a stored series of one time frame, with the index of its bar.
/// @param volumes of the same sessions and those before: what is usual for a session is taken from them
std::vector<std::pair<std::size_t, Finding>> findAll(const std::shared_ptr<const ScanPlan> &plan, Timeframe timeframe,
                                                     const std::vector<Bar> &bars,
                                                     std::span<const MinuteVolume> volumes = {});

} // namespace tickstock
