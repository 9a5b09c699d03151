// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/market/quote.h"
#include "core/market/sessionchange.h"

#include <array>
#include <functional>
#include <vector>

namespace tickstock {

/// By what symbols are ranked.
enum class MoverList {
    Gainers,  ///< change against the close before, the largest first
    Losers,   ///< the smallest first
    Volume,   ///< volume of the regular session so far against what is usual by that time of day
    Gaps,     ///< the day's first price against the close before, up or down; the last price before the open
    NewHighs, ///< the highest price of the regular session came within MoverBook::Recent, the newest first
    NewLows
};
inline constexpr std::array AllMoverLists{MoverList::Gainers, MoverList::Losers,   MoverList::Volume,
                                          MoverList::Gaps,    MoverList::NewHighs, MoverList::NewLows};

/// One symbol's day so far. What is not known is NoValue. A value.
struct Mover
{
    SymbolId symbol;
    double last = NoValue; ///< as priceShown() says
    double previousClose = NoValue;
    double change = NoValue;         ///< last against the close before, by sessionChange(): 0.01 is one percent
    double gap = NoValue;            ///< likewise
    double volume = 0;               ///< shares of the regular session's minutes that are over
    double relativeVolume = NoValue; ///< 2: twice what is usual
    double high = NoValue;           ///< of the regular session
    double low = NoValue;
    Timestamp highAt; ///< start of the minute in which it came; not valid before the first
    Timestamp lowAt;
};

/// Follows every symbol's day from event to event, so that it can be ranked at any time. A new session begins with its
/// first event. Lives in the pipeline thread.
class MoverBook
{
public:
    static constexpr Milliseconds Recent = 5 * OneMinute;

    /// Usual shares of the session's first minutes; NoValue when not known.
    using UsualVolume = std::function<double(SymbolId symbol, int minutes)>;

    /// In the shares of today.
    void setCloses(SymbolId symbol, const RegularCloses &closes);
    void takeQuote(SymbolId symbol, const Quote &quote);
    /// A minute that has closed. Known already, it counts once; one that has changed needs setMinutes().
    void addMinute(SymbolId symbol, const Bar &minute);
    /// All minutes anew, because one has changed; those of other sessions are left out.
    void setMinutes(SymbolId symbol, const std::vector<Bar> &minutes);

    /// The first of a list, at most @p count; symbols of which the ranked value is not known are left out.
    std::vector<Mover> rank(MoverList list, std::size_t count, Timestamp now, const UsualVolume &usual) const;
    /// Of the newest session: its own close and shares are those of its daily bar, else as far as minutes have come.
    /// NoValue where nothing is known.
    RegularCloses closesOf(SymbolId symbol) const
    {
        return symbol.value < m_days.size() ? closesOfDay(m_days[symbol.value]) : RegularCloses();
    }
    /// The newest session that is known; not valid before the first event.
    QDate session() const { return m_hours.date; }

private:
    struct Day
    {
        QDate session; // of which all but the closes is
        Mover mover;
        double open = NoValue;
        double minuteClose = NoValue; // of the newest minute of the regular session
        RegularCloses closes;
        std::vector<float> volumes; // of the regular session's minutes, by their number
    };
    RegularCloses closesOfDay(const Day &day) const;
    Day &dayAt(SymbolId symbol, Timestamp time);
    void beginSessionOf(Timestamp time);
    void takeMinute(Day &day, const Bar &minute) const;
    double relativeVolume(const Mover &mover, Timestamp now, const UsualVolume &usual) const;
    Mover judged(const Day &day, MoverList list, Timestamp now, const UsualVolume &usual) const;

    ExchangeCalendar m_calendar;
    SessionHours m_hours;    // of the newest event
    std::vector<Day> m_days; // by SymbolId
};

/// What is asked for: some lists, at one time, with names.
struct MoversAnswer
{
    struct Row
    {
        QString symbol;
        Mover mover;
    };
    Timestamp marketNow;
    QDate session;
    std::vector<std::pair<MoverList, std::vector<Row>>> lists;
};

} // namespace tickstock
