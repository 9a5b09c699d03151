// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "core/simulator/eventjson.h"
#include "core/simulator/markettape.h"
#include "tests/support/builders.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::simulator;
using namespace tickstock::test;

/// What massive-sim sends on Q and LULD, and a halt on request.
class SimulatorQuotesTest final : public Test
{
    Q_OBJECT

private:
    static std::vector<TapeEvent> run(MarketTape &tape, Timestamp to)
    {
        std::vector<TapeEvent> events;
        tape.advanceTo(to, [&](const TapeEvent &event) { events.push_back(event); });
        return events;
    }
    static std::vector<TapeEvent> only(Channel channel, const std::vector<TapeEvent> &events)
    {
        std::vector<TapeEvent> found;
        std::copy_if(events.begin(), events.end(), std::back_inserter(found),
                     [channel](const TapeEvent &event) { return event.channel == channel; });
        return found;
    }

private Q_SLOTS:
    void eachTradeLiesWithinItsQuote()
    {
        MarketTape tape(model({"A", "B"}, "2025-03-10 09:30"));
        tape.follow(0, Channel::Q);
        tape.follow(1);
        TapeEvent last;
        std::int64_t sequence = 0;
        int checked = 0;
        for (const TapeEvent &event : run(tape, at("2025-03-10 09:40"))) {
            if (event.channel == Channel::Q) {
                QCOMPARE(event.symbol, std::size_t(0)); // nobody reads the other's
                QVERIFY(event.sequence > sequence);
                sequence = event.sequence;
                last = event;
            } else if (event.channel == Channel::T && event.symbol == 0 && event.trade.reported == event.trade.time) {
                QCOMPARE(last.quote.time, event.trade.time);
                QVERIFY(last.quote.bid <= event.trade.price && event.trade.price <= last.quote.ask);
                QVERIFY(last.quote.bid > 0 && last.quote.bid < last.quote.ask);
                QVERIFY(last.quote.bidSize >= 1 && last.quote.askSize >= 1);
                ++checked;
            }
        }
        QVERIFY(checked > 500);
    }

    void smallPricesHaveQuotesAsWell()
    {
        for (int i = 1; i < 50; ++i) {
            const SimTrade trade{{1}, {1}, 0.0001 * i, 100};
            const SimQuote quote = SimQuote::around(trade, i);
            QVERIFY(quote.bid > 0 && quote.bid <= trade.price + 1e-9 && trade.price <= quote.ask + 1e-9);
        }
    }

    void bandsAreSentWhenSubscribedAndWhenThePriceMoves()
    {
        MarketTape tape(model({"A"}, "2025-03-10 09:32"));
        (void)run(tape, at("2025-03-10 09:35"));
        tape.follow(0, Channel::LULD);
        const auto first = only(Channel::LULD, run(tape, at("2025-03-10 09:35:10")));
        QCOMPARE(first.size(), 1u);
        const double last = tape.bar(0, at("2025-03-10 09:34"), OneMinute)->close;
        QVERIFY(first[0].band.low < last && last < first[0].band.high);
        QCOMPARE(first[0].band.indicator, BandTape::BandIndicator);
        const auto rest = only(Channel::LULD, run(tape, at("2025-03-10 16:05")));
        QVERIFY2(rest.size() < 100, "not with every minute");
        std::int64_t sequence = first[0].sequence;
        for (const TapeEvent &event : rest) {
            QVERIFY(event.sequence > std::exchange(sequence, event.sequence));
            QVERIFY(event.band.time < at("2025-03-10 16:00")); // in the regular session
        }
    }

    void whatIsSentIsUnderstood()
    {
        TapeEvent event;
        event.channel = Channel::LULD;
        event.sequence = 6;
        event.band = {at("2025-03-10 10:00"), 95.5, 105.25, 17};
        std::string json = "[";
        appendEvent(json, event, "BRK.B");
        QVERIFY(json.find("\"T\":\"BRK.B\"") != std::string::npos && json.find("\"sym\"") == std::string::npos);
        event.channel = Channel::Q;
        event.quote = {at("2025-03-10 10:00"), 100.01, 100.02, 3, 4};
        json += ',';
        appendEvent(json, event, "BRK.B");
        event.channel = Channel::LULD;
        event.band = {at("2025-03-10 10:00"), 0, 0, 18}; // no band is known
        json += ',';
        appendEvent(json, event, "BRK.B");
        json += ']';
        SymbolTable symbols;
        symbols.intern(std::string_view("BRK.B"));
        massive::FrameParser parser(symbols);
        massive::ParsedFrame frame;
        parser.parse(json, frame);
        QCOMPARE(frame.malformed + frame.ignored, 0);
        QCOMPARE(frame.bands.size(), 2u);
        QCOMPARE(frame.bands[0].time, at("2025-03-10 10:00"));
        QCOMPARE(frame.bands[0].low, 95.5);
        QVERIFY(frame.bands[0].has(17) && frame.bands[1].has(18));
        QVERIFY(!frame.bands[1].hasPrices());
        QCOMPARE(frame.quotes.size(), 1u);
        QCOMPARE(frame.quotes[0].bid, 100.01);
        QCOMPARE(frame.quotes[0].askSize, 4);
    }

    /// Stream, REST and truth are made of the same trades: none of them has any while the symbol is halted.
    void aHaltedSymbolDoesNotTrade()
    {
        const Timestamp begin = at("2025-03-10 09:33:20"), end = at("2025-03-10 09:36:50");
        MarketTape tape(model({"A", "B"}, "2025-03-10 09:30"));
        for (const Channel channel : {Channel::A, Channel::LULD})
            tape.follow(0, channel);
        tape.follow(1);
        std::vector<TapeEvent> events = run(tape, begin);
        const auto sink = [&](const TapeEvent &event) { events.push_back(event); };
        tape.halt(0, end - begin, sink);
        tape.advanceTo(at("2025-03-10 09:40"), sink);
        std::map<Timestamp, SimBar> seconds, minutes;
        std::map<std::int64_t, int> sequences;
        for (const TapeEvent &event : events) {
            if (event.symbol != 0)
                continue;
            if (event.channel == Channel::T) {
                QVERIFY(event.trade.time < begin || event.trade.time >= end);
                QCOMPARE(++sequences[event.sequence], 1);
            } else if (event.channel == Channel::A) {
                seconds[event.bar.start] = event.bar;
            } else if (event.channel == Channel::AM) {
                minutes[event.bar.start] = event.bar;
            }
        }
        QVERIFY(!minutes.contains(at("2025-03-10 09:34")) && !minutes.contains(at("2025-03-10 09:35")));
        for (int i = 0; i < 10; ++i) {
            const Timestamp start = at("2025-03-10 09:30") + OneMinute * i;
            const auto answered = tape.bar(0, start, OneMinute);
            QCOMPARE(answered.has_value(), minutes.contains(start));
            if (answered && start + OneMinute < tape.now())
                QCOMPARE(minutes[start].volume, answered->volume);
        }
        double rest = 0, sent = 0;
        for (const auto &[start, bar] : seconds)
            sent += bar.volume;
        for (Timestamp second = at("2025-03-10 09:30"); second < at("2025-03-10 09:39:50");
             second = second + OneSecond) {
            const auto bar = tape.bar(0, second, OneSecond);
            rest += bar ? bar->volume : 0;
        }
        QVERIFY(rest > 0 && sent >= rest);
        const auto bands = only(Channel::LULD, events);
        std::vector<std::pair<Timestamp, int>> said;
        for (const TapeEvent &event : bands) {
            if (event.band.indicator != BandTape::BandIndicator)
                said.emplace_back(event.band.time, event.band.indicator);
        }
        QCOMPARE(said, (std::vector<std::pair<Timestamp, int>>{{begin, 17}, {end, 18}}));
    }

    /// What was sent of the day before the halt is not taken back by it.
    void theDaysVolumeGoesOn()
    {
        MarketTape tape(model({"A"}, "2025-03-10 09:30"));
        tape.follow(0);
        double volume = 0;
        const auto sink = [&](const TapeEvent &event) {
            if (event.channel != Channel::A && event.channel != Channel::AM)
                return;
            QVERIFY(event.dayVolume >= volume);
            volume = event.dayVolume;
        };
        tape.advanceTo(at("2025-03-10 09:33:20"), sink);
        tape.halt(0, OneSecond * 90, sink);
        tape.advanceTo(at("2025-03-10 09:38"), sink);
        double traded = 0;
        for (int i = 0; i < 8; ++i) {
            if (const auto bar = tape.bar(0, at("2025-03-10 09:30") + OneMinute * i, OneMinute))
                traded += bar->volume;
        }
        QVERIFY(traded > 0 && volume <= traded);
    }
};

QTEST_GUILESS_MAIN(SimulatorQuotesTest)
#include "tst_simulatorquotes.moc"
