// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/frameparser.h"
#include "tests/support/test.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <sstream>
#include <string>

using namespace tickstock;
using namespace tickstock::massive;

class FrameParserTest final : public test::Test
{
    Q_OBJECT

private:
    SymbolTable m_symbols;
    FrameParser m_parser{m_symbols};
    ParsedFrame m_frame;

    void parse(const QByteArray &text)
    {
        m_parser.parse(std::string_view(text.constData(), static_cast<std::size_t>(text.size())), m_frame);
    }

    static std::string textOf(const Tick &tick)
    {
        std::ostringstream out;
        out.precision(17);
        out << static_cast<int>(tick.kind) << tick.updatesHighLow << tick.updatesLast << tick.updatesVolume << ' '
            << tick.symbol.value << ' ' << tick.start.ms << ' ' << tick.end.ms << ' ' << tick.sequence << ' '
            << tick.tradeKey;
        for (const double value : {tick.open, tick.high, tick.low, tick.close, tick.volume, tick.vwap, tick.dayVolume,
                                   tick.dayVwap, tick.dayOpen})
            out << ' ' << value;
        return out.str();
    }
    static std::string textOf(const TopOfBook &quote)
    {
        std::ostringstream out;
        out.precision(17);
        out << quote.symbol.value << ' ' << quote.time.ms << ' ' << quote.sequence;
        for (const double value : {quote.bid, quote.ask, quote.bidSize, quote.askSize})
            out << ' ' << value;
        return out.str();
    }
    void readsAsJson(const std::string &frame)
    {
        ParsedFrame plain;
        m_parser.parse(std::string_view(frame), plain);
        m_parser.parse(std::string_view(' ' + frame), m_frame);
        QCOMPARE(plain.malformed, m_frame.malformed);
        QCOMPARE(plain.ignored, m_frame.ignored);
        QVERIFY(plain.flaws == m_frame.flaws);
        QVERIFY(plain.thrownAway == m_frame.thrownAway);
        QCOMPARE(plain.statuses.size(), m_frame.statuses.size());
        QCOMPARE(plain.ticks.size(), m_frame.ticks.size());
        for (std::size_t i = 0; i < plain.ticks.size(); ++i)
            QCOMPARE(textOf(plain.ticks[i]), textOf(m_frame.ticks[i]));
        QCOMPARE(plain.quotes.size(), m_frame.quotes.size());
        for (std::size_t i = 0; i < plain.quotes.size(); ++i)
            QCOMPARE(textOf(plain.quotes[i]), textOf(m_frame.quotes[i]));
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"AAPL", "BRK.B", "GTE", "KIMpL", "MSFT", "SPCE", "X"})
            QVERIFY(m_symbols.intern(std::string_view(name)));
    }

    void readsTheVendorsSecond()
    {
        parse(R"([{"ev":"A","sym":"SPCE","v":200,"av":8642007,"op":25.66,"vw":25.3981,"o":25.39,"c":25.39,"h":25.39,)"
              R"("l":25.39,"a":25.3714,"z":50,"s":1610144868000,"e":1610144869000}])");
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.ticks.size(), 1u);
        const Tick &tick = m_frame.ticks[0];
        QCOMPARE(tick.kind, TickKind::SecondBar);
        QCOMPARE(m_symbols.qname(tick.symbol), QStringLiteral("SPCE"));
        QCOMPARE(tick.volume, 200);
        QCOMPARE(tick.dayVolume, 8642007);
        QCOMPARE(tick.dayOpen, 25.66);
        QCOMPARE(tick.vwap, 25.3981);
        QCOMPARE(tick.dayVwap, 25.3714);
        QCOMPARE(tick.start.ms, 1610144868000);
        QCOMPARE(tick.end.ms, 1610144869000);
    }

    void prefersDecimalVolume()
    {
        parse(R"([{"ev":"A","sym":"AAPL","v":80,"av":144673,"vw":296.32,"o":296.32,"c":296.32,"h":296.32,"l":296.32,)"
              R"("a":296.6776,"z":80,"s":1782124955000,"e":1782124956000,"dv":"80.25","dav":"144673.243177"}])");
        QCOMPARE(m_frame.ticks.size(), 1u);
        QCOMPARE(m_frame.ticks[0].volume, 80.25);
        QCOMPARE(m_frame.ticks[0].dayVolume, 144673.243177);
        QVERIFY(std::isnan(m_frame.ticks[0].dayOpen)); // before the open
    }

    void readsTheVendorsOddities()
    {
        parse(R"([{"ev":"AM","sym":"GTE","v":4110,"z":12.0,"otc":null,"o":0.4488,"c":0.4486,"h":0.4489,"l":0.4486,)"
              R"("s":1610144640000,"e":1610144700000,"brandnew":{"deep":[1,2,{"x":null}]}}])");
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.ticks.size(), 1u);
        QCOMPARE(m_frame.ticks[0].kind, TickKind::MinuteBar);
    }

    void readsTradesInAnyKeyOrder()
    {
        parse(R"([{"c":[0,12],"s":100,"p":114.125,"ev":"T","sym":"BRK.B","x":4,"i":"12345","z":3,"t":1536036818784,)"
              R"("q":3681328}])");
        QCOMPARE(m_frame.malformed, 0);
        QCOMPARE(m_frame.ticks.size(), 1u);
        const Tick &tick = m_frame.ticks[0];
        QCOMPARE(tick.kind, TickKind::Trade);
        QCOMPARE(tick.close, 114.125);
        QCOMPARE(tick.volume, 100);
        QCOMPARE(tick.start.ms, 1536036818784);
        QCOMPARE(tick.sequence, 3681328);
        QVERIFY(tick.tradeKey != 0);
        QVERIFY(tick.updatesHighLow && tick.updatesLast);
        QCOMPARE(m_symbols.qname(tick.symbol), QStringLiteral("BRK.B"));
    }

    void knowsWhatConditionsForbid()
    {
        parse(R"([{"ev":"T","sym":"MSFT","p":10,"s":5,"c":[14,37],"t":1536036818784,"q":1}])");
        QVERIFY(!m_frame.ticks[0].updatesHighLow && !m_frame.ticks[0].updatesLast && m_frame.ticks[0].updatesVolume);
    }

    void passesOtherKindsBy()
    {
        parse(R"([{"ev":"NOI","T":"NTEST.Q","t":1601318039223013600,"at":930,"a":"M","i":44,"x":10,"o":480,"p":440},)"
              R"({"a":"M","ev":"ZZTOP"}])");
        QCOMPARE(m_frame.ignored, 2);
        QCOMPARE(m_frame.malformed, 0);
    }

    void readsStatus()
    {
        parse(R"([{"ev":"status","status":"connected","message":"Connected Successfully"},)"
              R"({"ev":"status","status":"success","message":"subscribed to: A.AAPL"}])");
        QCOMPARE(m_frame.statuses.size(), 2u);
        QCOMPARE(m_frame.statuses[0].status, std::string("connected"));
        QCOMPARE(m_frame.statuses[1].message, std::string("subscribed to: A.AAPL"));
    }

    void dropsOnlyTheBadEvent_data()
    {
        QTest::addColumn<QByteArray>("bad");
        const auto row = [](const char *name, const char *event) { QTest::newRow(name) << QByteArray(event); };
        const char *rest = R"("h":2,"l":1,"v":1,"s":1610144640000,"e":1610144700000})";
        const auto with = [&](const char *name, const std::string &fields) {
            QTest::newRow(name) << QByteArray::fromStdString(R"({"ev":"AM","sym":"X",)" + fields + rest);
        };
        with("number as a string", R"("o":"1","c":1,)");
        with("NaN", R"("o":NaN,"c":1,)");
        with("null price", R"("o":null,"c":1,)");
        with("missing open", R"("c":1,)");
        with("close above high", R"("o":1,"c":3,)");
        with("negative", R"("o":-1,"c":1,)");
        with("absurd", R"("o":1,"c":1e308,)");
        row("zero price", R"({"ev":"AM","sym":"X","o":0,"c":0,"h":0,"l":0,"v":1,"s":1610144640000,"e":1610144700000})");
        row("negative volume",
            R"({"ev":"AM","sym":"X","o":1,"c":1,"h":1,"l":1,"v":-1,"s":1610144640000,"e":1610144700000})");
        row("ends before it starts", R"({"ev":"A","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"s":2000,"e":1000})");
        row("year 9999",
            R"({"ev":"A","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"s":253402300799000,"e":253402300800000})");
        row("no start", R"({"ev":"A","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1})");
        row("crooked start",
            R"({"ev":"A","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640123,"e":1610144641123})");
        row("no symbol", R"({"ev":"A","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":1610144641000})");
        row("before anybody recorded prices",
            R"({"ev":"T","sym":"X","s":5,"p":1,"t":1610144640})"); // seconds
        row("nanoseconds", R"({"ev":"T","sym":"X","s":5,"p":1,"t":1610144640000000000})");
        row("the largest number",
            R"({"ev":"A","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":9223372036854775807})");
        row("the smallest number",
            R"({"ev":"A","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"s":-9223372036854775808,"e":1610144641000})");
        row("more shares than there are",
            R"({"ev":"AM","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1e308,"s":1610144640000,"e":1610144700000})");
        row("half a number as text",
            R"({"ev":"AM","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"dv":"80.5x","s":1610144640000})");
        row("conditions that cannot be read", R"({"ev":"T","sym":"X","s":5,"p":1,"c":["a"],"t":1610144640000})");
        row("a symbol that nobody has asked for",
            R"({"ev":"AM","sym":"ZZZZ","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":1610144700000})");
        row("impossible symbol", R"({"ev":"A","sym":"A B\n","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000})");
        row("no kind", R"({"sym":"X"})");
        row("a number", "42");
        row("null", "null");
        row("an array", "[1]");
        row("trade without price", R"({"ev":"T","sym":"X","s":5,"t":1536036818784})");
        row("trade without time", R"({"ev":"T","sym":"X","s":5,"p":1})");
    }
    void dropsOnlyTheBadEvent()
    {
        QFETCH(QByteArray, bad);
        const QByteArray good =
            R"({"ev":"AM","sym":"KIMpL","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":1610144700000})";
        parse(QByteArray("[" + good + "," + bad + "," + good + "]").constData());
        QCOMPARE(m_frame.malformed, 1);
        QCOMPARE(m_frame.ticks.size(), 2u);
        QVERIFY(!m_frame.problem.empty());
        QCOMPARE(m_symbols.qname(m_frame.ticks[0].symbol), QStringLiteral("KIMpL"));
    }

    /// Whatever stands there: words that are none of JSON's have ended the program.
    void anEventDoesWithoutWhatItDoesNotNeed_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value :
             {"null", "nan", "nul", "nil", "none", "n", "nulll", "\"text\"", "[1]", "{}", "true", "1e999"})
            QTest::newRow(value) << QByteArray(value);
    }
    void anEventDoesWithoutWhatItDoesNotNeed()
    {
        QFETCH(QByteArray, value);
        for (const char *key : {"av", "dav", "op", "vw", "a", "e", "z", "otc", "brandnew"}) {
            parse("[{\"ev\":\"AM\",\"sym\":\"X\",\"" + QByteArray(key) + "\":" + value +
                  R"(,"o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000}])");
            QVERIFY2(m_frame.ticks.size() == 1 || value != "null", key);
            QCOMPARE(m_frame.ticks.size() + static_cast<std::size_t>(m_frame.malformed), 1u);
            if (m_frame.ticks.empty())
                continue; // the frame is no JSON
            QVERIFY(std::isnan(m_frame.ticks[0].vwap) && std::isnan(m_frame.ticks[0].dayVolume));
            QCOMPARE(m_frame.ticks[0].end - m_frame.ticks[0].start, OneMinute);
        }
        for (const char *key : {"x", "trfi", "q", "i", "z", "ds", "c"}) {
            parse("[{\"ev\":\"T\",\"sym\":\"X\",\"" + QByteArray(key) + "\":" + value +
                  R"(,"p":2,"s":5,"t":1610144640000}])");
            QVERIFY2(m_frame.ticks.size() == 1 || value != "null", key);
        }
        parse("[{\"ev\":\"status\",\"status\":\"auth_success\",\"message\":" + value + "}]");
        QVERIFY(m_frame.statuses.size() == 1 || value != "null");
    }

    void impossibleExtrasAreLeftOut()
    {
        parse(R"([{"ev":"AM","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"vw":-1e308,"av":1e308,"a":-3,"op":0,)"
              R"("s":1610144640000,"e":1610144700000}])");
        QCOMPARE(m_frame.ticks.size(), 1u);
        const Tick &tick = m_frame.ticks[0];
        QVERIFY(std::isnan(tick.vwap) && std::isnan(tick.dayVolume) && std::isnan(tick.dayVwap));
        QVERIFY(std::isnan(tick.dayOpen));
    }

    /// Something was said of a minute, so that it is known which minute has to be fetched.
    void whatIsThrownAwayNamesItsMinute()
    {
        parse(R"([{"ev":"AM","sym":"X","o":null,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":1610144700000},)"
              R"({"ev":"T","sym":"MSFT","p":-2,"s":5,"t":1610144645678},)"
              R"({"ev":"T","sym":"MSFT","p":2,"s":5,"t":1610144645},)"
              R"({"ev":"AM","sym":"ZZZZ","o":0,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":1610144700000}])");
        QCOMPARE(m_frame.malformed, 4);
        QCOMPARE(m_frame.thrownAway.size(), 3u);
        QCOMPARE(m_symbols.qname(m_frame.thrownAway[0].symbol), QStringLiteral("X"));
        QCOMPARE(m_frame.thrownAway[0].minute.ms, 1610144640000);
        QCOMPARE(m_frame.thrownAway[1].minute.ms, 1610144640000);
        QVERIFY(!m_frame.thrownAway[2].minute.isValid()); // a time in seconds
        QCOMPARE(m_frame.flaws[std::size_t(Flaw::Price)], 2u);
        QCOMPARE(m_frame.flaws[std::size_t(Flaw::Time)], 1u);
        QCOMPARE(m_frame.flaws[std::size_t(Flaw::Symbol)], 1u);
        QCOMPARE(m_symbols.size(), 7u); // a feed gone bad does not fill the table
    }

    void aBrokenFrameNamesTheSymbolsThatCanBeRead()
    {
        parse(R"([{"ev":"AM","sym":"X","o":1,"c":1,"h":1,"l":1,"v":1,"s":1610144640000,"e":1610144700000},)"
              R"({"ev":"T","sym":"MSFT","p":2,{"sym":"ZZZZ"},{"ev":"A","sym":)"
              "\"X");
        QCOMPARE(m_frame.malformed, 1);
        QVERIFY(m_frame.ticks.empty());
        QCOMPARE(m_frame.thrownAway.size(), 2u);
        QCOMPARE(m_symbols.qname(m_frame.thrownAway[0].symbol), QStringLiteral("X"));
        QCOMPARE(m_symbols.qname(m_frame.thrownAway[1].symbol), QStringLiteral("MSFT"));
    }

    void aFrameThatBreaksOffIsTorn_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isTorn");
        const QByteArray event = R"({"ev":"T","sym":"X","p":2,"s":5,"c":[0,12],"t":1610144645678})";
        QTest::newRow("whole") << "[" + event + "]" << false;
        QTest::newRow("within an event") << "[" + event.chopped(9) << true;
        QTest::newRow("within its conditions") << "[" + event.left(event.indexOf(']') + 1) << true;
        QTest::newRow("between two events") << "[" + event << true;
        QTest::newRow("behind a comma") << "[" + event + "," << true;
        QTest::newRow("at once") << QByteArray("[") << true;
        QTest::newRow("without an array") << event.chopped(1) << true;
        QTest::newRow("broken within") << "[" + event + "," + event.chopped(9) + "}]" << false;
        QTest::newRow("no events") << QByteArray("<html>") << false;
        QTest::newRow("nothing") << QByteArray() << false;
    }
    void aFrameThatBreaksOffIsTorn()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isTorn);
        parse(text);
        QCOMPARE(m_frame.isTorn, isTorn);
        parse("[]");
        QVERIFY(!m_frame.isTorn);
    }

    void dropsABrokenFrameWhole_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("not JSON") << QByteArray("hello");
        QTest::newRow("an object") << QByteArray(R"({"ev":"status","status":"connected"})");
        QTest::newRow("half an event") << QByteArray(R"([{"ev":"A","sym":"AAPL","v":10)");
        QTest::newRow("unclosed array") << QByteArray(R"([{"ev":"status","status":"x","message":"y"})");
        QTest::newRow("something behind") << QByteArray(R"([{"ev":"status","status":"x","message":"y"}] {})");
        QTest::newRow("brackets crossed") << QByteArray(R"([{"":[]{}k])");
    }
    void dropsABrokenFrameWhole()
    {
        QFETCH(QByteArray, text);
        parse(text.constData());
        QCOMPARE(m_frame.malformed, 1);
        QVERIFY(m_frame.ticks.empty());
        QVERIFY(m_frame.statuses.empty());
        parse(R"([{"ev":"status","status":"connected","message":"still alive"}])");
        QCOMPARE(m_frame.statuses.size(), 1u);
    }

    /// White space sends a frame to the JSON parser; what is read without it must be the same.
    void readsPlainFramesAsJson_data()
    {
        QTest::addColumn<QByteArray>("fields");
        const auto row = [](const char *fields) { QTest::newRow(fields) << QByteArray(fields); };
        for (const char *volume :
             {"80", "80.5", "0", "-1", "1e3", "007", "80.", ".5", "null", "nul", "true", "\"80\"", "[1]",
              "123456789012345", "1234567890123456", "0.1234567890123456", "99999999999999999999"})
            row(("\"v\":" + std::string(volume)).c_str());
        for (const char *decimal : {"\"80.0\"", "\"80.25\"", "\"080.5\"", "\"80.\"", "\"1e3\"", "\"null\"", "\"\"",
                                    "80", "null", "\"80", "\"144673.243177\""})
            row(("\"v\":1,\"dv\":" + std::string(decimal)).c_str());
        for (const char *conditions :
             {"[12]", "[12,37]", "[]", "[null", "[null]", "[12.0]", "[-1]", "[12,]", "[99999]"})
            row(("\"v\":1,\"c\":" + std::string(conditions)).c_str());
        for (const char *more :
             {"\"otc\":null", "\"s\":1610144868000.0", "\"e\":1610144869000.9", "\"ev\":\"T\"", "\"status\":\"x\"",
              "\"a key of many letters\":1", "\"k\\u0041\":1", "\"k\":\"\\n\"", "\"k\":{}", "\"k\":[[]]", "\"\":1",
              "\"sym\":\"BRK.B\"", "\"sym\":\"NOBODY\"", "\"sym\":\"K\\u0049MpL\"", "\"k\" :1", "\"k\":1 ", "\"k\":1}"})
            row(("\"v\":1," + std::string(more)).c_str());
        for (const char *prices :
             {"\"bp\":25.38,\"ap\":25.4", "\"bp\":25.38,\"ap\":null", "\"bp\":0,\"ap\":1", "\"bp\":\"1\",\"ap\":2",
              "\"bp\":-1,\"ap\":2", "\"bp\":3,\"ap\":2", "\"bp\":1,\"ap\":2,\"T\":5", "\"bp\":1,\"ap\":2,\"T\":\"X\"",
              "\"bp\":1,\"ap\":2,\"i\":[1,605]", "\"bp\":1,\"ap\":2,\"i\":[]", "\"bp\":1,\"ap\":2,\"i\":[\"x\"]",
              "\"bp\":1,\"ap\":2,\"i\":[1,\"x\"]", "\"bp\":1,\"ap\":2,\"i\":7", "\"bp\":1,\"ap\":2,\"i\":[99999999999]",
              "\"bp\":1,\"ap\":2,\"bs\":3,\"as\":4.5", "\"bp\":1,\"ap\":2,\"bs\":\"3\"",
              "\"bp\":1,\"ap\":2,\"as\":[3]"})
            row(("\"v\":1," + std::string(prices)).c_str());
    }
    void readsPlainFramesAsJson()
    {
        QFETCH(QByteArray, fields);
        for (const char *kind : {"A", "AM", "T", "Q"}) {
            const QByteArray event =
                QByteArray("{\"ev\":\"") + kind +
                "\",\"sym\":\"SPCE\",\"o\":25.39,\"c\":25.39,\"h\":25.4,\"l\":25.3,\"p\":25.39," +
                "\"i\":\"71\",\"x\":4,\"q\":9,\"t\":1610144868000,\"s\":1610144820000,\"e\":1610144821000," + fields +
                "}";
            CHECKED(readsAsJson("[" + event.toStdString() + "," + event.toStdString() + "]"));
            CHECKED(readsAsJson("[" + event.toStdString() + "]]"));
            CHECKED(readsAsJson("[" + event.toStdString() + ",]"));
        }
    }

    /// What is expected of the next event, from the last one, must change nothing.
    void keysMayComeInAnyOrder()
    {
        std::mt19937 random(2);
        std::vector<std::string> fields{"\"sym\":\"SPCE\"",
                                        "\"o\":25.39",
                                        "\"c\":25.38",
                                        "\"h\":25.4",
                                        "\"l\":25.3",
                                        "\"v\":80",
                                        "\"av\":1000000100",
                                        "\"op\":301.055",
                                        "\"vw\":1234.5678",
                                        "\"a\":25.3851",
                                        "\"z\":4",
                                        "\"s\":1610144820000",
                                        "\"e\":1610144821000",
                                        "\"dv\":\"80.0\"",
                                        "\"dav\":\"1000000100.0\"",
                                        "\"t\":1610144820000",
                                        "\"i\":\"71\"",
                                        "\"otc\":null",
                                        "\"something else\":1",
                                        "\"trfi\":202",
                                        "\"p\":25.39",
                                        "\"bp\":25.3",
                                        "\"ap\":25.4",
                                        "\"x\":4",
                                        "\"other\":12345678.1234"};
        for (int i = 0; i < 2'000; ++i) {
            std::string frame;
            for (int event = 0; event < 3; ++event) {
                if (random() % 3 == 0)
                    std::shuffle(fields.begin(), fields.end(), random);
                const char *const kind = std::array{"A", "AM", "T", "Q"}[random() % 4];
                frame += (event == 0 ? "[" : ",") + std::string("{\"ev\":\"") + kind + "\"";
                const std::size_t left = random() % 4; // out
                for (std::size_t field = left; field < fields.size(); ++field)
                    frame += ',' + fields[field];
                frame += '}';
            }
            CHECKED(readsAsJson(frame + ']'));
        }
    }

    void numbersMayHaveAnyLength()
    {
        std::mt19937 random(3);
        const auto digits = [&](std::size_t most) {
            std::string made;
            for (std::size_t left = random() % (most + 1); left > 0; --left)
                made += static_cast<char>('0' + random() % (random() % 4 == 0 ? 1 : 10));
            return made;
        };
        for (int i = 0; i < 20'000; ++i) {
            const auto number = [&] {
                const std::string whole = digits(random() % 2 == 0 ? 5 : 18);
                return random() % 2 == 0 ? whole : whole + '.' + digits(random() % 2 == 0 ? 4 : 18);
            };
            const std::string price = number(), volume = number();
            CHECKED(readsAsJson("[{\"ev\":\"A\",\"sym\":\"SPCE\",\"v\":1,\"dv\":\"" + volume + "\",\"o\":" + price +
                                ",\"c\":" + price + ",\"h\":" + price + ",\"l\":" + price +
                                ",\"s\":1610144820000,\"q\":" + volume + "}]"));
        }
    }

    void symbolsMayHaveAnyLength()
    {
        SymbolTable symbols;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < 3'000; ++i)
            names.push_back(std::to_string(i).substr(0, 4) + std::string(i % 28, static_cast<char>('A' + i % 26)));
        for (const std::string &name : names)
            QVERIFY(symbols.intern(std::string_view(name)));
        FrameParser parser(symbols);
        for (int round = 0; round < 2; ++round) { // known ones are found in another place
            for (const std::string &name : names) {
                const auto event = [](const std::string &symbol) {
                    return "{\"ev\":\"T\",\"sym\":\"" + symbol + "\",\"p\":1,\"s\":1,\"t\":1610144820000}";
                };
                parser.parse('[' + event(name) + ',' + event(name + '_') + ']', m_frame);
                QCOMPARE(m_frame.ticks.size(), 1u);
                QCOMPARE(m_frame.ticks[0].symbol, *symbols.find(std::string_view(name)));
                QCOMPARE(m_frame.malformed, 1);
            }
        }
    }

    /// As it comes from the socket: something else stands behind it.
    void aFrameIsReadWhereItLies()
    {
        const std::string frame = R"([{"ev":"T","sym":"SPCE","p":1.5,"s":1,"t":1610144820000}])";
        for (const std::string &before : {std::string(), std::string(" ")}) {
            std::string buffer = before + frame;
            const std::size_t size = buffer.size();
            buffer += '\0' + std::string(FrameParser::Padding, ']');
            m_parser.parsePadded(std::string_view(buffer).substr(0, size), m_frame);
            QCOMPARE(m_frame.ticks.size(), 1u);
            QCOMPARE(m_frame.ticks[0].close, 1.5);
        }
    }

    void survivesEveryTruncationAndMutation()
    {
        const std::string frame =
            R"([{"ev":"A","sym":"AAPL","v":80,"op":301.055,"vw":1.5,"o":1.1,"c":1.2,"h":1.3,"l":1.0,"a":1.4,"z":4,)"
            R"("s":1779374146000,"e":1779374147000,"dv":"80.0"},{"ev":"T","sym":"MSFT","x":4,"i":"12345","z":3,)"
            R"("p":114.125,"s":100,"c":[0,12],"t":1536036818784,"q":3681328},{"ev":"Q","sym":"BRK.B","c":1,)"
            R"("i":[1,605],"bx":12,"ax":9,"bp":304.57,"ap":304.64,"bs":1,"as":1,"t":1660755007192,"q":32092505}])";
        for (std::size_t length = 0; length < frame.size(); ++length) {
            m_parser.parse(std::string_view(frame).substr(0, length), m_frame);
            QVERIFY(m_frame.ticks.empty());
            QCOMPARE(m_frame.malformed, 1);
        }
        std::mt19937 random(1);
        for (int i = 0; i < 20'000; ++i) {
            std::string mutated = frame;
            for (int changes = 0; changes < 3; ++changes)
                mutated[random() % mutated.size()] = static_cast<char>(random() % 256);
            CHECKED(readsAsJson(mutated));
            m_parser.parse(std::string_view(mutated), m_frame);
            QVERIFY(m_frame.ticks.size() <= 2u);
            for (const Tick &tick : m_frame.ticks)
                QVERIFY(tick.low > 0 && tick.high >= tick.low && tick.volume >= 0);
        }
    }
};

QTEST_GUILESS_MAIN(FrameParserTest)
#include "tst_frameparser.moc"
