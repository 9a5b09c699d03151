// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/keyboard.h"

#include <QTest>
#include <QWidget>

namespace tickstock::test {

void giveKeyboardTo(QWidget &widget)
{
    widget.window()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(widget.window()));
    widget.setFocus();
}

} // namespace tickstock::test
