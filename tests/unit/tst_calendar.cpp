// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/exchangecalendar.h"
#include "core/market/marketclock.h"
#include "core/market/newyork.h"
#include "core/market/timeframe.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

class CalendarTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void convertsAcrossDaylightSaving_data()
    {
        QTest::addColumn<QString>("newYork");
        QTest::addColumn<QString>("utc");
        QTest::newRow("before spring") << "2024-03-08 09:30"
                                       << "2024-03-08 14:30";
        QTest::newRow("after spring") << "2024-03-11 09:30"
                                      << "2024-03-11 13:30";
        QTest::newRow("after autumn") << "2024-11-04 09:30"
                                      << "2024-11-04 14:30";
        QTest::newRow("milliseconds") << "2014-09-17T09:30:00.531657"
                                      << "2014-09-17T13:30:00.531";
    }
    void convertsAcrossDaylightSaving()
    {
        QFETCH(QString, newYork);
        QFETCH(QString, utc);
        const auto fromNewYork = newyork::parseNewYork(newYork);
        const auto fromUtc = newyork::parseUtc(utc);
        QVERIFY(fromNewYork && fromUtc);
        QCOMPARE(fromNewYork->ms, fromUtc->ms);
        QCOMPARE(newyork::wallClock(*fromNewYork).toString(QStringLiteral("HH:mm")), newYork.mid(11, 5));
    }

    void refusesBrokenTimes()
    {
        for (const char *text : {"", "2014-09-17", "2014-13-17 09:30", "2014-09-17 25:30", "20140917 093000", "now"})
            QVERIFY2(!newyork::parseNewYork(QString::fromLatin1(text)), text);
    }

    void knowsHolidays_data()
    {
        QTest::addColumn<QDate>("date");
        QTest::addColumn<bool>("isOpen");
        QTest::newRow("ordinary Wednesday") << QDate(2014, 9, 17) << true;
        QTest::newRow("Saturday") << QDate(2014, 9, 20) << false;
        QTest::newRow("Good Friday 2024") << QDate(2024, 3, 29) << false;
        QTest::newRow("Thanksgiving 2023") << QDate(2023, 11, 23) << false;
        QTest::newRow("day after Thanksgiving") << QDate(2023, 11, 24) << true;
        QTest::newRow("Juneteenth 2021 not kept yet") << QDate(2021, 6, 18) << true;
        QTest::newRow("Juneteenth 2022 on Monday") << QDate(2022, 6, 20) << false;
        QTest::newRow("Christmas 2021 on Friday") << QDate(2021, 12, 24) << false;
        QTest::newRow("New Year 2022 on Saturday is not kept") << QDate(2021, 12, 31) << true;
        QTest::newRow("New Year 2023 on Monday") << QDate(2023, 1, 2) << false;
        QTest::newRow("King 2011") << QDate(2011, 1, 17) << false;
        QTest::newRow("Independence 2026 on Friday") << QDate(2026, 7, 3) << false;
        QTest::newRow("hurricane Sandy") << QDate(2012, 10, 29) << false;
        QTest::newRow("mourning 2025") << QDate(2025, 1, 9) << false;
    }
    void knowsHolidays()
    {
        QFETCH(QDate, date);
        QFETCH(bool, isOpen);
        QCOMPARE(ExchangeCalendar::isTradingDay(date), isOpen);
    }

    void countsTheYearsSessions()
    {
        // Published numbers of NYSE trading days.
        const std::pair<int, int> expected[] = {{2011, 252}, {2012, 250}, {2020, 253}, {2022, 251}, {2024, 252}};
        for (const auto &[year, sessions] : expected) {
            int count = 0;
            for (QDate day(year, 1, 1); day.year() == year; day = day.addDays(1))
                count += ExchangeCalendar::isTradingDay(day);
            QCOMPARE(count, sessions);
        }
    }

    void knowsSessionsAndEarlyCloses()
    {
        const ExchangeCalendar calendar;
        QCOMPARE(calendar.sessionAt(at("2014-09-17 03:59")), Session::Closed);
        QCOMPARE(calendar.sessionAt(at("2014-09-17 04:00")), Session::Pre);
        QCOMPARE(calendar.sessionAt(at("2014-09-17 09:30")), Session::Regular);
        QCOMPARE(calendar.sessionAt(at("2014-09-17 16:00")), Session::Post);
        QCOMPARE(calendar.sessionAt(at("2014-09-17 20:00")), Session::Closed);
        QVERIFY(ExchangeCalendar::isEarlyClose(QDate(2023, 11, 24)));
        QCOMPARE(calendar.sessionAt(at("2023-11-24 12:59")), Session::Regular);
        QCOMPARE(calendar.sessionAt(at("2023-11-24 13:00")), Session::Post);
        QCOMPARE(calendar.sessionAt(at("2023-11-24 17:00")), Session::Closed);
        QCOMPARE(calendar.nextPreOpen(at("2023-11-24 18:00")), at("2023-11-27 04:00"));
        QCOMPARE(calendar.currentOrPrevious(at("2023-11-26 12:00")).date, QDate(2023, 11, 24));
    }

    void rollsMinutesUp()
    {
        std::vector<Bar> minutes;
        for (int i = 0; i < 12; ++i) {
            if (i != 7) // a minute without trades
                minutes.push_back(bar(at("2014-09-17 09:30") + OneMinute * i, 10 + i, 12 + i, 9 + i, 11 + i, 100));
        }
        const auto fives = aggregate(minutes, Timeframe::Min5);
        QCOMPARE(fives.size(), 3u);
        QCOMPARE(fives[0].start, at("2014-09-17 09:30"));
        QCOMPARE(fives[0].open, 10);
        QCOMPARE(fives[0].high, 16);
        QCOMPARE(fives[0].low, 9);
        QCOMPARE(fives[0].close, 15);
        QCOMPARE(fives[1].volume, 400);
        QCOMPARE(fives[2].close, 22);
        QCOMPARE(aggregate(minutes, Timeframe::Min2).size(), 6u);
        QCOMPARE(aggregate(minutes, Timeframe::Min30).size(), 1u);
        QCOMPARE(aggregate(minutes, Timeframe::Daily).front().start, at("2014-09-17 00:00"));
        for (const Timeframe timeframe : IntradayTimeframes)
            QCOMPARE(timeframeFromText(toText(timeframe)), std::optional(timeframe));
    }

    void followsTheFeedOnlyWhenItIsElsewhere()
    {
        const Timestamp wall = at("2024-03-11 12:00");
        MarketClock clock;
        clock.observe(wall - Milliseconds(3'000), wall);
        QVERIFY(!clock.followsFeed());
        QCOMPARE(clock.now(wall), wall);

        MarketClock replay;
        replay.observe(at("2014-09-17 09:30"), wall);
        replay.observe(at("2014-09-17 09:31"), wall);
        QVERIFY(replay.followsFeed());
        QCOMPARE(replay.now(wall), at("2014-09-17 09:31"));
        replay.observe(at("2014-09-17 09:30"), wall);
        QCOMPARE(replay.now(wall), at("2014-09-17 09:31"));
    }

    void doesNotLeapOnOneEvent()
    {
        const Timestamp wall = at("2024-03-11 12:00");
        MarketClock clock;
        clock.observe(wall, wall);
        clock.observe(at("2099-01-05 12:00"), wall);
        QCOMPARE(clock.now(wall), wall);
        clock.observe(wall + OneMinute * 60, wall); // the next session of a fast replay has two witnesses
        clock.observe(wall + OneMinute * 61, wall);
        QVERIFY(clock.followsFeed());
    }

    /// Whatever was asked before, also what is kept in the same place.
    void tradingDaysBackAreCountedOneByOne()
    {
        const QDate late(2025, 7, 7), early(2024, 12, 26);
        for (const auto &[date, days] : {std::pair(late, 5), std::pair(late, 21), std::pair(early, 5),
                                         std::pair(late, 5), std::pair(late, 0), std::pair(early, 250)}) {
            QDate expected = date;
            for (int i = 0; i < days; ++i)
                expected = ExchangeCalendar::previousTradingDay(expected);
            QCOMPARE(ExchangeCalendar::tradingDaysBack(date, days), expected);
            QCOMPARE(ExchangeCalendar::tradingDaysBack(date, days), expected);
        }
        QCOMPARE(ExchangeCalendar::tradingDaysBack(late, 1), QDate(2025, 7, 3));
    }
};

QTEST_GUILESS_MAIN(CalendarTest)
#include "tst_calendar.moc"
