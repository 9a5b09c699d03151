// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/faultfixture.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace tickstock::test;

/// The limit on connections: met, lowered, shared with another program.
class ConnectionLimitTest final : public FaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { end(); }

    void theLimitIsLowered_data()
    {
        QTest::addColumn<QString>("evict");
        QTest::newRow("older") << QStringLiteral("older");
        QTest::newRow("newer") << QStringLiteral("newer");
    }

    void theLimitIsLowered()
    {
        QFETCH(QString, evict);
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(QStringLiteral("/sim/max-connections?n=2&evict=") + evict));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), PerConnection, Patience);
        QCOMPARE(m_world->gaps().first()[u"cause"].toString(), QStringLiteral("too many connections"));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->inState("live"), 2, Patience);
        CHECKED(finish(PerConnection));
        QCOMPARE(m_world->stats()[u"connections_accepted"].toInt(), 3); // nobody knocked again
    }

    void fewerAreAllowedFromTheStart_data() { theLimitIsLowered_data(); }

    void fewerAreAllowedFromTheStart()
    {
        QFETCH(QString, evict);
        CHECKED(
            makeWorld({QStringLiteral("--max-connections"), QStringLiteral("1"), QStringLiteral("--evict"), evict}));
        CHECKED(start(three()));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->inState("off"), 2, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_world->health()[u"routing"][u"connection_limit"].toInt(), 1, Patience);
        CHECKED(finish(-1));
        QVERIFY(m_world->stats()[u"connections_accepted"].toInt() <= 3);
    }

    void twoProgramsDoNotThrowEachOtherOutForEver_data() { theLimitIsLowered_data(); }

    void twoProgramsDoNotThrowEachOtherOutForEver()
    {
        QFETCH(QString, evict);
        CHECKED(
            makeWorld({QStringLiteral("--max-connections"), QStringLiteral("1"), QStringLiteral("--evict"), evict}));
        CHECKED(start(one()));
        QTRY_VERIFY_WITH_TIMEOUT(m_world->connection(1)[u"ticks"].toInt() > 0, Patience);
        // It has lived for longer than ten seconds: what happens to it now is an eviction, not a refusal.
        const double live = m_world->health()[u"uptime_seconds"].toDouble();
        QTRY_VERIFY_WITH_TIMEOUT(m_world->health()[u"uptime_seconds"].toDouble() > live + 11, Patience);
        const auto other = m_world->neighbour();
        QVERIFY(other->startService(one()));
        const bool olderGoes = evict == u"older";
        const SimulatedService &winner = olderGoes ? *other : *m_world, &loser = olderGoes ? *m_world : *other;
        const auto isResting = [&] { return loser.connection(1)[u"reason"].toString() == u"too many connections"; };
        QTRY_VERIFY_WITH_TIMEOUT(isResting(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(winner.connection(1)[u"status"].toString(), QStringLiteral("live"), Patience);
        const double pause = loser.connection(1)[u"next_attempt"].toDouble() -
                             static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1'000;
        QVERIFY2(pause > (olderGoes ? 600 : 50), qPrintable(QString::number(pause)));
        QCOMPARE(m_world->stats()[u"connections_accepted"].toInt(), 2);
    }
};

QTEST_GUILESS_MAIN(ConnectionLimitTest)
#include "tst_connectionlimit.moc"
