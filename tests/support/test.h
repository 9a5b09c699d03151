// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTest>

namespace tickstock::test {

/// What every test class is derived from: a warning of Qt fails the test that runs when it is logged, in whatever
/// thread, unless the test expects it (QTest::ignoreMessage) or the list in test.cpp knows it. GUI thread.
///
/// It ends when the threads that the test has ended are gone. QThread::wait() returns before a thread has freed what
/// libraries keep for it (OpenSSL its errors and random numbers), and a process that ends in between is told of leaks.
class Test : public QObject
{
    Q_OBJECT

public:
    Test();
    ~Test() override;

private Q_SLOTS:
    /// QTest calls this after it has installed its own message handler, and before anything else.
    void initTestCase_data();

private:
    const qsizetype m_threadsBefore;
};

} // namespace tickstock::test

/// Calls a helper that checks something, and ends the test if a check has failed. A failed check by itself returns
/// from the function that it stands in, and no further.
#define CHECKED(...)                                                                                                   \
    do {                                                                                                               \
        __VA_ARGS__;                                                                                                   \
        if (QTest::currentTestFailed())                                                                                \
            return;                                                                                                    \
    } while (false)
