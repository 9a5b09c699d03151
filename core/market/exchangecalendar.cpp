// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/exchangecalendar.h"

#include "core/market/newyork.h"

#include <algorithm>
#include <array>

namespace tickstock {

namespace {

QDate nthWeekday(int year, int month, Qt::DayOfWeek weekday, int n)
{
    const QDate first(year, month, 1);
    return first.addDays((weekday - first.dayOfWeek() + 7) % 7 + 7 * (n - 1));
}

QDate lastWeekday(int year, int month, Qt::DayOfWeek weekday)
{
    const QDate last = QDate(year, month, 1).addMonths(1).addDays(-1);
    return last.addDays(-((last.dayOfWeek() - weekday + 7) % 7));
}

/// Gregorian Easter by the anonymous (Meeus/Jones/Butcher) algorithm.
QDate easterSunday(int year)
{
    const int a = year % 19, b = year / 100, c = year % 100;
    const int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    const int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    return QDate(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

/// Holidays on a Saturday are observed on Friday, those on a Sunday on Monday.
QDate observed(QDate holiday)
{
    if (holiday.dayOfWeek() == Qt::Saturday)
        return holiday.addDays(-1);
    return holiday.dayOfWeek() == Qt::Sunday ? holiday.addDays(1) : holiday;
}

bool isUnplannedClosing(QDate date)
{
    static const std::array closings{QDate(1994, 4, 27),  QDate(2001, 9, 11), QDate(2001, 9, 12), QDate(2001, 9, 13),
                                     QDate(2001, 9, 14),  QDate(2004, 6, 11), QDate(2007, 1, 2),  QDate(2012, 10, 29),
                                     QDate(2012, 10, 30), QDate(2018, 12, 5), QDate(2025, 1, 9)};
    return std::find(closings.begin(), closings.end(), date) != closings.end();
}

bool isHoliday(QDate date)
{
    const int year = date.year();
    // New Year's Day on a Saturday is not observed on the Friday before: that is the end of the accounting year.
    const QDate newYear(year, 1, 1);
    if (newYear.dayOfWeek() != Qt::Saturday && date == observed(newYear))
        return true;
    return (year >= 1998 && date == nthWeekday(year, 1, Qt::Monday, 3)) || date == nthWeekday(year, 2, Qt::Monday, 3) ||
           date == easterSunday(year).addDays(-2) || date == lastWeekday(year, 5, Qt::Monday) ||
           (year >= 2022 && date == observed(QDate(year, 6, 19))) || date == observed(QDate(year, 7, 4)) ||
           date == nthWeekday(year, 9, Qt::Monday, 1) || date == nthWeekday(year, 11, Qt::Thursday, 4) ||
           date == observed(QDate(year, 12, 25)) || isUnplannedClosing(date);
}

} // namespace

Session SessionHours::at(Timestamp t) const
{
    if (t < preOpen || t >= postClose)
        return Session::Closed;
    if (t < open)
        return Session::Pre;
    return t < close ? Session::Regular : Session::Post;
}

bool ExchangeCalendar::isTradingDay(QDate date)
{
    return date.isValid() && date.dayOfWeek() < Qt::Saturday && !isHoliday(date);
}

bool ExchangeCalendar::isEarlyClose(QDate date)
{
    if (!isTradingDay(date))
        return false;
    const int year = date.year();
    const bool beforeIndependence = date == QDate(year, 7, 3);
    const bool afterThanksgiving = date == nthWeekday(year, 11, Qt::Thursday, 4).addDays(1);
    const bool christmasEve = date == QDate(year, 12, 24);
    return beforeIndependence || afterThanksgiving || christmasEve;
}

QDate ExchangeCalendar::previousTradingDay(QDate date)
{
    do
        date = date.addDays(-1);
    while (!isTradingDay(date));
    return date;
}

QDate ExchangeCalendar::nextTradingDay(QDate date)
{
    do
        date = date.addDays(1);
    while (!isTradingDay(date));
    return date;
}

/// Asked the same for each of ten thousand symbols when a session begins.
QDate ExchangeCalendar::tradingDaysBack(QDate date, int days)
{
    struct Answer
    {
        QDate date;
        int days = 0;
        QDate day;
    };
    thread_local std::array<Answer, 16> known;
    Answer &answer = known[static_cast<std::size_t>(std::max(days, 0)) % known.size()];
    if (answer.date == date && answer.days == days)
        return answer.day;
    answer = {date, days, date};
    for (int i = 0; i < days; ++i)
        answer.day = previousTradingDay(answer.day);
    return answer.day;
}

std::optional<SessionHours> ExchangeCalendar::hours(QDate date) const
{
    if (m_last && m_last->date == date)
        return m_last;
    if (!isTradingDay(date))
        return std::nullopt;
    const bool early = isEarlyClose(date);
    m_last = SessionHours{date,
                          newyork::toUtc(date, QTime(4, 0)),
                          newyork::toUtc(date, QTime(9, 30)),
                          newyork::toUtc(date, early ? QTime(13, 0) : QTime(16, 0)),
                          newyork::toUtc(date, early ? QTime(17, 0) : QTime(20, 0)),
                          early};
    return m_last;
}

Session ExchangeCalendar::sessionAt(Timestamp t) const
{
    const auto day = hours(newyork::date(t));
    return day ? day->at(t) : Session::Closed;
}

SessionHours ExchangeCalendar::currentOrPrevious(Timestamp t) const
{
    QDate date = newyork::date(t);
    if (const auto today = hours(date); today && t >= today->preOpen)
        return *today;
    return *hours(previousTradingDay(date));
}

Timestamp ExchangeCalendar::nextPreOpen(Timestamp t) const
{
    const QDate date = newyork::date(t);
    if (const auto today = hours(date); today && t < today->preOpen)
        return today->preOpen;
    return hours(nextTradingDay(date))->preOpen;
}

} // namespace tickstock
