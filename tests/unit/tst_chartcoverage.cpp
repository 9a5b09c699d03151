// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/history/chartcoverage.h"
#include "core/history/chartloader.h"
#include "core/market/exchangecalendar.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

namespace {

/// Keeps the requests until the test answers them.
class WaitingProvider final : public BarProvider
{
public:
    void bars(const QString &, Timespan timespan, Timestamp, Timestamp, Priority, BarsAnswer answer) override
    {
        (timespan == Timespan::Day ? days : minutes).push_back(std::move(answer));
    }
    std::vector<BarsAnswer> days, minutes;
};

} // namespace

/// Which part of a chart's history is fetched.
class ChartCoverageTest final : public test::Test
{
    Q_OBJECT

private:
    const QString m_name = QStringLiteral("AAPL");
    const Timestamp m_now = at("2025-03-11 12:00"); // a Tuesday
    const QDate m_today{2025, 3, 11};

    /// One minute in each of the sessions from the oldest to today, but none in @p missing; the last one at @p last.
    static std::vector<Bar> minutes(Timestamp last, QDate missing = {})
    {
        std::vector<Bar> bars;
        for (int back = ChartCoverage::MinuteSessions; back >= 2; --back) {
            const QDate day = ExchangeCalendar::tradingDaysBack({2025, 3, 12}, back);
            if (day != missing)
                bars.push_back(bar(newyork::toUtc(day, QTime(10, 0)), 1, 1, 1, 1, 1));
        }
        bars.push_back(bar(last, 1, 1, 1, 1, 1));
        return bars;
    }

private Q_SLOTS:
    void nothingStoredMeansAllSessions()
    {
        const ChartCoverage coverage;
        QCOMPARE(coverage.missingMinutes(m_name, {}, m_now, false), std::optional(at("2025-02-26 00:00")));
        QCOMPARE(ChartCoverage::firstMinute(m_today), at("2025-02-26 00:00"));
    }

    void aSessionWithoutMinutesIsFetchedWithAllAfterIt()
    {
        const ChartCoverage coverage;
        QCOMPARE(coverage.missingMinutes(m_name, minutes(m_now, {2025, 3, 6}), m_now, false),
                 std::optional(at("2025-03-06 00:00")));
    }

    void elseWhatFollowsTheLastStoredMinute()
    {
        const ChartCoverage coverage;
        QVERIFY(!coverage.missingMinutes(m_name, minutes(m_now - OneMinute * 2), m_now, false));
        QCOMPARE(coverage.missingMinutes(m_name, minutes(m_now - OneHour), m_now, false),
                 std::optional(m_now - OneHour));
    }

    void aSessionIsNotFetchedTwiceUnlessTheStoreIsAway()
    {
        ChartCoverage coverage;
        coverage.noteMinutesFetched(m_name, m_today);
        const auto stored = minutes(m_now, {2025, 3, 6});
        QVERIFY(!coverage.missingMinutes(m_name, stored, m_now, false));
        QVERIFY(coverage.missingMinutes(m_name, stored, m_now, true));
        QVERIFY(coverage.missingMinutes(QStringLiteral("MSFT"), stored, m_now, false));
        // Today's session was still running.
        QCOMPARE(coverage.missingMinutes(m_name, {}, m_now, false), std::optional(at("2025-03-11 00:00")));
    }

    void beforeTheOpeningTodayIsNotMissing()
    {
        ChartCoverage coverage;
        coverage.noteMinutesFetched(m_name, m_today);
        QVERIFY(!coverage.missingMinutes(m_name, {}, at("2025-03-11 03:59"), false));
    }

    void daysAreFetchedOnceWhenTheyAreFewOrOld()
    {
        ChartCoverage coverage;
        std::vector<Bar> days;
        QVERIFY(coverage.areDaysMissing(m_name, days, m_today, false));
        for (int back = ChartCoverage::Days; back >= 1; --back)
            days.push_back(
                bar(newyork::toUtc(ExchangeCalendar::tradingDaysBack(m_today, back), QTime(0, 0)), 1, 1, 1, 1, 1));
        QVERIFY(!coverage.areDaysMissing(m_name, days, m_today, false));
        days.pop_back();
        QVERIFY(coverage.areDaysMissing(m_name, days, m_today, false)); // yesterday's is not there
        coverage.noteDaysFetched(m_name);
        QVERIFY(!coverage.areDaysMissing(m_name, days, m_today, false));
        QVERIFY(coverage.areDaysMissing(m_name, days, m_today, true));
    }

    void aChartGetsWhatIsStoredAndThenTheWhole()
    {
        WaitingProvider rest;
        std::vector<Bar> passedOn;
        ChartLoader loader({&rest, [](const auto &, const auto &then) { then(); }, [this] { return m_now; },
                            [&](const QString &, const std::vector<Bar> &minutes) { passedOn = minutes; },
                            [](const QString &, const std::vector<Bar> &) {}});
        std::vector<SymbolHistory> loaded;
        connect(&loader, &ChartLoader::loaded, this, [&](const SymbolHistory &history) { loaded.push_back(history); });
        loader.load(m_name);
        QCOMPARE(loaded.size(), 1u);
        QVERIFY(!loaded[0].isComplete);
        QCOMPARE(rest.minutes.size(), 1u);
        QCOMPARE(rest.days.size(), 1u);
        rest.minutes[0](FetchedBars{{bar(m_now, 1, 1, 1, 1, 1)}, {}, 0});
        QCOMPARE(passedOn.size(), 1u);
        QCOMPARE(loaded.size(), 1u); // the days are still to come
        rest.days[0](Error{ErrorCode::Unreachable, QStringLiteral("away")});
        QCOMPARE(loaded.size(), 2u);
        QVERIFY(loaded[1].isComplete);
        QCOMPARE(loaded[1].minutes.size(), 1u);
        QCOMPARE(loaded[1].problem, QStringLiteral("away"));
        loader.load(m_name); // what failed, and today, are asked for again
        QCOMPARE(rest.days.size(), 2u);
        QCOMPARE(rest.minutes.size(), 2u);
    }

    void whatWasLeftOutIsSaidAndAskedForAgain()
    {
        WaitingProvider rest;
        ChartLoader loader({&rest, [](const auto &, const auto &then) { then(); }, [this] { return m_now; },
                            [](const QString &, const std::vector<Bar> &) {},
                            [](const QString &, const std::vector<Bar> &) {}});
        std::vector<SymbolHistory> loaded;
        connect(&loader, &ChartLoader::loaded, this, [&](const SymbolHistory &history) { loaded.push_back(history); });
        loader.load(m_name);
        rest.minutes[0](FetchedBars{{bar(m_now, 1, 1, 1, 1, 1)}, {}, 0});
        rest.days[0](FetchedBars{{bar(m_now - OneDay, 1, 1, 1, 1, 1)}, {}, 2});
        QCOMPARE(loaded.size(), 2u);
        QCOMPARE(loaded[1].days.size(), 1u);
        QCOMPARE(loaded[1].problem, QStringLiteral("2 bar(s) that came cannot be true"));
        loader.load(m_name);
        QCOMPARE(rest.days.size(), 2u);
    }

    void withoutRestAChartIsCompleteAtOnce()
    {
        ChartLoader loader({nullptr, [](const auto &, const auto &then) { then(); }, [this] { return m_now; },
                            [](const QString &, const std::vector<Bar> &) {},
                            [](const QString &, const std::vector<Bar> &) {}});
        std::vector<SymbolHistory> loaded;
        connect(&loader, &ChartLoader::loaded, this, [&](const SymbolHistory &history) { loaded.push_back(history); });
        loader.load(m_name);
        QCOMPARE(loaded.size(), 1u);
        QVERIFY(loaded[0].isComplete);
    }
};

QTEST_GUILESS_MAIN(ChartCoverageTest)
#include "tst_chartcoverage.moc"
