// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/chartcoverage.h"

#include "core/market/exchangecalendar.h"
#include "core/market/newyork.h"

#include <algorithm>

namespace tickstock {

namespace {

/// The trading day that lies @p back trading days before tomorrow: 1 is today, or the last one before it.
QDate tradingDay(QDate today, int back)
{
    return ExchangeCalendar::tradingDaysBack(today.addDays(1), back);
}

} // namespace

Timestamp ChartCoverage::firstMinute(QDate today)
{
    return newyork::toUtc(tradingDay(today, MinuteSessions), QTime(0, 0));
}

std::optional<Timestamp> ChartCoverage::missingMinutes(const QString &symbol, const std::vector<Bar> &stored,
                                                       Timestamp now, bool isStoreAway) const
{
    const ExchangeCalendar calendar;
    const QDate today = newyork::date(now);
    // The oldest session without a single minute.
    for (int back = MinuteSessions; back >= 1; --back) {
        const QDate day = tradingDay(today, back);
        const auto hours = calendar.hours(day);
        const bool isStored = std::any_of(stored.begin(), stored.end(), [&](const Bar &bar) {
            return bar.start >= hours->preOpen && bar.start < hours->postClose;
        });
        const bool isFetched = !isStoreAway && m_fetchedSessions.contains({symbol, day});
        if (!isStored && !isFetched && hours->preOpen < now)
            return newyork::toUtc(day, QTime(0, 0));
    }
    // Else what has come since the last stored minute.
    if (stored.empty() || now - stored.back().start <= OneMinute * 2)
        return std::nullopt;
    return stored.back().start;
}

bool ChartCoverage::areDaysMissing(const QString &symbol, const std::vector<Bar> &stored, QDate today,
                                   bool isStoreAway) const
{
    const bool areEnough = stored.size() >= static_cast<std::size_t>(Days) * 9 / 10 &&
                           newyork::date(stored.back().start) == ExchangeCalendar::previousTradingDay(today);
    const bool isFetched = !isStoreAway && m_fetchedDays.contains(symbol);
    return !areEnough && !isFetched;
}

/// Today's session is not over: it will have more minutes.
void ChartCoverage::noteMinutesFetched(const QString &symbol, QDate today)
{
    for (int back = 1; back <= MinuteSessions; ++back) {
        if (const QDate day = tradingDay(today, back); day < today)
            m_fetchedSessions.insert({symbol, day});
    }
}

} // namespace tickstock
