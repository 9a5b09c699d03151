// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/service/marketdataservice.h"
#include "core/simulator/inventedlisting.h"
#include "core/storage/sqlitestorage.h"
#include "tests/support/builders.h"
#include "tests/support/program.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QWebSocket>

#include <cmath>
#include <limits>

using namespace tickstock;
using namespace tickstock::test;

/// The whole core in this process, against the simulator: what a window asks of it, and what others read of it.
class ServiceTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    std::unique_ptr<SimulatorThread> m_sim;
    std::unique_ptr<MarketDataService> m_service;
    quint16 m_apiPort = 0;

    void start(int connections, double speed, const QString &token = {})
    {
        simulator::SimulatorOptions options;
        options.speed = speed;
        options.feed.keys = {QStringLiteral("k")};
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL", "MSFT", "NVDA", "SPY"}, "2025-03-10 09:30"), options);
        m_apiPort = freePort();
        ServiceOptions service;
        service.settings.apiKey = QStringLiteral("k");
        service.settings.webSocketUrl = m_sim->feedUrl();
        service.settings.restUrl = m_sim->restUrl();
        service.settings.useMultiConnection = connections > 1;
        service.settings.routingStrategy = RoutingStrategy::RoundRobin;
        service.settings.apiListen = {QHostAddress(QHostAddress::LocalHost), m_apiPort};
        service.settings.apiToken = token;
        for (int i = 0; i < connections; ++i) {
            service.settings.connections[static_cast<std::size_t>(i)].enabled = true;
            service.settings.connections[static_cast<std::size_t>(i)].priority = i + 1;
        }
        service.settings.connections[0].symbols = {QStringLiteral("AAPL"), QStringLiteral("MSFT"),
                                                   QStringLiteral("NVDA"), QStringLiteral("SPY")};
        m_service = std::make_unique<MarketDataService>(std::move(service));
        m_service->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().routing.tickers, 4, Patience);
    }
    int accepted() const
    {
        return QJsonDocument::fromJson(m_sim->get(QStringLiteral("/sim/stats")))[u"connections_accepted"].toInt();
    }
    ConnectionTestRequest request() const
    {
        ConnectionTestRequest made;
        made.url = m_sim->feedUrl();
        made.key = QStringLiteral("k");
        made.channels = {QStringLiteral("A"), QStringLiteral("AM")};
        return made;
    }
    /// Runs a test to its end; the last result.
    ConnectionTestResult test(const ConnectionTestRequest &wanted)
    {
        QSignalSpy spy(&m_service->interfaces().connections, &ConnectionControl::connectionTested);
        m_service->interfaces().connections.testConnection({1}, wanted);
        const auto isOver = [&] { return !spy.isEmpty() && spy.last()[1].value<ConnectionTestResult>().isLast; };
        if (!QTest::qWaitFor(isOver, Patience))
            return {};
        return spy.last()[1].value<ConnectionTestResult>();
    }
    QUrl streamUrl(const char *path = "/ws") const
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1%2").arg(m_apiPort).arg(QLatin1String(path)));
    }

private Q_SLOTS:
    void cleanup()
    {
        m_service.reset();
        m_sim.reset();
    }

    void whatPatternsAreLookedForOutlivesTheProgram()
    {
        QTemporaryDir directory;
        ServiceOptions options;
        options.settings.useMassiveApi = false;
        options.settings.apiListen.reset();
        options.patternsFile = directory.filePath(QStringLiteral("patterns.json"));
        PatternSettings wanted;
        wanted.setOn("Doji", Timeframe::Min1, true);
        QVERIFY(wanted.setParameter("BullFlag", Timeframe::Min5, "retrace", 40));
        {
            MarketDataService service(options);
            service.start();
            QCOMPARE(service.interfaces().patterns.patternSettings(), PatternSettings());
            service.interfaces().patterns.setPatternSettings(wanted);
        }
        {
            MarketDataService service(options);
            service.start();
            QTRY_COMPARE(service.interfaces().patterns.patternSettings(), wanted);
        }
        options.patternsFile = directory.filePath(QStringLiteral("no/such/folder.json"));
        MarketDataService service(options);
        QSignalSpy noticed(&service, &HealthView::noticed);
        service.start();
        service.interfaces().patterns.setPatternSettings(wanted);
        const auto isTold = [&] {
            return std::any_of(noticed.begin(), noticed.end(), [](const QVariantList &notice) {
                return notice[0].value<ServiceNotice>().kind == ServiceNotice::Kind::PatternsNotSaved;
            });
        };
        QTRY_VERIFY(isTold());
    }

    /// The store takes its time: what is typed and removed meanwhile counts.
    void whatIsTypedWhileTheStoreOpensIsCarried()
    {
        simulator::SimulatorOptions simulated;
        simulated.feed.keys = {QStringLiteral("k")};
        m_sim =
            std::make_unique<SimulatorThread>(model({"AAPL", "MSFT", "NVDA", "SPY"}, "2025-03-10 09:30"), simulated);
        ServiceOptions options;
        options.settings.apiKey = QStringLiteral("k");
        options.settings.webSocketUrl = m_sim->feedUrl();
        options.settings.restUrl = m_sim->restUrl();
        options.settings.apiListen.reset();
        options.settings.connections[0].symbols = {QStringLiteral("AAPL"), QStringLiteral("MSFT")};
        m_service = std::make_unique<MarketDataService>(options);
        m_service->start();
        MarketView &market = m_service->interfaces().market;
        market.subscribe({QStringLiteral("SPY")});
        market.unsubscribe({QStringLiteral("MSFT")});
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().routing.tickers, 2, Patience);
        QCOMPARE(market.subscribedSymbols(), (QStringList{QStringLiteral("SPY"), QStringLiteral("AAPL")}));
        QCOMPARE(m_service->health().connections[0].tickers, 2);
    }

    /// The window goes on while threads end; what was received is stored all the same.
    void stopsWithoutBeingWaitedFor()
    {
        start(1, 1);
        QSignalSpy stopped(m_service.get(), &MarketDataService::stopped);
        m_service->stop();
        QVERIFY(stopped.isEmpty()); // it has returned, and nothing was waited for
        m_service->interfaces().market.subscribe({QStringLiteral("QQQ")}); // nobody is there for it any more
        QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, Patience);
        m_service->stop();
        m_service.reset();
    }

    /// The night before, four shares were made of one: what the vendor gives as it was traded is four times as high.
    void aSplitMakesTheDaysBeforeComparable()
    {
        QTemporaryDir directory;
        simulator::SimulatorOptions simulated;
        simulated.feed.keys = {QStringLiteral("k")};
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL", "MSFT"}, "2025-03-10 09:35"), simulated);
        QVERIFY(!m_sim->post(QStringLiteral("/sim/split?symbol=AAPL&date=2025-03-10&from=1&to=4")).isEmpty());
        ServiceOptions options;
        options.settings.apiKey = QStringLiteral("k");
        options.settings.webSocketUrl = m_sim->feedUrl();
        options.settings.restUrl = m_sim->restUrl();
        options.settings.apiListen.reset();
        options.settings.connections[0].symbols = {QStringLiteral("AAPL"), QStringLiteral("MSFT")};
        options.databaseFile = directory.filePath(QStringLiteral("t.sqlite"));
        m_service = std::make_unique<MarketDataService>(options);
        std::map<SymbolId, double> previous;
        const SymbolId aapl = *m_service->interfaces().market.symbols().intern(std::string_view("AAPL"));
        const auto previousClose = [&] {
            for (const QuoteUpdate &quote : m_service->interfaces().market.mailbox().takeAll().quotes) {
                if (!std::isnan(quote.previousClose))
                    previous[quote.symbol] = quote.previousClose;
            }
            return previous.contains(aapl) ? previous[aapl] : 0;
        };
        std::vector<SymbolHistory> loaded;
        connect(&m_service->interfaces().market, &MarketView::historyLoaded, m_service.get(),
                [&](const SymbolHistory &history) { loaded.push_back(history); });
        m_service->start();
        m_service->interfaces().market.setVisible({QStringLiteral("AAPL")});
        m_service->interfaces().market.loadHistory(QStringLiteral("AAPL"));
        const QString path =
            QStringLiteral("/v2/aggs/ticker/AAPL/range/1/day/2025-03-07/2025-03-07?apiKey=k&adjusted=");
        const auto close = [&](const char *adjusted) {
            const auto answer = QJsonDocument::fromJson(m_sim->get(path + QLatin1String(adjusted)));
            return answer[u"results"][0][u"c"].toDouble();
        };
        const double inNewShares = close("true"), asTraded = close("false");
        QCOMPARE(asTraded, 4 * inNewShares);
        QTRY_COMPARE_WITH_TIMEOUT(previousClose(), inNewShares, Patience);
        const auto isAdjusted = [&] {
            return !loaded.empty() && loaded.back().isComplete && loaded.back().days.back().close == inNewShares &&
                   std::abs(loaded.back().minutes.front().close / inNewShares - 1) < 0.5;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isAdjusted(), Patience);
        m_service.reset();
        SqliteStorage storage(options.databaseFile);
        QVERIFY(storage.open());
        const QDate friday(2025, 3, 7);
        QCOMPARE(storage.days(QStringLiteral("AAPL"), friday, friday.addDays(1))->front().close, asTraded);
        QCOMPARE(storage.splits(QStringLiteral("AAPL"))->size(), 1u);
    }

    /// Nobody has opened a chart of it, and the store is new.
    void patternsOfEverySymbolBeginWithTheSessionsBefore()
    {
        QTemporaryDir directory;
        simulator::SimulatorOptions simulated;
        simulated.feed.keys = {QStringLiteral("k")};
        m_sim = std::make_unique<SimulatorThread>(model({"AAPL", "MSFT"}, "2025-03-10 09:31"), simulated);
        ServiceOptions options;
        options.settings.apiKey = QStringLiteral("k");
        options.settings.webSocketUrl = m_sim->feedUrl();
        options.settings.restUrl = m_sim->restUrl();
        options.settings.apiListen.reset();
        options.settings.connections[0].symbols = {QStringLiteral("AAPL"), QStringLiteral("MSFT")};
        options.databaseFile = directory.filePath(QStringLiteral("t.sqlite"));
        m_service = std::make_unique<MarketDataService>(options);
        m_service->start();
        const auto minutesOf = [&](const QString &symbol, const char *day) {
            SqliteStorage storage(options.databaseFile);
            const Timestamp open = at(day);
            const auto found = storage.open() ? storage.regularVolumes(symbol, open, open + OneMinute * 390)
                                              : Expected<std::vector<MinuteVolume>>(Error{});
            return found ? found->size() : 0;
        };
        for (const QString &symbol : {QStringLiteral("AAPL"), QStringLiteral("MSFT")}) {
            QTRY_VERIFY_WITH_TIMEOUT(minutesOf(symbol, "2025-03-07 09:30") > 380, Patience);
            QVERIFY(minutesOf(symbol, "2025-03-03 09:30") > 380);
        }
    }

    /// What an earlier run has found is on the screen again.
    void eventsOfTheSessionOutliveTheProgram()
    {
        QTemporaryDir directory;
        ServiceOptions options;
        options.settings.useMassiveApi = false;
        options.settings.apiListen.reset();
        options.databaseFile = directory.filePath(QStringLiteral("t.sqlite"));
        options.extraSymbols = {QStringLiteral("AAPL")};
        {
            SqliteStorage storage(options.databaseFile);
            QVERIFY(storage.open());
            WriteBatch batch;
            const Timestamp open = at("2025-03-10 09:30");
            for (int i = 0; i < 5; ++i)
                batch.minutes.push_back(
                    {QStringLiteral("AAPL"), bar(open + OneMinute * i, 10, 11, 9, 10, 100), Session::Regular});
            for (int i = 0; i < 2; ++i) {
                PatternEvent event;
                event.pattern = QStringLiteral("Hammer");
                event.symbol = QStringLiteral("AAPL");
                event.barStart = open + OneMinute * (3 - i);
                event.state = i == 0 ? EventState::Confirmed : EventState::Withdrawn;
                event.id = event.computedId();
                batch.events.push_back(event);
            }
            QVERIFY(storage.write(batch));
        }
        m_service = std::make_unique<MarketDataService>(options);
        m_service->start();
        std::vector<PatternEvent> shown;
        const auto takeShown = [&] {
            for (const PatternEvent &event : m_service->interfaces().market.mailbox().takeAll().events)
                shown.push_back(event);
            return shown.size();
        };
        QTRY_COMPARE_WITH_TIMEOUT(takeShown(), 1u, Patience);
        QCOMPARE(shown.front().barStart, at("2025-03-10 09:33"));
    }

    void whatIsOnScreenIsPolledWithoutAConnection()
    {
        CHECKED(start(2, 30));
        m_service->interfaces().market.setVisible({QStringLiteral("MSFT")});
        bool found = false; // what was taken out of the mailbox is gone
        const auto polled = [&] {
            const SymbolId msft = *m_service->interfaces().market.symbols().intern(std::string_view("MSFT"));
            for (const ClosedMinute &minute : m_service->interfaces().market.mailbox().takeAll().closed)
                found = found || (minute.symbol == msft && minute.bar.source == BarSource::Rest);
            return found && m_service->health().isPolled;
        };
        QVERIFY(!m_sim->post(QStringLiteral("/sim/refuse?seconds=30")).isEmpty());
        for (int i = 0; i < 2; ++i)
            QVERIFY(!m_sim->post(QStringLiteral("/sim/drop?connection=1&how=abort")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(polled(), Patience);
        QVERIFY(!m_sim->post(QStringLiteral("/sim/refuse?seconds=0")).isEmpty());
        m_service->interfaces().connections.control({1}, ConnectionAction::Reconnect);
        QTRY_VERIFY_WITH_TIMEOUT(!m_service->health().isPolled, Patience);
    }

    void aTestTakesThePlaceOfTheConnection()
    {
        CHECKED(start(2, 5));
        QCOMPARE(accepted(), 2);
        // A third would be too many for this account.
        QVERIFY(!m_sim->post(QStringLiteral("/sim/max-connections?n=2&evict=older")).isEmpty());
        QCOMPARE(test(request()).outcome, TestOutcome::Passed);
        QCOMPARE(test(request()).stage, TestStage::Data);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().connections[0].status, ConnectionStatus::Quiet, Patience);
        QCOMPARE(m_service->health().routing.limit, 0);
        auto wrong = request();
        wrong.key = QStringLiteral("bad");
        const auto refused = test(wrong);
        QCOMPARE(refused.stage, TestStage::Key);
        QCOMPARE(refused.outcome, TestOutcome::Failed);
        QCOMPARE(refused.detail, QStringLiteral("authentication failed"));
        auto nobody = request();
        nobody.url = QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(freePort()));
        QCOMPARE(test(nobody).stage, TestStage::Network);
        auto unknownChannel = request();
        unknownChannel.channels = {QStringLiteral("A"), QStringLiteral("ZZ")};
        unknownChannel.stageTimeout = Milliseconds(500);
        const auto silent = test(unknownChannel);
        QCOMPARE(silent.stage, TestStage::Entitlement);
        QVERIFY(silent.detail.contains(u"ZZ.AAPL"));
        auto unknownSymbol = request();
        unknownSymbol.symbol = QStringLiteral("NOSUCH");
        unknownSymbol.dataTimeout = Milliseconds(500);
        QCOMPARE(test(unknownSymbol).outcome, TestOutcome::NoData);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().routing.tickers, 4, Patience);
    }

    void connectionsTakeOrders()
    {
        CHECKED(start(2, 5));
        m_service->interfaces().connections.control({2}, ConnectionAction::Pause);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().connections[1].reason, StatusReason::Paused, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().connections[0].tickers, 4, Patience);
        QSignalSpy plans(&m_service->interfaces().connections, &ConnectionControl::planReady);
        m_service->interfaces().connections.requestPlan(false);
        QTRY_COMPARE_WITH_TIMEOUT(plans.count(), 1, Patience);
        m_service->interfaces().connections.control({2}, ConnectionAction::Resume);
        QTRY_VERIFY_WITH_TIMEOUT(isConnected(m_service->health().connections[1].status), Patience);
        m_service->interfaces().connections.requestPlan(true);
        QTRY_COMPARE_WITH_TIMEOUT(plans.count(), 2, Patience);
        QVERIFY(plans[1][1].toBool());
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().connections[1].tickers, 2, Patience);
        m_service->interfaces().connections.control({1}, ConnectionAction::Drain);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().connections[0].tickers, 0, Patience);
        QVERIFY(m_service->health().connections[0].isDrained);
        m_service->interfaces().connections.control({1}, ConnectionAction::Undrain);
        QTRY_COMPARE_WITH_TIMEOUT(m_service->health().connections[0].tickers, 2, Patience);
        QVERIFY(m_service->health().gaps.list == nullptr); // nothing of this has cost anything
    }

    void streamsWhatIsAskedFor()
    {
        CHECKED(start(1, 30));
        QWebSocket reader;
        QStringList channels;
        QSet<QString> symbols;
        connect(&reader, &QWebSocket::textMessageReceived, this, [&](const QString &text) {
            const QJsonObject message = QJsonDocument::fromJson(text.toUtf8()).object();
            channels.append(message[u"channel"].toString());
            if (channels.last() == u"ticks" || channels.last() == u"bars")
                symbols.insert(message[u"data"][u"symbol"].toString());
        });
        reader.open(streamUrl());
        QTRY_COMPARE_WITH_TIMEOUT(reader.state(), QAbstractSocket::ConnectedState, Patience);
        reader.sendTextMessage(QStringLiteral(R"({"action":"dance"})"));
        QTRY_VERIFY_WITH_TIMEOUT(channels.contains(QStringLiteral("error")), Patience);
        reader.sendTextMessage(
            QStringLiteral(R"({"action":"subscribe","channels":["ticks","bars","health"],"symbols":["MSFT"]})"));
        for (const char *wanted : {"subscribed", "ticks", "bars", "health"})
            QTRY_VERIFY_WITH_TIMEOUT(channels.contains(QLatin1String(wanted)), Patience);
        QCOMPARE(symbols, QSet<QString>{QStringLiteral("MSFT")});
    }

    void ranksSymbolsByTheirDay()
    {
        CHECKED(start(1, 60));
        const QString url = QStringLiteral("http://127.0.0.1:%1/api/movers").arg(m_apiPort);
        QJsonObject answer;
        const auto isRanked = [&] {
            answer = QJsonDocument::fromJson(getText(url)).object();
            const auto count = answer[u"gainers"].toArray().size() + answer[u"losers"].toArray().size();
            return count == 4 && !answer[u"new_highs"].toArray().isEmpty() && answer[u"gaps"].toArray().size() == 4;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRanked(), Patience);
        QCOMPARE(answer[u"session"].toString(), QStringLiteral("2025-03-10"));
        double before = std::numeric_limits<double>::infinity();
        QJsonArray rows = answer[u"gainers"].toArray();
        QJsonArray losers = answer[u"losers"].toArray();
        while (!losers.isEmpty()) { // the worst is first there
            rows.append(losers.last());
            losers.removeLast();
        }
        for (const QJsonValue &row : rows) {
            const double change = row[u"change_percent"].toDouble();
            QVERIFY(change <= std::exchange(before, change));
            const QByteArray rest =
                m_sim->get(QStringLiteral("/v2/aggs/ticker/%1/prev?apiKey=k").arg(row[u"symbol"].toString()));
            const double close = QJsonDocument::fromJson(rest)[u"results"][0][u"c"].toDouble();
            QVERIFY2(close > 0, rest.constData());
            QCOMPARE(row[u"previous_close"].toDouble(), close);
            QVERIFY(std::fabs(change - (row[u"last"].toDouble() / close - 1) * 100) < 1e-9);
        }
        QCOMPARE(QJsonDocument::fromJson(getText(url + QStringLiteral("?list=gaps&limit=2")))[u"gaps"].toArray().size(),
                 2);
        QVERIFY(getText(url + QStringLiteral("?list=sideways")).contains("use gainers, losers, volume, gaps"));
        QVERIFY(getText(url + QStringLiteral("?limit=0")).contains("limit is a number from 1 to 1000"));
    }

    /// What the vendor calls them; and a list that a window saves is read by others.
    void namesAndWatchlistsAreKnownToAll()
    {
        CHECKED(start(1, 1));
        const CoreInterfaces core = m_service->interfaces();
        QTRY_COMPARE_WITH_TIMEOUT(core.directory.listing()->symbols.size(), 4u, Patience);
        for (const ListedSymbol &listed : core.directory.listing()->symbols)
            QVERIFY(listed == simulator::inventedListing(listed.symbol));
        const auto lists = [this] {
            const QString url = QStringLiteral("http://127.0.0.1:%1/api/watchlists").arg(m_apiPort);
            return QJsonDocument::fromJson(getText(url));
        };
        QTRY_VERIFY_WITH_TIMEOUT(lists().isArray(), Patience); // once the store has been read
        QVERIFY(lists().array().isEmpty());
        Watchlist list;
        list.id = newWatchlistId();
        list.name = QStringLiteral("Mine");
        list.groups = {{QString(), {{QStringLiteral("SPY"), {}, {}}}},
                       {QStringLiteral("Banks"), {{QStringLiteral("JPM"), {}, QStringLiteral("earnings")}}}};
        QSignalSpy saved(&core.watchlists, &Watchlists::saved);
        core.watchlists.saveList(list);
        QTRY_COMPARE_WITH_TIMEOUT(saved.count(), 1, Patience);
        const QJsonArray answer = lists().array();
        QCOMPARE(answer.size(), 1);
        QCOMPARE(answer[0][u"id"].toString(), list.id);
        QCOMPARE(answer[0][u"name"].toString(), list.name);
        QCOMPARE(answer[0][u"version"].toInt(), 1);
        QCOMPARE(answer[0][u"symbols"].toArray(), (QJsonArray{QStringLiteral("SPY"), QStringLiteral("JPM")}));
        QCOMPARE(answer[0][u"groups"][1][u"name"].toString(), QStringLiteral("Banks"));
        QCOMPARE(answer[0][u"groups"][1][u"symbols"][0][u"note"].toString(), QStringLiteral("earnings"));
        QSignalSpy read(&core.watchlists, &Watchlists::listsRead);
        core.watchlists.removeList(list.id);
        QTRY_COMPARE_WITH_TIMEOUT(read.count(), 1, Patience);
        QVERIFY(lists().isArray() && lists().array().isEmpty());
    }

    void strangersGetNoStream_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("origin");
        QTest::newRow("wrong path") << QStringLiteral("/other") << QByteArray();
        QTest::newRow("another site's page") << QStringLiteral("/ws") << QByteArray("http://evil.example");
    }
    void strangersGetNoStream()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, origin);
        CHECKED(start(1, 5));
        QWebSocket reader(QString::fromLatin1(origin));
        int received = 0;
        connect(&reader, &QWebSocket::textMessageReceived, this, [&] { ++received; });
        QSignalSpy closed(&reader, &QWebSocket::disconnected);
        reader.open(streamUrl(path.toLatin1().constData()));
        QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, Patience);
        QCOMPARE(reader.closeCode(), QWebSocketProtocol::CloseCodePolicyViolated);
        QCOMPARE(received, 0);
    }

    /// By hand, because QWebSocket of Qt 6.8 sends its own Host, whatever a request says.
    void anotherNameGetsNoStream()
    {
        CHECKED(start(1, 5));
        QTcpSocket stranger;
        stranger.connectToHost(QHostAddress(QHostAddress::LocalHost), m_apiPort);
        stranger.write("GET /ws HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        QByteArray answer;
        const auto isClosed = [&] {
            answer += stranger.readAll();
            return stranger.state() == QAbstractSocket::UnconnectedState;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isClosed(), Patience);
        const QByteArray policyViolated = QByteArray::fromHex("880d03f0") + QByteArray("not allowed"); // 1008
        const QByteArray behindHeader = answer.mid(answer.indexOf("\r\n\r\n") + 4);
        QCOMPARE(behindHeader, policyViolated); // and nothing before it
    }

    void aTokenIsAskedForEverywhere()
    {
        CHECKED(start(1, 5, QStringLiteral("t0ken")));
        QVERIFY(getText(QStringLiteral("http://127.0.0.1:%1/metrics").arg(m_apiPort)).contains("not allowed"));
        QWebSocket without, with;
        QSignalSpy closed(&without, &QWebSocket::disconnected);
        without.open(streamUrl());
        QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, Patience);
        QNetworkRequest request(streamUrl());
        request.setRawHeader("Authorization", "Bearer t0ken");
        int answers = 0;
        connect(&with, &QWebSocket::textMessageReceived, this, [&] { ++answers; });
        with.open(request);
        QTRY_COMPARE_WITH_TIMEOUT(with.state(), QAbstractSocket::ConnectedState, Patience);
        with.sendTextMessage(QStringLiteral(R"({"action":"subscribe","channels":["health"]})"));
        QTRY_VERIFY_WITH_TIMEOUT(answers > 0, Patience);
    }
};

QTEST_GUILESS_MAIN(ServiceTest)
#include "tst_service.moc"
