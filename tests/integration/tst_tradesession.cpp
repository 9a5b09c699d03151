// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/market/newyork.h"
#include "tests/support/replayfixture.h"

using namespace tickstock;
using namespace tickstock::test;

/// A session of single trades in three symbols. Its licence keeps it out of the project: this test is built only where
/// TICKSTOCK_EXTRA_DATA names the folder with it.
class TradeSessionTest final : public ReplayFixture
{
    Q_OBJECT

private Q_SLOTS:
    void isStoredExactly()
    {
        const QString extra = QStringLiteral(TICKSTOCK_EXTRA_DATA);
        const QStringList symbols{QStringLiteral("ETF"), QStringLiteral("AAA"), QStringLiteral("BBB")};
        const auto world = replay({extra + QStringLiteral("/ticks/sampleMultiTradeData.csv.gz")}, symbols, 3 * 390);
        QVERIFY(world);
        for (const QString &symbol : symbols) {
            const auto expected = SimulatedService::recorded(
                extra + QStringLiteral("/derived/%1-20140917-1min.csv").arg(symbol), newyork::parseNewYork);
            QCOMPARE(expected.size(), 390u);
            const QString difference = SimulatedService::difference(world->stored(symbol), expected);
            QVERIFY2(difference.isEmpty(), qPrintable(symbol + u' ' + difference));
        }
    }
};

QTEST_GUILESS_MAIN(TradeSessionTest)
#include "tst_tradesession.moc"
