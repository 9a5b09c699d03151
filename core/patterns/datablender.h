// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/market/packedbars.h"
#include "core/market/timeframe.h"

#include <array>
#include <vector>

namespace tickstock {

/// The bars of one symbol in one time frame: those of the sessions before, then those of the running one. A value.
struct BlendedSeries
{
    static constexpr std::size_t Unchanged = SIZE_MAX;

    PackedBars bars;                     ///< by start; intraday: of regular sessions only
    std::size_t sessionStart = 0;        ///< index of the running session's first bar; bars.size() before there is one
    std::size_t closed = 0;              ///< how many bars are over: all, or all but the last one
    std::size_t changedFrom = Unchanged; ///< index of the first bar that is new or different since this was reset
};

/// Makes one symbol's series, one for every time frame that is scanned, out of stored, fetched and live minutes:
/// aligned, and each minute once. The result depends only on the minutes of the running session and of a fixed number
/// of sessions before it, not on the order in which they came or on when the program was started. A value.
class DataBlender
{
public:
    static constexpr std::array Scanned{Timeframe::Min1, Timeframe::Min5, Timeframe::Min15, Timeframe::Daily};
    /// How many sessions before the running one a series holds: enough for the rules and indicators that look back.
    static int sessionsBefore(Timeframe timeframe);

    explicit DataBlender(const ExchangeCalendar &calendar);

    /// Replaces the days before the running session. Later ones among @p days are left out. Returns false if they are
    /// what is there already.
    bool setDays(const std::vector<Bar> &days);
    /// Takes stored minutes, sorted by time, before any other. The last session among them becomes the running one; or
    /// the trading day after it, when that is @p marketSession.
    void begin(const std::vector<Bar> &minutes, QDate marketSession = {});
    /// Adds a minute that is over, of the running session or of a later one, which then becomes the running session.
    /// Replaces an earlier version of it. Minutes outside of regular sessions, and of sessions before, are ignored.
    void add(const Bar &minute);
    /// Closes the bars that have ended by market time @p now. Returns true if there were any.
    bool advance(Timestamp now);

    BlendedSeries &series(Timeframe timeframe) { return m_series[indexOf(timeframe)]; }
    const BlendedSeries &series(Timeframe timeframe) const { return m_series[indexOf(timeframe)]; }
    /// The running session; not valid before the first minute.
    QDate session() const { return m_session; }
    const std::optional<SessionHours> &hours() const { return m_hours; }
    /// The minutes of the running session, oldest first.
    std::vector<Bar> minutesOfSession() const;
    /// The days before the running session, oldest first.
    std::vector<Bar> daysBefore() const;
    /// The last of them; nothing if it is not known.
    std::optional<Bar> dayBefore() const;

private:
    static constexpr std::size_t DailyIndex = Scanned.size() - 1;

    static std::size_t indexOf(Timeframe timeframe);
    void startSession(QDate session);
    void putMinute(const Bar &minute);
    void putPart(Timeframe timeframe, const Bar &minute, bool isNewest);
    static bool put(BlendedSeries &series, const Bar &bar);

    const ExchangeCalendar *m_calendar;
    QDate m_session;
    std::optional<SessionHours> m_hours;
    Timestamp m_dayStart; // of the running session's day
    std::array<BlendedSeries, Scanned.size()> m_series;
};

} // namespace tickstock
