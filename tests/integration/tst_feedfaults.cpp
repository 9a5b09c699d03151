// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/faultfixture.h"
#include "tests/support/randomfaults.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace tickstock::test;

/// What else goes wrong with a feed and its REST side; and all of it at random, from a seed.
class FeedFaultsTest final : public FaultFixture
{
    Q_OBJECT

private:
    static constexpr int FaultsBetweenLooks = 5;
    /// Kinds that are tried elsewhere (tst_frameintake, tst_restfaults, tst_frameparser).
    static QStringList leftOut()
    {
        return {
            QStringLiteral("future_times"),     // this market's time is told by its events only
            QStringLiteral("retry_after_huge"), // REST pauses for five minutes then, as it should
        };
    }
    static QStringList kinds()
    {
        const QString given = qEnvironmentVariable("TICKSTOCK_FAULT_KINDS");
        if (!given.isEmpty() && given != u"all")
            return given.split(u',');
        QStringList kinds = RandomFaults::allKinds();
        if (given.isEmpty())
            kinds.removeIf([](const QString &kind) { return leftOut().contains(kind); });
        return kinds;
    }
    void beginToBePolite()
    {
        for (const QString &kind : RandomFaults::allKinds())
            m_world->control(QStringLiteral("/sim/misbehave?count=0&kind=") + kind);
        QVERIFY(m_world->control(QStringLiteral("/sim/rest-error?status=429&count=0")));
    }

private Q_SLOTS:
    void cleanup() { end(); }

    void malformedFramesCostNoMoreThanTheyMayHaveSaid()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(QStringLiteral("/sim/malformed?count=40")));
        QTRY_VERIFY_WITH_TIMEOUT(m_world->connections()[u"total_errors"].toInt() >= 3 * 40, Patience);
        // Some break off: something may have been said of any symbol.
        QTRY_VERIFY_WITH_TIMEOUT(m_world->gaps().size() >= m_names.size(), Patience);
        for (const auto &gap : m_world->gaps())
            QCOMPARE(gap[u"cause"].toString(), QStringLiteral("unreadable"));
        CHECKED(finish(-1));
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
        CHECKED(waitUntilComplete()); // the first fetch of the morning is through
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

    /// What only costs a reader who does not expect it leaves no hole.
    void whatCostsNothingLeavesNoHole()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        for (const char *kind : {"foreign_symbol&count=500", "unknown_events&count=500", "null_fields&count=500",
                                 "binary_frames&count=100", "joined_answers", "no_answers"})
            QVERIFY(m_world->control(QStringLiteral("/sim/misbehave?kind=") + QLatin1String(kind)));
        CHECKED(goOn(2));
        CHECKED(finish(0));
    }

    void everythingAtRandom_data()
    {
        QTest::addColumn<QString>("channels");
        QTest::newRow("seconds") << QStringLiteral("A,AM");
        QTest::newRow("trades") << QStringLiteral("T,AM");
    }
    /// By hand: TICKSTOCK_FAULTS is how many, TICKSTOCK_FAULT_SEED from which seed, TICKSTOCK_FAULT_KINDS which,
    /// separated by commas ("all" for all there are).
    void everythingAtRandom()
    {
        QFETCH(QString, channels);
        bool isLong = false;
        const int given = qEnvironmentVariableIntValue("TICKSTOCK_FAULTS", &isLong);
        const int faults = isLong ? given : 100;
        const int seed = qEnvironmentVariableIntValue("TICKSTOCK_FAULT_SEED");
        CHECKED(makeWorld({QStringLiteral("--seed"), QStringLiteral("11")}));
        auto settings = three();
        settings[QStringLiteral("WEBSOCKET_CRITICAL_SYMBOLS")] = m_names.first();
        settings[QStringLiteral("MASSIVE_CHANNELS")] = channels;
        CHECKED(start(settings));
        RandomFaults random(static_cast<unsigned>(seed), kinds(), m_names, 3);
        qInfo() << faults << "faults from seed" << seed << "of" << random.kinds().join(u',');
        int injected = 0;
        for (int i = 0; i < faults; ++i) {
            injected += m_world->control(random.next());
            if (random.pick(5) == 0)
                CHECKED(goOn(1));
            if (i % FaultsBetweenLooks == 0)
                CHECKED(checkClaims());
        }
        QVERIFY2(injected >= faults / 2, qPrintable(QString::number(injected)));
        CHECKED(beginToBePolite());
        // One thrown out for good near the end: two must do.
        QVERIFY(m_world->control(QStringLiteral("/sim/max-connections?n=2&evict=older")));
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
        const FeedWitness witness(m_world->feedPort(), WitnessKey);
        CHECKED(finish(-1));
        QString problem;
        const auto agree = [&] {
            problem = dayVolumeProblem(witness);
            return problem.isEmpty();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(agree(), qPrintable(problem), Patience);
    }
};

QTEST_GUILESS_MAIN(FeedFaultsTest)
#include "tst_feedfaults.moc"
