// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/test.h"

#include <QLoggingCategory>

#include <thread>

using namespace tickstock::test;

Q_LOGGING_CATEGORY(lcOurs, "tickstock.failures")

/// What fails a test, and what does not. Those that must fail are run one by one, by tests that demand the failure.
class FailuresTest final : public Test
{
    Q_OBJECT

private Q_SLOTS:
    void expectedAndKnownWarningsPass()
    {
        QTest::ignoreMessage(QtWarningMsg, "expected");
        qWarning("expected");
        qWarning("This plugin does not support raise()");
        qCWarning(lcOurs, "what the program says of what a test does to it");
        qInfo("no warning");
    }
    void aWarningFails() { qWarning("unforeseen"); }
    void aWarningOfAThreadFails()
    {
        std::thread([] { qWarning("unforeseen"); }).join();
    }
    void aHelperEndsItsTest()
    {
        const auto helper = [](int value) { QCOMPARE(value, 1); };
        CHECKED(helper(1));
        qInfo("before");
        CHECKED(helper(2));
        qInfo("behind");
    }
};

QTEST_GUILESS_MAIN(FailuresTest)
#include "tst_failures.moc"
