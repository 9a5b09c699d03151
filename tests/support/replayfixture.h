// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/simulatedservice.h"
#include "tests/support/test.h"

#include <QTest>

namespace tickstock::test {

/// Plays recordings through the feed into tickstockd, for a test to compare what has been stored.
class ReplayFixture : public Test
{
protected:
    static constexpr int Patience = 120'000;

    /// Plays them to their end and leaves the database behind; null when it did not work, which has been reported.
    static std::unique_ptr<SimulatedService> replay(const QStringList &files, const QStringList &symbols, int minutes)
    {
        QStringList arguments{QStringLiteral("--speed"), QStringLiteral("0")};
        for (const QString &file : files)
            arguments << QStringLiteral("--replay") << file;
        auto world = std::make_unique<SimulatedService>(arguments);
        run(*world, symbols, minutes);
        if (QTest::currentTestFailed())
            return nullptr;
        return world;
    }

private:
    static void run(SimulatedService &world, const QStringList &symbols, int minutes)
    {
        QVERIFY(world.startService({{QStringLiteral("WEBSOCKET_CONNECTION_1_SYMBOLS"), symbols.join(u',')}}));
        QVERIFY2(world.simulator().waitForOutput(QStringLiteral("to its end")), qPrintable(world.simulator().output()));
        QTRY_VERIFY_WITH_TIMEOUT(world.health()[u"pipeline"][u"closed_minutes"].toInt() >= minutes, Patience);
        QCOMPARE(world.health()[u"queues"][u"pipeline"][u"dropped"].toInt(), 0);
        QCOMPARE(world.service().terminate(), 0);
    }
};

} // namespace tickstock::test
