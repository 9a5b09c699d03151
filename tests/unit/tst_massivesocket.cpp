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
        QSignalSpy binary(socket.get(), &MassiveSocket::binaryFrameReceived);
        m_peer->sendBinaryMessage("[]");
        QTRY_COMPARE_WITH_TIMEOUT(binary.count(), 1, Patience);
        QCOMPARE(binary[0][0].toByteArray(), QByteArray("[]"));
    }

    void closeCodesAreReasons_data()
    {
        QTest::addColumn<QWebSocketProtocol::CloseCode>("code");
        QTest::addColumn<QString>("words");
        QTest::addColumn<StatusReason>("reason");
        using namespace QWebSocketProtocol;
        QTest::newRow("a slow reader") << CloseCodePolicyViolated << QStringLiteral("slow consumer")
                                       << StatusReason::ClosedByServer;
        QTest::newRow("a policy") << CloseCodePolicyViolated << QString() << StatusReason::ClosedByServer;
        QTest::newRow("the limit") << CloseCodePolicyViolated << QStringLiteral("max_connections")
                                   << StatusReason::TooManyConnections;
        QTest::newRow("a frame too large") << CloseCodeTooMuchData << QString() << StatusReason::FrameTooLarge;
        QTest::newRow("none") << CloseCodeNormal << QString() << StatusReason::Lost;
        QTest::newRow("words alone") << CloseCodeNormal << QStringLiteral("good night") << StatusReason::ClosedByServer;
        QTest::newRow("another") << CloseCodeGoingAway << QStringLiteral("restart") << StatusReason::ClosedByServer;
    }
    void closeCodesAreReasons()
    {
        QFETCH(QWebSocketProtocol::CloseCode, code);
        QFETCH(QString, words);
        QFETCH(StatusReason, reason);
        const auto socket = connected();
        QVERIFY(socket);
        std::optional<StatusReason> failed;
        QString detail;
        connect(socket.get(), &MassiveSocket::failed, this, [&](StatusReason why, const QString &text) {
            failed = why;
            detail = text;
        });
        m_peer->close(code, words);
        QTRY_VERIFY_WITH_TIMEOUT(failed.has_value(), Patience);
        QCOMPARE(*failed, reason);
        QVERIFY2(detail.endsWith(words), qPrintable(detail)); // the server's words are kept
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
