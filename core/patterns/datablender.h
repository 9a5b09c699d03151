// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/market/timeframe.h"

#include <array>
#include <vector>

namespace tickstock {

/// One time frame of one symbol: bars of the sessions before, then those of the running one.
struct BlendedSeries
{
    static constexpr std::size_t Unchanged = SIZE_MAX;

    std::vector<Bar> bars;               ///< by start; intraday: of the regular session only
    std::size_t sessionStart = 0;        ///< index of the running session's first bar, if it has one
    std::size_t closed = 0;              ///< so many of them are over; at most the last one still runs
    std::size_t changedFrom = Unchanged; ///< the first bar that is new or different since this was reset
};

/// Makes one series out of stored history, what was fetched, and live minutes: aligned, each minute once, in every time
/// frame that is scanned. What a session's series hold depends on its minutes and those of a fixed number of sessions
/// before it, not on the order in which they came, nor on when the program was started. Holds one symbol. A value.
class DataBlender
{
public:
    static constexpr std::array Scanned{Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily};
    /// How many sessions before the running one a series holds: enough to warm up what looks back.
    static int sessionsBefore(Timeframe timeframe);

    explicit DataBlender(const ExchangeCalendar &calendar);

    /// Days before the running session; those of it and later are left out. Replaces what was known.
    void setDays(const std::vector<Bar> &days);
    /// Stored minutes, by time. Replaces what was known of sessions before; the last one they hold is taken for the
    /// running one, unless a later one has begun. What has come of the running session stays.
    void setMinutes(const std::vector<Bar> &minutes);
    /// A minute that is over, of the running session or the first of the next one. Replaces an earlier version. Minutes
    /// outside of the regular session, and of sessions before, change nothing.
    void add(const Bar &minute);
    /// Market time has got here: what ended before is over. True when that closed a bar.
    bool advance(Timestamp now);

    BlendedSeries &series(Timeframe timeframe) { return m_series[indexOf(timeframe)]; }
    const BlendedSeries &series(Timeframe timeframe) const { return m_series[indexOf(timeframe)]; }
    /// The running session; not valid before the first minute.
    QDate session() const { return m_session; }
    const std::optional<SessionHours> &hours() const { return m_hours; }
    /// The last day before the running session; null when it is not known.
    const Bar *dayBefore() const;

private:
    static constexpr std::size_t DailyIndex = Scanned.size() - 1;

    static std::size_t indexOf(Timeframe timeframe);
    void begin(QDate session);
    void putMinute(const Bar &minute);
    void putDay(const Bar &minute, bool isNewest);
    static void put(BlendedSeries &series, const Bar &bar);

    const ExchangeCalendar *m_calendar;
    QDate m_session;
    std::optional<SessionHours> m_hours;
    std::array<BlendedSeries, Scanned.size()> m_series;
};

} // namespace tickstock
