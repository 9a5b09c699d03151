// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/market/exchangecalendar.h"
#include "core/storage/storage.h"

#include <QObject>
#include <QSet>

#include <functional>

namespace tickstock {

/// Makes daily bars out of stored minutes, twenty minutes after the regular close and once more twenty minutes after
/// the post-market's end, by the exchange's calendar and market time; at start for the sessions that have been missed.
/// Lives in the service's thread.
class NightlyRollup final : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds Delay = 20 * OneMinute;
    /// Sessions looked back upon at start.
    static constexpr int Sessions = 5;
    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    explicit NightlyRollup(OnStore onStore);

    /// Called from time to time with market time.
    void look(Timestamp marketNow);

Q_SIGNALS:
    /// This session's days are there; what its minutes could not give has to come from elsewhere.
    void rolledUp(QDate date);

private:
    void run(const SessionHours &hours, bool isFinal);
    void tryAgain(QDate date);

    const OnStore m_onStore;
    ExchangeCalendar m_calendar;
    QSet<QDate> m_done;      // finally, by this run of the program
    QDate m_preliminaryDone; // after the regular close
};

} // namespace tickstock
