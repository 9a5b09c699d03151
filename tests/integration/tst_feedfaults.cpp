// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/faultfixture.h"

#include <QDateTime>
#include <QJsonDocument>

#include <random>

using namespace tickstock::test;

/// What else goes wrong with a feed and its REST side; and all of it at random, from a seed.
class FeedFaultsTest final : public FaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { end(); }

    void malformedFramesCostOnlyThemselves()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(QStringLiteral("/sim/malformed?count=40")));
        QTRY_VERIFY_WITH_TIMEOUT(m_world->connections()[u"total_errors"].toInt() >= 3 * 40, Patience);
        CHECKED(finish(0));
    }

    void restRefusesWhileAHoleIsRepaired_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("429") << 429;
        QTest::newRow("503") << 503;
    }

    void restRefusesWhileAHoleIsRepaired()
    {
        QFETCH(int, status);
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QTRY_VERIFY_WITH_TIMEOUT(isComplete(), Patience); // the first fetch of the morning is through
        QVERIFY(m_world->control(QStringLiteral("/sim/rest-error?status=%1&count=8").arg(status)));
        QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=2&how=abort")));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), PerConnection, Patience);
        CHECKED(finish(PerConnection));
    }

    void correctionsSurviveAMove()
    {
        CHECKED(makeWorld());
        auto settings = three();
        settings[QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS")] = m_names.mid(0, 3).join(u',');
        CHECKED(start(settings));
        for (const QString &name : m_names.mid(0, 5))
            QVERIFY(m_world->control(QStringLiteral("/sim/resend?symbol=%1&ago=70").arg(name)));
        QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=1&how=abort")));
        for (const QString &name : m_names.mid(0, 5))
            QVERIFY(m_world->control(QStringLiteral("/sim/resend?symbol=%1&ago=75").arg(name)));
        // The critical ones are on two connections: only the others have a hole.
        QTRY_VERIFY_WITH_TIMEOUT(!m_world->gaps().isEmpty(), Patience);
        for (const auto &gap : m_world->gaps())
            QVERIFY(!m_names.mid(0, 3).contains(gap[u"symbol"].toString()));
        CHECKED(finish(-1));
    }

    void rebalanceByHand()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=2&how=abort")));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), PerConnection, Patience);
        const QString path = QStringLiteral("http://127.0.0.1:%1/api/websocket/rebalance").arg(m_world->apiPort());
        const QByteArray dry = postTo(path + QStringLiteral("?dry_run=true"));
        QVERIFY2(dry.contains("\"dry_run\":true") && dry.contains("\"moves\""), dry.constData());
        const QByteArray applied = postTo(path);
        QVERIFY2(applied.contains("\"applied\":true"), applied.constData());
        QCOMPARE(QJsonDocument::fromJson(
                     m_world->getApi(QStringLiteral("/api/websocket/connections/connection_1/tickers")))[u"connection"]
                     .toString(),
                 QStringLiteral("connection_1"));
        QVERIFY(m_world->getApi(QStringLiteral("/metrics")).contains("tickstock_connection_gaps_total"));
        CHECKED(finish(PerConnection));
    }

    void everythingAtRandom()
    {
        bool isLong = false; // a whole session takes some 350 rounds
        const int given = qEnvironmentVariableIntValue("TICKSTOCK_FAULT_ROUNDS", &isLong);
        const int rounds = isLong ? given : 25;
        CHECKED(makeWorld({QStringLiteral("--seed"), QStringLiteral("11"), QStringLiteral("--speed"),
                           isLong ? QStringLiteral("60") : QStringLiteral("30")}));
        auto settings = three();
        settings[QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS")] = m_names.first();
        CHECKED(start(settings));
        std::mt19937 random(20250310);
        const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
        int injected = 0;
        for (int round = 0; round < rounds; ++round) {
            const QString connection = QString::number(pick(3) + 1);
            const QString name = m_names[pick(Symbols)];
            switch (pick(8)) {
            case 0: injected += m_world->control(QStringLiteral("/sim/drop?how=abort&connection=") + connection); break;
            case 1:
                injected += m_world->control(QStringLiteral("/sim/drop?how=close&code=1011&connection=") + connection);
                break;
            case 2:
                injected += m_world->control(QStringLiteral("/sim/stall?seconds=3&connection=") + connection);
                break;
            case 3:
                injected += m_world->control(QStringLiteral("/sim/stall?seconds=1&connection=") + connection);
                break;
            case 4: injected += m_world->control(QStringLiteral("/sim/refuse?seconds=2")); break;
            case 5: injected += m_world->control(QStringLiteral("/sim/rest-error?status=429&count=3")); break;
            case 6: injected += m_world->control(QStringLiteral("/sim/malformed?count=5")); break;
            case 7: injected += m_world->control(QStringLiteral("/sim/resend?ago=80&symbol=") + name); break;
            }
            if (pick(3) == 0)
                CHECKED(goOn(1));
        }
        // One thrown out for good near the end: two must do.
        QVERIFY(m_world->control(QStringLiteral("/sim/max-connections?n=2&evict=older")));
        QVERIFY(injected >= 15);
        const auto hasSettled = [&] { // two carry everything, the third rests
            int connected = 0, resting = 0;
            for (int number = 1; number <= 3; ++number) {
                const QJsonObject connection = m_world->connection(number);
                const bool isLimited = connection[u"reason"].toString() == u"too many connections" ||
                                       connection[u"reason"].toString() == u"plan limit";
                connected +=
                    connection[u"status"].toString() == u"live" || connection[u"status"].toString() == u"quiet";
                resting += isLimited && connection[u"status"].toString() != u"connecting";
            }
            return connected == 2 && resting == 1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasSettled(), Patience);
        CHECKED(finish(-1));
    }
};

QTEST_GUILESS_MAIN(FeedFaultsTest)
#include "tst_feedfaults.moc"
