// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTest>

namespace tickstock::test {

/// What every test class is derived from: a warning of Qt fails the test that runs when it is logged, in whatever
/// thread, unless the test expects it (QTest::ignoreMessage) or the list in test.cpp knows it. GUI thread.
class Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// QTest calls this after it has installed its own message handler, and before anything else.
    void initTestCase_data();
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
