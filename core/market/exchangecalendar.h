// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/timestamp.h"

#include <QDate>

#include <optional>

namespace tickstock {

/// Part of the trading day, New York time: 04:00 pre, 09:30 regular, 16:00 post until 20:00.
enum class Session { Closed, Pre, Regular, Post };

/// One trading day's boundaries as instants (UTC milliseconds). A value.
struct SessionHours
{
    QDate date;
    Timestamp preOpen;
    Timestamp open;
    Timestamp close;     ///< 13:00 New York on an early close
    Timestamp postClose; ///< 17:00 New York on an early close
    bool isEarlyClose = false;

    Session at(Timestamp t) const;
    /// Length of the regular session: 390, or 210 on an early close.
    int minutes() const { return static_cast<int>((close - open) / OneMinute); }
};

/// Trading days of the US stock exchanges, by the rules the NYSE publishes (its Rule 7.2 holidays, observance and early
/// closes) plus the days on which it closed unplanned. The rules hold from 1990; a holiday that the exchange introduces
/// later is not known. A value, not thread-safe: it caches the last day asked for, so every thread has its own.
class ExchangeCalendar
{
public:
    static bool isTradingDay(QDate date);
    static bool isEarlyClose(QDate date);
    /// The nearest trading day strictly before or after.
    static QDate previousTradingDay(QDate date);
    static QDate nextTradingDay(QDate date);
    /// The trading day that lies @p days trading days before @p date.
    static QDate tradingDaysBack(QDate date, int days);

    /// Nothing for a day without trading.
    std::optional<SessionHours> hours(QDate date) const;
    Session sessionAt(Timestamp t) const;
    /// The trading day whose session, pre-market to post-market, holds @p t, else the last one before it.
    SessionHours currentOrPrevious(Timestamp t) const;
    /// The first pre-market opening after @p t.
    Timestamp nextPreOpen(Timestamp t) const;

private:
    mutable std::optional<SessionHours> m_last;
};

} // namespace tickstock
