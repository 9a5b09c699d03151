// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "tests/support/faultfixture.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace tickstock::test;

/// Connections that are lost, closed, silent or refused, one case each, over real sockets.
class ConnectionLossTest final : public FaultFixture
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { end(); }

    void aConnectionIsLost_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("cause");
        const auto row = [](const char *name, const char *fault, const char *cause) {
            QTest::newRow(name) << QString::fromLatin1(fault) << QString::fromLatin1(cause);
        };
        row("reset", "/sim/drop?connection=2&how=abort", "lost");
        row("closed 1001", "/sim/drop?connection=2&how=close&code=1001", "closed by server");
        row("closed 1011", "/sim/drop?connection=2&how=close&code=1011", "closed by server");
        row("silent but open", "/sim/stall?connection=2&seconds=6", "stalled");
    }

    void aConnectionIsLost()
    {
        QFETCH(QString, fault);
        QFETCH(QString, cause);
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(fault));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), PerConnection, Patience);
        for (const auto &gap : m_world->gaps()) {
            QCOMPARE(gap[u"connection"].toString(), QStringLiteral("connection_2"));
            QCOMPARE(gap[u"cause"].toString(), cause);
        }
        // Its symbols live on elsewhere, and come back to it when it has been well for ten seconds.
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connections()[u"total_tickers"].toInt(), Symbols, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connection(2)[u"tickers"].toInt(), PerConnection, Patience);
        CHECKED(finish(PerConnection));
    }

    void twoFaultsAreTwoEntries()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=3&how=abort")));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connection(3)[u"tickers"].toInt(), PerConnection, Patience);
        CHECKED(waitUntilComplete());
        QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=1&how=abort")));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), 2 * PerConnection, Patience);
        CHECKED(finish(2 * PerConnection));
    }

    void allAreLostAndTheServerRefuses()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        QVERIFY(m_world->control(QStringLiteral("/sim/refuse?seconds=5")));
        for (int i = 0; i < 3; ++i)
            QVERIFY(m_world->control(QStringLiteral("/sim/drop?connection=1&how=abort")));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connections()[u"connected"].toInt(), 0, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_world->connections()[u"connected"].toInt(), 3, Patience);
        // They go one after the other: a symbol that has reached the next one by then is lost once more.
        std::map<QString, int> losses;
        for (const auto &gap : m_world->gaps()) {
            QCOMPARE(gap[u"cause"].toString(), QStringLiteral("lost"));
            ++losses[gap[u"symbol"].toString()];
        }
        QCOMPARE(losses.size(), static_cast<std::size_t>(Symbols));
        for (const auto &[symbol, count] : losses)
            QVERIFY2(count <= 3, qPrintable(symbol));
        CHECKED(finish(-1));
    }

    void aShortSilenceCostsOnlyWhatItCost()
    {
        CHECKED(makeWorld());
        auto settings = three();
        settings[QStringLiteral("WEBSOCKET_STALL_SECONDS")] = QStringLiteral("15");
        CHECKED(start(settings));
        QVERIFY(m_world->control(QStringLiteral("/sim/stall?connection=1&seconds=3")));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), PerConnection, Patience);
        QCOMPARE(m_world->gaps().first()[u"cause"].toString(), QStringLiteral("short silence"));
        QCOMPARE(m_world->connection(1)[u"errors"].toInt(), 0);
        CHECKED(finish(PerConnection));
    }

    /// What it cost is found when the session is compared with REST after its close.
    void aSilenceTooShortToBeNoticedIsMadeGoodAfterTheClose()
    {
        CHECKED(makeWorld({QStringLiteral("--speed"), QStringLiteral("60"), QStringLiteral("--start"),
                           QStringLiteral("2025-03-10 15:50")}));
        CHECKED(start(one()));
        for (int i = 0; i < 3; ++i) {
            QVERIFY(m_world->control(QStringLiteral("/sim/stall?connection=1&seconds=1")));
            CHECKED(goOn(1));
        }
        const qint64 close = tickstock::test::at("2025-03-10 16:00").ms;
        const auto untilClose = [close](SimulatedService::Minutes minutes) {
            minutes.erase(minutes.lower_bound(close), minutes.end());
            return minutes;
        };
        QString difference;
        const auto areEqual = [&] {
            for (const QString &name : m_names) {
                const auto truth = untilClose(m_world->truth(name));
                difference = SimulatedService::difference(untilClose(m_world->stored(name)), truth);
                if (truth.size() < 10 || !difference.isEmpty())
                    return false;
            }
            return true;
        };
        QTRY_VERIFY2_WITH_TIMEOUT(areEqual(), qPrintable(difference), Patience);
    }

    void killedAndStartedAgain()
    {
        CHECKED(makeWorld());
        CHECKED(start(three()));
        m_world->service().kill();
        const QString name = m_names.first();
        const auto missed = m_world->truth(name).size() + 2;
        QTRY_VERIFY_WITH_TIMEOUT(m_world->truth(name).size() > missed, Patience); // it goes on without us
        CHECKED(start(three()));
        QTRY_COMPARE_WITH_TIMEOUT(m_world->gaps().size(), Symbols, Patience);
        QCOMPARE(m_world->gaps().first()[u"cause"].toString(), QStringLiteral("not running"));
        CHECKED(finish(Symbols));
    }
};

QTEST_GUILESS_MAIN(ConnectionLossTest)
#include "tst_connectionloss.moc"
