// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massiveconnection.h"
#include "tests/support/builders.h"
#include "tests/support/simulatorthread.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace tickstock;
using namespace tickstock::test;

/// The connection against a real socket: the simulator, and servers that misbehave.
class MassiveConnectionTest final : public Test
{
    Q_OBJECT

private:
    SymbolTable m_symbols;

    static constexpr int Patience = 20'000; // milliseconds; only reached when something is wrong

    MassiveConnectionOptions options(const QUrl &url) const
    {
        MassiveConnectionOptions made;
        made.url = url;
        made.key = QStringLiteral("good");
        made.firstRetry = Milliseconds(20);
        made.longestRetry = Milliseconds(100);
        made.closeTimeout = Milliseconds(200);
        return made;
    }
    static std::unique_ptr<SimulatorThread> simulator(double speed = 60)
    {
        simulator::SimulatorOptions options;
        options.speed = speed;
        options.feed.keys = {QStringLiteral("good")};
        return std::make_unique<SimulatorThread>(model({"AAPL", "MSFT", "BRK.B", "KIMpL"}, "2025-03-10 09:30"),
                                                 options);
    }
    static ConnectionHealth health(const MassiveConnection &connection) { return connection.health().front(); }
    static bool hasBeen(const MassiveConnection &connection, ConnectionStatus status, StatusReason reason)
    {
        for (const StatusTransition &transition : health(connection).transitions) {
            if (transition.status == status && transition.reason == reason)
                return true;
        }
        return false;
    }
    static QUrl urlOf(const QTcpServer &server)
    {
        return QUrl(QStringLiteral("ws://127.0.0.1:%1/stocks").arg(server.serverPort()));
    }

private Q_SLOTS:
    void goesLive()
    {
        const auto sim = simulator();
        MassiveConnection connection(options(sim->feedUrl()), m_symbols);
        QStringList words;
        connect(&connection, &MarketFeed::statusChanged, this,
                [&](const ConnectionHealth &health) { words.append(toText(health.status)); });
        int ticks = 0;
        std::set<std::string> seen;
        connect(&connection, &MarketFeed::ticks, this, [&](const TickBatchPtr &batch) {
            for (const Tick &tick : batch->ticks)
                seen.emplace(m_symbols.name(tick.symbol));
            ticks += static_cast<int>(batch->ticks.size());
        });
        connection.subscribe({QStringLiteral("AAPL"), QStringLiteral("BRK.B"), QStringLiteral("KIMpL")});
        connection.open();
        QTRY_VERIFY_WITH_TIMEOUT(ticks > 100, Patience);
        QCOMPARE(words, (QStringList{QStringLiteral("connecting"), QStringLiteral("authenticating"),
                                     QStringLiteral("quiet"), QStringLiteral("live")}));
        QCOMPARE(seen, (std::set<std::string>{"AAPL", "BRK.B", "KIMpL"}));
        QCOMPARE(health(connection).tickers, 3);
        QCOMPARE(health(connection).unconfirmedPairs, 0);
        QCOMPARE(health(connection).errors, 0u);
        connection.close();
        QCOMPARE(health(connection).status, ConnectionStatus::Off);
    }

    void subscribesAndUnsubscribesWhileLive()
    {
        const auto sim = simulator();
        MassiveConnection connection(options(sim->feedUrl()), m_symbols);
        QSignalSpy confirmed(&connection, &MarketFeed::confirmed);
        connection.subscribe({QStringLiteral("AAPL")});
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).tickers, 1, Patience);
        connection.subscribe({QStringLiteral("MSFT"), QStringLiteral("NOSUCHTICKER")});
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).tickers, 3, Patience); // unknown tickers are confirmed too
        QVERIFY(confirmed.count() >= 2);
        connection.unsubscribe({QStringLiteral("AAPL")});
        QCOMPARE(health(connection).tickers, 2);
        connection.subscribe({QStringLiteral("AAPL")});
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).tickers, 3, Patience);
    }

    void theSilenceOfAnEmptyConnectionIsNoStall()
    {
        const auto sim = simulator();
        auto patient = options(sim->feedUrl());
        patient.stall = Milliseconds(1'000);
        MassiveConnection connection(patient, m_symbols);
        QStringList words;
        connect(&connection, &MarketFeed::statusChanged, this,
                [&](const ConnectionHealth &health) { words.append(toText(health.status)); });
        connection.open();
        const auto hasBeenSilent = [&] {
            return isConnected(health(connection).status) &&
                   QDateTime::currentMSecsSinceEpoch() - health(connection).lastMessage.ms > 2'500;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasBeenSilent(), Patience);
        connection.subscribe({QStringLiteral("AAPL")});
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
        QVERIFY2(!words.contains(QStringLiteral("degraded")), qPrintable(words.join(u' ')));
    }

    void wrongKeyBlocksWithTheServersWords()
    {
        const auto sim = simulator();
        auto wrong = options(sim->feedUrl());
        wrong.key = QStringLiteral("bad");
        MassiveConnection connection(wrong, m_symbols);
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Blocked, Patience);
        QCOMPARE(health(connection).reason, StatusReason::AuthFailed);
        QCOMPARE(health(connection).detail, QStringLiteral("authentication failed"));
        QVERIFY(!health(connection).endpoint.contains(u"bad"));
    }

    void comesBackAfterALossAndAsksAgain_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::newRow("reset") << QStringLiteral("/sim/drop?connection=1&how=abort");
        QTest::newRow("closed 1001") << QStringLiteral("/sim/drop?connection=1&how=close&code=1001");
        QTest::newRow("closed 1011") << QStringLiteral("/sim/drop?connection=1&how=close&code=1011");
        QTest::newRow("closed 1000") << QStringLiteral("/sim/drop?connection=1&how=close&code=1000");
    }
    void comesBackAfterALossAndAsksAgain()
    {
        QFETCH(QString, fault);
        const auto sim = simulator();
        MassiveConnection connection(options(sim->feedUrl()), m_symbols);
        QSignalSpy lost(&connection, &MarketFeed::lost);
        connection.subscribe({QStringLiteral("AAPL"), QStringLiteral("MSFT")});
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
        QVERIFY(!sim->post(fault).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(lost.count(), 1, Patience);
        QCOMPARE(lost[0][0].value<Loss>().symbols.size(), 2u);
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).tickers, 2, Patience);
    }

    void retriesWhileHandshakesAreRefused()
    {
        const auto sim = simulator();
        QVERIFY(!sim->post(QStringLiteral("/sim/refuse?seconds=1")).isEmpty());
        MassiveConnection connection(options(sim->feedUrl()), m_symbols);
        connection.subscribe({QStringLiteral("AAPL")});
        connection.open();
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Reconnecting, StatusReason::HandshakeRefused),
                                 Patience);
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
    }

    void http403IsExplained()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket,
                    [socket] { socket->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"); });
        });
        MassiveConnection connection(options(urlOf(server)), m_symbols);
        connection.open();
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Reconnecting, StatusReason::HandshakeRefused),
                                 Patience);
        QVERIFY2(health(connection).detail.contains(u"403"), qPrintable(health(connection).detail));
    }

    void silentServerTimesOut()
    {
        QTcpServer server; // accepts and never says a word
        QVERIFY(server.listen(QHostAddress::LocalHost));
        auto impatient = options(urlOf(server));
        impatient.openTimeout = Milliseconds(100);
        MassiveConnection connection(impatient, m_symbols);
        connection.open();
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Reconnecting, StatusReason::HandshakeTimeout),
                                 Patience);
    }

    void unreachableHostIsExplained()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const QUrl url = urlOf(taken);
        taken.close(); // nobody listens there now
        MassiveConnection connection(options(url), m_symbols);
        connection.open();
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Reconnecting, StatusReason::Unreachable),
                                 Patience);
        QVERIFY(health(connection).nextAttempt.isValid() || health(connection).status == ConnectionStatus::Connecting);
    }

    void hugeFrameIsRefused()
    {
        QWebSocketServer server(QStringLiteral("huge"), QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QWebSocketServer::newConnection, this, [&] {
            QWebSocket *socket = server.nextPendingConnection();
            socket->sendTextMessage(QString(10 << 20, u'x'));
        });
        MassiveConnection connection(options(server.serverUrl()), m_symbols);
        connection.open();
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Reconnecting, StatusReason::FrameTooLarge),
                                 Patience);
    }

    void stallIsDegradedThenReconnected()
    {
        const auto sim = simulator();
        auto watchful = options(sim->feedUrl());
        watchful.stall = Milliseconds(1'000);
        MassiveConnection connection(watchful, m_symbols);
        connection.subscribe({QStringLiteral("AAPL")});
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
        QVERIFY(!sim->post(QStringLiteral("/sim/stall?connection=1&seconds=60")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Degraded, StatusReason::Stalled), Patience);
        QTRY_VERIFY_WITH_TIMEOUT(hasBeen(connection, ConnectionStatus::Reconnecting, StatusReason::Stalled), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
    }

    /// A server of the test's own: what it sends is written out.
    void aStallEndsForEverySymbolAlsoWhenAnotherWasConfirmedMeanwhile()
    {
        QWebSocketServer server(QStringLiteral("by hand"), QWebSocketServer::NonSecureMode);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QWebSocket *peer = nullptr;
        connect(&server, &QWebSocketServer::newConnection, this, [&] {
            peer = server.nextPendingConnection();
            connect(peer, &QWebSocket::textMessageReceived, peer, [peer](const QString &text) {
                const QJsonObject asked = QJsonDocument::fromJson(text.toUtf8()).object();
                if (asked[u"action"] == QStringLiteral("auth"))
                    peer->sendTextMessage(
                        QStringLiteral(R"([{"ev":"status","status":"auth_success","message":"ok"}])"));
                for (const QString &pair : asked[u"params"].toString().split(u',')) {
                    if (asked[u"action"] == QStringLiteral("subscribe"))
                        peer->sendTextMessage(
                            QStringLiteral(R"([{"ev":"status","status":"success","message":"subscribed to: %1"}])")
                                .arg(pair));
                }
            });
            peer->sendTextMessage(QStringLiteral(R"([{"ev":"status","status":"connected","message":"hello"}])"));
        });
        auto watchful = options(server.serverUrl());
        watchful.channels = {QStringLiteral("A")};
        watchful.stall = Milliseconds(1'500);
        MassiveConnection connection(watchful, m_symbols);
        QStringList confirmed;
        connect(&connection, &MarketFeed::confirmed, this, [&](const std::vector<SymbolId> &ids) {
            for (const SymbolId id : ids)
                confirmed.append(m_symbols.qname(id));
        });
        connection.subscribe({QStringLiteral("AAPL")});
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(confirmed, QStringList{QStringLiteral("AAPL")}, Patience);
        const Timestamp open = at("2025-03-10 09:30");
        const auto sendSecond = [&](int second) {
            const qint64 start = (open + OneSecond * second).ms;
            peer->sendTextMessage(QStringLiteral(R"([{"ev":"A","sym":"AAPL","v":10,"o":1,"c":1,"h":1,"l":1,"s":%1,)"
                                                 R"("e":%2}])")
                                      .arg(start)
                                      .arg(start + 1'000));
        };
        sendSecond(1);
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
        QVERIFY(!health(connection).isSilent);
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Degraded, Patience);
        confirmed.clear();
        connection.subscribe({QStringLiteral("MSFT")});
        QTRY_COMPARE_WITH_TIMEOUT(confirmed, QStringList{QStringLiteral("MSFT")}, Patience);
        QSignalSpy ticks(&connection, &MarketFeed::ticks);
        sendSecond(4);
        QTRY_COMPARE_WITH_TIMEOUT(ticks.count(), 1, Patience);
        QVERIFY(confirmed.contains(QStringLiteral("AAPL"))); // by this data, not by a later connection
    }

    void malformedFramesCostNothingElse()
    {
        const auto sim = simulator();
        MassiveConnection connection(options(sim->feedUrl()), m_symbols);
        connection.subscribe({QStringLiteral("AAPL")});
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).status, ConnectionStatus::Live, Patience);
        QSignalSpy losses(&connection, &MarketFeed::lost);
        QVERIFY(!sim->post(QStringLiteral("/sim/malformed?count=80")).isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(health(connection).errors >= 80, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(!losses.isEmpty(), Patience); // some break off, and may have said anything
        QCOMPARE(losses.size(), 1);                            // however many
        QCOMPARE(losses.first().first().value<Loss>().reason, StatusReason::Unreadable);
        const quint64 before = health(connection).ticks;
        QTRY_VERIFY_WITH_TIMEOUT(health(connection).ticks > before + 50, Patience);
        QCOMPARE(health(connection).status, ConnectionStatus::Live);
    }

    void refusedAtTheLimitWaitsLong()
    {
        const auto sim = simulator();
        QVERIFY(!sim->post(QStringLiteral("/sim/max-connections?n=0")).isEmpty());
        MassiveConnection connection(options(sim->feedUrl()), m_symbols);
        connection.open();
        QTRY_COMPARE_WITH_TIMEOUT(health(connection).reason, StatusReason::TooManyConnections, Patience);
        QCOMPARE(health(connection).status, ConnectionStatus::Reconnecting);
        QVERIFY(health(connection).nextAttempt.ms - QDateTime::currentMSecsSinceEpoch() > 50'000);
        const QJsonObject stats = QJsonDocument::fromJson(sim->get(QStringLiteral("/sim/stats"))).object();
        QCOMPARE(stats[u"connections_accepted"].toInt(), 1); // no eviction loop
    }
};

QTEST_GUILESS_MAIN(MassiveConnectionTest)
#include "tst_massiveconnection.moc"
