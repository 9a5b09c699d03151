// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/builders.h"
#include "tests/support/test.h"
#include "ui/chart/workspace/charttrust.h"

#include <QTest>

using namespace tickstock;
using namespace tickstock::test;

/// Whether a chart says that its last price is the market's.
class ChartTrustTest final : public Test
{
    Q_OBJECT

private:
    const Timestamp m_now = at("2014-09-17 10:00");

    static ConnectionHealth connection(std::uint8_t id, ConnectionStatus status)
    {
        ConnectionHealth made;
        made.id = {id};
        made.status = status;
        made.lastMessage = at("2014-09-17 09:59");
        return made;
    }
    ChartTrust trust(std::vector<ConnectionHealth> connections, Milliseconds age, std::uint8_t shownBy = 1,
                     Session session = Session::Regular) const
    {
        HealthBoard::Snapshot health;
        health.connections = std::move(connections);
        return trustOf(health, session, m_now, m_now - age, {shownBy});
    }

private Q_SLOTS:
    void whatHasJustComeIsTrusted()
    {
        const ChartTrust good = trust({connection(1, ConnectionStatus::Live)}, OneSecond);
        QVERIFY(!good.isStale && !good.isPolled && good.trouble.isEmpty());
    }

    void anOldPriceIsStaleWhileTheMarketIsOpen()
    {
        const std::vector live{connection(1, ConnectionStatus::Live)};
        QVERIFY(!trust(live, OneSecond * 59).isStale);
        QVERIFY(trust(live, OneSecond * 61).isStale);
        QVERIFY(!trust(live, OneSecond * 61, 1, Session::Closed).isStale);
    }

    void whoBroughtItIsDown()
    {
        const std::vector both{connection(1, ConnectionStatus::Live), connection(2, ConnectionStatus::Degraded)};
        QVERIFY(!trust(both, OneSecond, 1).isStale);
        const ChartTrust stale = trust(both, OneSecond, 2);
        QVERIFY(stale.isStale);
        QVERIFY(stale.trouble.isEmpty()); // others still bring data
    }

    void nobodyBringsAnything()
    {
        const ChartTrust cutOff = trust({connection(1, ConnectionStatus::Reconnecting)}, OneSecond);
        QVERIFY(cutOff.isStale && !cutOff.isPolled);
        QVERIFY(!cutOff.trouble.isEmpty());
        QVERIFY(!trust({}, OneSecond).isStale); // no connection was ever wanted
    }

    void pollingIsSaid()
    {
        HealthBoard::Snapshot health;
        health.connections = {connection(1, ConnectionStatus::Blocked)};
        health.isPolled = true;
        const ChartTrust polled = trustOf(health, Session::Regular, m_now, m_now, {1});
        QVERIFY(polled.isPolled && polled.isStale);
        QVERIFY(polled.trouble.contains(u"REST"));
    }
};

QTEST_GUILESS_MAIN(ChartTrustTest)
#include "tst_charttrust.moc"
