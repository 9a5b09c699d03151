// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/massive/restclient.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QFile>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslKey>
#include <QSslServer>
#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// The REST client against a server with a certificate of its own.
class RestClientTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 20'000; // milliseconds; only reached when something is wrong

    QSslServer m_server;

    static QString path(const char *name) { return QStringLiteral(TICKSTOCK_TEST_DATA "/tls/") + QLatin1String(name); }
    QUrl url() const { return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(m_server.serverPort())); }

private Q_SLOTS:
    void initTestCase()
    {
        QFile key(path("key.pem"));
        QVERIFY(key.open(QIODevice::ReadOnly));
        QSslConfiguration tls;
        tls.setLocalCertificateChain(QSslCertificate::fromPath(path("certificate.pem")));
        tls.setPrivateKey(QSslKey(&key, QSsl::Ec));
        QVERIFY(!tls.localCertificate().isNull() && !tls.privateKey().isNull());
        m_server.setSslConfiguration(tls);
        QVERIFY(m_server.listen(QHostAddress::LocalHost));
        connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                const QByteArray body = R"({"serverTime":"2025-03-10T09:30:00-04:00"})";
                socket->readAll();
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                              body);
            });
        });
    }

    void anExtraAuthorityIsTrustedByItsClientOnly()
    {
        const auto before = QSslConfiguration::defaultConfiguration().caCertificates();
        massive::RestClient client(url(), QStringLiteral("key"), 0, path("certificate.pem"));
        QCOMPARE(QSslConfiguration::defaultConfiguration().caCertificates(), before);
        std::optional<Expected<Timestamp>> time;
        client.serverTime([&](const Expected<Timestamp> &answer) { time = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(time.has_value(), Patience);
        QVERIFY2(*time, qPrintable(*time ? QString() : time->error().detail));
        QCOMPARE(**time, at("2025-03-10 09:30"));

        QNetworkAccessManager another;
        another.setProxy(QNetworkProxy::NoProxy);
        const std::unique_ptr<QNetworkReply> reply(another.get(QNetworkRequest(url())));
        QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), Patience);
        QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
    }
};

QTEST_GUILESS_MAIN(RestClientTest)
#include "tst_restclient.moc"
