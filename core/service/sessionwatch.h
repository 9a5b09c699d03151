// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/barbook.h"
#include "core/market/exchangecalendar.h"

#include <QDate>

#include <optional>
#include <utility>

namespace tickstock {

/// Follows market time from one trading day to the next. Lives in the pipeline thread.
class SessionWatch
{
public:
    struct Change
    {
        std::optional<QDate> begun;          ///< another trading day, or the first that is known
        std::optional<SessionHours> settled; ///< a day whose close, and the time for corrections after it, have passed
    };

    Change advance(Timestamp now)
    {
        const SessionHours hours = m_calendar.currentOrPrevious(now);
        Change change;
        if (now < hours.close + BarBook::CorrectionWindow + OneMinute) {
            m_awaitingClose = hours.date;
        } else if (m_awaitingClose == hours.date) {
            m_awaitingClose = {};
            change.settled = hours;
        }
        if (std::exchange(m_session, hours.date) != hours.date)
            change.begun = hours.date;
        return change;
    }

private:
    ExchangeCalendar m_calendar;
    QDate m_session;
    QDate m_awaitingClose; // the trading day whose close has been waited for; not valid: it was over before we began
};

} // namespace tickstock
