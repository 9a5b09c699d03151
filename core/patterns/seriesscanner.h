// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/usualvolumes.h"
#include "core/patterns/datablender.h"
#include "core/patterns/indicators/indicatorset.h"
#include "core/patterns/patternsettings.h"

#include <map>
#include <memory>
#include <set>

namespace tickstock {

/// What is looked for, ready for use. Immutable: all symbols share it.
struct ScanPlan
{
    struct Candlestick
    {
        const CandlestickPattern *pattern;
        double penetration;
    };
    struct Price
    {
        const PricePatternType *type;
        ParameterValues values;
    };
    struct PerTimeframe
    {
        std::vector<Candlestick> candlesticks;
        std::vector<Price> prices;
    };

    explicit ScanPlan(const PatternSettings &settings);
    const PerTimeframe &of(Timeframe timeframe) const { return m_timeframes.at(timeframe); }
    /// Whether this, one of patternKinds(), is on.
    bool looksFor(std::string_view pattern, Timeframe timeframe) const;
    /// How many patterns are on, each counted once a time frame.
    std::size_t size() const;

    CandleSettings candles;

private:
    std::map<Timeframe, PerTimeframe> m_timeframes;
    std::set<std::pair<Timeframe, std::string_view>> m_on; // names of kinds
};

/// A pattern on a bar, as it is reported.
struct Finding
{
    enum class Why {
        New,           ///< its bar has just ended, or still runs
        Corrected,     ///< its bar, or one before it, has changed or come late
        Restored,      ///< it had been withdrawn, and holds again
        Unconfirmed,   ///< the bar ended without it
        NotFoundAgain, ///< an earlier run had reported it; the stored bars do not show it, as it is looked for now
    };

    std::string_view pattern;
    Direction direction = Direction::Neutral;
    EventState state = EventState::Confirmed;
    Why why = Why::New;
    Bar bar;
    int strength = 0; ///< candlesticks: TA-Lib's value
    Signal signal;
    double volumeRatio = NoValue; ///< the bar's volume over that of the twenty before
    double atr = NoValue;         ///< US dollars
};

/// What a series needs to know of the days around it.
struct SessionContext
{
    QDate session;
    const Bar *dayBefore = nullptr; ///< null: not known
    double dayRange = NoValue;      ///< ATR_14 of days before the session
    int minutesGone = 0;            ///< of the session, by market time
    int minutes = 390;              ///< of the whole session
    UsualVolumes usual;             ///< of the sessions before
};

/// Scans one time frame of one symbol. What has been reported of the running session always equals what one pass over
/// its bars finds: a bar that changes or comes late makes the session be judged anew, and the differences are
/// reported. One thread.
class SeriesScanner
{
public:
    SeriesScanner(std::shared_ptr<const ScanPlan> plan, Timeframe timeframe);

    /// Judges what is new or different in @p series, and forgets that it was. Silently: what is found counts as
    /// reported already.
    void update(BlendedSeries &series, const SessionContext &context, bool isSilent, std::vector<Finding> &out);
    /// What an earlier run of the program has reported of the session that begins with the next update().
    /// What is not looked for any more stays as it is.
    void restore(QDate session, const std::vector<PatternEvent> &events);
    /// What the bar that still runs amounts to so far. Reported when it has been there twice in a row, once a bar, and
    /// when it goes; candlesticks of a day only in its last half hour, before which the day's shape means nothing.
    void preview(const BlendedSeries &series, const Bar &forming, const SessionContext &context,
                 std::vector<Finding> &out);

    /// From the next update() on, which should be silent: what has been reported stays as it is. Previews have been
    /// dropped before.
    void setPlan(std::shared_ptr<const ScanPlan> plan);

    /// Start of the newest bar of the session that has been judged; not valid before the first.
    Timestamp newest() const { return m_newest; }
    /// Of that bar.
    const IndicatorRow &indicators() const { return m_state.row; }
    /// Nobody looks at the running bar any more: what was provisional is withdrawn.
    void dropPreviews(std::vector<Finding> &out);

    /// +1, -1: the last closed bar lies above or below EMA 20; 0: not known.
    int trend() const { return m_trend; }

    /// Everything in a stored series of one time frame, by the index of its bar.
    /// @param volumes of the same sessions and those before: what is usual for a session is taken from them
    static std::vector<std::pair<std::size_t, Finding>> findAll(const std::shared_ptr<const ScanPlan> &plan,
                                                                Timeframe timeframe, const std::vector<Bar> &bars,
                                                                std::span<const MinuteVolume> volumes = {});

private:
    /// What rules remember from bar to bar.
    struct State
    {
        explicit State(const ScanPlan &plan, Timeframe timeframe);
        State(const State &other);
        State(State &&) = default;
        State &operator=(State &&) = default;

        Candles candles;
        IndicatorSet indicators;
        IndicatorRow row; // of the last bar
        RecentValues values;
        std::vector<std::unique_ptr<PricePattern>> prices; // in the plan's order
        std::size_t sessionStart = 0;                      // of the last bar's session
    };
    struct Key
    {
        Timestamp start;
        std::string_view pattern;
        Direction direction;
        auto operator<=>(const Key &) const = default;
    };
    using Findings = std::map<Key, Finding>;

    void step(State &state, std::span<const Bar> bars, const SessionContext &context, bool isOfSession, bool isForming,
              Findings &found) const;
    void judgeAnew(const BlendedSeries &series, const SessionContext &context, bool isSilent,
                   std::vector<Finding> &out);
    template<class Stays>
    void withdrawPreviews(Stays stays, std::vector<Finding> &out);

    std::shared_ptr<const ScanPlan> m_plan;
    Timeframe m_timeframe;
    State m_state;
    QDate m_session;
    std::size_t m_evaluated = 0; // bars of the series
    Timestamp m_newest;          // start of the newest bar that has been judged
    std::map<Key, EventState> m_reported;
    Findings m_previews;       // of the bar that runs
    std::set<Key> m_glimpsed;  // in the last preview of it
    std::set<Key> m_previewed; // has been reported of it
    Timestamp m_previewedBar;
    bool m_mustJudgeAnew = false;
    bool m_isRestored = false; // what has been reported was so by an earlier run
    int m_trend = 0;
};

} // namespace tickstock
