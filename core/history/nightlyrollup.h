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
    /// How many sessions back missing days are made at the start.
    static constexpr int Sessions = 5;
    /// A third of a second.
    static constexpr int SymbolsAtOnce = 250;
    /// Runs work on the store, in its thread, later.
    using OnStore = std::function<void(std::function<void(Storage &)>)>;

    explicit NightlyRollup(OnStore onStore);

    /// Call regularly with market time: starts the rollups that are due.
    void poll(Timestamp marketNow);

Q_SIGNALS:
    /// The last rollup of this session is done. Days that its minutes could not give have to be fetched.
    void rolledUp(QDate date);

private:
    /// A rollup, as far as it has come: a few symbols at a time, so that what is due is written in between.
    struct Run
    {
        SessionHours hours;
        bool isFinal;
        QString after; ///< the symbol it has come to; empty: it begins
        int days = 0;  ///< bars that were written
    };
    void goOn(const Run &run);
    void goOn(Storage &storage, Run run);
    void retryLater(QDate date);

    const OnStore m_onStore;
    ExchangeCalendar m_calendar;
    QSet<QDate> m_done;      // sessions whose last rollup this run has started
    QDate m_preliminaryDone; // the session whose first rollup, after the regular close, has been started
};

} // namespace tickstock
