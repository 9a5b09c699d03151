// SPDX-FileCopyrightText: TickStock Desktop developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>

namespace tickstock {

class MainWindow;

/// How the user has set the window up, as it is kept over a restart: colours, places, link groups and charts.
QJsonObject setupOf(const MainWindow &window);
/// What cannot be used of it stays as it is. True: it has a place on the screen.
bool applySetup(const QJsonObject &setup, MainWindow &window);

} // namespace tickstock
