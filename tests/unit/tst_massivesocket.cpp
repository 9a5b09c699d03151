// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massivesocket.h"
#include "tests/support/test.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace tickstock;

/// One attempt at a connection, against servers on this machine.
class MassiveSocketTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 20'000; // milliseconds; only reached when something is wrong

    std::unique_ptr<QWebSocketServer> m_server;
    std::unique_ptr<QWebSocket> m_peer;

    static std::unique_ptr<MassiveSocket> attempt(const QUrl &url)
    {
        return std::make_unique<MassiveSocket>(
            MassiveSocket::Options{url, {}, Milliseconds(Patience), Milliseconds(Patience)});
    }
    std::unique_ptr<MassiveSocket> connected()
    {
        auto socket = attempt(m_server->serverUrl());
        QSignalSpy connected(socket.get(), &MassiveSocket::connected);
        socket->open();
        const bool isUp = QTest::qWaitFor([&] { return connected.count() == 1 && m_peer; }, Patience);
        return isUp ? std::move(socket) : nullptr;
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<QWebSocketServer>(QStringLiteral("peer"), QWebSocketServer::NonSecureMode);
        QVERIFY(m_server->listen(QHostAddress::LocalHost));
        connect(m_server.get(), &QWebSocketServer::newConnection, this,
                [this] { m_peer.reset(m_server->nextPendingConnection()); });
    }
    void cleanup()
    {
        m_peer.reset();
        m_server.reset();
    }

    void passesMessagesBothWays()
    {
        const auto socket = connected();
        QVERIFY(socket);
        QSignalSpy frames(socket.get(), &MassiveSocket::frameReceived);
        QSignalSpy messages(m_peer.get(), &QWebSocket::textMessageReceived);
        QVERIFY(socket->send("subscribe", QStringLiteral("A.AAPL")));
        m_peer->sendTextMessage(QStringLiteral("[]"));
        QTRY_COMPARE_WITH_TIMEOUT(messages.count(), 1, Patience);
        QCOMPARE(messages[0][0].toString(), QStringLiteral(R"({"action":"subscribe","params":"A.AAPL"})"));
        QTRY_COMPARE_WITH_TIMEOUT(frames.count(), 1, Patience);
    }

    void closeCodesAreReasons_data()
    {
        QTest::addColumn<QWebSocketProtocol::CloseCode>("code");
        QTest::addColumn<StatusReason>("reason");
        QTest::newRow("the limit") << QWebSocketProtocol::CloseCodePolicyViolated << StatusReason::TooManyConnections;
        QTest::newRow("a frame too large") << QWebSocketProtocol::CloseCodeTooMuchData << StatusReason::FrameTooLarge;
        QTest::newRow("none") << QWebSocketProtocol::CloseCodeNormal << StatusReason::Lost;
        QTest::newRow("another") << QWebSocketProtocol::CloseCodeGoingAway << StatusReason::ClosedByServer;
    }
    void closeCodesAreReasons()
    {
        QFETCH(QWebSocketProtocol::CloseCode, code);
        QFETCH(StatusReason, reason);
        const auto socket = connected();
        QVERIFY(socket);
        std::optional<StatusReason> failed;
        connect(socket.get(), &MassiveSocket::failed, this, [&](StatusReason why) { failed = why; });
        m_peer->close(code);
        QTRY_VERIFY_WITH_TIMEOUT(failed.has_value(), Patience);
        QCOMPARE(*failed, reason);
    }

    void aRetiredSocketSaysGoodbyeAndNothingElse()
    {
        auto socket = connected();
        QVERIFY(socket);
        int emitted = 0;
        connect(socket.get(), &MassiveSocket::failed, this, [&] { ++emitted; });
        connect(socket.get(), &MassiveSocket::frameReceived, this, [&] { ++emitted; });
        const QPointer<MassiveSocket> retired(socket.get());
        QSignalSpy disconnected(m_peer.get(), &QWebSocket::disconnected);
        m_peer->sendTextMessage(QStringLiteral("[]"));
        socket->failLater(StatusReason::Lost, {});
        MassiveSocket::retire(std::move(socket), true);
        QTRY_COMPARE_WITH_TIMEOUT(disconnected.count(), 1, Patience);
        QCOMPARE(m_peer->closeCode(), QWebSocketProtocol::CloseCodeGoingAway);
        QCOMPARE(emitted, 0);
        QTRY_VERIFY_WITH_TIMEOUT(!retired, Patience);
    }
};

QTEST_GUILESS_MAIN(MassiveSocketTest)
#include "tst_massivesocket.moc"
