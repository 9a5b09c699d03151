// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "core/simulator/eventjson.h"
#include "core/simulator/marketmodel.h"
#include "core/simulator/markettape.h"
#include "core/simulator/replaysource.h"
#include "tests/support/builders.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

#include <map>

using namespace tickstock;
using namespace tickstock::simulator;
using namespace tickstock::test;

class SimulatorModelTest final : public Test
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString write(const char *name, const QByteArray &content) const
    {
        const QString path = m_directory.filePath(QString::fromLatin1(name));
        QFile file(path);
        [[maybe_unused]] const bool opened = file.open(QIODevice::WriteOnly);
        file.write(content);
        return path;
    }

private Q_SLOTS:
    void modelIsAFunctionOfSeedSymbolAndMinute()
    {
        const auto one = model({"AAPL", "MSFT"}, "2025-03-10 09:30"), two = model({"AAPL", "MSFT"}, "2025-03-10 09:30");
        std::vector<SimTrade> a, b;
        one->trades(1, at("2025-03-10 09:45"), a);
        for (int i = 40; i > 30; --i)
            two->trades(0, at("2025-03-10 09:30") + OneMinute * i, b); // other questions first
        two->trades(1, at("2025-03-10 09:45"), b);
        QCOMPARE(a.size(), b.size());
        QVERIFY(a.size() > 50);
        for (std::size_t i = 0; i < a.size(); ++i) {
            QCOMPARE(a[i].time, b[i].time);
            QCOMPARE(a[i].price, b[i].price);
            QCOMPARE(a[i].size, b[i].size);
            QVERIFY(i == 0 || a[i].time >= a[i - 1].time);
        }
    }

    void everySymbolTradesInMostMinutesHoweverSlow()
    {
        const auto slow = model({"A", "B", "C"}, "2025-03-10 09:30", 0.001);
        std::vector<SimTrade> trades;
        for (std::size_t symbol = 0; symbol < 3; ++symbol) {
            int traded = 0;
            for (int i = 0; i < 390; ++i) {
                slow->trades(symbol, at("2025-03-10 09:30") + OneMinute * i, trades);
                traded += !trades.empty();
            }
            QVERIFY2(traded >= 370, qPrintable(QString::number(traded)));
        }
    }

    void nothingTradesAtNightOrBeforeTheStart()
    {
        const auto source = model({"A"}, "2025-03-10 09:30");
        std::vector<SimTrade> trades;
        for (const char *when : {"2025-03-10 09:29", "2025-03-10 20:00", "2025-03-09 12:00", "2025-03-11 03:59"}) {
            source->trades(0, at(when), trades);
            QVERIFY2(trades.empty(), when);
        }
        source->trades(0, at("2025-03-07 10:00"), trades);
        QVERIFY(!trades.empty()); // earlier days are complete
        QCOMPARE(source->nextMinute(at("2025-03-10 20:00")), std::optional(at("2025-03-11 04:00")));
    }

    void streamAndAnswersAgree()
    {
        MarketTape tape(model({"A", "B"}, "2025-03-10 09:28"));
        tape.follow(0);
        std::map<Timestamp, SimBar> seconds, minutes;
        double tradedVolume = 0;
        bool heldBack = true;
        const auto sink = [&](const TapeEvent &event) {
            if (event.channel == Channel::A) {
                heldBack = heldBack && event.bar.end + MarketTape::HoldBack <= tape.now() + OneSecond;
                seconds[event.bar.start] = event.bar;
            } else if (event.channel == Channel::AM) {
                minutes[event.bar.start] = event.bar;
            } else {
                tradedVolume += event.trade.size;
            }
        };
        const Timestamp end = at("2025-03-10 09:58");
        for (Timestamp t = tape.start(); t < end; t = t + Milliseconds(370))
            tape.advanceTo(std::min(t, end), sink);
        tape.advanceTo(end, sink);
        QVERIFY(heldBack);
        QCOMPARE(minutes.size(), 30u);
        double volume = 0;
        for (const auto &[start, sent] : minutes) {
            const auto asked = tape.bar(0, start, OneMinute);
            QVERIFY(asked);
            QCOMPARE(asked->open, sent.open);
            QCOMPARE(asked->high, sent.high);
            QCOMPARE(asked->low, sent.low);
            QCOMPARE(asked->close, sent.close);
            QCOMPARE(asked->volume, sent.volume); // late trades were sent again
            volume += sent.volume;
        }
        QCOMPARE(tradedVolume, volume);
        for (const auto &[start, sent] : seconds)
            QCOMPARE(tape.bar(0, start, OneSecond)->volume, sent.volume);
    }

    void correctionChangesBarSecondAndMinuteAtOnce()
    {
        MarketTape tape(model({"A"}, "2025-03-10 09:30"));
        tape.follow(0);
        std::vector<TapeEvent> events;
        const auto sink = [&](const TapeEvent &event) { events.push_back(event); };
        tape.advanceTo(at("2025-03-10 09:35"), sink);
        events.clear();
        const double before = tape.bar(0, at("2025-03-10 09:33"), OneMinute)->volume;
        QVERIFY(tape.correct(0, Milliseconds(90'000), sink));
        QCOMPARE(events.size(), 3u); // T, A, AM
        QCOMPARE(events[2].channel, Channel::AM);
        QCOMPARE(events[2].bar.start, at("2025-03-10 09:33"));
        QCOMPARE(events[2].bar.volume, before + 100);
        QCOMPARE(tape.bar(0, at("2025-03-10 09:33"), OneMinute)->volume, before + 100);
        QVERIFY(!tape.correct(0, OneHour, sink));
    }

    /// Whoever compares the day volume with the minutes finds what is missing, and nothing else.
    void dayVolumeIsThatOfTheMinutesSoFar()
    {
        MarketTape tape(model({"A"}, "2025-03-10 09:30", 20));
        tape.advanceTo(at("2025-03-10 09:33"), {});
        tape.follow(0);
        int compared = 0, corrections = 0;
        double last = 0;
        bool falls = false;
        const auto sink = [&](const TapeEvent &event) {
            if (event.channel == Channel::T)
                return;
            falls = falls || event.dayVolume < last;
            last = event.dayVolume;
            if (event.channel != Channel::AM)
                return;
            if (event.bar.end < tape.now()) {
                ++corrections;
                return;
            }
            double volume = 0;
            for (Timestamp t = tape.start(); t < event.bar.end; t = t + OneMinute) {
                if (const auto minute = tape.bar(0, t, OneMinute))
                    volume += minute->volume;
            }
            QCOMPARE(event.dayVolume, volume);
            ++compared;
        };
        tape.advanceTo(at("2025-03-10 10:03"), sink);
        QVERIFY(!falls);
        QCOMPARE(compared, 30);
        QVERIFY2(corrections > 5, qPrintable(QString::number(corrections)));
    }

    void officialOpenIsAbsentBeforeTheOpen()
    {
        MarketTape tape(model({"A"}, "2025-03-10 09:25"));
        tape.follow(0);
        double before = -1, after = -1;
        tape.advanceTo(at("2025-03-10 09:29"),
                       [&](const TapeEvent &event) { before = std::max(before, event.dayOpen); });
        tape.advanceTo(at("2025-03-10 09:35"), [&](const TapeEvent &event) { after = std::max(after, event.dayOpen); });
        QCOMPARE(before, 0);
        QVERIFY(after > 0);
    }

    void whatItWritesIsWhatTheParserReads()
    {
        MarketTape tape(model({"BRK.B"}, "2025-03-10 09:30"));
        tape.follow(0);
        SymbolTable symbols;
        QVERIFY(symbols.intern(std::string_view("BRK.B")));
        massive::FrameParser parser(symbols);
        massive::ParsedFrame frame;
        int checked = 0;
        tape.advanceTo(at("2025-03-10 09:33"), [&](const TapeEvent &event) {
            std::string json = "[";
            appendEvent(json, event, "BRK.B");
            json += ']';
            parser.parse(std::string_view(json), frame);
            QCOMPARE(frame.malformed, 0);
            QCOMPARE(frame.ticks.size(), 1u);
            const Tick &tick = frame.ticks[0];
            if (event.channel == Channel::T) {
                QCOMPARE(tick.close, event.trade.price);
                QCOMPARE(tick.volume, event.trade.size);
                QCOMPARE(tick.start, event.trade.time);
            } else {
                QCOMPARE(tick.open, event.bar.open);
                QCOMPARE(tick.volume, event.bar.volume);
                QCOMPARE(tick.start, event.bar.start);
                QCOMPARE(tick.end, event.bar.end);
            }
            ++checked;
        });
        QVERIFY(checked > 400);
    }

    void aBarBecomesTradesThatGiveItAgain()
    {
        for (const double volume : {0.5, 3.0, 4.0, 1579.0, 123456789.0}) {
            const auto trades = tradesOfBar({0}, 126.35, 126.39, 126.3, 126.38, volume);
            SimBar bar;
            for (const SimTrade &trade : trades)
                bar.add(trade);
            QCOMPARE(bar.open, 126.35);
            QCOMPARE(bar.high, 126.39);
            QCOMPARE(bar.low, 126.3);
            QCOMPARE(bar.close, 126.38);
            QCOMPARE(bar.volume, volume);
        }
    }

    void readsRecordings()
    {
        Recording recording;
        QVERIFY(readRecording(
            write("SPY.2011.csv", "time_utc,open,high,low,close,volume\n2011-01-03T09:00:00Z,1,2,1,2,10\n"),
            recording));
        QVERIFY(
            readRecording(write("t.csv", "time_ny,symbol,price,size,x\n2014-09-17T09:30:00.531657,AAA,170.9025,3,y\n"
                                         "2014-09-17T09:30:00.1,AAA,170.9,5,y\n"),
                          recording));
        QCOMPARE(recording.trades.at("SPY").size(), 4u);
        QCOMPARE(recording.trades.at("AAA").front().size, 5); // sorted by time
        QCOMPARE(recording.trades.at("AAA").back().time, at("2014-09-17 09:30") + Milliseconds(531));
        QCOMPARE(recording.acceptedLines, 3);
    }

    void leavesBrokenLinesOut()
    {
        Recording recording;
        const QString path =
            write("x.csv", "time_utc,price,size\n2011-01-03T09:00:00Z,1,5\nrubbish\n"
                           "2011-01-03T09:00:01Z,-1,5\n2011-01-03T09:00:02Z,abc,5\n2011-01-03T09:00:03Z,1\n"
                           "2011-01-03T09:00:04Z,2,5\n");
        QVERIFY(readRecording(path, recording));
        QCOMPARE(recording.acceptedLines, 2);
        QCOMPARE(recording.rejectedLines, 4);
        QVERIFY(recording.firstProblems[0].startsWith(path + QStringLiteral(":3:")));
    }

    void explainsUnusableRecordings()
    {
        Recording recording;
        QVERIFY(!readRecording(QStringLiteral("/nowhere.csv"), recording));
        const auto header = readRecording(write("h.csv", "date,open\n"), recording);
        QVERIFY(!header && header.error().detail.contains(u"time_utc"));
        QVERIFY(!readRecording(write("e.csv", "time_utc,price,size\nx\n"), recording));
        QFile whole(QStringLiteral(TICKSTOCK_TEST_DATA "/SPY-201101.csv.gz"));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const auto cut = readRecording(write("cut.csv.gz", whole.read(20'000)), recording);
        QVERIFY(!cut && cut.error().detail.contains(u"cut off"));
    }

    void replaySkipsEmptyTime()
    {
        Recording recording;
        QVERIFY(readRecording(
            write("s.csv", "time_utc,price,size\n2011-01-03T15:00:00Z,1,5\n2011-01-10T15:00:30Z,2,5\n"), recording));
        MarketTape tape(std::make_unique<ReplaySource>(std::move(recording)));
        tape.follow(0);
        std::vector<TapeEvent> minutes;
        int steps = 0;
        while (const auto due = tape.nextDue()) {
            QVERIFY(++steps < 1'000);
            if (*due - tape.now() > OneMinute)
                tape.skipTo(*due);
            else
                tape.advanceTo(*due, [&](const TapeEvent &event) {
                    if (event.channel == Channel::AM)
                        minutes.push_back(event);
                });
        }
        QCOMPARE(minutes.size(), 2u);
        QCOMPARE(minutes[1].bar.close, 2);
    }
};

QTEST_GUILESS_MAIN(SimulatorModelTest)
#include "tst_simulatormodel.moc"
