// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/simulator/aggregatesquery.h"
#include "core/simulator/controlapi.h"
#include "core/simulator/feedserver.h"
#include "core/simulator/restapi.h"
#include "core/simulator/subscriptionmasks.h"
#include "core/simulator/tradelog.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

using namespace tickstock;
using namespace tickstock::simulator;
using namespace tickstock::test;

namespace {

/// One symbol that trades as the test says.
class FixedTrades final : public TradeSource
{
public:
    explicit FixedTrades(std::vector<SimTrade> trades)
        : m_trades(std::move(trades))
    {
    }
    std::unique_ptr<TradeSource> copy() const override { return std::make_unique<FixedTrades>(m_trades); }
    const std::vector<std::string> &symbols() const override { return m_symbols; }
    void trades(std::size_t, Timestamp minute, std::vector<SimTrade> &out) override
    {
        out.clear();
        std::copy_if(m_trades.begin(), m_trades.end(), std::back_inserter(out),
                     [minute](const SimTrade &trade) { return trade.time.floorTo(OneMinute) == minute; });
        ++asked;
    }
    Timestamp start() const override { return at("2025-03-10 09:30"); }
    std::optional<Timestamp> nextMinute(Timestamp from) override { return from; }
    bool waitsForSubscription() const override { return false; }

    int asked = 0;

private:
    std::vector<std::string> m_symbols{"AAPL"};
    std::vector<SimTrade> m_trades;
};

struct NoTime final : MarketTimeControl
{
    void pause() override { isPaused = true; }
    void resume() override { isPaused = false; }
    bool isFinished() const override { return false; }
    quint64 leftOut() const override { return 0; }
    bool isPaused = false;
};

HttpRequest request(const char *method, const QString &path, const QString &query = {})
{
    return {method, path, QUrlQuery(query),
            [](const QByteArray &name) { return name == "Host" ? QByteArrayLiteral("localhost:1") : QByteArray(); }};
}

std::optional<AggregatesQuery> parse(const QString &path, const QString &query = {})
{
    return AggregatesQuery::parse(request("GET", path, query), path.split(u'/', Qt::SkipEmptyParts));
}

} // namespace

/// The parts of the simulator: its trades, who reads what, and what its two HTTP interfaces understand.
class SimulatorPartsTest final : public test::Test
{
    Q_OBJECT

private:
    const Timestamp m_open = at("2025-03-10 09:30");

    SimTrade tradeAt(int seconds, double price, int delay = 0) const
    {
        const Timestamp time = m_open + OneSecond * seconds;
        return {time, time + OneSecond * delay, price, 100};
    }

private Q_SLOTS:
    void aLateTradeCountsFromItsReportOn()
    {
        TradeLog log(std::make_unique<FixedTrades>(std::vector{tradeAt(1, 10), tradeAt(2, 20, 60), tradeAt(3, 15)}));
        QCOMPARE(log.bar(0, m_open, OneMinute, m_open + OneSecond * 30)->high, 15);
        const auto later = log.bar(0, m_open, OneMinute, m_open + OneSecond * 62);
        QCOMPARE(later->high, 20);
        QCOMPARE(later->close, 15);
        QCOMPARE(later->trades, 3);
        QVERIFY(!log.bar(0, m_open + OneMinute, OneMinute, m_open + OneHour));
    }

    void anAddedTradeLiesAtItsTime()
    {
        TradeLog log(std::make_unique<FixedTrades>(std::vector{tradeAt(1, 10), tradeAt(30, 11)}));
        log.add({0, tradeAt(20, 50)});
        std::vector<SimTrade> trades;
        log.trades(0, m_open, trades);
        QCOMPARE(trades.size(), 3u);
        QCOMPARE(trades[1].price, 50);
    }

    void aFinishedDayIsComputedOnce()
    {
        auto source = std::make_unique<FixedTrades>(std::vector{tradeAt(1, 10)});
        FixedTrades &trades = *source;
        TradeLog log(std::move(source));
        const QDate day(2025, 3, 10);
        QVERIFY(log.dayBar(0, day, m_open + OneMinute));
        const int once = trades.asked;
        QVERIFY(log.dayBar(0, day, m_open + OneDay));
        QVERIFY(log.dayBar(0, day, m_open + OneDay));
        QCOMPARE(trades.asked, 2 * once);
        log.add({0, tradeAt(2, 12)});
        QCOMPARE(log.dayBar(0, day, m_open + OneDay)->high, 12);
        QVERIFY(!log.dayBar(0, {2025, 3, 9}, m_open)); // a Sunday
    }

    void theDaysOpenIsThatOfTheRegularSession()
    {
        DayTotals day;
        day.add(tradeAt(-60, 9), false);
        QCOMPARE(day.open, 0);
        day.add(tradeAt(0, 10), true);
        day.add(tradeAt(1, 12), true);
        QCOMPARE(day.open, 10);
        QCOMPARE(day.volume, 300);
        QCOMPARE(day.vwap(1), 31.0 / 3);
        QCOMPARE(DayTotals().vwap(7), 7);
    }

    void masksKnowTheReadersOfEachChannel()
    {
        SubscriptionMasks masks(2);
        masks.set(Channel::A, 1, 3, true);
        masks.setAll(Channel::T, 0, true);
        QCOMPARE(masks.readers(Channel::A, 1), quint64(8));
        QCOMPARE(masks.readers(Channel::A, 0), quint64(0));
        QCOMPARE(masks.readers(Channel::T, 0), quint64(1));
        masks.set(Channel::T, 0, 63, true);
        masks.setAll(Channel::T, 0, false);
        QCOMPARE(masks.readers(Channel::T, 0), quint64(1) << 63);
        masks.clear(63);
        masks.clear(3);
        QCOMPARE(masks.readers(Channel::T, 0) | masks.readers(Channel::A, 1), quint64(0));
    }

    void aggregatesAreUnderstood()
    {
        const auto minutes = parse(QStringLiteral("/v2/aggs/ticker/AAPL/range/5/minute/2025-03-10/2025-03-10"),
                                   QStringLiteral("limit=100&sort=desc&adjusted=false"));
        QVERIFY(minutes);
        QCOMPARE(minutes->from, at("2025-03-10 00:00"));
        QCOMPARE(minutes->to, at("2025-03-11 00:00") - Milliseconds(1));
        QCOMPARE(minutes->barLength(), 5 * OneMinute);
        QCOMPARE(minutes->pageSize(), 20); // the limit counts base bars
        QVERIFY(!minutes->isAscending && !minutes->isAdjusted && !minutes->isDaily());
        const auto days = parse(QStringLiteral("/v2/aggs/ticker/AAPL/range/1/day/1741579200000/1741665600000"));
        QVERIFY(days && days->isDaily() && days->isAscending && days->isAdjusted);
        QCOMPARE(days->from.ms, 1741579200000);
        QCOMPARE(days->pageSize(), 5'000);
        for (const char *bad :
             {"0/minute/2025-03-10/2025-03-10", "x/minute/2025-03-10/2025-03-10", "1/month/2025-03-10/2025-03-10",
              "2/day/2025-03-10/2025-03-10", "1/minute/soon/2025-03-10"})
            QVERIFY2(!parse(QStringLiteral("/v2/aggs/ticker/AAPL/range/") + QString::fromLatin1(bad)), bad);
    }

    void theNextPageKeepsTheFirstOnesSettings()
    {
        const QString path = QStringLiteral("/v2/aggs/ticker/AAPL/range/1/minute/2025-03-10/2025-03-11");
        const HttpRequest first = request("GET", path, QStringLiteral("limit=7&adjusted=false"));
        const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
        const QUrl next(AggregatesQuery::parse(first, parts)->nextUrl(first, parts, m_open));
        QCOMPARE(next.host(), QStringLiteral("localhost"));
        const auto second = parse(next.path(), next.query());
        QVERIFY(second);
        QCOMPARE(second->from, m_open);
        QCOMPARE(second->to, at("2025-03-12 00:00") - Milliseconds(1));
        QCOMPARE(second->limit, 7);
        QVERIFY(!second->isAdjusted);
    }

    void controlUnderstandsItsCommands_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("status");
        const auto row = [](const char *command, const char *query, int status) {
            QTest::addRow("%s?%s", command, query)
                << QString::fromLatin1(command) << QString::fromLatin1(query) << status;
        };
        row("pause", "", 200);
        row("nonsense", "", 404);
        row("drop", "connection=1", 404); // nobody is connected
        row("stall", "", 404);
        row("refuse", "seconds=soon", 400);
        row("refuse", "seconds=0", 200);
        row("max-connections", "n=2&evict=newer", 200);
        row("max-connections", "n=2&evict=all", 400);
        row("resend", "symbol=MSFT", 400);
        row("resend", "symbol=AAPL&ago=5", 409); // has not traded
        row("rest-error", "status=503", 200);
        row("rest-error", "status=200", 400);
        row("split", "symbol=AAPL&date=2025-03-10&from=1&to=4", 200);
        row("split", "symbol=AAPL&date=2025-03-10&from=1&to=0", 400);
        row("malformed", "count=100001", 400);
        row("malformed", "", 200);
    }
    void controlUnderstandsItsCommands()
    {
        QFETCH(QString, command);
        QFETCH(QString, query);
        QFETCH(int, status);
        MarketTape tape(std::make_unique<FixedTrades>(std::vector<SimTrade>()));
        Misbehaviour misbehaviour;
        FeedServer feed(tape, misbehaviour, {});
        RestApi rest(tape, misbehaviour, {});
        NoTime time;
        ControlApi control({tape, misbehaviour, feed, rest, time});
        const HttpRequest post = request("POST", ControlApi::Prefix + command, query);
        QCOMPARE(control.handle(post).status, status);
        QCOMPARE(time.isPaused, command == u"pause");
        const HttpRequest get = request("GET", ControlApi::Prefix + command, query);
        QCOMPARE(control.handle(get).status, 405);
    }

    void controlAnswersWhatIsTrue()
    {
        MarketTape tape(std::make_unique<FixedTrades>(std::vector{tradeAt(1, 10)}));
        Misbehaviour misbehaviour;
        FeedServer feed(tape, misbehaviour, {});
        RestApi rest(tape, misbehaviour, {});
        NoTime time;
        ControlApi control({tape, misbehaviour, feed, rest, time});
        tape.advanceTo(m_open + OneMinute, [](const TapeEvent &) {});
        const HttpResponse truth =
            control.handle(request("GET", QStringLiteral("/sim/truth"), QStringLiteral("symbol=AAPL")));
        QCOMPARE(truth.body, QByteArray("t,o,h,l,c,v\n" + QByteArray::number(m_open.ms) + ",10,10,10,10,100\n"));
        QCOMPARE(control.handle(request("GET", QStringLiteral("/sim/truth"))).status, 404);
        QVERIFY(
            control.handle(request("GET", QStringLiteral("/sim/stats"))).body.contains("\"connections_accepted\":0"));
    }
};

QTEST_GUILESS_MAIN(SimulatorPartsTest)
#include "tst_simulatorparts.moc"
