// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/patterns/candlesticks.h"
#include "core/patterns/patternevent.h"
#include "core/patterns/patternscanner.h"
#include "tests/support/builders.h"
#include "tests/support/gzcsv.h"

#include <algorithm>
#include <map>
#include <random>

using namespace tickstock;
using namespace tickstock::test;

namespace {

using Kind = ClosedMinute::Kind;

std::vector<Bar> flatDays(int count, double high, double low, double volume, Timestamp before)
{
    std::vector<Bar> days;
    const double middle = (high + low) / 2;
    for (int i = count; i > 0; --i)
        days.push_back(bar(before - OneMinute * 60 * 24 * i, middle, high, low, middle, volume, BarSource::Rest));
    return days;
}

} // namespace

class PatternsTest final : public QObject
{
    Q_OBJECT

private:
    SymbolTable m_symbols;
    SymbolId m_symbol = *m_symbols.intern(std::string_view("AAPL"));

    static int count(const std::vector<PatternEvent> &events, const char *pattern,
                     EventState state = EventState::Confirmed)
    {
        return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const PatternEvent &event) {
            return event.pattern == QLatin1String(pattern) && event.state == state;
        }));
    }

private Q_SLOTS:
    void candlesticksEqualTheReference_data()
    {
        QTest::addColumn<QString>("series");
        QTest::newRow("every pattern and sign") << QStringLiteral("synthetic_coverage");
        QTest::newRow("SPY minutes") << QStringLiteral("1min_SPY_20201215");
    }
    void candlesticksEqualTheReference()
    {
        QFETCH(QString, series);
        const QString base = QStringLiteral(TICKSTOCK_TEST_DATA "/oracle/") + series;
        const auto bars = readCsv(base + QStringLiteral(".bars.csv.gz"));
        const auto expected = readCsv(base + QStringLiteral(".patterns.csv.gz"));
        QVERIFY(bars.size() > 1'000);
        QCOMPARE(expected.size(), bars.size());
        std::vector<Bar> all;
        for (std::size_t i = 1; i < bars.size(); ++i) {
            const QStringList &row = bars[i];
            all.push_back(bar({static_cast<std::int64_t>(i)}, row[2].toDouble(), row[3].toDouble(), row[4].toDouble(),
                              row[5].toDouble(), row[6].toDouble()));
        }
        int fired = 0;
        for (const CandlestickPattern &pattern : candlestickPatterns()) {
            const auto column = expected[0].indexOf(QString::fromStdString(std::string(pattern.taLibName)));
            QVERIFY(column > 0);
            for (std::size_t i = 0; i < all.size(); ++i) {
                const std::size_t from = i + 1 > Candles::MaxBars ? i + 1 - Candles::MaxBars : 0;
                const auto given = evaluate(pattern, std::span(all).subspan(from, i + 1 - from));
                const QString wanted = expected[i + 1][column];
                const QString text = given ? QString::number(*given) : QString();
                if (text != wanted)
                    QFAIL(qPrintable(QStringLiteral("%1 on bar %2: %3 instead of %4")
                                         .arg(QString::fromStdString(std::string(pattern.taLibName)))
                                         .arg(i)
                                         .arg(text, wanted)));
                fired += given.value_or(0) != 0;
            }
        }
        QVERIFY(fired > 100);
    }

    void scannerReportsOnClosedBarsOnly()
    {
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        std::vector<PatternEvent> events;
        const Timestamp start = at("2014-09-17 09:30");
        scanner.apply({m_symbol, bar(start, 10, 11, 9, 9.5, 100), Kind::Closed}, events);
        scanner.apply({m_symbol, bar(start + OneMinute, 9.4, 10.5, 9.2, 10.2, 100), Kind::Closed}, events);
        QCOMPARE(count(events, "Engulfing"), 0); // TA-Lib looks at three bars
        scanner.apply({m_symbol, bar(start + OneMinute * 2, 10.2, 10.4, 9.9, 10, 100), Kind::Closed}, events);
        scanner.apply({m_symbol, bar(start + OneMinute * 3, 9.9, 11, 9.8, 10.8, 100), Kind::Closed}, events);
        QCOMPARE(count(events, "Engulfing"), 1);
        const PatternEvent &event = events.back();
        QCOMPARE(event.direction, Direction::Long);
        QCOMPARE(event.barStart, start + OneMinute * 3);
        QCOMPARE(event.timeframe, Timeframe::Min1);
        QCOMPARE(event.price, 10.8);
        scanner.apply({m_symbol, bar(start + OneMinute * 3, 9.9, 11, 9.8, 10.8, 100), Kind::Confirmed}, events);
        QCOMPARE(count(events, "Engulfing"), 1);
    }

    void correctionWithdrawsAndAddsOnce()
    {
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        std::vector<PatternEvent> events;
        const Timestamp start = at("2014-09-17 09:30");
        for (int i = 0; i < 3; ++i)
            scanner.apply({m_symbol, bar(start + OneMinute * i, 10.2, 10.4, 9.9, 10, 100), Kind::Closed}, events);
        const Timestamp third = start + OneMinute * 3;
        const Bar engulfing = bar(third, 9.9, 11, 9.8, 10.8, 100), plain = bar(third, 9.9, 11, 9.8, 10.1, 100);
        scanner.apply({m_symbol, engulfing, Kind::Closed}, events);
        QCOMPARE(count(events, "Engulfing"), 1);
        scanner.apply({m_symbol, plain, Kind::Corrected}, events);
        QCOMPARE(count(events, "Engulfing", EventState::Withdrawn), 1);
        QCOMPARE(events.back().id, events.front().id);
        QVERIFY(!events.back().details[u"reason"].toString().isEmpty());
        scanner.apply({m_symbol, engulfing, Kind::Corrected}, events);
        QCOMPARE(count(events, "Engulfing"), 1); // never raised twice
    }

    void fiveMinuteBarsAreScannedWhenTheyEnd()
    {
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        std::vector<PatternEvent> events;
        const Timestamp start = at("2014-09-17 09:30");
        const auto minuteBars = [&](int bar5, double open, double close) {
            for (int i = 0; i < 5; ++i) {
                const double from = open + (close - open) * i / 5, to = open + (close - open) * (i + 1) / 5;
                scanner.apply(
                    {m_symbol,
                     bar(start + OneMinute * (bar5 * 5 + i), from, std::max(from, to), std::min(from, to), to, 100),
                     Kind::Closed},
                    events);
            }
        };
        minuteBars(0, 10, 10.1);
        minuteBars(1, 10.1, 10);
        minuteBars(2, 9.9, 10.6);
        const auto isFive = [](const PatternEvent &event) { return event.timeframe == Timeframe::Min5; };
        QCOMPARE(std::count_if(events.begin(), events.end(), isFive), 1);
        const auto five = std::find_if(events.begin(), events.end(), isFive);
        QCOMPARE(five->pattern, QStringLiteral("Engulfing"));
        QCOMPARE(five->barStart, start + OneMinute * 10);
    }

    void day1BreakoutFiresOnTheFirstMinuteAboveTheTwentyDays()
    {
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        std::vector<PatternEvent> events;
        scanner.seedDays(m_symbol, flatDays(30, 100, 90, 1'000, at("2014-09-17 00:00")));
        const Timestamp open = at("2014-09-17 09:30");
        scanner.apply({m_symbol, bar(open - OneMinute, 99, 102, 98, 101, 10), Kind::Closed}, events); // pre-market
        QCOMPARE(count(events, "Day1Breakout"), 0);
        scanner.apply({m_symbol, bar(open, 99, 101, 98, 100, 10), Kind::Closed}, events); // touched, not closed above
        QCOMPARE(count(events, "Day1Breakout"), 0);
        scanner.apply({m_symbol, bar(open + OneMinute, 100, 102, 99, 100.5, 10), Kind::Closed}, events);
        QCOMPARE(count(events, "Day1Breakout"), 1);
        QCOMPARE(events.back().timeframe, Timeframe::Min1);
        QCOMPARE(events.back().details[u"level"].toDouble(), 100);
        scanner.apply({m_symbol, bar(open + OneMinute * 2, 101, 103, 100, 102, 10), Kind::Closed}, events);
        QCOMPARE(count(events, "Day1Breakout"), 1);
        scanner.apply({m_symbol, bar(open + OneMinute, 100, 102, 99, 99.5, 10), Kind::Corrected}, events);
        QCOMPARE(count(events, "Day1Breakout", EventState::Withdrawn), 1); // the next minute is the first now
        QCOMPARE(count(events, "Day1Breakout"), 2);
        QCOMPARE(events.back().barStart, open + OneMinute * 2);
    }

    void day1BreakoutIsJudgedAgainOnTheClose()
    {
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        std::vector<PatternEvent> events;
        scanner.seedDays(m_symbol, flatDays(30, 100, 90, 1'000, at("2014-09-17 00:00")));
        scanner.apply({m_symbol, bar(at("2014-09-17 09:30"), 99, 99, 97, 98, 900), Kind::Closed}, events);
        scanner.apply({m_symbol, bar(at("2014-09-17 15:59"), 99, 103, 99, 102, 900), Kind::Closed}, events);
        scanner.advance(at("2014-09-17 16:00"), events);
        const auto daily = [&] {
            return std::count_if(events.begin(), events.end(), [](const PatternEvent &event) {
                return event.pattern == u"Day1Breakout" && event.timeframe == Timeframe::Daily;
            });
        };
        QCOMPARE(daily(), 0);
        scanner.advance(at("2014-09-17 16:00") + Milliseconds(3'000), events);
        QCOMPARE(daily(), 1);
        QCOMPARE(events.back().price, 102);
        scanner.advance(at("2014-09-17 17:00"), events);
        QCOMPARE(daily(), 1);
    }

    void secondDayAboveIsNoBreakout()
    {
        PatternScanner scanner(m_symbols, QStringLiteral("test"));
        std::vector<PatternEvent> events;
        auto days = flatDays(30, 100, 90, 1'000, at("2014-09-16 00:00"));
        days.push_back(bar(at("2014-09-16 00:00"), 99, 105, 98, 104, 2'000, BarSource::Rest));
        scanner.seedDays(m_symbol, days);
        scanner.apply({m_symbol, bar(at("2014-09-17 09:30"), 105, 107, 104, 106, 10), Kind::Closed}, events);
        QCOMPARE(count(events, "Day1Breakout"), 0);
    }

    void confirmedEventsEqualAFreshScanWhateverTheOrder()
    {
        // Corrections and late minutes in any order leave the events that a scan of the final bars gives, except those
        // that a bar has already shown and taken back.
        std::mt19937 random(99);
        const Timestamp start = at("2014-09-17 09:30");
        double price = 100;
        std::vector<Bar> bars;
        for (int i = 0; i < 60; ++i) {
            const double open = price, close = price + (static_cast<double>(random() % 21) - 10) / 10;
            bars.push_back(
                bar(start + OneMinute * i, open, std::max(open, close) + 0.2, std::min(open, close) - 0.2, close, 100));
            price = close;
        }
        const auto confirmed = [](const std::vector<PatternEvent> &events) {
            std::map<QUuid, EventState> last;
            for (const PatternEvent &event : events)
                last[event.id] = event.state;
            std::erase_if(last, [](const auto &entry) { return entry.second != EventState::Confirmed; });
            return last;
        };
        PatternScanner plain(m_symbols, QStringLiteral("a")), corrected(m_symbols, QStringLiteral("b"));
        std::vector<PatternEvent> plainEvents, correctedEvents;
        for (const Bar &bar : bars)
            plain.apply({m_symbol, bar, Kind::Closed}, plainEvents);
        for (std::size_t i = 0; i < bars.size(); ++i) {
            Bar first = bars[i];
            if (i % 7 == 3)
                first.high += 0.1; // corrected three minutes later
            corrected.apply({m_symbol, first, Kind::Closed}, correctedEvents);
            if (i >= 3 && (i - 3) % 7 == 3)
                corrected.apply({m_symbol, bars[i - 3], Kind::Corrected}, correctedEvents);
        }
        QVERIFY(confirmed(plainEvents).size() > 3);
        QCOMPARE(confirmed(correctedEvents), confirmed(plainEvents));
    }

    void eventSurvivesItsJson()
    {
        PatternEvent event;
        event.pattern = QStringLiteral("Hammer");
        event.symbol = QStringLiteral("BRK.B");
        event.barStart = at("2018-01-02 09:31");
        event.timeframe = Timeframe::Min5;
        event.direction = Direction::Long;
        event.confidence = 0.75;
        event.price = 12.5;
        event.origin = QStringLiteral("test");
        event.details[u"strength"] = 100;
        event.id = event.computedId();
        const QByteArray json = toJson(event);
        QVERIFY(json.contains("\"timestamp\":\"2018-01-02T14:31:00Z\""));
        const auto read = patternEventFromJson(json);
        QVERIFY(read);
        QCOMPARE(read->id, event.id);
        QCOMPARE(read->barStart, event.barStart);
        QCOMPARE(read->timeframe, event.timeframe);
        QCOMPARE(read->details, event.details);
        QCOMPARE(toJson(*read), json);
    }

    void foreignEventsAreUnderstood()
    {
        const auto event = patternEventFromJson(R"({"pattern":"Flag","symbol":"X","timestamp":"2018-01-02T14:31:00Z",)"
                                                R"("direction":"bearish","timeframe":"daily","mood":"grim"})");
        QVERIFY(event);
        QCOMPARE(event->direction, Direction::Short);
        QCOMPARE(event->details[u"mood"].toString(), QStringLiteral("grim"));
        QCOMPARE(event->id, event->computedId());
        for (const char *bad : {"", "[]", "{}", R"({"pattern":"Flag","symbol":"X","timestamp":"today"})"})
            QVERIFY2(!patternEventFromJson(bad), bad);
    }
};

QTEST_GUILESS_MAIN(PatternsTest)
#include "tst_patterns.moc"
