// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace tickstock::test {

/// As a click into it would. It checks that the window has become active: call it as CHECKED().
void giveKeyboardTo(QWidget &widget);

} // namespace tickstock::test
