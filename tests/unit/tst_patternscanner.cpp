// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/patternrecord.h"
#include "tests/support/scannerfixture.h"
#include "tests/support/test.h"

#include <random>

using namespace tickstock;
using namespace tickstock::test;

/// That a scanner finds live what one pass over the final bars finds, whatever happens in between.
class PatternScannerTest final : public Test, private ScannerFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(hasBars()); }

    void aDayHasEventsOfManyKindsAndTimeframes()
    {
        std::map<QString, int> kinds;
        std::map<Timeframe, int> timeframes;
        for (const PatternEvent &event : batch()) {
            QCOMPARE(event.state, EventState::Confirmed);
            QCOMPARE(newyork::date(event.barStart), m_day);
            QVERIFY(event.confidence >= 0.5 && event.confidence <= 1);
            ++kinds[event.pattern];
            ++timeframes[event.timeframe];
        }
        QVERIFY2(kinds.size() > 30, qPrintable(QString::number(kinds.size())));
        QVERIFY(timeframes[Timeframe::Min1] > 300 && timeframes[Timeframe::Min5] > 50);
        QVERIFY(timeframes[Timeframe::Min15] > 10);
    }

    /// Bar by bar, as they would come, it is the same as in one pass.
    void liveEqualsBatch()
    {
        PatternScanner scanner = makeScanner();
        giveHistory(scanner, m_history);
        std::vector<PatternEvent> events;
        for (const Bar &minute : m_today) {
            scanner.preview(m_symbol, minute, minute.start + OneSecond * 30, events);
            scanner.preview(m_symbol, minute, minute.start + OneSecond * 31, events);
            scanner.apply({m_symbol, minute, Kind::Closed});
            scanner.evaluate(minute.start + OneMinute, events);
        }
        scanner.evaluate(m_evening, events);
        QCOMPARE(confirmed(events), confirmed(batch()));
        for (const auto &[id, state] : lastStates(events))
            QVERIFY(state != EventState::Forming); // what was provisional has been decided
    }

    /// There may be ten thousand of them: out of the box, a symbol takes less than 60 KB at the end of a session.
    void aSymbolTakesLittleMemory()
    {
        PatternScanner scanner = makeScanner(PatternSettings());
        giveHistory(scanner, m_history);
        std::vector<PatternEvent> events;
        for (const Bar &minute : m_today) {
            scanner.apply({m_symbol, minute, Kind::Closed});
            scanner.evaluate(minute.start + OneMinute, events);
        }
        QVERIFY2(scanner.memory() < 60 * 1'024, qPrintable(QString::number(scanner.memory())));
    }

    void orderCorrectionsAndRestartsDoNotMatter_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 12; ++seed)
            QTest::addRow("%u", seed) << seed;
    }
    void orderCorrectionsAndRestartsDoNotMatter()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        const auto chance = [&](unsigned percent) { return random() % 100 < percent; };
        std::vector<PatternEvent> events;
        std::map<QUuid, int> raised;
        auto scanner = std::make_unique<PatternScanner>(makeScanner());
        giveHistory(*scanner, m_history);
        std::vector<Bar> known = m_history; // as a store would have them
        struct Late
        {
            std::size_t due;
            Bar bar;
            Kind kind;
        };
        std::vector<Late> late;
        const auto give = [&](const Bar &minute, Kind kind) {
            scanner->apply({m_symbol, minute, kind});
            const auto at = std::lower_bound(known.begin(), known.end(), minute.start,
                                             [](const Bar &bar, Timestamp start) { return bar.start < start; });
            if (at != known.end() && at->start == minute.start)
                *at = minute;
            else
                known.insert(at, minute);
        };
        for (std::size_t i = 0; i < m_today.size(); ++i) {
            const Bar &minute = m_today[i];
            if (chance(4)) { // comes late
                late.push_back({i + 1 + random() % 20, minute, Kind::Closed});
            } else if (chance(6)) { // corrected, once or to and fro
                Bar wrong = minute;
                wrong.high += 0.3;
                wrong.close += chance(50) ? 0.2 : -0.2;
                wrong.low = std::min(wrong.low, wrong.close);
                give(wrong, Kind::Closed);
                Bar right = minute;
                right.revision = 1;
                late.push_back({i + 1 + random() % 15, right, Kind::Corrected});
                if (chance(40)) {
                    Bar again = wrong;
                    again.revision = 2;
                    late.push_back({late.back().due + random() % 5, again, Kind::Corrected});
                    right.revision = 3;
                    late.push_back({late.back().due + 1 + random() % 5, right, Kind::Corrected});
                }
            } else {
                give(minute, Kind::Closed);
            }
            if (chance(2)) { // the program starts anew, with what is in the store
                scanner = std::make_unique<PatternScanner>(makeScanner());
                std::vector<PatternEvent> stored;
                for (const PatternEvent &event : events) {
                    std::erase_if(stored, [&](const PatternEvent &older) { return older.id == event.id; });
                    stored.push_back(event);
                }
                begin(*scanner, {daysOf(m_history), known, {}, stored, {}}, chance(50));
            }
            const bool isLast = i + 1 == m_today.size();
            for (const Late &each : std::exchange(late, {})) {
                if (each.due <= i || isLast)
                    give(each.bar, each.kind);
                else
                    late.push_back(each);
            }
            if (chance(60))
                scanner->evaluate(minute.start + OneMinute, events);
        }
        scanner->evaluate(m_evening, events);
        const auto given = confirmed(events), wanted = confirmed(batch());
        QCOMPARE(given, wanted);
        for (const PatternEvent &event : events) {
            if (event.state == EventState::Confirmed && !event.isRepeated)
                QVERIFY2(++raised[event.id] == 1, qPrintable(event.pattern)); // never raised twice
        }
    }

    void nothingIsSaidOfHistory()
    {
        PatternScanner scanner = makeScanner();
        std::vector<PatternEvent> events;
        std::vector<Bar> all = m_history;
        all.insert(all.end(), m_today.begin(), m_today.begin() + 500);
        scanner.seed(m_symbol, {{}, all, {}, {}, {}});
        scanner.evaluate(all.back().start + OneMinute, events);
        scanner.seed(m_symbol, {{}, all, {}, std::exchange(events, {}), {}});
        scanner.evaluate(all.back().start + OneMinute, events);
        QVERIFY(events.empty());
    }

    void engulfingIsSeenOnTheFirstLiveBar()
    {
        PatternScanner scanner = makeScanner();
        std::vector<PatternEvent> events;
        const Timestamp start = m_open;
        std::vector<Bar> history;
        for (int i = 0; i < 3; ++i)
            history.push_back(bar(start + OneMinute * i, 10.2, 10.4, 9.9, 10, 100));
        seedSilently(scanner, history);
        scanner.apply({m_symbol, bar(start + OneMinute * 3, 9.9, 11, 9.8, 10.8, 100), Kind::Closed});
        scanner.evaluate(start + OneMinute * 4, events);
        QCOMPARE(count(events, "Engulfing"), 1);
        QCOMPARE(events.back().direction, Direction::Long);
        QCOMPARE(events.back().barStart, start + OneMinute * 3);
        QCOMPARE(events.back().price, 10.8);
    }

    void correctionWithdrawsAndRestores()
    {
        PatternScanner scanner = makeScanner(only("Engulfing"));
        std::vector<PatternEvent> events;
        for (int i = 0; i < 3; ++i)
            scanner.apply({m_symbol, bar(m_open + OneMinute * i, 10.2, 10.4, 9.9, 10, 100), Kind::Closed});
        const Timestamp third = m_open + OneMinute * 3;
        const auto say = [&](Bar minute, int revision) {
            minute.revision = revision;
            scanner.apply({m_symbol, minute, revision == 0 ? Kind::Closed : Kind::Corrected});
            scanner.evaluate(third + OneMinute, events);
        };
        const Bar engulfing = bar(third, 9.9, 11, 9.8, 10.8, 100), plain = bar(third, 9.9, 11, 9.8, 10.1, 100);
        say(engulfing, 0);
        QCOMPARE(events.size(), 1u);
        QVERIFY(!events[0].details.contains(u"reason"));
        say(plain, 1);
        QCOMPARE(events.size(), 2u);
        QCOMPARE(events[1].state, EventState::Withdrawn);
        QCOMPARE(events[1].id, events[0].id);
        QCOMPARE(events[1].details[u"reason"].toString(), QStringLiteral("bar corrected, revision 1"));
        say(engulfing, 2);
        QCOMPARE(events.size(), 3u);
        QCOMPARE(events[2].state, EventState::Confirmed);
        QVERIFY(events[2].isRepeated);
        QVERIFY(!events[0].isRepeated);
    }

    /// A worker that could not read the past of a symbol has never heard of it, and must not speak of it.
    void whoIsForgottenBeforeItWasKnownIsSilentToo()
    {
        PatternScanner scanner = makeScanner();
        std::vector<PatternEvent> events;
        scanner.forget(m_symbol);
        for (const Bar &minute : m_today)
            scanner.apply({m_symbol, minute, Kind::Closed});
        scanner.evaluate(m_evening, events);
        QVERIFY(events.empty());
        scanner.resume(m_symbol);
        for (const Bar &minute : m_today)
            scanner.apply({m_symbol, minute, Kind::Closed});
        scanner.evaluate(m_evening, events);
        QVERIFY(!events.empty());
    }

    /// Counted once more by hand: engulfing on every fourth bar, and a known rise after each.
    void theRecordCountsWhatFollowed()
    {
        std::vector<Bar> minutes;
        for (int i = 0; i < 40; ++i) {
            const double base = 100 + i; // a dollar a minute
            const bool engulfs = i % 4 == 3;
            minutes.push_back(engulfs
                                  ? bar(m_open + OneMinute * i, base - 1.6, base + 0.6, base - 1.7, base + 0.5, 100)
                                  : bar(m_open + OneMinute * i, base + 0.4, base + 0.6, base - 0.6, base - 0.5, 100));
        }
        minutes.push_back(bar(at("2011-01-12 18:00"), 1, 1, 1, 1, 1)); // after hours: not counted
        const SymbolRecords found = recordsOf(QStringLiteral("SPY"), minutes, {}, PatternSettings());
        QCOMPARE(found.sessions, 1);
        QCOMPARE(found.days, 0);
        const auto record = found.records.find({QStringLiteral("Engulfing"), Timeframe::Min1, Direction::Long});
        QVERIFY(record != found.records.end());
        QCOMPARE(record->second.cases, 10);
        const PatternRecord::After &five = record->second.after[0], &sixty = record->second.after[2];
        QCOMPARE(five.cases, 8); // of the last two, five bars later lies beyond the end
        QCOMPARE(five.withDirection, 8);
        double percent = 0;
        for (int i = 3; i + 5 < 40; i += 4)
            percent +=
                100 *
                (minutes[static_cast<std::size_t>(i + 5)].close / minutes[static_cast<std::size_t>(i)].close - 1) / 8;
        QVERIFY(std::abs(five.meanPercent - percent) < 1e-9);
        QCOMPARE(sixty.cases, 0);
    }

    void recordsEqualWhatTheScannerFindsLive()
    {
        std::vector<PatternEvent> events = batch();
        std::erase_if(events, [](const PatternEvent &event) { return event.timeframe != Timeframe::Min1; });
        std::vector<Bar> two = m_history;
        two.insert(two.end(), m_today.begin(), m_today.end());
        const SymbolRecords both = recordsOf(QStringLiteral("SPY"), two, {}, PatternSettings());
        const SymbolRecords before = recordsOf(QStringLiteral("SPY"), m_history, {}, PatternSettings());
        const RecordKey key{QStringLiteral("Hammer"), Timeframe::Min1, Direction::Long};
        QVERIFY(before.records.at(key).cases > 20);
        QCOMPARE(both.records.at(key).cases - before.records.at(key).cases, count(events, "Hammer"));
        QCOMPARE(both.sessions - before.sessions, 1);
    }

    /// What is stored is known to everybody: only what has changed since is told.
    void aTakeoverTellsWhatIsNotStored()
    {
        const std::vector<PatternEvent> before = batch();
        PatternEvent wrong = before.front();
        wrong.pattern = QStringLiteral("Kicking"); // held once, by a bar that has been corrected since
        wrong.id = wrong.computedId();
        std::vector<PatternEvent> stored = before;
        stored.pop_back(); // was not stored any more
        stored.push_back(wrong);
        wrong.barStart = wrong.barStart + OneMinute * 15;
        wrong.state = EventState::Withdrawn;
        wrong.id = wrong.computedId();
        stored.push_back(wrong);
        std::vector<Bar> all = m_history;
        all.insert(all.end(), m_today.begin(), m_today.end());
        PatternScanner scanner = makeScanner();
        scanner.seed(m_symbol, {daysOf(m_history), all, {}, stored, {}});
        std::vector<PatternEvent> events;
        scanner.evaluate(m_evening, events);
        QCOMPARE(events.size(), 2u);
        QCOMPARE(count(events, "Kicking", EventState::Withdrawn), 1);
        for (const PatternEvent &event : events) {
            if (event.state != EventState::Withdrawn) {
                QCOMPARE(event.id, before.back().id);
                continue;
            }
            QCOMPARE(event.details[u"was"].toString(), QStringLiteral("confirmed"));
            QVERIFY(event.details[u"reason"].toString().contains(u"not found again"));
        }
    }
};

QTEST_GUILESS_MAIN(PatternScannerTest)
#include "tst_patternscanner.moc"
