// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/storage/storage.h"

#include "core/market/newyork.h"

#include <QDateTime>

namespace tickstock {

Timestamp latestPlausible()
{
    return Timestamp{QDateTime::currentMSecsSinceEpoch()} + OneDay;
}

Timestamp oldestKept(Timestamp newest, int days)
{
    if (!newest.isValid())
        return {};
    QDate day = ExchangeCalendar::nextTradingDay(newyork::date(newest));
    for (int i = 0; i < days; ++i)
        day = ExchangeCalendar::previousTradingDay(day);
    return newyork::toUtc(day, QTime(0, 0));
}

} // namespace tickstock
