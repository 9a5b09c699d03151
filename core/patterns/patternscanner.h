// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/patterns/candlesticks.h"
#include "core/patterns/day1breakout.h"
#include "core/patterns/patternevent.h"

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace tickstock {

/// Looks for patterns whenever a bar closes: 1, 5 and 15 minutes, and the day. A corrected bar is looked at again, with
/// the bars after it that it can influence; an event that no longer holds is withdrawn, one that now holds is added,
/// each at most once for that bar. One thread.
class PatternScanner
{
public:
    static constexpr std::array ScannedTimeframes{Timeframe::Min1, Timeframe::Min5, Timeframe::Min15};

    /// @param symbols must outlive the scanner
    PatternScanner(const SymbolTable &symbols, QString origin);

    /// History, oldest first, so that the first live bar can complete a pattern. Nothing is reported on it. The
    /// minutes' last session counts as the running one. A day is judged only once days have been seeded.
    void seedDays(SymbolId symbol, const std::vector<Bar> &days);
    void seedMinutes(SymbolId symbol, const std::vector<Bar> &minutes);

    void apply(const ClosedMinute &minute, std::vector<PatternEvent> &out);
    /// Closes the bars and days whose time is over at market time @p now.
    void advance(Timestamp now, std::vector<PatternEvent> &out);

    std::size_t patternCount() const { return candlestickPatterns().size() + 1; }

private:
    struct ScannedBar
    {
        Bar bar;
        std::uint64_t bullish = 0; // by pattern index: reported on this bar
        std::uint64_t bearish = 0;
        std::uint64_t settled = 0; // added or withdrawn by a correction already: not reported again
        bool isClosed = false;
    };
    using Series = std::vector<ScannedBar>;
    struct SymbolState
    {
        std::array<Series, ScannedTimeframes.size()> series;
        std::vector<Bar> days;
        std::vector<Bar> todayMinutes; // regular session, by start
        QDate todayDate;
        bool todayIsClosed = false;
        bool hasDays = false; // the history of days has been seeded
        Day1Breakout breakout;
        std::array<std::optional<Bar>, 2> reportedBreakouts; // the minute reported as first, up and down
    };

    SymbolState &state(SymbolId symbol);
    void addToSeries(SymbolId symbol, std::size_t index, const ClosedMinute &minute, std::vector<PatternEvent> *out);
    void rebuild(Series &series, const Series &minutes, std::size_t at, Timeframe timeframe);
    void closeBar(SymbolId symbol, std::size_t index, std::size_t at, std::vector<PatternEvent> *out);
    void reevaluate(SymbolId symbol, std::size_t index, std::size_t from, std::vector<PatternEvent> &out);
    void evaluateBar(SymbolId symbol, std::size_t index, std::size_t at, bool isCorrection,
                     std::vector<PatternEvent> &out);
    void updateDay(SymbolId symbol, const ClosedMinute &minute, std::vector<PatternEvent> *out);
    void reviewBreakout(SymbolId symbol, Direction direction, std::vector<PatternEvent> *out);
    void closeDay(SymbolId symbol, std::vector<PatternEvent> *out);
    static void beginDay(SymbolState &state, QDate date);
    PatternEvent eventOn(SymbolId symbol, std::string_view pattern, const Bar &bar, Timeframe timeframe,
                         Direction direction) const;

    const SymbolTable &m_symbols;
    const QString m_origin;
    ExchangeCalendar m_calendar;
    std::vector<std::unique_ptr<SymbolState>> m_states; // by SymbolId
    Timestamp m_advancedTo;
};

} // namespace tickstock
