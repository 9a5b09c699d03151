// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/feed/connectiontest.h"
#include "core/feed/massiveconnection.h"
#include "tests/support/builders.h"
#include "tests/support/test.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QWebSocket>
#include <QWebSocketServer>

#include <functional>

using namespace tickstock;
using namespace tickstock::test;

namespace {

QString status(const char *word, const QString &message)
{
    return QStringLiteral(R"({"ev":"status","status":"%1","message":"%2"})").arg(QString::fromLatin1(word), message);
}

QString status(const char *word, const char *message)
{
    return status(word, QString::fromLatin1(message));
}

QString bar(const char *channel, const char *symbol, Timestamp start, Milliseconds length)
{
    return QStringLiteral(R"({"ev":"%1","sym":"%2","v":10,"av":1000,"o":1,"c":1,"h":1,"l":1,"s":%3,"e":%4})")
        .arg(QString::fromLatin1(channel), QString::fromLatin1(symbol))
        .arg(start.ms)
        .arg((start + length).ms);
}

/// A server that says what the test tells it to, and else what the vendor's does.
class Vendor : public QObject
{
public:
    Vendor()
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            peer = m_server.nextPendingConnection();
            ++accepted;
            connect(peer, &QWebSocket::textMessageReceived, this, &Vendor::answer);
            send({status("connected", "Connected Successfully")});
        });
    }
    QUrl url() const { return m_server.serverUrl(); }
    void send(const QStringList &events)
    {
        const QString frame = u'[' + events.join(u',') + u']';
        if (isBinary)
            peer->sendBinaryMessage(frame.toUtf8());
        else
            peer->sendTextMessage(frame);
    }

    QWebSocket *peer = nullptr;
    int accepted = 0;
    int keys = 0; // received
    bool isBinary = false;
    std::function<void()> onKey = [this] { send({status("auth_success", "authenticated")}); };
    std::function<void(const QStringList &pairs)> onSubscribe = [this](const QStringList &pairs) {
        for (const QString &pair : pairs)
            send({status("success", QStringLiteral("subscribed to: ") + pair)});
    };

private:
    void answer(const QString &text)
    {
        const QJsonObject asked = QJsonDocument::fromJson(text.toUtf8()).object();
        if (asked[u"action"] == QStringLiteral("auth")) {
            ++keys;
            onKey();
        } else if (asked[u"action"] == QStringLiteral("subscribe")) {
            onSubscribe(asked[u"params"].toString().split(u','));
        }
    }

    QWebSocketServer m_server{QStringLiteral("by hand"), QWebSocketServer::NonSecureMode};
};

} // namespace

/// The connection against servers that do what others have reported of such feeds.
class VendorWaysTest final : public Test
{
    Q_OBJECT

private:
    static constexpr int Patience = 20'000; // milliseconds; only reached when something is wrong

    SymbolTable m_symbols;
    std::unique_ptr<Vendor> m_vendor;
    std::unique_ptr<MassiveConnection> m_connection;
    QStringList m_confirmed;
    std::vector<Loss> m_lost;
    const Timestamp m_open = at("2025-03-10 10:00");

    MassiveConnectionOptions options() const
    {
        MassiveConnectionOptions made;
        made.url = m_vendor->url();
        made.key = QStringLiteral("SECRET");
        made.firstRetry = Milliseconds(20);
        made.longestRetry = Milliseconds(100);
        return made;
    }
    void connectTo(const MassiveConnectionOptions &made)
    {
        m_connection = std::make_unique<MassiveConnection>(made, m_symbols);
        connect(m_connection.get(), &MarketFeed::confirmed, this, [this](const std::vector<SymbolId> &ids) {
            for (const SymbolId id : ids)
                m_confirmed.append(m_symbols.qname(id));
        });
        connect(m_connection.get(), &MarketFeed::lost, this, [this](const Loss &loss) { m_lost.push_back(loss); });
        m_connection->subscribe({QStringLiteral("AAPL")});
        m_connection->open();
    }
    ConnectionHealth health() const { return m_connection->health().front(); }
    bool hasAsked() const { return health().unconfirmedPairs + health().tickers > 0 && isConnected(health().status); }
    QString second(int number, const char *symbol = "AAPL") const
    {
        return bar("A", symbol, m_open + OneSecond * number, OneSecond);
    }

private Q_SLOTS:
    void init()
    {
        m_vendor = std::make_unique<Vendor>();
        m_confirmed.clear();
        m_lost.clear();
    }
    void cleanup()
    {
        m_connection.reset();
        m_vendor.reset();
    }

    void binaryFramesAreRead()
    {
        m_vendor->isBinary = true; // the greeting, too
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
        m_vendor->send({second(1)});
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Live, Patience);
        QCOMPARE(health().errors, 0u);
    }

    void theKeyIsAcceptedInOtherWords_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("of old") << status("success", "authenticated");
        QTest::newRow("upper case") << status("AUTH_SUCCESS", "Authenticated");
        QTest::newRow("another word") << status("authenticated", "welcome");
        QTest::newRow("without words") << QStringLiteral(R"({"ev":"status","status":"auth_success"})");
    }
    void theKeyIsAcceptedInOtherWords()
    {
        QFETCH(QString, answer);
        m_vendor->onKey = [&] { m_vendor->send({answer}); };
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
    }

    void aRefusedKeyIsBlockedInWhateverWords_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("message");
        QTest::addColumn<bool>("closes");
        const QString words = QStringLiteral("authentication failed");
        QTest::newRow("failed") << QStringLiteral("auth_failed") << words << false;
        QTest::newRow("error") << QStringLiteral("error") << words << false;
        QTest::newRow("error and close") << QStringLiteral("ERROR") << words << true;
        QTest::newRow("plan and close") << QStringLiteral("auth_failed")
                                        << QStringLiteral("Your plan doesn't include websocket access.") << true;
    }
    void aRefusedKeyIsBlockedInWhateverWords()
    {
        QFETCH(QString, word);
        QFETCH(QString, message);
        QFETCH(bool, closes);
        m_vendor->onKey = [&] {
            m_vendor->send({status(qPrintable(word), message)});
            if (closes)
                m_vendor->peer->close();
        };
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Blocked, Patience);
        QCOMPARE(health().reason, StatusReason::AuthFailed);
        QCOMPARE(health().detail, message);
        QVERIFY(!health().nextAttempt.isValid());
        QTRY_COMPARE_WITH_TIMEOUT(m_vendor->peer->state(), QAbstractSocket::UnconnectedState, Patience);
        QCOMPARE(health().status, ConnectionStatus::Blocked);
        QCOMPARE(m_vendor->accepted, 1);
    }

    void anAnswerThatIsNotUnderstoodIsNamed()
    {
        m_vendor->onKey = [&] { m_vendor->send({status("pending", "SECRET is being looked at")}); };
        MassiveConnectionOptions impatient = options();
        impatient.openTimeout = Milliseconds(300);
        impatient.firstRetry = impatient.longestRetry = OneHour;
        QTest::ignoreMessage(QtWarningMsg,
                             QRegularExpression(QStringLiteral("pending: \\(the key\\) is being looked at")));
        connectTo(impatient);
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Reconnecting, Patience);
        QCOMPARE(health().reason, StatusReason::HandshakeTimeout);
        QVERIFY2(health().detail.contains(u"(the key) is being looked at"), qPrintable(health().detail));
    }

    void oneAnswerConfirmsAllItNames()
    {
        m_vendor->onSubscribe = [&](const QStringList &pairs) {
            m_vendor->send({status("success", QStringLiteral("subscribed to: ") + pairs.join(u','))});
        };
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(m_confirmed, QStringList{QStringLiteral("AAPL")}, Patience);
        QCOMPARE(health().tickers, 1);
        QCOMPARE(health().unconfirmedPairs, 0);
    }

    void dataConfirmWhatWasAskedFor()
    {
        m_vendor->onSubscribe = [](const QStringList &) {};
        connectTo(options());
        QTRY_VERIFY_WITH_TIMEOUT(hasAsked(), Patience);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("dropped 1 .*not been asked for")));
        m_vendor->send({second(1, "MSFT")}); // nobody asked for it
        m_vendor->send({second(1), second(2)});
        m_vendor->send({second(3)});
        QTRY_COMPARE_WITH_TIMEOUT(health().ticks, 3u, Patience);
        QCOMPARE(m_confirmed, QStringList{QStringLiteral("AAPL")}); // once
        QCOMPARE(health().tickers, 1);
        QCOMPARE(health().unconfirmedPairs, 1);
        m_vendor->send({bar("AM", "AAPL", m_open, OneMinute)});
        QTRY_COMPARE_WITH_TIMEOUT(health().unconfirmedPairs, 0, Patience);
        m_vendor->peer->abort();
        QTRY_COMPARE_WITH_TIMEOUT(m_lost.size(), 1u, Patience);
        QCOMPARE(m_lost[0].symbols.size(), 1u);
        QTRY_COMPARE_WITH_TIMEOUT(m_vendor->accepted, 2, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(hasAsked() && m_vendor->keys == 2, Patience);
        m_confirmed.clear();
        m_vendor->send({second(600)});
        QTRY_COMPARE_WITH_TIMEOUT(m_confirmed, QStringList{QStringLiteral("AAPL")}, Patience); // the repair begins
    }

    void aCloseForAPolicyIsALossLikeAnyOther()
    {
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
        m_vendor->peer->close(QWebSocketProtocol::CloseCodePolicyViolated,
                              QStringLiteral("slow consumer: SECRET is too slow"));
        QTRY_COMPARE_WITH_TIMEOUT(m_vendor->accepted, 2, Patience); // at once, not after fifteen minutes
        QCOMPARE(m_lost.size(), 1u);
        QCOMPARE(m_lost[0].reason, StatusReason::ClosedByServer);
        QCOMPARE(m_lost[0].detail, QStringLiteral("closed with code 1008: slow consumer: (the key) is too slow"));
        const auto said = [this](const StatusTransition &t) { return t.detail == m_lost[0].detail; };
        const std::vector<StatusTransition> transitions = health().transitions;
        QVERIFY(std::any_of(transitions.begin(), transitions.end(), said));
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
    }

    void theLimitIsWhatTheServerCallsSo_data()
    {
        QTest::addColumn<QString>("words");
        QTest::newRow("long") << QStringLiteral(
            "Maximum number of websocket connections exceeded. You have reached the connection limit for your account. "
            "Please contact support at https://example.invalid/contact to increase your limit.");
        QTest::newRow("short") << QStringLiteral("Maximum number of websocket connections exceeded. ");
        QTest::newRow("old") << QStringLiteral("Maximum number of connections exceeded.");
    }
    void theLimitIsWhatTheServerCallsSo()
    {
        QFETCH(QString, words);
        m_vendor->onKey = [&] {
            m_vendor->send({status("max_connections", words)});
            m_vendor->peer->close(QWebSocketProtocol::CloseCodePolicyViolated);
        };
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Reconnecting, Patience);
        QCOMPARE(health().reason, StatusReason::TooManyConnections);
        QCOMPARE(health().detail, words.trimmed());
        QVERIFY(health().nextAttempt.ms - QDateTime::currentMSecsSinceEpoch() > 50'000);
    }

    void whatIsSaidTwiceChangesNothing()
    {
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
        m_vendor->send({second(1)});
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Live, Patience);
        QSignalSpy changes(m_connection.get(), &MarketFeed::statusChanged);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("already authenticated")));
        m_vendor->send({status("connected", "Connected Successfully")});
        m_vendor->send({status("auth_success", "authenticated"), status("auth_success", "authenticated")});
        m_vendor->send({status("error", "already authenticated")});
        m_vendor->send({second(2)});
        QTRY_COMPARE_WITH_TIMEOUT(health().ticks, 2u, Patience);
        QCOMPARE(changes.count(), 0);
        QCOMPARE(m_vendor->keys, 1);
        QCOMPARE(health().tickers, 1);
    }

    void aFrameMayHoldEverything()
    {
        m_vendor->onSubscribe = [&](const QStringList &pairs) {
            QStringList events{status("auth_success", "authenticated")};
            for (const QString &pair : pairs)
                events.append(status("success", QStringLiteral("subscribed to: ") + pair));
            events << second(1) << QStringLiteral(R"({"ev":"FMV","fmv":1.5,"sym":"AAPL","t":1})") << second(2);
            m_vendor->send(events);
        };
        connectTo(options());
        QTRY_COMPARE_WITH_TIMEOUT(health().ticks, 2u, Patience);
        QCOMPARE(m_confirmed, QStringList{QStringLiteral("AAPL")});
        QCOMPARE(health().status, ConnectionStatus::Live);
        QCOMPARE(health().ignored, 1u);
    }

    void dataThatComeEverLaterAreSaid()
    {
        MassiveConnectionOptions quick = options();
        quick.late = Milliseconds(0);
        connectTo(quick);
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
        const Timestamp now = Timestamp{QDateTime::currentMSecsSinceEpoch()}.floorTo(OneSecond);
        m_vendor->send({bar("A", "AAPL", now - OneSecond * 90, OneSecond)});
        QTRY_COMPARE_WITH_TIMEOUT(health().reason, StatusReason::Late, Patience);
        QCOMPARE(health().status, ConnectionStatus::Degraded);
        QVERIFY2(health().detail.contains(u" s late"), qPrintable(health().detail));
        m_vendor->send({bar("A", "AAPL", now, OneSecond)});
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Live, Patience);
    }

    void whatCannotBeReadIsSaid()
    {
        MassiveConnectionOptions quick = options();
        quick.unreadable = Milliseconds(0);
        connectTo(quick);
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 1, Patience);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("malformed")));
        m_vendor->send({QStringLiteral(R"({"ev":"A","sym":"AAPL","s":1,"e":2})")});
        QTRY_COMPARE_WITH_TIMEOUT(health().reason, StatusReason::Unreadable, Patience);
        QCOMPARE(health().status, ConnectionStatus::Degraded);
        QVERIFY(!health().detail.isEmpty());
        QCOMPARE(m_lost.size(), 1u);
        m_confirmed.clear();
        m_vendor->send({second(1)});
        QTRY_COMPARE_WITH_TIMEOUT(health().status, ConnectionStatus::Live, Patience);
        QCOMPARE(m_confirmed, QStringList{QStringLiteral("AAPL")}); // what was thrown away is fetched
    }

    void symbolsThatNeverSentAnythingAreCounted()
    {
        connectTo(options());
        m_connection->subscribe({QStringLiteral("NOSUCH")});
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 2, Patience);
        for (int minute = 0; minute <= 6; ++minute)
            m_vendor->send({second(minute * 60)});
        QTRY_COMPARE_WITH_TIMEOUT(health().silentSymbols, 1, Patience);
        m_connection->subscribe({QStringLiteral("NEW")});
        QTRY_COMPARE_WITH_TIMEOUT(health().tickers, 3, Patience);
        m_vendor->send({second(380)});
        QTRY_COMPARE_WITH_TIMEOUT(health().ticks, 8u, Patience);
        for (int minute = 7; minute <= 13; ++minute)
            m_vendor->send({second(minute * 60)});
        QTRY_COMPARE_WITH_TIMEOUT(health().silentSymbols, 2, Patience); // given as long as the others
        m_vendor->send({second(800, "NOSUCH"), second(801, "NEW")});
        QTRY_COMPARE_WITH_TIMEOUT(health().silentSymbols, 0, Patience);
    }

    void theConnectionTestUnderstandsTheSame()
    {
        m_vendor->isBinary = true;
        m_vendor->onKey = [&] { m_vendor->send({status("success", "authenticated")}); };
        m_vendor->onSubscribe = [&](const QStringList &) {
            m_vendor->send({second(1)});
            m_vendor->send({bar("AM", "AAPL", m_open, OneMinute)});
            m_vendor->send({second(2)});
        };
        ConnectionTestRequest request;
        request.url = m_vendor->url();
        request.key = QStringLiteral("SECRET");
        request.symbol = QStringLiteral("AAPL");
        request.channels = {QStringLiteral("A"), QStringLiteral("AM")};
        ConnectionTest test(request, m_symbols);
        std::optional<ConnectionTestResult> last;
        connect(&test, &ConnectionTest::progressed, this, [&](const ConnectionTestResult &result) {
            if (result.isLast)
                last = result;
        });
        test.start();
        QTRY_VERIFY_WITH_TIMEOUT(last.has_value(), Patience);
        QCOMPARE(last->outcome, TestOutcome::Passed);
        QCOMPARE(last->stage, TestStage::Data);
    }
};

QTEST_GUILESS_MAIN(VendorWaysTest)
#include "tst_vendorways.moc"
