// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/nightlyrollup.h"

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
        run(hours, false);
    if (marketNow < hours.postClose + Delay)
        hours = *m_calendar.hours(ExchangeCalendar::previousTradingDay(hours.date));
    for (int back = 0; back < Sessions; ++back) {
        if (!m_done.contains(hours.date)) {
            m_done.insert(hours.date);
            run(hours, true);
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
    QMetaObject::invokeMethod(this, forget, Qt::QueuedConnection);
}

void NightlyRollup::run(const SessionHours &hours, bool isFinal)
{
    m_onStore([this, hours, isFinal](Storage &storage) {
        if (const auto done = storage.isRolledUp(hours.date); !done || *done) {
            if (!done) // the store is away
                retryLater(hours.date);
            return;
        }
        const auto days = storage.rollUp(hours);
        if (!days) {
            qCWarning(lcService).noquote() << "rollup of" << hours.date.toString(Qt::ISODate) << days.error().detail;
            retryLater(hours.date);
            return;
        }
        if (isFinal)
            (void)storage.noteRolledUp(hours.date);
        if (*days > 0)
            qCInfo(lcService).noquote() << "rollup of" << hours.date.toString(Qt::ISODate) << *days << "day(s)";
        if (!isFinal)
            return; // its last corrections are still to come
        QMetaObject::invokeMethod(
            this, [this, hours] { Q_EMIT rolledUp(hours.date); }, Qt::QueuedConnection);
    });
}

} // namespace tickstock
