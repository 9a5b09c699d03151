// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"
#include "tests/support/program.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QWebSocket>

using namespace tickstock;
using namespace tickstock::test;

/// Quotes, halts and prints on the whole way: from massive-sim over sockets to the screen's mailbox, the local
/// interface and readers of /ws.
class QuotesTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    std::unique_ptr<SimulatorThread> m_sim;
    std::unique_ptr<MarketDataService> m_service;
    std::unique_ptr<QWebSocket> m_reader;
    std::map<QString, std::vector<QJsonObject>> m_read; // by channel
    MarketUpdate m_shown;                               // everything that the screen got
    quint16 m_apiPort = 0;

    void start(const QStringList &channels, double speed = 20)
    {
        simulator::SimulatorOptions simulated;
        simulated.speed = speed;
        simulated.feed.keys = {QStringLiteral("k")};
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL", "MSFT", "NVDA"}, "2025-03-10 09:35"), simulated);
        m_apiPort = freePort();
        ServiceOptions options;
        Settings &settings = options.settings;
        settings.apiKey = QStringLiteral("k");
        settings.webSocketUrl = m_sim->feedUrl();
        settings.restUrl = m_sim->restUrl();
        settings.channels = channels;
        settings.useMultiConnection = true;
        settings.routingStrategy = RoutingStrategy::RoundRobin;
        settings.criticalSymbols = {QStringLiteral("AAPL")}; // by both connections
        settings.connections[0].enabled = settings.connections[1].enabled = true;
        settings.connections[0].symbols = {QStringLiteral("AAPL"), QStringLiteral("MSFT"), QStringLiteral("NVDA")};
        settings.apiListen = {QHostAddress(QHostAddress::LocalHost), m_apiPort};
        m_service = std::make_unique<MarketDataService>(std::move(options));
        m_service->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().routing.tickers, 3, Patience);
    }
    void read(const QByteArray &channels, const QByteArray &symbols)
    {
        m_reader = std::make_unique<QWebSocket>();
        connect(m_reader.get(), &QWebSocket::textMessageReceived, this, [this](const QString &text) {
            const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
            m_read[message[u"channel"].toString()].push_back(message[u"data"].toObject());
        });
        m_reader->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_apiPort)));
        QTRY_COMPARE_WITH_TIMEOUT(m_reader->state(), QAbstractSocket::ConnectedState, Patience);
        m_reader->sendTextMessage(QString::fromUtf8("{\"action\":\"subscribe\",\"channels\":[" + channels +
                                                    "],\"symbols\":[" + symbols + "]}"));
        QTRY_VERIFY_WITH_TIMEOUT(m_read.contains(QStringLiteral("subscribed")), Patience);
    }
    std::size_t readOn(const char *channel) { return m_read[QString::fromLatin1(channel)].size(); }
    QByteArray api(const char *path) const
    {
        return getText(QStringLiteral("http://127.0.0.1:%1%2").arg(m_apiPort).arg(QLatin1String(path)));
    }
    QJsonArray list(const char *path) const { return QJsonDocument::fromJson(api(path)).array(); }
    /// How many seconds with trades REST knows.
    qsizetype restSeconds(const char *symbol, qint64 from, qint64 to) const
    {
        const QByteArray answer =
            m_sim->get(QStringLiteral("/v2/aggs/ticker/%1/range/1/second/%2/%3?apiKey=k&limit=5000")
                           .arg(QLatin1String(symbol))
                           .arg(from)
                           .arg(to));
        return QJsonDocument::fromJson(answer)[u"results"].toArray().size();
    }
    /// Takes what has come for the screen. The newest change of this symbol, if any.
    std::optional<TradingChange> shownChange(const char *symbol)
    {
        MarketUpdate update = m_service->interfaces().market.mailbox().takeAll();
        m_shown.tops.insert(m_shown.tops.end(), update.tops.begin(), update.tops.end());
        m_shown.halts.insert(m_shown.halts.end(), update.halts.begin(), update.halts.end());
        m_shown.prints.insert(m_shown.prints.end(), update.prints.begin(), update.prints.end());
        const auto id = m_service->interfaces().market.symbols().find(std::string_view(symbol));
        for (auto change = m_shown.halts.rbegin(); change != m_shown.halts.rend(); ++change) {
            if (change->symbol == id)
                return *change;
        }
        return std::nullopt;
    }
    bool isShown(const char *symbol, TradingState state)
    {
        const auto change = shownChange(symbol);
        return change && change->state == state;
    }

private Q_SLOTS:
    void init()
    {
        m_read.clear();
        m_shown = {};
    }
    void cleanup()
    {
        m_reader.reset();
        m_service.reset();
        m_sim.reset();
    }

    void quotesAndPrintsReachScreenInterfaceAndReaders()
    {
        CHECKED(start({QStringLiteral("A"), QStringLiteral("T"), QStringLiteral("Q"), QStringLiteral("LULD")}));
        m_service->interfaces().market.setVisible({QStringLiteral("AAPL")});
        CHECKED(read("\"quotes\",\"prints\"", "\"AAPL\""));
        QTRY_VERIFY_WITH_TIMEOUT(readOn("quotes") > 3 && readOn("prints") > 3, Patience);
        for (const QJsonObject &quote : m_read[QStringLiteral("quotes")]) {
            QCOMPARE(quote[u"symbol"].toString(), QStringLiteral("AAPL"));
            QVERIFY(quote[u"bid"].toDouble() < quote[u"ask"].toDouble());
        }
        std::set<double> sequences; // by two connections, delivered once
        for (const QJsonObject &print : m_read[QStringLiteral("prints")]) {
            QCOMPARE(print[u"symbol"].toString(), QStringLiteral("AAPL"));
            QVERIFY(sequences.insert(print[u"sequence"].toDouble()).second);
        }
        const auto hasAll = [this] {
            const QJsonArray lines = list("/api/quotes");
            return lines.size() == 3 && std::all_of(lines.begin(), lines.end(), [](const QJsonValue &line) {
                       return line[u"bid"].isDouble() && line[u"band"].isObject();
                   });
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasAll(), Patience);
        const QJsonArray one = list("/api/quotes?symbol=MSFT");
        QCOMPARE(one.size(), 1);
        QVERIFY(one[0][u"age_ms"].toDouble(-1) >= 0);
        QVERIFY(one[0][u"band"][u"low"].toDouble() < one[0][u"bid"].toDouble());
        QCOMPARE(one[0][u"state"].toString(), QStringLiteral("trading"));
        QCOMPARE(list("/api/quotes?symbol=ZZZ").size(), 0);
        QVERIFY(!list("/api/prints?symbol=AAPL&limit=2").isEmpty());
        QCOMPARE(list("/api/prints?symbol=MSFT").size(), 0); // is not on screen
        QVERIFY(api("/api/prints").contains("symbol is missing"));
        QVERIFY(api("/api/prints?symbol=AAPL&limit=0").contains("limit is a number from 1 to 10000"));
        (void)shownChange("AAPL");
        QVERIFY(!m_shown.tops.empty() && !m_shown.prints.empty());
        const QJsonObject health = QJsonDocument::fromJson(api("/api/health")).object()[u"quotes"].toObject();
        QVERIFY(health[u"quotes"].toDouble() > 10);
        QCOMPARE(health[u"symbols"].toInt(), 3);
        QVERIFY(api("/metrics").contains("tickstock_quotes_total "));
        QCOMPARE(m_service->health().connections[0].errors, quint64(0));
        QVERIFY(m_service->health().gaps.list == nullptr);
    }

    void aHaltIsSaidOnceAndEnds()
    {
        CHECKED(start({QStringLiteral("A"), QStringLiteral("AM"), QStringLiteral("LULD")}));
        CHECKED(read("\"halts\"", {}));
        QTRY_VERIFY_WITH_TIMEOUT(list("/api/quotes?symbol=AAPL")[0][u"band"].isObject(), Patience);
        QVERIFY(m_sim->post(QStringLiteral("/sim/halt?symbol=ZZZ")).contains("symbol= must be known"));
        QVERIFY(m_sim->post(QStringLiteral("/sim/halt?symbol=AAPL&seconds=60")).contains("ok"));
        QTRY_VERIFY_WITH_TIMEOUT(isShown("AAPL", TradingState::Trading), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(readOn("halts"), std::size_t(2), Patience);
        const QJsonObject halt = m_read[QStringLiteral("halts")][0], end = m_read[QStringLiteral("halts")][1];
        QCOMPARE(halt[u"symbol"].toString(), QStringLiteral("AAPL"));
        QCOMPARE(halt[u"state"].toString(), QStringLiteral("halted"));
        QVERIFY(!halt[u"inferred"].toBool(true) && !end[u"inferred"].toBool(true));
        QCOMPARE(end[u"state"].toString(), QStringLiteral("trading"));
        QVERIFY(end[u"time"].toDouble() - halt[u"time"].toDouble() >= 60'000);
        QVERIFY(halt[u"low"].toDouble() < halt[u"high"].toDouble());
        const auto ms = [](const QJsonValue &time) { return static_cast<qint64>(time.toDouble()); };
        QVERIFY(restSeconds("AAPL", ms(halt[u"time"]) - 60'000, ms(halt[u"time"]) - 1'000) > 0);
        QCOMPARE(restSeconds("AAPL", ms(halt[u"time"]) + 1'000, ms(end[u"time"]) - 1'000), 0);
        QVERIFY(restSeconds("MSFT", ms(halt[u"time"]), ms(end[u"time"])) > 0);
        QCOMPARE(list("/api/halts").size(), 2); // two connections carry it
        QCOMPARE(m_shown.halts.size(), std::size_t(2));
    }

    /// As for securities of which the vendor sends no such message, or where LULD is not subscribed.
    void aHaltThatNobodySaysIsInferred()
    {
        CHECKED(start({QStringLiteral("A"), QStringLiteral("T")}, 60));
        QTRY_VERIFY_WITH_TIMEOUT(m_service->health().pipeline.ticks > 600, Patience);
        QVERIFY(m_sim->post(QStringLiteral("/sim/halt?symbol=NVDA&seconds=240")).contains("ok"));
        QTRY_VERIFY_WITH_TIMEOUT(isShown("NVDA", TradingState::Halted), Patience);
        const TradingChange halt = *shownChange("NVDA");
        QVERIFY(halt.isInferred());
        QCOMPARE(halt.evidence, TradingEvidence::NoTrades);
        QVERIFY(halt.noticed - halt.at >= TradingWatch::ShortestSilence);
        QTRY_VERIFY_WITH_TIMEOUT(isShown("NVDA", TradingState::Trading), Patience);
        QCOMPARE(shownChange("NVDA")->evidence, TradingEvidence::TradesAgain);
        QVERIFY(!shownChange("MSFT") && !shownChange("AAPL"));
        QVERIFY(!m_service->health().gaps.list || m_service->health().gaps.list->empty()); // a halt is no hole
    }
};

QTEST_GUILESS_MAIN(QuotesTest)
#include "tst_quotes.moc"
