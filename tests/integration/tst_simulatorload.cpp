// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massiveconnection.h"
#include "core/feed/multiconnectionmanager.h"
#include "core/market/exchangecalendar.h"
#include "core/simulator/marketmodel.h"
#include "tests/support/builders.h"
#include "tests/support/program.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSemaphore>
#include <QSignalSpy>
#include <QWebSocket>

using namespace tickstock;
using namespace tickstock::test;

namespace {

constexpr int Patience = 20'000;

/// Held closed, it keeps whoever computes a bar of the past.
struct Gate
{
    QSemaphore reached, open;
    std::atomic<bool> isClosed = false;
};

/// The seeded model, whose past is behind a gate.
class GatedSource final : public simulator::TradeSource
{
public:
    GatedSource(std::unique_ptr<TradeSource> model, Gate &gate)
        : m_model(std::move(model))
        , m_gate(gate)
    {
    }
    std::unique_ptr<TradeSource> copy() const override
    {
        return std::make_unique<GatedSource>(m_model->copy(), m_gate);
    }
    const std::vector<std::string> &symbols() const override { return m_model->symbols(); }
    void trades(std::size_t symbol, Timestamp minute, std::vector<simulator::SimTrade> &out) override
    {
        if (minute < start() - OneHour && m_gate.isClosed.exchange(false)) {
            m_gate.reached.release();
            (void)m_gate.open.tryAcquire(1, Patience);
        }
        m_model->trades(symbol, minute, out);
    }
    Timestamp start() const override { return m_model->start(); }
    std::optional<Timestamp> nextMinute(Timestamp from) override { return m_model->nextMinute(from); }
    bool waitsForSubscription() const override { return false; }

private:
    std::unique_ptr<TradeSource> m_model;
    Gate &m_gate;
};

std::vector<std::string> manySymbols()
{
    std::vector<std::string> symbols;
    for (int i = 0; i < 300; ++i)
        symbols.push_back("SIM" + std::to_string(i));
    return symbols;
}

} // namespace

/// massive-sim under much work: large answers of REST beside the stream, and frames as fast as they are read.
class SimulatorLoadTest final : public Test
{
    Q_OBJECT

private:
    static constexpr auto Friday = "/v2/aggs/grouped/locale/us/market/stocks/2025-03-07?adjusted=true&apiKey=k";

    /// Frames of the market are collected.
    struct Reader
    {
        QWebSocket socket;
        QStringList frames;
        bool isConfirmed = false;
        explicit Reader(const QUrl &url, const char *pairs = "A.*")
        {
            QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString &frame) {
                isConfirmed = isConfirmed || frame.contains(u"subscribed to");
                if (!frame.contains(u"\"ev\":\"status\""))
                    frames.append(frame);
            });
            QObject::connect(&socket, &QWebSocket::connected, &socket, [this, pairs] {
                socket.sendTextMessage(QStringLiteral("{\"action\":\"auth\",\"params\":\"k\"}"));
                socket.sendTextMessage(
                    QStringLiteral("{\"action\":\"subscribe\",\"params\":\"%1\"}").arg(QLatin1String(pairs)));
            });
            socket.open(url);
        }
    };
    std::unique_ptr<QNetworkReply> ask(const SimulatorThread &sim, const char *pathAndQuery)
    {
        return std::unique_ptr<QNetworkReply>(
            m_network.get(QNetworkRequest(QUrl(sim.restUrl().toString() + QLatin1String(pathAndQuery)))));
    }
    QNetworkAccessManager m_network;

private Q_SLOTS:
    void initTestCase() { m_network.setProxy(QNetworkProxy::NoProxy); }

    void framesGoOnWhileAGroupedDayIsAnswered()
    {
        Gate gate;
        simulator::SimulatorOptions options;
        options.speed = 20;
        const SimulatorThread sim(std::make_unique<GatedSource>(model(manySymbols(), "2025-03-10 09:30"), gate),
                                  options);
        Reader reader(sim.feedUrl());
        QTRY_VERIFY_WITH_TIMEOUT(!reader.frames.isEmpty(), Patience);
        gate.isClosed = true;
        const auto grouped = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        const qsizetype before = reader.frames.size();
        QTRY_VERIFY_WITH_TIMEOUT(reader.frames.size() > before + 5, Patience);
        QVERIFY(QJsonDocument::fromJson(sim.get(QStringLiteral("/sim/stats"))).object().contains(u"frames"));
        QVERIFY(!grouped->isFinished());
        gate.open.release();
        QTRY_VERIFY_WITH_TIMEOUT(grouped->isFinished(), Patience);
        QCOMPARE(QJsonDocument::fromJson(grouped->readAll()).object()[u"results"].toArray().size(), 300);
    }

    /// The answer tells of the market when it was asked for; a correction after that is in the next.
    void anAnswerIsThatOfTheMomentItWasAskedFor()
    {
        Gate gate;
        simulator::SimulatorOptions options;
        options.speed = 200;
        const SimulatorThread sim(std::make_unique<GatedSource>(model({"AAPL"}, "2025-03-10 09:30"), gate), options);
        const auto minutes = [&] { return sim.get(QStringLiteral("/sim/truth?symbol=AAPL")).count('\n') - 1; };
        QTRY_VERIFY_WITH_TIMEOUT(minutes() >= 4, Patience);
        sim.post(QStringLiteral("/sim/pause"));
        gate.isClosed = true;
        const auto grouped = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        const char *day = "/v2/aggs/ticker/AAPL/range/1/minute/2025-03-10/2025-03-10?apiKey=k";
        const auto before = ask(sim, day);
        sim.get(QStringLiteral("/sim/stats")); // over another connection, but `before` has been sent by then
        const QByteArray truthBefore = sim.get(QStringLiteral("/sim/truth?symbol=AAPL"));
        QVERIFY(sim.post(QStringLiteral("/sim/resend?symbol=AAPL&ago=90")).contains("true"));
        const QByteArray truthAfter = sim.get(QStringLiteral("/sim/truth?symbol=AAPL"));
        QVERIFY(truthBefore != truthAfter);
        const auto after = ask(sim, day);
        gate.open.release();
        QTRY_VERIFY_WITH_TIMEOUT(before->isFinished() && after->isFinished(), Patience);
        QCOMPARE(asTruth(before->readAll()), truthBefore);
        QCOMPARE(asTruth(after->readAll()), truthAfter);
    }

    void aClientThatGoesAwayIsNotAnswered()
    {
        Gate gate;
        const SimulatorThread sim(std::make_unique<GatedSource>(model({"AAPL"}, "2025-03-10 09:30"), gate), {});
        gate.isClosed = true;
        const auto grouped = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        grouped->abort();
        sim.get(QStringLiteral("/sim/stats"));
        gate.open.release();
        const auto again = ask(sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(again->isFinished(), Patience);
        QCOMPARE(again->error(), QNetworkReply::NoError);
    }

    void endsWithAnAnswerUnderWay()
    {
        Gate gate;
        auto sim = std::make_unique<SimulatorThread>(
            std::make_unique<GatedSource>(model(manySymbols(), "2025-03-10 09:30"), gate),
            simulator::SimulatorOptions());
        gate.isClosed = true;
        const auto first = ask(*sim, Friday), second = ask(*sim, Friday);
        QTRY_VERIFY_WITH_TIMEOUT(gate.reached.available() > 0, Patience);
        gate.open.release();
        sim.reset();
        QTRY_VERIFY_WITH_TIMEOUT(first->isFinished() && second->isFinished(), Patience);
    }

    void aBlastSendsSubscribedSymbolsAndStops()
    {
        simulator::SimulatorOptions options;
        options.blast = {.frames = 50, .eventsPerFrame = 7};
        const SimulatorThread sim(model({"AAPL", "MSFT", "NVDA"}, "2025-03-10 15:59"), options);
        Reader reader(sim.feedUrl(), "A.MSFT,A.NVDA,AM.AAPL");
        const auto stats = [&] { return QJsonDocument::fromJson(sim.get(QStringLiteral("/sim/stats"))).object(); };
        QTRY_VERIFY_WITH_TIMEOUT(stats()[u"finished"].toBool(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(reader.frames.size(), 50, Patience);
        QCOMPARE(stats()[u"connections"].toArray()[0].toObject()[u"events"].toInt(), 350);
        const QJsonObject sent = stats()[u"symbols"].toObject();
        QCOMPARE(sent[u"AAPL"].toInt(), 0);
        QCOMPARE(sent[u"MSFT"].toInt(), 175);
        QCOMPARE(sent[u"NVDA"].toInt(), 175);
        CHECKED(areBarsOfAMarket(reader.frames, 7));
    }

    /// Through our own connection and what drops the second copy of an event: nothing is refused, dropped or missing.
    void aBlastIsTakenWhole()
    {
        simulator::SimulatorOptions options;
        options.blast = {.frames = 400, .eventsPerFrame = 100};
        const SimulatorThread sim(model(manySymbols(), "2025-03-10 15:59"), options);
        SymbolTable symbols;
        MultiConnectionManager manager({}, symbols);
        MassiveConnectionOptions connection;
        connection.id = {1};
        connection.url = sim.feedUrl();
        connection.key = QStringLiteral("k");
        manager.addConnection(std::make_unique<MassiveConnection>(std::move(connection), symbols), 1);
        QStringList names;
        for (const std::string &symbol : manySymbols())
            names.append(QString::fromStdString(symbol));
        std::size_t ticks = 0;
        connect(&manager, &MarketFeed::ticks, this, [&](const TickBatchPtr &batch) { ticks += batch->ticks.size(); });
        const QSignalSpy lost(&manager, &MarketFeed::lost);
        manager.subscribe(names);
        manager.open();
        QTRY_COMPARE_WITH_TIMEOUT(ticks, 40'000u, Patience);
        QCOMPARE(lost.size(), 0);
        QCOMPARE(manager.health().front().errors, 0u);
    }

    void aBlastRestsWhileItIsPaused()
    {
        simulator::SimulatorOptions options;
        options.blast = {.frames = 10, .eventsPerFrame = 1};
        const SimulatorThread sim(model({"AAPL"}, "2025-03-10 09:30"), options);
        sim.post(QStringLiteral("/sim/pause"));
        Reader reader(sim.feedUrl());
        QTRY_VERIFY_WITH_TIMEOUT(reader.isConfirmed, Patience);
        sim.get(QStringLiteral("/sim/stats"));
        QCOMPARE(reader.frames.size(), 0);
        sim.post(QStringLiteral("/sim/resume"));
        QTRY_COMPARE_WITH_TIMEOUT(reader.frames.size(), 10, Patience);
    }

    /// Of whom it reads, in turn, and the minute that they make.
    void tradesComeAtTheMarketsPace()
    {
        simulator::SimulatorOptions options;
        options.tradeBlast = {.perSecond = 3'000, .perFrame = 10};
        simulator::MarketModelOptions market;
        market.symbols = {"AAPL", "MSFT", "NVDA"};
        market.start = at("2025-03-10 10:00") + Milliseconds(59'500);
        const SimulatorThread sim(std::make_unique<simulator::MarketModel>(market), options);
        Reader reader(sim.feedUrl(), "T.MSFT,T.NVDA,AM.MSFT");
        const auto hasMinute = [&] {
            return std::any_of(reader.frames.begin(), reader.frames.end(),
                               [](const QString &frame) { return frame.contains(QStringLiteral("\"AM\"")); });
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasMinute(), Patience);
        std::map<QString, std::vector<QJsonObject>> trades;
        QJsonObject minute;
        for (const QString &frame : std::as_const(reader.frames)) {
            const QJsonArray events = QJsonDocument::fromJson(frame.toUtf8()).array();
            for (const auto &event : events) {
                const QJsonObject one = event.toObject();
                if (one[u"ev"] == QStringLiteral("AM"))
                    minute = one;
                else if (minute.isEmpty())
                    trades[one[u"sym"].toString()].push_back(one);
            }
        }
        QCOMPARE(trades.size(), 2u);
        QVERIFY(trades.contains(QStringLiteral("NVDA")));
        CHECKED(areTheTradesOf(minute, trades[QStringLiteral("MSFT")]));
    }

    void badBlastsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no frames") << QStringList{QStringLiteral("--blast"), QStringLiteral("0")};
        QTest::newRow("too long a frame") << QStringList{QStringLiteral("--blast"), QStringLiteral("1"),
                                                         QStringLiteral("--events-per-frame"), QStringLiteral("4001")};
        QTest::newRow("no blast") << QStringList{QStringLiteral("--events-per-frame"), QStringLiteral("10")};
        QTest::newRow("both") << QStringList{QStringLiteral("--blast"), QStringLiteral("1"),
                                             QStringLiteral("--trades-per-second"), QStringLiteral("1")};
        QTest::newRow("no trades") << QStringList{QStringLiteral("--trades-per-second"), QStringLiteral("0")};
        QTest::newRow("a recording, too") << QStringList{QStringLiteral("--blast"), QStringLiteral("1"),
                                                         QStringLiteral("--replay"), QStringLiteral("x.csv")};
    }
    void badBlastsAreRefused()
    {
        QFETCH(QStringList, arguments);
        Program sim(QStringLiteral("massive-sim"), arguments);
        QCOMPARE(sim.waitForExit(), 2);
        QVERIFY(!sim.errors().isEmpty());
    }

private:
    /// They lie in it, one after another, and it is made of them.
    static void areTheTradesOf(const QJsonObject &minute, const std::vector<QJsonObject> &trades)
    {
        QVERIFY(!trades.empty());
        double volume = 0, high = 0, number = 0;
        for (const QJsonObject &trade : trades) {
            QVERIFY(trade[u"t"].toDouble() >= minute[u"s"].toDouble());
            QVERIFY(trade[u"t"].toDouble() < minute[u"e"].toDouble());
            QVERIFY(trade[u"q"].toDouble() > number);
            number = trade[u"q"].toDouble();
            QCOMPARE(trade[u"i"].toString().toDouble(), number);
            volume += trade[u"s"].toDouble();
            high = std::max(high, trade[u"p"].toDouble());
        }
        QCOMPARE(minute[u"sym"].toString(), QStringLiteral("MSFT"));
        QCOMPARE(minute[u"o"].toDouble(), trades.front()[u"p"].toDouble());
        QCOMPARE(minute[u"c"].toDouble(), trades.back()[u"p"].toDouble());
        QCOMPARE(minute[u"h"].toDouble(), high);
        QCOMPARE(minute[u"v"].toDouble(), volume);
        QCOMPARE(minute[u"av"].toDouble(), volume);
    }
    /// Each bar is another, of a second after the one before, on whole seconds of trading hours, and as it should be.
    static void areBarsOfAMarket(const QStringList &frames, qsizetype eventsPerFrame)
    {
        const ExchangeCalendar calendar;
        std::map<QString, QJsonObject> newest;
        for (const QString &frame : frames) {
            const QJsonArray events = QJsonDocument::fromJson(frame.toUtf8()).array();
            QCOMPARE(events.size(), eventsPerFrame);
            for (const auto &value : events) {
                const QJsonObject bar = value.toObject();
                const Timestamp start{static_cast<std::int64_t>(bar[u"s"].toDouble())};
                QCOMPARE(bar[u"e"].toDouble(), bar[u"s"].toDouble() + 1'000);
                QCOMPARE(calendar.sessionAt(start), Session::Regular);
                QVERIFY(bar[u"l"].toDouble() <= bar[u"c"].toDouble() && bar[u"c"].toDouble() <= bar[u"h"].toDouble());
                QCOMPARE(bar[u"dav"].toString().toDouble(), bar[u"av"].toDouble());
                QJsonObject &before = newest[bar[u"sym"].toString()];
                const bool isSameDay = bar[u"s"].toDouble() - before[u"s"].toDouble() == 1'000;
                QVERIFY(before.isEmpty() || before[u"s"].toDouble() < bar[u"s"].toDouble());
                if (isSameDay)
                    QCOMPARE(bar[u"av"].toDouble(), before[u"av"].toDouble() + bar[u"v"].toDouble());
                before = bar;
            }
        }
    }
    /// The minutes of an answer as /sim/truth writes them.
    static QByteArray asTruth(const QByteArray &json)
    {
        QByteArray csv = "t,o,h,l,c,v\n";
        for (const auto &value : QJsonDocument::fromJson(json).object()[u"results"].toArray()) {
            const QJsonObject row = value.toObject();
            csv += QByteArray::number(static_cast<qint64>(row[u"t"].toDouble()));
            for (const char *key : {"o", "h", "l", "c", "v"})
                csv +=
                    ',' + QByteArray::number(row[QLatin1String(key)].toDouble(), 'f', QLocale::FloatingPointShortest);
            csv += '\n';
        }
        return csv;
    }
};

QTEST_GUILESS_MAIN(SimulatorLoadTest)
#include "tst_simulatorload.moc"
