// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/scannerfixture.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::test;

/// When a scanner speaks: of running bars, within a session, with which settings.
class PatternSessionTest final : public Test, private ScannerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(hasBars()); }

    void whatFormsIsProvisional()
    {
        PatternScanner scanner = makeScanner(only("Engulfing"));
        std::vector<PatternEvent> events;
        for (int i = 0; i < 3; ++i)
            scanner.apply({m_symbol, bar(m_open + OneMinute * i, 10.2, 10.4, 9.9, 10, 100), Kind::Closed});
        const Timestamp third = m_open + OneMinute * 3;
        scanner.evaluate(third, events);
        QVERIFY(events.empty());
        const Bar engulfing = bar(third, 9.9, 11, 9.8, 10.8, 50), plain = bar(third, 9.9, 11, 9.8, 10.1, 60);
        scanner.preview(m_symbol, engulfing, third + OneSecond * 18, events);
        scanner.preview(m_symbol, plain, third + OneSecond * 19, events);
        scanner.preview(m_symbol, engulfing, third + OneSecond * 20, events);
        QVERIFY(events.empty()); // only a glimpse
        scanner.preview(m_symbol, engulfing, third + OneSecond * 21, events);
        QCOMPARE(events.size(), 1u);
        QCOMPARE(events[0].state, EventState::Forming);
        scanner.preview(m_symbol, engulfing, third + OneSecond * 22, events);
        QCOMPARE(events.size(), 1u); // said once
        scanner.preview(m_symbol, plain, third + OneSecond * 30, events);
        QCOMPARE(events.size(), 2u);
        QCOMPARE(events[1].state, EventState::Withdrawn);
        QVERIFY(events[1].details[u"reason"].toString().contains(u"not confirmed"));
        for (int second = 40; second < 50; ++second)
            scanner.preview(m_symbol, engulfing, third + OneSecond * second, events);
        QCOMPARE(events.size(), 2u); // it does not come and go: once a bar
        scanner.apply({m_symbol, engulfing, Kind::Closed});
        scanner.evaluate(third + OneMinute, events);
        QCOMPARE(events.size(), 3u);
        QCOMPARE(events[2].state, EventState::Confirmed);
        QCOMPARE(events[2].id, events[0].id);
    }

    /// A day that has just begun has a shape that means nothing.
    void candlesticksOfADayFormInItsLastHalfHour()
    {
        const auto previews = [&](const char *time) {
            PatternScanner scanner = makeScanner(only("Engulfing"));
            std::vector<PatternEvent> events;
            scanner.seedDays(m_symbol, {bar(at("2011-01-10 00:00"), 10.2, 10.4, 9.9, 10, 1'000),
                                        bar(at("2011-01-11 00:00"), 10.2, 10.4, 9.9, 10, 1'000)});
            scanner.apply({m_symbol, bar(m_open, 9.8, 9.9, 9.7, 9.8, 900), Kind::Closed});
            scanner.evaluate(m_open + OneMinute, events);
            const Timestamp now = at(time);
            for (int i = 0; i < 3; ++i)
                scanner.preview(m_symbol, bar(now.floorTo(OneMinute), 9.8, 11, 9.8, 10.8, 900), now, events);
            return count(events, "Engulfing", EventState::Forming);
        };
        QCOMPARE(previews("2011-01-12 15:29"), 0);
        QCOMPARE(previews("2011-01-12 15:30"), 1);
    }

    /// Between two runs a pattern was switched off: its events were true, and stay.
    void whatIsNotLookedForAnyMoreStaysAsItIs()
    {
        const std::vector<PatternEvent> before = batch();
        std::vector<Bar> all = m_history;
        all.insert(all.end(), m_today.begin(), m_today.end());
        PatternScanner scanner = makeScanner(only("Hammer"));
        scanner.seed(m_symbol, {daysOf(m_history), all, {}, before, {}});
        std::vector<PatternEvent> events;
        scanner.evaluate(m_evening, events);
        QVERIFY(events.empty());
    }

    /// The past is judged before the session begins, elsewhere: when its first minute closes, only that is judged.
    void aSessionGoesOnFromAPreparedPast()
    {
        PatternScanner scanner = makeScanner();
        begin(scanner, {daysOf(m_history), m_history, {}, {}, m_day}, true);
        std::vector<PatternEvent> events;
        constexpr PatternScanner::Turn none{SIZE_MAX, 0}; // are judged again
        QVERIFY(!scanner.evaluate(m_open - OneMinute * 60, events, none));
        QVERIFY(events.empty());
        QCOMPARE(scanner.newestBar(m_symbol, Timeframe::Min1), at("2011-01-11 15:59"));
        for (const Bar &minute : m_today) {
            scanner.apply({m_symbol, minute, Kind::Closed});
            QVERIFY(!scanner.evaluate(minute.start + OneMinute, events, none));
        }
        QVERIFY(!scanner.evaluate(m_evening, events, none));
        QCOMPARE(confirmed(events), confirmed(batch()));
        PatternScanner other = makeScanner();
        begin(other, {daysOf(m_history), m_history, {}, {}, m_day}, false);
        QVERIFY(other.evaluate(m_open, events, none));
    }

    /// The past was judged by the settings before: what it has reported is not told once more.
    void settingsMayChangeWhileThePastIsJudged()
    {
        const std::vector<PatternEvent> before = batch();
        std::vector<Bar> all = m_history;
        all.insert(all.end(), m_today.begin(), m_today.end());
        PatternScanner scanner = makeScanner();
        auto scan = std::make_unique<SymbolScan>(QStringLiteral("SPY"), QStringLiteral("test"), scanner.plan());
        scan->begin({daysOf(m_history), all, {}, before, m_day});
        scan->prepare();
        scanner.setSettings(only("Engulfing"));
        scanner.take(m_symbol, std::move(scan));
        std::vector<PatternEvent> events;
        scanner.evaluate(m_evening, events);
        QVERIFY2(events.empty(), qPrintable(events.empty() ? QString() : events.front().pattern));
        QCOMPARE(scanner.newestBar(m_symbol, Timeframe::Min1), at("2011-01-12 15:59"));
    }

    /// What the store did not have yet when it was read.
    void minutesThatOnlyTheRunningSearchKnowsStay()
    {
        PatternScanner scanner = makeScanner();
        giveHistory(scanner, m_history);
        std::vector<PatternEvent> events;
        for (const Bar &minute : m_today)
            scanner.apply({m_symbol, minute, Kind::Closed});
        scanner.evaluate(m_evening - OneMinute * 200, events);
        const auto isOfADay = [](const PatternEvent &event) { return event.timeframe == Timeframe::Daily; };
        std::vector<Bar> stored = m_history;
        stored.insert(stored.end(), m_today.begin(), m_today.begin() + 400);
        std::vector<PatternEvent> reported = events;
        begin(scanner, {{}, stored, {}, reported, m_day}, true); // days come from REST
        events.clear();
        scanner.evaluate(m_evening, events);
        std::erase_if(events, isOfADay);
        QVERIFY2(events.empty(), qPrintable(events.empty() ? QString() : events.front().pattern));
    }

    void whatFormsGoesWhenNobodyLooks()
    {
        for (const bool forgets : {true, false}) {
            PatternScanner scanner = makeScanner(only("Engulfing"));
            std::vector<PatternEvent> events;
            for (int i = 0; i < 3; ++i)
                scanner.apply({m_symbol, bar(m_open + OneMinute * i, 10.2, 10.4, 9.9, 10, 100), Kind::Closed});
            const Timestamp third = m_open + OneMinute * 3;
            scanner.evaluate(third, events);
            for (int i = 0; i < 2; ++i)
                scanner.preview(m_symbol, bar(third, 9.9, 11, 9.8, 10.8, 50), third + OneSecond, events);
            QCOMPARE(events.size(), 1u);
            if (forgets)
                scanner.forget(m_symbol);
            else
                scanner.setOn(false);
            scanner.evaluate(third + OneSecond * 2, events);
            QCOMPARE(events.size(), 2u);
            QCOMPARE(events[1].state, EventState::Withdrawn);
            QCOMPARE(events[1].id, events[0].id);
        }
    }

    void thePreMarketIsNotScanned()
    {
        PatternScanner scanner = makeScanner();
        std::vector<PatternEvent> events;
        const Timestamp start = at("2011-01-12 08:00");
        for (int i = 0; i < 3; ++i)
            scanner.apply({m_symbol, bar(start + OneMinute * i, 10.2, 10.4, 9.9, 10, 100), Kind::Closed});
        scanner.apply({m_symbol, bar(start + OneMinute * 3, 9.9, 11, 9.8, 10.8, 100), Kind::Closed});
        scanner.evaluate(start + OneMinute * 5, events);
        QVERIFY(events.empty());
    }

    void aBarEndsByTimeToo()
    {
        PatternScanner scanner = makeScanner();
        std::vector<PatternEvent> events;
        const auto five = [&](int index, double open, double high, double low, double close) {
            scanner.apply({m_symbol, bar(m_open + OneMinute * (index * 5), open, high, low, close, 100), Kind::Closed});
        };
        for (int i = 0; i < 3; ++i)
            five(i, 10.2, 10.4, 9.9, 10);
        five(3, 9.9, 11, 9.8, 10.8); // the only minute of its five
        const auto isFive = [](const PatternEvent &event) {
            return event.timeframe == Timeframe::Min5 && event.pattern == u"Engulfing";
        };
        scanner.evaluate(m_open + OneMinute * 20, events);
        QCOMPARE(std::count_if(events.begin(), events.end(), isFive), 0);
        scanner.evaluate(m_open + OneMinute * 20 + BarBook::CloseGrace, events);
        QCOMPARE(std::count_if(events.begin(), events.end(), isFive), 1);
    }

    void theDayIsJudgedAtItsClose()
    {
        PatternScanner scanner = makeScanner(only("Day1Breakout"));
        std::vector<PatternEvent> events;
        std::vector<Bar> days;
        for (int i = 30; i > 0; --i)
            days.push_back(
                bar(at("2011-01-12 00:00") - OneMinute * 60 * 24 * i, 95, 100, 90, 95, 1'000, BarSource::Rest));
        scanner.seedDays(m_symbol, days);
        scanner.apply({m_symbol, bar(m_open, 99, 99, 97, 98, 900), Kind::Closed});
        scanner.evaluate(m_open + OneMinute, events);
        const Timestamp noon = at("2011-01-12 12:00"), close = at("2011-01-12 16:00");
        for (int i = 0; i < 2; ++i)
            scanner.preview(m_symbol, bar(noon, 98, 102, 98, 101, 900), noon, events);
        QCOMPARE(count(events, "Day1Breakout", EventState::Forming), 1);
        scanner.apply({m_symbol, bar(at("2011-01-12 15:59"), 99, 103, 99, 102, 900), Kind::Closed});
        scanner.evaluate(close, events);
        QCOMPARE(count(events, "Day1Breakout"), 0);
        scanner.evaluate(close + BarBook::CloseGrace, events);
        QCOMPARE(count(events, "Day1Breakout"), 1);
        QCOMPARE(events.back().timeframe, Timeframe::Daily);
        QCOMPARE(events.back().price, 102);
        QCOMPARE(events.back().details[u"levels"][u"trigger"].toDouble(), 100);
        scanner.evaluate(close + OneMinute * 60, events);
        QCOMPARE(count(events, "Day1Breakout"), 1);
    }

    void aSecondDayAboveIsNoBreakout()
    {
        PatternScanner scanner = makeScanner(only("Day1Breakout"));
        std::vector<PatternEvent> events;
        std::vector<Bar> days;
        for (int i = 30; i > 1; --i)
            days.push_back(
                bar(at("2011-01-12 00:00") - OneMinute * 60 * 24 * i, 95, 100, 90, 95, 1'000, BarSource::Rest));
        days.push_back(bar(at("2011-01-11 00:00"), 99, 105, 98, 104, 2'000, BarSource::Rest));
        scanner.seedDays(m_symbol, days);
        scanner.apply({m_symbol, bar(m_open, 105, 107, 104, 106.9, 9'000), Kind::Closed});
        scanner.evaluate(m_evening, events);
        QCOMPARE(count(events, "Day1Breakout"), 0);
    }

    void turnedOffNothingIsSaid()
    {
        PatternScanner scanner = makeScanner();
        giveHistory(scanner, m_history);
        scanner.setOn(false);
        std::vector<PatternEvent> events;
        for (const Bar &minute : m_today) {
            scanner.apply({m_symbol, minute, Kind::Closed});
            scanner.evaluate(minute.start + OneMinute, events);
        }
        QVERIFY(events.empty());
        scanner.setSettings(PatternSettings().everywhere()); // does not swallow what was missed
        scanner.setOn(true);
        scanner.evaluate(m_evening, events);
        QCOMPARE(confirmed(events), confirmed(batch())); // what was missed is found, and says so
        QVERIFY(events.front().details[u"reason"].toString().contains(u"late"));
    }

    void newSettingsCountFromNowOn()
    {
        PatternScanner scanner = makeScanner(only("Hammer"));
        giveHistory(scanner, m_history);
        std::vector<PatternEvent> events;
        std::size_t i = 0;
        for (; i < m_today.size() / 2; ++i)
            scanner.apply({m_symbol, m_today[i], Kind::Closed});
        scanner.evaluate(m_today[i].start, events);
        const int hammers = count(events, "Hammer");
        QVERIFY(hammers > 0);
        scanner.setSettings(only("Engulfing"));
        scanner.evaluate(m_today[i].start, events);
        QCOMPARE(static_cast<int>(events.size()), hammers); // neither withdrawn nor found in the past
        for (; i < m_today.size(); ++i)
            scanner.apply({m_symbol, m_today[i], Kind::Closed});
        scanner.evaluate(m_evening, events);
        QCOMPARE(count(events, "Hammer"), hammers);
        QVERIFY(count(events, "Engulfing") > 0);
    }

    void theNextSessionBeginsAnew()
    {
        PatternScanner scanner = makeScanner();
        giveHistory(scanner, m_history);
        std::vector<PatternEvent> events;
        for (const Bar &minute : m_today) {
            scanner.apply({m_symbol, minute, Kind::Closed});
            scanner.evaluate(minute.start + OneMinute, events);
        }
        const std::vector<Bar> next = spy({2011, 1, 13}, {2011, 1, 13});
        for (const Bar &minute : next) {
            scanner.apply({m_symbol, minute, Kind::Closed});
            scanner.evaluate(minute.start + OneMinute, events);
        }
        scanner.evaluate(at("2011-01-13 20:00"), events);
        PatternScanner fresh = makeScanner();
        std::vector<Bar> history = m_history;
        history.insert(history.end(), m_today.begin(), m_today.end());
        giveHistory(fresh, history);
        std::vector<PatternEvent> freshEvents;
        for (const Bar &minute : next)
            fresh.apply({m_symbol, minute, Kind::Closed});
        fresh.evaluate(at("2011-01-13 20:00"), freshEvents);
        std::erase_if(events,
                      [](const PatternEvent &event) { return newyork::date(event.barStart) != QDate(2011, 1, 13); });
        QVERIFY(freshEvents.size() > 100);
        QCOMPARE(confirmed(events), confirmed(freshEvents));
    }
};

QTEST_GUILESS_MAIN(PatternSessionTest)
#include "tst_patternsession.moc"
