// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/bus/redis/redisbus.h"
#include "tests/support/certificateauthority.h"
#include "tests/support/redisserver.h"
#include "tests/support/test.h"

#include <QTest>

#include <csignal>

using namespace tickstock;
using namespace tickstock::test;

/// The way to a Redis server that encrypts: who is trusted, and what is said of those who are not.
class RedisTlsTest final : public test::Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 60'000;
    std::unique_ptr<CertificateAuthority> m_authority;
    std::unique_ptr<CertificateAuthority> m_stranger;
    std::unique_ptr<RedisServer> m_server;

    std::unique_ptr<RedisBus> bus(const QString &host, const QString &caFile) const
    {
        RedisBus::Options options;
        options.address = *redisAddress(m_server->encryptedUrl(host));
        options.address.caFile = caFile;
        options.shards = 1;
        return std::make_unique<RedisBus>(std::move(options));
    }
    /// A server with a certificate for these names, by the authority.
    void start(const CertificateAuthority::Certificate &certificate)
    {
        m_server = std::make_unique<RedisServer>();
        m_server->setCertificate(certificate);
        QVERIFY2(m_server->start(), m_server->output().constData());
    }
    static QString error(RedisBus &bus) { return bus.health().lastError; }

private Q_SLOTS:
    void initTestCase()
    {
        std::signal(SIGPIPE, SIG_IGN);
        if (!canEncryptRedis())
            return;
        m_authority = std::make_unique<CertificateAuthority>();
        m_stranger = std::make_unique<CertificateAuthority>();
    }
    void cleanup() { m_server.reset(); }

    void isRefusedInWordsWhereTheLibraryCannotEncrypt()
    {
        const auto address = redisAddress(QUrl(QStringLiteral("rediss://localhost")));
        if (canEncryptRedis()) {
            QVERIFY(address && address->isEncrypted);
            QCOMPARE(address->shown(), QStringLiteral("rediss://localhost:6379/0"));
            return;
        }
        QVERIFY(!address);
        QVERIFY2(address.error().detail.contains(u"cannot encrypt"), qPrintable(address.error().detail));
    }

    void anAuthorityOfOnesOwnIsTrusted_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("names");
        QTest::newRow("name") << QStringLiteral("localhost") << QStringLiteral("DNS:localhost");
        QTest::newRow("address") << QStringLiteral("127.0.0.1") << QStringLiteral("IP:127.0.0.1");
    }
    void anAuthorityOfOnesOwnIsTrusted()
    {
        QVERIFY(canEncryptRedis());
        QFETCH(QString, host);
        QFETCH(QString, names);
        start(m_authority->issue(names));
        const auto bus = this->bus(host, m_authority->own().file);
        bus->publish({{"ticks", R"({"symbol":"A"})", 1, 0}});
        QTRY_COMPARE_WITH_TIMEOUT(bus->health().written, 1u, Patience);
        QCOMPARE(bus->health().state, SinkState::Up);
        QCOMPARE(m_server->command({QStringLiteral("XLEN"), QStringLiteral("tickstock:stream:ticks:0")}),
                 QStringList{QStringLiteral("1")});
    }

    void nobodyElseIs_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<bool>("isSelfSigned");
        QTest::addColumn<bool>("trustsStranger");
        QTest::addColumn<bool>("trustsSystem");
        QTest::addColumn<QString>("word");
        const QString good = QStringLiteral("DNS:localhost"), untrusted = QStringLiteral("certificate is not trusted");
        QTest::newRow("another authority") << good << false << true << false << untrusted;
        QTest::newRow("the system's authorities") << good << false << false << true << untrusted;
        QTest::newRow("self-signed") << good << true << true << false << QStringLiteral("self-signed certificate");
        QTest::newRow("another name") << QStringLiteral("DNS:elsewhere.example") << false << false << false
                                      << QStringLiteral("certificate is not one of localhost");
        QTest::newRow("an address") << QStringLiteral("IP:127.0.0.1") << false << false << false
                                    << QStringLiteral("certificate is not one of localhost");
    }
    void nobodyElseIs()
    {
        QVERIFY(canEncryptRedis());
        QFETCH(QString, names);
        QFETCH(bool, isSelfSigned);
        QFETCH(bool, trustsStranger);
        QFETCH(bool, trustsSystem);
        QFETCH(QString, word);
        start(isSelfSigned ? m_authority->own() : m_authority->issue(names));
        const auto bus = this->bus(QStringLiteral("localhost"), trustsSystem     ? QString()
                                                                : trustsStranger ? m_stranger->own().file
                                                                                 : m_authority->own().file);
        bus->publish({{"ticks", "secret", 1, 0}});
        QTRY_VERIFY2_WITH_TIMEOUT(error(*bus).contains(word), qPrintable(error(*bus)), Patience);
        QCOMPARE(bus->health().written, 0u);
        QCOMPARE(m_server->command({QStringLiteral("EXISTS"), QStringLiteral("tickstock:stream:ticks:0")}),
                 QStringList{QStringLiteral("0")});
    }

    void aFileThatCannotBeReadIsNamed()
    {
        QVERIFY(canEncryptRedis());
        start(m_authority->issue(QStringLiteral("IP:127.0.0.1")));
        const auto bus = this->bus(QStringLiteral("127.0.0.1"), QStringLiteral("/nowhere/ca.crt"));
        QTRY_COMPARE_WITH_TIMEOUT(bus->health().state, SinkState::Refused, Patience);
        QVERIFY2(error(*bus).contains(u"REDIS_CA_FILE") && error(*bus).contains(u"/nowhere/ca.crt"),
                 qPrintable(error(*bus)));
    }

    void aServerThatDoesNotEncryptIsSaid()
    {
        QVERIFY(canEncryptRedis());
        start(m_authority->issue(QStringLiteral("IP:127.0.0.1")));
        RedisBus::Options options;
        QUrl url = m_server->encryptedUrl(QStringLiteral("127.0.0.1"));
        url.setPort(m_server->port());
        options.address = *redisAddress(url);
        RedisBus bus(std::move(options));
        QTRY_VERIFY_WITH_TIMEOUT(!error(bus).isEmpty(), Patience);
        QVERIFY2(error(bus).contains(u"does not encrypt"), qPrintable(error(bus)));
    }
};

QTEST_GUILESS_MAIN(RedisTlsTest)
#include "tst_redistls.moc"
