// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/exchangecalendar.h"
#include "core/patterns/patternscanner.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// What is usual at a time of day, and who asks for it.
class UsualVolumesTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Session = 390;
    const QDate m_today{2025, 3, 10};
    SymbolTable m_symbols;
    SymbolId m_symbol = *m_symbols.intern(std::string_view("SPY"));

    static QDate sessionsBefore(QDate date, int count)
    {
        for (int i = 0; i < count; ++i)
            date = ExchangeCalendar::previousTradingDay(date);
        return date;
    }
    static Timestamp openOf(QDate date) { return newyork::toUtc(date, QTime(9, 30)); }
    /// The volume of each minute out of the minute and how many sessions ago it was; the oldest first.
    template<class Volume>
    std::vector<MinuteVolume> sessions(int count, Volume volume) const
    {
        std::vector<MinuteVolume> all;
        for (int ago = count; ago >= 1; --ago) {
            for (int minute = 0; minute < Session; ++minute) {
                if (const double shares = volume(minute, ago); shares >= 0)
                    all.push_back({openOf(sessionsBefore(m_today, ago)) + OneMinute * minute, shares});
            }
        }
        return all;
    }

private Q_SLOTS:
    void isTheMeanOfTheSameMinuteOfTwentySessions()
    {
        const auto volume = [](int minute, int ago) { return ago > 20 ? 1e9 : minute + ago; };
        const UsualVolumes usual(sessions(25, volume));
        QCOMPARE(usual.of(0), 10.5);
        QCOMPARE(usual.of(100), 110.5);
        QCOMPARE(usual.of(389), 399.5);
        QCOMPARE(usual.of(5, 5), 5 * 10.5 + 5 + 6 + 7 + 8 + 9);
        QVERIFY(std::isnan(usual.of(390)));
        QVERIFY(std::isnan(usual.of(388, 5)));
        QVERIFY(std::isnan(usual.of(-1)));
        QVERIFY(std::isnan(usual.of(0, 0)));
    }

    void whatIsKeptIsCheckedWhenItIsRead()
    {
        const UsualVolumes usual(sessions(10, [](int minute, int) { return minute; }));
        const auto again = UsualVolumes::fromMeans(usual.means());
        QVERIFY(again);
        QCOMPARE(again->of(100, 20), usual.of(100, 20));
        QVERIFY(UsualVolumes::fromMeans({}));
        QVERIFY(!UsualVolumes::fromMeans(std::vector<float>(389, 1)));
        QVERIFY(!UsualVolumes::fromMeans(std::vector<float>(390, -1)));
        QVERIFY(!UsualVolumes::fromMeans(std::vector<float>(390, std::numeric_limits<float>::infinity())));
    }

    void needsFiveSessions()
    {
        const auto volume = [](int, int) { return 100; };
        QVERIFY(std::isnan(UsualVolumes(sessions(4, volume)).of(7)));
        QCOMPARE(UsualVolumes(sessions(5, volume)).of(7), 100.0);
        QVERIFY(std::isnan(UsualVolumes().of(7)));
    }

    void aMinuteWithoutTradeIsZeroButOneThatWasNotWatchedIsNot()
    {
        const auto volume = [](int minute, int ago) {
            if (ago == 1 && minute < 60) // the program came late
                return -1;
            return ago % 2 == 0 && minute == 30 ? -1 : 100;
        };
        const UsualVolumes usual(sessions(10, volume));
        QCOMPARE(usual.of(29), 100.0);
        QCOMPARE(usual.of(30), static_cast<double>(400.0F / 9)); // five of nine were without
        QCOMPARE(usual.of(60), 100.0);
    }

    void hoursOutsideOfTheRegularSessionAndClockChangesDoNotCount()
    {
        std::vector<MinuteVolume> minutes; // 2025-03-09: New York's clocks went forward
        for (int ago = 10; ago >= 1; --ago) {
            const QDate date = sessionsBefore({2025, 3, 14}, ago);
            minutes.push_back({newyork::toUtc(date, QTime(9, 29)), 7'000});
            minutes.push_back({openOf(date), 100});
            minutes.push_back({newyork::toUtc(date, QTime(16, 0)), 9'000});
        }
        const UsualVolumes usual(minutes);
        QCOMPARE(usual.of(0), 100.0);
        QVERIFY(std::isnan(usual.of(1)));
        QVERIFY(std::isnan(usual.of(389)));
    }

    /// The busy first minute is judged as soon as it is known what is usual for it.
    void volumeSpikeIsSeenOnTheFirstAndLastMinute_data()
    {
        QTest::addColumn<QDate>("date");
        QTest::addColumn<int>("minutes");
        QTest::addColumn<int>("busy");
        QTest::addColumn<double>("usually");
        QTest::addColumn<bool>("fires");
        QTest::newRow("first minute, unusual") << QDate(2025, 3, 10) << 390 << 0 << 1'000.0 << true;
        QTest::newRow("first minute, usual") << QDate(2025, 3, 10) << 390 << 0 << 5'000.0 << false;
        QTest::newRow("first minute, not known") << QDate(2025, 3, 10) << 390 << 0 << 0.0 << false;
        QTest::newRow("last minute, unusual") << QDate(2025, 3, 10) << 390 << 389 << 1'000.0 << true;
        QTest::newRow("last minute, not known") << QDate(2025, 3, 10) << 390 << 389 << 0.0 << false;
        QTest::newRow("last of a short day, not known") << QDate(2024, 7, 3) << 210 << 209 << 0.0 << false;
        QTest::newRow("the one before, not known") << QDate(2024, 7, 3) << 210 << 208 << 0.0 << true;
    }
    void volumeSpikeIsSeenOnTheFirstAndLastMinute()
    {
        QFETCH(QDate, date);
        QFETCH(int, minutes);
        QFETCH(int, busy);
        QFETCH(double, usually);
        QFETCH(bool, fires);
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        const auto quiet = [](Timestamp start, double volume) { return bar(start, 10, 10.1, 9.9, 10.1, volume); };
        std::vector<Bar> before;
        for (int i = 0; i < Session; ++i)
            before.push_back(quiet(openOf(sessionsBefore(date, 1)) + OneMinute * i, 1'000 + i % 7));
        std::vector<PatternEvent> events;
        std::vector<MinuteVolume> volumes;
        for (int ago = 10; ago >= 1 && usually > 0; --ago) {
            for (int i = 0; i < Session; ++i)
                volumes.push_back({openOf(sessionsBefore(date, ago)) + OneMinute * i, usually});
        }
        scanner.seed(m_symbol, {{}, before, usually > 0 ? UsualVolumes(volumes) : UsualVolumes(), {}, {}});
        scanner.evaluate(before.back().start + OneMinute, events);
        events.clear();
        for (int i = 0; i < minutes; ++i)
            scanner.apply({m_symbol, quiet(openOf(date) + OneMinute * i, i == busy ? 5'000 : 1'000 + i % 7),
                           ClosedMinute::Kind::Closed});
        scanner.evaluate(openOf(date) + OneMinute * minutes, events);
        std::erase_if(events, [](const PatternEvent &event) { return event.pattern != u"VolumeSpike"; });
        QCOMPARE(!events.empty(), fires);
        if (fires)
            QCOMPARE(events.front().barStart, openOf(date) + OneMinute * busy);
        if (fires && usually > 0)
            QCOMPARE(events.front().details[u"usual_ratio"].toDouble(), 5.0);
    }

    /// A daily breakout while the day still runs goes by the usual volume until this minute.
    void aFormingDayIsComparedWithTheUsualVolumeUntilNow()
    {
        std::vector<Bar> days;
        for (int ago = 30; ago >= 1; --ago)
            days.push_back(bar(newyork::toUtc(sessionsBefore(m_today, ago), QTime(0, 0)), 10, 10.5, 9.5, 10, 390'000));
        const auto previews = [&](double inTheFirstMinutes) {
            PatternScanner scanner(m_symbols, QStringLiteral("test"));
            const UsualVolumes usual(
                sessions(10, [&](int minute, int) { return minute < 10 ? inTheFirstMinutes : 100; }));
            scanner.seed(m_symbol, {days, {}, usual, {}, {}});
            std::vector<PatternEvent> events;
            for (int i = 0; i < 10; ++i)
                scanner.apply({m_symbol, bar(openOf(m_today) + OneMinute * i, 10, 10.1, 10, 10.1, 2'000),
                               ClosedMinute::Kind::Closed});
            const Timestamp now = openOf(m_today) + OneMinute * 10 + OneSecond * 30;
            scanner.evaluate(now, events);
            for (int i = 0; i < 2; ++i)
                scanner.preview(m_symbol, bar(openOf(m_today) + OneMinute * 10, 10.1, 11, 10.1, 11, 1'000), now,
                                events);
            return std::count_if(events.begin(), events.end(), [](const PatternEvent &event) {
                return event.pattern == u"Day1Breakout" && event.state == EventState::Forming;
            });
        };
        QCOMPARE(previews(1'000), 1); // 21,000 instead of 10,000
        QCOMPARE(previews(2'000), 0); // instead of 20,000
    }
};

QTEST_GUILESS_MAIN(UsualVolumesTest)
#include "tst_usualvolumes.moc"
