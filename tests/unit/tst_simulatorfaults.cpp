// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/controlapi.h"
#include "core/simulator/eventfaults.h"
#include "core/simulator/eventjson.h"
#include "core/simulator/feedserver.h"
#include "core/simulator/restapi.h"
#include "tests/support/builders.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonObject>
#include <QSet>

using namespace tickstock;
using namespace tickstock::simulator;
using namespace tickstock::test;

namespace {

struct NoTime final : MarketTimeControl
{
    void pause() override {}
    void resume() override {}
    bool isFinished() const override { return false; }
    quint64 leftOut() const override { return 0; }
};

/// A market that has run for ten minutes, and what is asked of it.
struct Market
{
    MarketTape tape{model({"AAPL"}, "2025-03-10 09:30")};
    Misbehaviour misbehaviour;
    FeedServer feed{tape, misbehaviour, {}};
    RestApi rest{tape, misbehaviour, {}};
    RestBars restBars{tape.source().copy(), misbehaviour};
    NoTime time;
    ControlApi control{{tape, misbehaviour, feed, rest, time}};

    Market() { tape.advanceTo(at("2025-03-10 09:40"), {}); }
    HttpResponse ask(const char *method, const QString &path, const QString &query = {})
    {
        const HttpRequest request{
            method, path, QUrlQuery(query), [](const QByteArray &name) {
                return QByteArray(name == "Host" ? "127.0.0.1:1" : name == "Authorization" ? "Bearer k" : "");
            }};
        if (path.startsWith(ControlApi::Prefix))
            return control.handle(request);
        RestApi::Answer answer = rest.handle(request);
        if (const auto *work = std::get_if<RestApi::Work>(&answer))
            return (*work)(restBars);
        return std::get<HttpResponse>(answer);
    }
    void misbehave(const char *kind, int count = 1)
    {
        const QString query = QStringLiteral("kind=%1&count=%2").arg(QLatin1String(kind)).arg(count);
        QCOMPARE(ask("POST", QStringLiteral("/sim/misbehave"), query).status, 200);
    }
    HttpResponse bars(const QString &query = {})
    {
        return ask("GET", QStringLiteral("/v2/aggs/ticker/AAPL/range/1/minute/2025-03-10/2025-03-10"), query);
    }
    QJsonObject barsObject(const QString &query = {}) { return QJsonDocument::fromJson(bars(query).body).object(); }
    /// The answer to the address of a next page, whatever host it names.
    QJsonObject page(const QString &address)
    {
        const QUrl url(address);
        return QJsonDocument::fromJson(ask("GET", url.path(), url.query()).body).object();
    }
};

TapeEvent minuteBar()
{
    TapeEvent event;
    event.channel = Channel::AM;
    event.bar.start = at("2025-03-10 09:31");
    event.bar.end = at("2025-03-10 09:32");
    event.bar.add({event.bar.start, event.bar.start, 10, 100});
    event.dayVolume = 300;
    return event;
}

TapeEvent trade(const char *minute, int milliseconds, std::int64_t sequence)
{
    TapeEvent event;
    event.channel = Channel::T;
    event.trade = {at(minute) + Milliseconds(milliseconds), {}, 10, 100};
    event.sequence = sequence;
    return event;
}

std::string jsonOf(const TapeEvent &event)
{
    std::string json;
    appendEvent(json, event, "AAPL");
    return json;
}

/// What is sent for the event.
QByteArray sent(EventFaults &faults, const TapeEvent &event)
{
    std::string json = jsonOf(event);
    faults.apply(event, json);
    return QByteArray::fromStdString(json);
}

QByteArray sent(Fault fault, const TapeEvent &event)
{
    Misbehaviour misbehaviour;
    misbehaviour.ask(fault, 1);
    EventFaults faults(misbehaviour);
    return sent(faults, event);
}

} // namespace

/// What the simulator does when it is asked to misbehave.
class SimulatorFaultsTest final : public test::Test
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsListedAndUnderstood()
    {
        Market market;
        const auto kinds = QJsonDocument::fromJson(market.ask("GET", QStringLiteral("/sim/misbehave")).body).array();
        QCOMPARE(kinds.size(), static_cast<qsizetype>(FaultCount));
        QSet<QString> names;
        for (const QJsonValue &kind : kinds) {
            QVERIFY(!kind[u"sentence"].toString().isEmpty());
            names.insert(kind[u"kind"].toString());
            QCOMPARE(kind[u"waiting"].toInt(), 0);
            CHECKED(market.misbehave(qPrintable(kind[u"kind"].toString()), 2));
        }
        QCOMPARE(names.size(), kinds.size());
        for (const FaultKind &kind : Misbehaviour::kinds())
            QCOMPARE(market.misbehaviour.waiting(kind.fault), 2);
        for (const char *query : {"kind=friendly", "", "kind=bad_rows&count=x", "kind=bad_rows&count=100001"})
            QCOMPARE(market.ask("POST", QStringLiteral("/sim/misbehave"), QString::fromLatin1(query)).status, 400);
    }

    void aFaultHappensAsOftenAsAskedForWhereItBelongs()
    {
        Misbehaviour misbehaviour;
        misbehaviour.ask(Fault::OffMinute, 2);
        QVERIFY(!misbehaviour.take(FaultPlace::Event));
        QVERIFY(misbehaviour.take(FaultPlace::Minute)->fault == Fault::OffMinute);
        QVERIFY(!misbehaviour.isPolite());
        QVERIFY(misbehaviour.take(FaultPlace::Minute));
        QVERIFY(!misbehaviour.take(FaultPlace::Minute));
        QVERIFY(misbehaviour.isPolite());
        misbehaviour.ask(Fault::HtmlPage, 5);
        misbehaviour.ask(Fault::HtmlPage, 0);
        QVERIFY(misbehaviour.isPolite());
    }

    void eventsAreSpoilt_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QByteArray>("has");
        QTest::addColumn<QByteArray>("lacks");
        const auto row = [](Fault fault, const char *has, const char *lacks) {
            const std::string_view name = Misbehaviour::kinds()[static_cast<std::size_t>(fault)].name;
            QTest::newRow(name.data()) << static_cast<int>(fault) << QByteArray(has) << QByteArray(lacks);
        };
        row(Fault::NullFields, "\"vw\":null", "\"dv\":\"");
        row(Fault::SecondsTimes, "\"s\":1741613460,", "000");
        row(Fault::NanosecondsTimes, "\"s\":1741613460000000000,", "\"s\":1741613460000,");
        row(Fault::FutureTimes, "\"s\":1741786260000,", "\"s\":1741613460000,");
        row(Fault::AbsurdNumbers, "\"v\":1e308", "\"v\":100");
        row(Fault::NanToken, "\"vw\":nan,", "\"vw\":10");
        row(Fault::TextNumbers, "\"o\":\"10\"", "\"o\":10");
        row(Fault::ForeignSymbol, "},{\"ev\":\"AM\",\"sym\":\"ZZ0\"", "null");
        row(Fault::UnknownEvents, "},{\"ev\":\"XYZ\"", "nan");
        row(Fault::OffMinute, "\"s\":1741613467000,", "\"s\":1741613460000,");
    }
    void eventsAreSpoilt()
    {
        QFETCH(int, fault);
        QFETCH(QByteArray, has);
        QFETCH(QByteArray, lacks);
        const QByteArray json = sent(static_cast<Fault>(fault), minuteBar());
        QVERIFY2(json.contains(has) && !json.contains(lacks), json.constData());
        QVERIFY(json.startsWith("{\"ev\":\"AM\",\"sym\":\"AAPL\"") && json.endsWith('}'));
    }

    void whatIsNotNeededOfATradeIsNull()
    {
        const QByteArray json = sent(Fault::NullFields, trade("2025-03-10 09:31", 0, 7));
        for (const char *field : {"\"z\":null", "\"ds\":null", "\"trfi\":null", "\"i\":\"7\"", "\"s\":100"})
            QVERIFY2(json.contains(field), json.constData());
    }

    void tradesAreRepeated()
    {
        const TapeEvent one = trade("2025-03-10 09:31", 0, 7);
        const QByteArray json = QByteArray::fromStdString(jsonOf(one));
        QCOMPARE(sent(Fault::DuplicateTrades, one), json + ',' + json);
        QCOMPARE(sent(Fault::DuplicateTrades, minuteBar()), QByteArray::fromStdString(jsonOf(minuteBar())));
    }

    void theLastTradeOfAMinuteComesAfterTheNext()
    {
        Misbehaviour misbehaviour;
        misbehaviour.ask(Fault::SwappedTrades, 1);
        EventFaults faults(misbehaviour);
        const auto early = trade("2025-03-10 09:31", 20'000, 1), late = trade("2025-03-10 09:31", 57'000, 2);
        const auto last = trade("2025-03-10 09:31", 59'000, 3), next = trade("2025-03-10 09:32", 10, 4);
        const auto text = [](const TapeEvent &event) { return QByteArray::fromStdString(jsonOf(event)); };
        QCOMPARE(sent(faults, early), text(early));
        QCOMPARE(sent(faults, late), QByteArray());
        QVERIFY(!faults.isIdle());
        QCOMPARE(sent(faults, minuteBar()), text(minuteBar()));
        QCOMPARE(sent(faults, last), text(late));
        QCOMPARE(sent(faults, next), text(next) + ',' + text(last));
        QVERIFY(faults.isIdle());
    }

    void restRefusesAndMisleads()
    {
        Market market;
        for (const auto &[kind, header, value] :
             {std::tuple("retry_after_zero", "Retry-After", "0"),
              std::tuple("retry_after_huge", "Retry-After", "4000000"),
              std::tuple("redirect_same_host", "Location",
                         "http://127.0.0.1:1/v2/aggs/ticker/AAPL/range/1/minute/2025-03-10/2025-03-10?limit=5")}) {
            CHECKED(market.misbehave(kind));
            const HttpResponse answer = market.bars(QStringLiteral("limit=5"));
            QVERIFY(answer.status == 429 || answer.status == 301);
            QCOMPARE(answer.headers.size(), 1u);
            QCOMPARE(answer.headers[0], std::pair(QByteArray(header), QByteArray(value)));
        }
        CHECKED(market.misbehave("retry_after_date"));
        QVERIFY(market.bars().headers[0].second.endsWith(" GMT"));
        CHECKED(market.misbehave("html_page"));
        QVERIFY(market.bars().contentType == "text/html");
        QCOMPARE(market.barsObject()[u"resultsCount"].toInt(), 10);
    }

    void barsAreMissingThatWereCounted()
    {
        Market market;
        CHECKED(market.misbehave("status_error"));
        const QJsonObject error = market.barsObject();
        QCOMPARE(error[u"status"].toString(), QStringLiteral("ERROR"));
        QVERIFY(!error.contains(u"results"));
        CHECKED(market.misbehave("null_results"));
        const QJsonObject null = market.barsObject();
        QVERIFY(null[u"results"].isNull() && null[u"resultsCount"].toInt(-1) == 0);
        CHECKED(market.misbehave("short_results"));
        const QJsonObject few = market.barsObject();
        QVERIFY(few[u"results"].toArray().size() == 5 && few[u"resultsCount"].toInt() == 10);
        QCOMPARE(market.barsObject()[u"results"].toArray().size(), 10);
    }

    void pagesLeadElsewhere()
    {
        Market market;
        const QJsonArray all = market.barsObject()[u"results"].toArray();
        CHECKED(market.misbehave("next_url_foreign_host"));
        const QJsonObject half = market.barsObject();
        QVERIFY(half[u"next_url"].toString().startsWith(u"http://api.massive-sim.invalid:1/v2/aggs/"));
        QJsonArray both = half[u"results"].toArray();
        for (const QJsonValue &row : market.page(half[u"next_url"].toString())[u"results"].toArray())
            both.append(row);
        QCOMPARE(both, all);

        CHECKED(market.misbehave("empty_page_with_next"));
        const QJsonObject empty = market.barsObject();
        QVERIFY(empty[u"results"].isArray() && empty[u"results"].toArray().isEmpty());
        QCOMPARE(market.page(empty[u"next_url"].toString())[u"results"].toArray(), all);

        CHECKED(market.misbehave("next_url_loop"));
        const QJsonObject first = market.barsObject(), second = market.page(first[u"next_url"].toString());
        QCOMPARE(second[u"results"], first[u"results"]);
        QCOMPARE(second[u"next_url"], first[u"next_url"]);
        QVERIFY(!market.barsObject().contains(u"next_url"));
    }

    void badRowsStandAmongGoodOnes()
    {
        Market market;
        const QJsonArray good = market.barsObject()[u"results"].toArray();
        CHECKED(market.misbehave("bad_rows"));
        const QJsonArray bad = market.barsObject()[u"results"].toArray();
        QCOMPARE(bad.size(), good.size());
        QCOMPARE(bad[0][u"t"].toDouble(), good[0][u"t"].toDouble() / 1'000);
        QVERIFY(bad[1][u"v"].isString());
        QCOMPARE(bad[2][u"t"].toDouble(), good[2][u"t"].toDouble() + 7'000);
        QVERIFY(bad[3][u"t"].toDouble() < good[0][u"t"].toDouble());
        QCOMPARE(bad[4], good[4]);
    }

    void splitsChange()
    {
        Market market;
        market.rest.addSplit({QStringLiteral("AAPL"), QDate(2025, 3, 10), 1, 4});
        const auto splits = [&] {
            return QJsonDocument::fromJson(market.ask("GET", QStringLiteral("/v3/reference/splits")).body)[u"results"]
                .toArray();
        };
        CHECKED(market.misbehave("split_moved"));
        QCOMPARE(splits()[0][u"execution_date"].toString(), QStringLiteral("2025-03-11"));
        CHECKED(market.misbehave("split_withdrawn"));
        QVERIFY(splits().isEmpty());
        CHECKED(market.misbehave("split_contradicts"));
        const QJsonArray two = splits();
        QCOMPARE(two.size(), 2);
        QCOMPARE(two[1][u"split_from"].toDouble(), 4);
        QCOMPARE(two[1][u"split_to"].toDouble(), 1);
        QCOMPARE(splits().size(), 1);
    }

    void theTruthStaysWhatItIs()
    {
        Market market;
        const auto truth = [&] {
            return market.ask("GET", QStringLiteral("/sim/truth"), QStringLiteral("symbol=AAPL")).body;
        };
        const QByteArray before = truth();
        QCOMPARE(before.count('\n'), 11);
        for (const FaultKind &kind : Misbehaviour::kinds())
            market.misbehaviour.ask(kind.fault, 3);
        market.tape.follow(0);
        market.tape.advanceTo(at("2025-03-10 09:50"), [&](const TapeEvent &event) { market.feed.publish(event); });
        for (int i = 0; i < 100; ++i)
            market.bars();
        QVERIFY(truth().startsWith(before));
        Market polite;
        polite.tape.advanceTo(at("2025-03-10 09:50"), {});
        QCOMPARE(truth(), polite.ask("GET", QStringLiteral("/sim/truth"), QStringLiteral("symbol=AAPL")).body);
    }
};

QTEST_GUILESS_MAIN(SimulatorFaultsTest)
#include "tst_simulatorfaults.moc"
