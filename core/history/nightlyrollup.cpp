// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/nightlyrollup.h"

#include "core/types/inthread.h"
#include "core/types/threadcheck.h"

#include <QLoggingCategory>

#include <algorithm>
#include <utility>

namespace tickstock {

namespace {

Q_LOGGING_CATEGORY(lcService, "tickstock.service", QtInfoMsg)

} // namespace

NightlyRollup::NightlyRollup(OnStore onStore)
    : m_onStore(std::move(onStore))
{
}

void NightlyRollup::poll(Timestamp marketNow)
{
    assertThreadOf(this);
    if (!marketNow.isValid())
        return;
    SessionHours hours = m_calendar.currentOrPrevious(marketNow);
    if (marketNow >= hours.close + Delay && marketNow < hours.postClose + Delay &&
        std::exchange(m_preliminaryDone, hours.date) != hours.date)
        goOn({hours, false, QStringLiteral("")});
    if (marketNow < hours.postClose + Delay)
        hours = *m_calendar.hours(ExchangeCalendar::previousTradingDay(hours.date));
    for (int back = 0; back < Sessions; ++back) {
        if (!m_done.contains(hours.date)) {
            m_done.insert(hours.date);
            goOn({hours, true, QStringLiteral("")});
        }
        hours = *m_calendar.hours(ExchangeCalendar::previousTradingDay(hours.date));
    }
}

/// Called in the storage thread. The next poll() starts the rollup again.
void NightlyRollup::retryLater(QDate date)
{
    const auto forget = [this, date] {
        m_done.remove(date);
        m_preliminaryDone = {};
    };
    postTo(this, forget);
}

void NightlyRollup::goOn(const Run &run)
{
    m_onStore([this, run](Storage &storage) { goOn(storage, run); });
}

/// In the storage thread.
void NightlyRollup::goOn(Storage &storage, Run run)
{
    const QDate date = run.hours.date;
    if (const auto done = storage.isRolledUp(date); !done || *done) {
        if (!done) // the store is away
            retryLater(date);
        return;
    }
    const auto step = storage.rollUp(run.hours, run.after, SymbolsAtOnce);
    if (!step) {
        qCWarning(lcService).noquote() << "rollup of" << date.toString(Qt::ISODate) << step.error().detail;
        retryLater(date);
        return;
    }
    run.days += step->days;
    run.after = step->last;
    if (!run.after.isEmpty()) {
        postTo(this, [this, run] { goOn(run); });
        return;
    }
    if (run.isFinal)
        (void)storage.noteRolledUp(date);
    if (run.days > 0)
        qCInfo(lcService).noquote() << "rollup of" << date.toString(Qt::ISODate) << run.days << "day(s)";
    if (run.isFinal) // else its last corrections are still to come
        postTo(this, [this, date] { Q_EMIT rolledUp(date); });
}

} // namespace tickstock
